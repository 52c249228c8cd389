"""The line at the bottom: what is unsent and since when, in words; for a moment also what has just succeeded."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import ElidedLabel
from desktop.words import _

_SAID_FOR = 6000  # milliseconds
_ICON = 16


class Part(NamedTuple):
    """One sentence of the status and how it is coloured; neutral unless a person should look."""

    text: str
    role: Role = Role.INK


class StatusLine(QFrame):
    """Sentences from left to right after one icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAccessibleName(_("Tình trạng"))
        self._icon = QLabel()
        self._icon_name, self._icon_role = "", Role.MUTED
        self._words = QHBoxLayout()
        self._labels: list[ElidedLabel] = []
        self._parts: Sequence[Part] = ()
        self._action: QPushButton | None = None
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_SAID_FOR)
        self._back.timeout.connect(self._show_status)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words, 1)
        self.fit()

    def show_status(self, icon: str, parts: Sequence[Part], role: Role = Role.MUTED) -> None:
        """Show the state of the line and of what waits.

        Args:
            icon: name of the icon before the words.
            parts: the sentences.
            role: of the icon.
        """
        self._icon_name, self._icon_role, self._parts = icon, role, parts
        if not self._back.isActive():
            self._show_status()

    def say(self, text: str) -> None:
        """Say for a few seconds that something succeeded."""
        self._show("check", Role.MUTED, [Part(text)])
        self._back.start()

    def set_action(self, verb: str, press: Callable[[], object]) -> QPushButton:
        """Put a button at the right end; returns it."""
        if self._action:
            self._action.hide()
            self._action.deleteLater()
        self._action = button(verb, press, look="quiet")
        self._row.addWidget(self._action)
        return self._action

    def text(self) -> str:
        """What it says."""
        return " ".join(shown.text() for shown in self._labels)

    def fit(self) -> None:
        """Take the sizes of the theme in force."""
        theme = current()
        self.setFixedHeight(theme.px(34 if theme.compact else 38))
        self._row.setContentsMargins(theme.px(15), 0, theme.px(12), 0)
        self._row.setSpacing(theme.px(10))
        self._words.setSpacing(theme.px(6))
        self._draw_icon(self._icon_name, self._icon_role)

    def _show_status(self) -> None:
        self._show(self._icon_name, self._icon_role, self._parts)

    def _show(self, icon: str, role: Role, parts: Sequence[Part]) -> None:
        self._draw_icon(icon, role)
        while self._words.takeAt(0):
            pass
        for old in self._labels:
            old.hide()
            old.deleteLater()
        self._labels = [ElidedLabel(part.text, role=part.role) for part in parts]
        for made in self._labels:
            self._words.addWidget(made)
        self._words.addStretch(1)

    def _draw_icon(self, name: str, role: Role) -> None:
        size = current().px(_ICON)
        self._icon.setFixedWidth(size)
        if name:
            self._icon.setPixmap(pixmap(name, role, size, self.devicePixelRatio()))
