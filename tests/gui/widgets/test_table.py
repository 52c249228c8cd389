"""The table: rows keep their selection through news, open by Enter, are sorted by a click, never scroll sideways."""

from array import array
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Appearance, current
from desktop.ui.widgets.table import Table
from tests.gui.gallery import case_table
from tests.gui.keys import press

Show = Callable[[QWidget], None]


@pytest.fixture
def table(show: Show) -> Table:
    made = case_table()
    made.resize(1100, 400)
    made.show_ids(array("q", range(1000)))
    show(made)
    made.setFocus()
    return made


def test_the_selection_belongs_to_ids_not_to_places(table: Table) -> None:
    table.go_to(7)
    table.show_ids([3, 9, 7, 1])

    assert table.selected_ids() == [7]
    assert table.current_id() == 7


def test_several_selected_rows_stay_selected_where_they_are_still_listed(table: Table) -> None:
    table.go_to(2)
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [2, 3]

    table.show_ids([9, 3])
    assert table.selected_ids() == [3]


def test_a_refresh_keeps_selection_and_place(table: Table) -> None:
    table.go_to(500)
    first, _last = table.visible_rows()
    table.refresh()

    assert table.selected_ids() == [500]
    assert table.visible_rows()[0] == first


def test_the_place_on_the_screen_survives_a_new_list(table: Table) -> None:
    table.go_to(500)
    first, _last = table.visible_rows()
    table.show_ids(range(900))

    assert table.visible_rows()[0] == first


def test_enter_and_double_click_open_the_row(table: Table, qtbot: QtBot) -> None:
    table.go_to(4)
    with qtbot.waitSignal(table.opened) as entered:
        press(Qt.Key.Key_Return)
    assert entered.args == [4]

    place = table.visualRect(table.rows.index(2, 1)).center()
    with qtbot.waitSignal(table.opened) as clicked:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [2]


def test_ctrl_end_goes_to_the_true_end(table: Table) -> None:
    table.go_to(0)
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    assert table.current_id() == 999


def test_select_all_selects_rows_nobody_has_seen(table: Table) -> None:
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert len(table.selected_ids()) == 1000


def test_a_click_on_a_head_asks_for_its_order_and_again_for_the_reverse(table: Table, qtbot: QtBot) -> None:
    head = table.horizontalHeader()

    def click(column: int) -> None:
        place = QPoint(head.sectionViewportPosition(column) + 20, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)

    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda key, down: asked.append((key, down)))
    click(1)
    click(1)
    click(2)  # cannot be sorted by
    click(4)

    assert asked == [("person", False), ("person", True), ("due", False)]


@pytest.mark.parametrize("width", [500, 760, 911, 1366])
@pytest.mark.parametrize("zoom", [100, 150])
def test_there_is_never_anything_to_the_right(table: Table, appearance: Appearance, width: int, zoom: int) -> None:
    appearance.set_zoom(zoom)
    table.resize(width, 400)

    assert table.horizontalHeader().length() == table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()


def test_rows_follow_zoom_and_density(table: Table, appearance: Appearance) -> None:
    assert table.rowHeight(0) == 28
    appearance.set_compact(True)
    assert table.rowHeight(0) == 24
    appearance.set_zoom(200)
    assert table.rowHeight(0) == 48


def test_the_row_the_keyboard_is_on_stays_in_sight_when_the_table_gets_lower(table: Table) -> None:
    _first, last = table.visible_rows()
    table.go_to(table.rows.id_at(last - 1))
    table.resize(table.width(), table.height() // 2)
    assert table.visible_rows()[1] >= last - 1


def test_the_selected_row_has_a_bar_and_its_own_ground(table: Table) -> None:
    table.go_to(1)
    rect = table.visualRect(table.rows.index(1, 0))
    picture = table.viewport().grab().toImage()

    def at(x: int, y: int) -> QColor:
        return picture.pixelColor(x, y)

    assert at(rect.left() + 1, rect.center().y()) == QColor(current().tokens.primary)
    assert at(rect.left() + 5, rect.top() + 2) == QColor(current().tokens.selected)
    assert at(rect.left() + 1, rect.bottom() + 10) == QColor(current().tokens.surface)


def test_a_cut_text_is_told_whole_in_the_tip_and_only_then(table: Table, qtbot: QtBot) -> None:
    table.resize(900, 400)

    def tip(row: int, column: int) -> str:
        place = table.visualRect(table.rows.index(row, column)).center()
        where = table.viewport().mapToGlobal(place)
        QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, where))
        return QToolTip.text() if QToolTip.isVisible() else ""

    table.horizontalHeader().resizeSection(1, 120)
    assert tip(0, 1) == ""
    assert tip(1, 1) == "Công Tằng Tôn Nữ Thị Phương Thảo"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_list_says_what_it_lists(table: Table) -> None:
    assert table.accessibleName() == "Vụ việc"
