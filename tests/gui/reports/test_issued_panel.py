"""A form is issued from the screen, and stays in the list as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.store.lists import CaseFilter
from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.issue_dialog import IssueDialog
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled


@pytest.fixture
def window(appearance: Appearance, tmp_path: Path) -> MainWindow:
    """A window over an office with one ended case of somebody whose gender nobody wrote down."""
    office, session = make_office(tmp_path)
    cases = Cases(session)
    case = cases.take_in(sample_intake())
    cases.edit("case", case, {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    cases.edit("person", next(iter(cases.page(case).people)), {"gender": None})
    return main_window(appearance, office, session)


def test_a_form_that_does_not_add_up_is_issued_with_a_reason_and_shown_as_it_was(
    window: MainWindow, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.form.grid.model().rowCount() > 0)
    page.form.issue()
    (dialog,) = window.findChildren(IssueDialog)
    for name, text in (("number", "7/BC"), ("reason", "Chờ bổ sung")):
        dialog.form.fields[name].set_value(text, touched=True)
    with qtbot.waitSignal(dialog.done_with):
        QTest.keyClick(dialog.form.fields["reason"].editor.control, Qt.Key.Key_Return)
    page.tabs.setCurrentWidget(page.issued)
    panel = page.issued
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 1)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.grid.isVisible)
    assert panel.grid.word(("", 1)) == "1"
    assert panel.grid.is_failing(("", 1))
    assert "Chờ bổ sung" in panel.banner.words()
    sheet = panel.sheet()
    assert sheet
    assert "7/BC" in sheet.name
    panel.compare()  # when nothing has changed yet
    qtbot.waitUntil(panel.changes.isVisible)
    assert panel.changes.table.rows.rowCount() == 0
    panel.back()
    cases = Cases(window.context.session)
    (row,) = cases.rows(cases.numbers(CaseFilter()))
    cases.edit("case", row.id, {"law_field": "hinh_su"})
    panel.compare()
    qtbot.waitUntil(panel.changes.isVisible)
    assert "Dòng 1 Pháp luật hình sự, cột (1): 0, nay là 1" in panel.banner.words()
    panel.back()
    assert panel.grid.isVisible()
    panel.back()
    assert panel.table.isVisible()
