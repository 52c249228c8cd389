"""Whoever cannot see the window is told what every control is."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QTabBar, QTabWidget, QWidget

from desktop.ui.theme import Appearance
from tests.gui import gallery
from tests.screenshots import Maker

Show = Callable[[QWidget], None]

SCREENS: dict[str, Maker] = {
    "list": gallery.many_rows,
    "empty": gallery.no_rows,
    "form": gallery.intake,
    "parts": gallery.parts,
}


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything the keyboard can reach; frames that only scroll what is in them have nothing to say."""
    for widget in window.findChildren(QWidget):
        reachable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(window)
        if reachable and not isinstance(widget, QScrollArea | QTabWidget) and not _is_inside_another(widget):
            yield widget


def _is_inside_another(widget: QWidget) -> bool:
    parent = widget.parent()
    return isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea)


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_control_has_a_name(screen: str, appearance: Appearance, show: Show) -> None:
    window = SCREENS[screen](appearance)
    show(window)
    found = list(controls(window))
    nameless = [widget for widget in found if not name_of(widget) and not isinstance(widget, QTabBar)]

    assert len(found) > 10
    assert nameless == []


def test_the_keyboard_reaches_every_control_once(appearance: Appearance, show: Show) -> None:
    window = gallery.intake(appearance)
    show(window)
    expected = {widget for widget in controls(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
    visited = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget in expected:
            visited.append(widget)
        widget = widget.nextInFocusChain()

    assert len(visited) == len(expected)
    assert set(visited) == expected
