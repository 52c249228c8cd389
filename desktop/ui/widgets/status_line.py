"""The line at the bottom: what is unsent and since when, in words; for a moment also what has just succeeded."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.words import _

_SAID_FOR = 6000  # milliseconds
_ICON = 16


class Part(NamedTuple):
    """One sentence of the status and how it is coloured; neutral unless a person should look.

    `short` says the same where the line has no room for all the sentences; empty where `text` is short enough.
    """

    text: str
    role: Role = Role.INK
    short: str = ""


class _Said(NamedTuple):
    """What the line shows at one time."""

    icon: str = ""
    role: Role = Role.MUTED
    parts: Sequence[Part] = ()

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


class StatusLine(QFrame):
    """Sentences from left to right after one icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._status = _Said()
        self._sentences = _Sentences()
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_SAID_FOR)
        self._back.timeout.connect(self._show_status)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sentences, 1)
        self.fit()

    def show_status(self, icon: str, parts: Sequence[Part], role: Role = Role.MUTED) -> None:
        """Show the state of the line and of what waits.

        Args:
            icon: name of the icon before the words.
            parts: the sentences, the most important first: the last are cut where there is no room.
            role: of the icon.
        """
        self._status = _Said(icon, role, tuple(parts))
        if not self._back.isActive():
            self._show_status()

    def say(self, text: str) -> None:
        """Say for a few seconds that something succeeded."""
        self._sentences.show_said(_Said("check", Role.MUTED, [Part(text)]))
        self._back.start()

    def text(self) -> str:
        """What it says."""
        return self._sentences.said.text

    def fit(self) -> None:
        """Take the sizes of the theme in force."""
        theme = current()
        self.setFixedHeight(theme.px(34 if theme.compact else 38))
        self._row.setContentsMargins(theme.px(15), 0, theme.px(12), 0)

    def _show_status(self) -> None:
        self._sentences.show_said(self._status)


class _Sentences(QWidget):
    """Paints the icon and as many of the sentences as fit."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.said = _Said()

    def show_said(self, said: _Said) -> None:
        """Show something else."""
        self.said = said
        self.setAccessibleName(_("Tình trạng: {text}").format(text=said.text))
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.said.text if self._is_cut() else "")
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, metrics = current(), QFontMetrics(self.font())
        size = theme.px(_ICON)
        painter = QPainter(self)
        if self.said.icon:
            drawn = pixmap(self.said.icon, self.said.role, size, self.devicePixelRatio())
            painter.drawPixmap(0, (self.height() - size) // 2, drawn)
        area = self._words_area()
        short = self._is_cut()
        for part in self.said.parts:
            words = (short and part.short) or part.text
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.setPen(theme.colour(part.role))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            area.setLeft(area.left() + metrics.horizontalAdvance(f"{text} "))
            if text != words:
                break
        painter.end()

    def _is_cut(self) -> bool:
        """Whether there is no room for all that is said."""
        return QFontMetrics(self.font()).horizontalAdvance(self.said.text) > self._words_area().width()

    def _words_area(self) -> QRect:
        return self.rect().adjusted(current().px(_ICON + 10), 0, 0, 0)
