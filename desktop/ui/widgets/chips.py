"""A state as people can tell it: a word, an icon and a colour, always all three."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.qt.table_model import Mark
from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.typeset import paint_words

_ICON = 14
_GAP = 4
_SIDE = 8
_HEIGHT = 22
_TYPE = ("small", QFont.Weight.DemiBold)


class StateChip(QWidget):
    """A state in a header strip or beside a title."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mark = mark
        self.set_mark(mark)

    def set_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._mark = mark
        self.setAccessibleName(mark.word)
        self.updateGeometry()
        self.update()

    def mark(self) -> Mark:
        """The state shown."""
        return self._mark

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        words = theme.metrics(*_TYPE).horizontalAdvance(self._mark.word)
        sign = _ICON + _GAP if self._mark.icon else 0
        return QSize(words + theme.px(2 * _SIDE + sign) + 1, theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, role = current(), Role(self._mark.role)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.soft(role)))
        painter.drawRoundedRect(self.rect(), theme.px(4), theme.px(4))
        side = theme.px(_SIDE)
        paint_mark(painter, self.rect().adjusted(side, 0, -side, 0), self._mark, *_TYPE)
        painter.end()


def paint_mark(
    painter: QPainter,
    area: QRect,
    mark: Mark,
    size: str = "base",
    weight: QFont.Weight = QFont.Weight.Normal,
) -> None:
    """Paint icon and word of a state into `area`, in its colour; the word is cut at its end when there is no room."""
    theme, role = current(), Role(mark.role)
    side = theme.px(_ICON)
    if mark.icon:
        device = painter.device()
        drawn = pixmap(mark.icon, role, side, device.devicePixelRatio() if device else 1.0)
        painter.drawPixmap(area.x(), area.y() + (area.height() - side) // 2, drawn)
        area = area.adjusted(side + theme.px(_GAP), 0, 0, 0)
    painter.setPen(theme.colour(role))
    paint_words(painter, area, mark.word, size=size, weight=weight)
