"""The page of practitioners: a short list, added to and changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.people.page import PractitionersPage
from desktop.ui.shell import Page
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.keys import Typing, press

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(page: PractitionersPage) -> list[list[str]]:
    model = page.table.rows
    return [[str(model.data(model.index(row, n))) for n in (0, 1, 4)] for row in range(model.rowCount())]


def open_page(window: Window) -> PractitionersPage:
    window.shell.register(Page("people", "Người thực hiện", "users", lambda: PractitionersPage(window.context)))
    page = window.shell.open("people")
    assert isinstance(page, PractitionersPage)
    return page


def test_practitioners_are_added_and_stand_by_given_name_those_who_left_last(
    window: Window, qtbot: QtBot, type_vi: Typing
) -> None:
    for name, left in (("Nguyễn Văn Bình", None), ("Hà Thị An", "2026-01-31")):
        window.cases.add("practitioner", {"full_name": name, "kind": "tgvpl", "left_on": left})
    page = open_page(window)
    next(b for b in page.findChildren(QPushButton) if b.text() == "Thêm người thực hiện" and b.isVisible()).click()
    record_dialog(window, qtbot)
    type_vi("Lường Văn Ánh")
    press(Qt.Key.Key_Return)
    type_vi("tư vấn")
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert shown(page) == [
        ["Lường Văn Ánh", "Tư vấn viên", ""],
        ["Nguyễn Văn Bình", "Trợ giúp viên", ""],
        ["Hà Thị An", "Trợ giúp viên", "thôi từ 31/01/2026"],
    ]


def test_an_office_without_practitioners_is_told_whom_to_add(window: Window) -> None:
    assert open_page(window).listing.empty.isVisible()
