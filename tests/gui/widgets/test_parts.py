"""Chips, banners, check boxes, buttons: small things that are met on every page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.table_model import Mark
from desktop.ui.theme import Appearance, current
from desktop.ui.tokens import Role, Scheme
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.checks import CheckBox, RadioButton
from desktop.ui.widgets.chips import StateChip
from desktop.ui.widgets.flow import FlowLayout
from tests.gui.keys import press

Show = Callable[[QWidget], None]


def test_a_chip_is_as_wide_as_its_word_and_stands_on_its_colour(show: Show) -> None:
    chip = StateChip(Mark("Chờ gửi", "cloud-upload", "wait"))
    chip.resize(chip.sizeHint())
    show(chip)

    assert chip.accessibleName() == "Chờ gửi"
    assert chip.grab().toImage().pixelColor(4, 4) == QColor(current().tokens.wait_soft)
    narrow = chip.sizeHint().width()
    chip.set_mark(Mark("Chờ gửi từ ba ngày trước", "cloud-upload", "wait"))
    assert chip.sizeHint().width() > narrow


def test_a_chip_is_recoloured_with_the_scheme(show: Show, appearance: Appearance) -> None:
    chip = StateChip(Mark("Chưa được nhận", "circle-alert", "bad"))
    show(chip)
    appearance.set_scheme(Scheme.DARK)

    assert chip.grab().toImage().pixelColor(4, 4) == QColor(current().tokens.bad_soft)


def test_a_banner_is_there_only_while_it_has_something_to_say(show: Show) -> None:
    page = QWidget()
    banner = Banner()
    QVBoxLayout(page).addWidget(banner)
    show(page)
    assert banner.words() == ""

    pressed: list[bool] = []
    banner.show_words(
        Role.BAD, "Máy này cần kết nối lại", "Dữ liệu vẫn còn.", "Mở Cài đặt", lambda: pressed.append(True)
    )
    assert banner.words() == "Máy này cần kết nối lại Dữ liệu vẫn còn."
    banner.findChildren(QPushButton)[0].click()
    assert pressed == [True]

    banner.show_words(Role.WAIT, "Bản nháp chưa lưu")
    assert [shown for shown in banner.findChildren(QPushButton) if shown.isVisible()] == []


def test_a_word_beside_a_box_is_part_of_it(show: Show) -> None:
    box = CheckBox("Chỉ việc của tôi")
    box.resize(box.sizeHint())
    show(box)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert box.isChecked()

    press(Qt.Key.Key_Space)
    assert not box.isChecked()


@pytest.mark.parametrize("kind", [CheckBox, RadioButton])
def test_what_is_ticked_looks_ticked(show: Show, kind: type[CheckBox] | type[RadioButton]) -> None:
    box = kind("24/11/2026")
    box.resize(box.sizeHint())
    show(box)
    box.clearFocus()
    empty = box.grab().toImage()
    box.setChecked(True)

    inside = QPoint(current().px(10), box.height() // 2 - current().px(6))
    assert empty.pixelColor(inside) == QColor(current().tokens.surface)
    assert box.grab().toImage().pixelColor(inside) == QColor(current().tokens.primary)


def test_enter_presses_the_button_that_has_the_focus(show: Show) -> None:
    pressed: list[bool] = []
    page = QWidget()
    save = button("Lưu vụ việc", lambda: pressed.append(True), look="primary", sign="save")
    QVBoxLayout(page).addWidget(save)
    show(page)
    save.setFocus()
    press(Qt.Key.Key_Return)

    assert pressed == [True]


def test_a_button_of_an_icon_alone_has_words_all_the_same(qtbot: QtBot) -> None:
    made = icon_button("rotate-ccw", "Bỏ bộ lọc", keys="Ctrl+R")
    qtbot.addWidget(made)

    assert made.accessibleName() == "Bỏ bộ lọc"
    assert made.toolTip() == "Bỏ bộ lọc (Ctrl+R)"


def test_things_flow_into_lines_as_words_do(show: Show) -> None:
    page = QWidget()
    flow = FlowLayout(page, spacing=10)
    parts = [QWidget() for _part in range(5)]
    for part in parts:
        part.setFixedSize(90, 20)
        flow.addWidget(part)
    page.resize(300, 50)
    show(page)

    assert [(part.x(), part.y()) for part in parts] == [(0, 0), (100, 0), (200, 0), (0, 30), (100, 30)]
    page.resize(300, 70)
    assert [part.y() for part in parts] == [10, 10, 10, 40, 40], "not in the middle of a higher row"
    assert flow.heightForWidth(300) == 50
    assert flow.heightForWidth(90) == 5 * 20 + 4 * 10
