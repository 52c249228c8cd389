"""Unusually many deletions are asked about at the head of the page, with two answers (decisions/0017)."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.deletions import Choice, Deletions
from desktop.services.synchronise import Synchronise
from desktop.store import deletions
from desktop.store.lists import CaseFilter
from desktop.ui.sync.page import SyncPage
from tests.gui.sync.desk import Colleague, Desk, Show


def shown(desk: Desk) -> int:
    return len(Cases(desk.session).numbers(CaseFilter()))


def press(page: SyncPage, verb: str, qtbot: QtBot) -> None:
    """Press a button once it is on the screen."""

    def there() -> list[QPushButton]:
        buttons = page.deletions.findChildren(QPushButton)
        return [button for button in buttons if button.text() == verb and button.isVisible()]

    qtbot.waitUntil(lambda: bool(there()))
    there()[0].click()


@pytest.fixture
def page(enrolled: Desk, colleague: Colleague, show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> SyncPage:
    """The page after a colleague has deleted everything."""
    for name in ("Lò Thị Pâng", "Giàng A Páo"):
        enrolled.add_case(name)
    Synchronise(enrolled.session).cycle()
    monkeypatch.setattr(deletions, "MANY", 5)
    colleague.sync()
    for row in colleague.cases.rows(colleague.cases.numbers(CaseFilter())):
        colleague.cases.delete(row.id)
    colleague.sync()
    monkeypatch.setattr(deletions, "MANY", 1)
    Synchronise(enrolled.session).cycle()
    page = enrolled.page()
    page.resize(1118, 560)
    show(page)
    qtbot.waitUntil(page.deletions.isVisible)
    return page


def test_the_page_asks_and_the_status_is_not_green(page: SyncPage, enrolled: Desk) -> None:
    said = page.deletions.words()
    assert "2 trong 2 vụ việc của Đơn vị CN1" in said
    assert "Người xóa: Lê Minh Đức." in said
    assert "Đã gửi hết" not in page.strip.text()
    assert "vụ việc" not in page.strip.text()  # the banner says it
    assert enrolled.status.sign()[0] == "circle-alert"
    assert enrolled.status.needs_person == 1
    assert shown(enrolled) == 2


def test_carrying_them_out(page: SyncPage, enrolled: Desk, qtbot: QtBot) -> None:
    press(page, "Vẫn xóa", qtbot)
    qtbot.waitUntil(page.deletions.isHidden)
    assert shown(enrolled) == 0
    assert "Đã xóa 2 trong 2 vụ việc" in enrolled.told[-1]


def test_keeping_them_then_bringing_them_back(
    page: SyncPage, enrolled: Desk, colleague: Colleague, qtbot: QtBot
) -> None:
    press(page, "Giữ lại", qtbot)
    qtbot.waitUntil(lambda: "Hãy báo cho Trung tâm" in page.deletions.words())
    press(page, "Khôi phục mọi nơi", qtbot)
    qtbot.waitUntil(page.deletions.isHidden)
    qtbot.waitUntil(lambda: not enrolled.worker.activity.running and Synchronise(enrolled.session).status().green)
    colleague.sync()
    assert len(colleague.cases.numbers(CaseFilter())) == shown(enrolled) == 2
    assert [question.choice for question in Deletions(enrolled.session).every()] == [Choice.RESTORE]
