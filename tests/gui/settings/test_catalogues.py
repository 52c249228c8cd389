"""Entries nobody could verify are listed with their mark; one of the office words and confirms them."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain import catalogues
from desktop.domain.catalogues import catalogue
from desktop.ui.settings.catalogues_section import CataloguesSection, WordingDialog
from tests.gui.settings.conftest import OpenSettings

LABEL = "Tiêu chí 04: được áp dụng tình tiết giảm nhẹ"


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    """No other test meets the wordings of this office."""
    yield
    catalogues.adopt({})


def test_an_entry_is_worded_confirmed_and_no_longer_waits(open_settings: OpenSettings, qtbot: QtBot) -> None:
    settings = open_settings()
    section = settings.section("Danh mục", CataloguesSection)
    every = section.table.rows.rowCount()
    section.names.set_code("success_criterion")
    waiting = section.table.rows.rowCount()
    assert 0 < waiting < every
    (number,) = [n for n, each in enumerate(section._found) if each.entry.code == "hs_tc04"]
    section.ask(number)
    (dialog,) = section.findChildren(WordingDialog)
    dialog.form.fields["label"].set_value(LABEL)
    dialog.form.fields["source"].set_value("QĐ 1179/QĐ-BTP 2022")
    dialog.form.fields["verified"].set_value(True)
    dialog._submit()
    qtbot.waitUntil(lambda: section.table.rows.rowCount() == waiting - 1)
    assert catalogue("success_criterion").label("hs_tc04") == LABEL
    section.unverified.setChecked(False)
    assert section.table.rows.rowCount() == waiting
    (row,) = [n for n, each in enumerate(section._found) if each.entry.code == "hs_tc04"]
    assert [section.table.rows.index(row, column).data() for column in (1, 3)] == [LABEL, "Đã đối chiếu"]
