"""Tabs stay where they are whichever is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.tabs import Tabs

TITLES = ("Tổng quan", "Người", "Giai đoạn và phiên tòa")


def places(tabs: Tabs) -> list[QRect]:
    return [tabs.tabBar().tabRect(number) for number in range(tabs.count())]


def test_no_tab_moves_when_another_is_chosen(show: Callable[[QWidget], None]) -> None:
    tabs = Tabs("Các mục")
    for title in TITLES:
        tabs.addTab(QWidget(), title)
    tabs.resize(700, 200)
    show(tabs)
    first = places(tabs)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        assert places(tabs) == first
