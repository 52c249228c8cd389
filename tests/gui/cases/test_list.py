"""The list of cases: thousands of rows, found by any word, and Back returns to the row one came from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.text import person_sort_key
from desktop.services.practice import generate
from desktop.store.lists import CaseRow
from desktop.ui.cases.list_page import ListPage
from desktop.ui.cases.views import ALL, RUNNING, UNSENT
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window
from tests.gui.keys import Typing, plain, press

CONTROL = Qt.KeyboardModifier.ControlModifier
MANY = 5000
NAMES = ("Nguyễn Văn Đức", "Đặng Thị Hoà", "Lò Thị Pâng", "H’Nguyệt Niê Kdăm", "Giàng A Páo")


def rows(page: ListPage) -> Sequence[CaseRow]:
    """What the table would show from top to bottom, as far as a screen reaches."""
    model = page.table.rows
    seen = (model.row_at(position) for position in range(min(model.rowCount(), 30)))
    return [row for row in seen if row is not None]


def cell(page: ListPage, row: int, title: str) -> str:
    model = page.table.rows
    column = [column.title for column in model.columns].index(title)
    return str(model.data(model.index(row, column)))


def count(page: ListPage) -> str:
    """What stands below the table."""
    return next(each.text() for each in page.listing.findChildren(QLabel) if each.property("type") == "small")


def chip(window: Window, title: str) -> QPushButton:
    return next(b for b in window.page.list.chips.findChildren(QPushButton) if b.text().startswith(title))


def search(window: Window, text: str, typing: Typing, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CONTROL)
    typing(text)
    press(Qt.Key.Key_Return)
    window.settle(qtbot)


def test_an_empty_office_is_told_how_to_begin(window: Window, qtbot: QtBot) -> None:
    window.settle(qtbot)
    page = window.page.list
    assert page.listing.empty.isVisible()
    page.listing.empty.findChildren(QPushButton)[0].click()
    assert window.page.intake is not None
    assert window.page.intake.isVisible()


def test_accents_and_where_the_tone_stands_do_not_matter(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    for name in NAMES:
        window.cases.take_in(sample_intake(name))
    for typed, found in (
        ("nguyen van duc", "Nguyễn Văn Đức"),
        ("dang thi hoa", "Đặng Thị Hoà"),
        ("Đặng Thị Hòa", "Đặng Thị Hoà"),
        ("hnguyet", "H’Nguyệt Niê Kdăm"),
    ):
        search(window, typed, type_vi, qtbot)
        assert [row.people for row in rows(window.page.list)] == [found]
    assert count(window.page.list) == "1–1 trong tổng số 1"


def test_a_click_on_a_head_sorts_what_was_found(window: Window, qtbot: QtBot) -> None:
    for name in ("Lò Văn Đức", "Lò Thị Pâng", "Giàng A Páo", "Lò Văn An"):
        window.cases.take_in(sample_intake(name))
    search(window, "lo", plain, qtbot)
    page = window.page.list
    best_first = [row.people for row in rows(page)]
    head = page.table.horizontalHeader()
    column = [column.title for column in page.table.rows.columns].index("Người được trợ giúp")
    head.sectionClicked.emit(column)
    window.settle(qtbot)
    assert [row.people for row in rows(page)] == ["Lò Văn An", "Lò Văn Đức", "Lò Thị Pâng"]
    head.sectionClicked.emit(column)
    window.settle(qtbot)
    assert [row.people for row in rows(page)] == ["Lò Thị Pâng", "Lò Văn Đức", "Lò Văn An"]
    search(window, "lo", plain, qtbot)
    assert [row.people for row in rows(page)] == best_first


def test_what_is_not_found_is_said_with_a_way_back(window: Window, qtbot: QtBot) -> None:
    window.cases.take_in(sample_intake())
    search(window, "khong co ai", plain, qtbot)
    page = window.page.list
    assert page.listing.empty.isVisible()
    page.listing.empty.findChildren(QPushButton)[0].click()
    window.settle(qtbot)
    assert len(rows(page)) == 1


def test_views_count_and_narrow(window: Window, qtbot: QtBot) -> None:
    for name in NAMES[:3]:
        window.cases.take_in(sample_intake(name))
    window.cases.take_in(sample_intake("Giàng A Páo", accept=False))
    window.page.list.reload()
    window.settle(qtbot)
    assert chip(window, RUNNING.title).text() == "Đang thực hiện 3"
    assert chip(window, UNSENT.title).text() == "Chờ gửi 4"
    assert chip(window, ALL.title).text() == "Tất cả 4"
    assert len(rows(window.page.list)) == 3
    chip(window, "Chưa thụ lý").click()
    window.settle(qtbot)
    assert [row.people for row in rows(window.page.list)] == ["Giàng A Páo"]


def test_enter_opens_a_case_and_back_returns_to_its_row(window: Window, qtbot: QtBot) -> None:
    for number in range(60):
        window.cases.take_in(sample_intake(f"Người Thử {number}"))
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    page.table.setFocus()
    press(Qt.Key.Key_End, CONTROL)
    opened = page.table.current_id()
    press(Qt.Key.Key_Return)
    case = window.page.case
    assert case is not None
    assert case.isVisible()
    press(Qt.Key.Key_Escape)
    window.settle(qtbot)
    assert page.isVisible()
    assert page.table.current_id() == opened
    assert page.table.hasFocus()


def test_news_refresh_the_list_and_the_selection_stays(window: Window, qtbot: QtBot) -> None:
    ids = [window.cases.take_in(sample_intake(name)) for name in NAMES]
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    page.table.selectRow(3)
    selected = page.table.current_id()
    newest = window.cases.take_in(sample_intake("Vàng Thị Mỷ"))
    window.cases.edit("case", ids[0], {"content": "Nội dung mới"})
    window.context.changes.tell([("case", newest), ("case", ids[0])])
    qtbot.waitUntil(lambda: rows(page)[0].people == "Vàng Thị Mỷ")
    assert page.table.current_id() == selected
    assert page.table.selected_ids() == [selected]


def test_restricted_cases_show_initials_to_those_who_do_not_perform_them(window: Window, qtbot: QtBot) -> None:
    case_id = window.cases.take_in(sample_intake("Lò Thị Pâng", restricted=True))
    window.page.list.reload()
    window.settle(qtbot)
    assert cell(window.page.list, 0, "Người được trợ giúp") == "L.T.P."
    myself = window.cases.add("practitioner", {"full_name": "Vũ Thị Hòa", "kind": "tgvpl"})
    window.cases.add("assignment", {"case": case_id, "practitioner": myself, "share": "1"})
    window.context.changes.tell([("case", case_id)])
    qtbot.waitUntil(lambda: cell(window.page.list, 0, "Người được trợ giúp") == "Lò Thị Pâng")


def test_five_thousand_cases_sort_and_search_without_holding_the_window_up(window: Window, qtbot: QtBot) -> None:
    generate(window.context.session, MANY - 1, seed=7)
    window.cases.take_in(sample_intake("Nguyễn Văn Đức", content="Tranh chấp ruộng bậc thang"))
    page = window.page.list
    page.reload()
    chip(window, ALL.title).click()
    window.settle(qtbot)
    assert count(page).endswith("trong tổng số 5.000")
    column = [column.title for column in page.table.rows.columns].index("Người được trợ giúp")
    page.table.horizontalHeader().sectionClicked.emit(column)
    window.settle(qtbot)
    people = [row.people for row in rows(page)]
    assert people == sorted(people, key=person_sort_key)
    page.table.setFocus()
    press(Qt.Key.Key_End, CONTROL)
    assert page.table.currentIndex().row() == MANY - 1
    search(window, "nguyen van duc ruong bac", plain, qtbot)
    assert [row.people for row in rows(page)] == ["Nguyễn Văn Đức"]
