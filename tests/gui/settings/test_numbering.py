"""Giving the right to number back, asking for it and taking it over in the settings, with the real server behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.services.numbering import Numbering
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.ui.settings.numbering_card import NumberingCard
from sync.server.database import Database
from tests.factories import make_office
from tests.fakes.server import RunningServer
from tests.gui.settings.conftest import SLOW, OpenSettings, Settings, button_of, press


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        yield running


@pytest.fixture
def holder(tmp_path: Path, server: RunningServer) -> Iterator[Session]:
    """The other PC of the branch, which numbers."""
    _office, session = make_office(tmp_path / "holder")
    join(session, server)
    yield session
    session.database.close()


def join(session: Session, server: RunningServer) -> None:
    Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
    assert Synchronise(session).cycle().complete


def says(qtbot: QtBot, settings: Settings, words: str) -> None:
    card = settings.page.findChild(NumberingCard)
    assert card is not None
    qtbot.waitUntil(lambda: any(words in shown.text() for shown in card.findChildren(QLabel)), timeout=SLOW)


def test_an_office_without_a_line_numbers_by_itself(open_settings: OpenSettings, qtbot: QtBot) -> None:
    settings = open_settings()

    says(qtbot, settings, "Máy này cấp mã số vụ việc")
    assert not button_of(settings.page, "Giao lại quyền cấp số…").isVisible()


def test_the_right_is_asked_for_and_taken_over_with_a_reason(
    open_settings: OpenSettings, server: RunningServer, holder: Session, qtbot: QtBot
) -> None:
    settings = open_settings(login="duc", numbering=False)
    join(settings.session, server)
    settings.context.changes.tell({("unit", "")})
    qtbot.waitUntil(lambda: button_of(settings.page, "Xin quyền cấp số").isVisible(), timeout=SLOW)

    press(settings.page, "Xin quyền cấp số")
    says(qtbot, settings, "chờ máy đang cấp số giao lại")
    press(settings.page, "Nhận thay máy bị mất, hỏng…")
    dialog = settings.dialog()
    dialog.form.fields["reason"].set_value("máy cũ hỏng ổ cứng")  # type: ignore[attr-defined]
    press(dialog, "Nhận quyền")
    says(qtbot, settings, "Sẽ nhận quyền cấp số ở lần đồng bộ tới")
    Synchronise(settings.session).cycle()
    settings.context.changes.tell({("unit", "")})

    says(qtbot, settings, "Máy này cấp mã số vụ việc")
    says(qtbot, settings, "Năm 2026: số 01–60")
    assert button_of(settings.page, "Giao lại quyền cấp số…").isVisible()
    Synchronise(holder).cycle()
    assert not Numbering(holder).standing().mine
