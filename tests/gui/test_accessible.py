"""Whoever cannot see the window is told what every control is."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)

from desktop.ui.theme import Appearance
from desktop.ui.widgets.dialogs import Dialog
from tests.gui import gallery
from tests.gui.keys import press
from tests.screenshots import Maker, made, open_floating

Show = Callable[[QWidget], None]

SCREENS: dict[str, Maker] = {
    "list": gallery.many_rows,
    "empty": gallery.no_rows,
    "form": gallery.intake,
    "parts": gallery.parts,
}


#: Screens over real offices, and how many controls each has at least.
REAL = {"sync-offline": 11, "sync-conflict-window": 8, "sync-join": 9, "intake-empty": 20, "case-overview": 20}


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


@pytest.mark.parametrize("name", REAL)
def test_every_control_of_the_real_window_has_a_name(name: str, appearance: Appearance, show: Show) -> None:
    shown = real(name, appearance, show)
    found = list(controls(shown))

    assert len(found) > REAL[name]
    assert [widget for widget in found if not name_of(widget) and not isinstance(widget, QTabBar)] == []


@pytest.mark.parametrize("name", REAL)
def test_the_tab_key_reaches_every_control_once(name: str, appearance: Appearance, show: Show) -> None:
    shown = real(name, appearance, show)
    stops = [widget for widget in controls(shown) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    expected = {stop_of(widget) for widget in stops if widget.isEnabled() and widget.focusProxy() is None}
    visited: list[QObject] = []
    while len(visited) <= len(expected):
        press(Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        assert at is not None
        if visited and stop_of(at) is visited[0]:
            break
        visited.append(stop_of(at))

    assert set(visited) == expected
    assert len(visited) == len(expected)


def stop_of(widget: QWidget) -> QObject:
    """What the Tab key stops at once: the control, or all of which one is chosen; among those the arrows lead."""
    if isinstance(widget, QAbstractButton):
        if group := widget.group():
            return group if group.exclusive() else widget
        if widget.autoExclusive():
            return widget.parentWidget() or widget
    return widget


def real(name: str, appearance: Appearance, show: Show) -> QWidget:
    """A screen of the program over a real office: its dialog if it has one, else the window."""
    window = made(name, appearance)
    show(window)
    open_floating()
    return next((dialog for dialog in window.findChildren(Dialog) if dialog.isVisible()), window)
