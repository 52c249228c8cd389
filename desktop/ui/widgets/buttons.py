"""Buttons: a verb each, at most one primary on a page; Enter presses the one that has the focus."""

from collections.abc import Callable, Iterable
from typing import Literal

from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from desktop.ui.icons import icon
from desktop.ui.tokens import Role

#: The one main action, any other, a dangerous one, one without an outline.
Look = Literal["primary", "plain", "danger", "quiet"]

_ICON_ROLES = {"primary": Role.ON_PRIMARY, "plain": Role.INK, "danger": Role.BAD, "quiet": Role.PRIMARY}


def button(
    verb: str,
    press: Callable[[], object] | None = None,
    *,
    look: Look = "plain",
    sign: str = "",
    keys: str = "",
) -> QPushButton:
    """A button that says what it does.

    Args:
        verb: its words, "Lưu vụ việc".
        press: called when it is pressed.
        look: how it stands out.
        sign: name of the icon before the words.
        keys: a shortcut for it in its window, shown in the tip.
    """
    made = QPushButton(verb)
    made.setProperty("look", look)
    made.setAutoDefault(True)
    if sign:
        made.setIcon(icon(sign, _ICON_ROLES[look]))
    if keys:
        made.setShortcut(keys)
        made.setToolTip(f"{verb} ({keys})")
    if press:
        made.clicked.connect(lambda _checked=False: press())
    return made


def menu_button(words: str, offers: Iterable[tuple[str, str, Callable[[], object]]], *, sign: str = "") -> QPushButton:
    """A button that offers several ways to do one thing, each an icon's name, a verb, and what it does."""
    made = button(words, sign=sign)
    menu = QMenu(made)
    for name, verb, press in offers:
        menu.addAction(icon(name), verb).triggered.connect(lambda _checked=False, press=press: press())
    made.setMenu(menu)
    return made


def icon_button(name: str, words: str, press: Callable[[], object] | None = None, *, keys: str = "") -> QToolButton:
    """A button of an icon alone, for the few everybody knows; `words` are its tip and its accessible name."""
    made = QToolButton()
    made.setIcon(icon(name))
    made.setAccessibleName(words)
    made.setToolTip(f"{words} ({keys})" if keys else words)
    if keys:
        made.setShortcut(keys)
    if press:
        made.clicked.connect(lambda _checked=False: press())
    return made
