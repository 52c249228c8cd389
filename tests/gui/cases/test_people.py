"""The page of practitioners: a short list, added to and changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.people.page import PractitionersPage
from desktop.ui.shell import Page
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.keys import Typing, press

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(page: PractitionersPage) -> list[list[str]]:
    model = page.table.rows
    return [[str(model.data(model.index(row, n))) for n in (0, 1, 6)] for row in range(model.rowCount())]


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


def test_the_list_of_another_day_has_who_worked_then_with_their_positions(
    window: Window, qtbot: QtBot, type_vi: Typing
) -> None:
    """PEERS: a query "on date X" returns the same list as was true on X."""
    who = {
        name: window.cases.add("practitioner", {"full_name": name, "kind": "tgvpl", "appointed_on": "2020-01-01"})
        for name in ("Nguyễn Văn Bình", "Hà Thị An")
    }
    gone = {"practitioner": who["Hà Thị An"], "kind": "nghi_che_do", "on": "2026-06-30"}
    window.cases.add("staff_movement", gone)
    held = {"practitioner": who["Nguyễn Văn Bình"], "position": "giam_doc", "from_on": "2026-07-01"}
    window.cases.add("staff_position", held)
    page = open_page(window)

    def on(day: str) -> list[list[str]]:
        page.day.clear()
        line = page.day.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        type_vi(day)
        press(Qt.Key.Key_Tab)
        window.settle(qtbot)
        model = page.table.rows
        return [[str(model.data(model.index(row, n))) for n in (0, 2)] for row in range(model.rowCount())]

    assert on("30/6/2026") == [["Hà Thị An", ""], ["Nguyễn Văn Bình", ""]]
    assert on("1/7/2026") == [["Nguyễn Văn Bình", "Giám đốc"]]


def test_only_what_belongs_to_the_kind_of_practitioner_is_asked(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    page = open_page(window)
    page.add()
    fields = record_dialog(window, qtbot).form.fields
    fields["kind"].focus()
    type_vi("tư vấn")
    press(Qt.Key.Key_Return)
    assert fields["organisation"].isVisible()
    assert not fields["grade"].isVisible()
