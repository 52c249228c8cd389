"""A line of text with a sign at one end that can be pressed; the sign grows with the zoom, which Qt's own would not."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role

_SIZE = 16
_MARGIN = 8


class SignedLine(QLineEdit):
    """One line; without a sign until `show_sign` is called."""

    #: The sign was pressed.
    sign_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = ""
        self._first = False
        self._theme = current()

    def show_sign(self, name: str, *, first: bool = False) -> None:
        """Show the icon `name` after the text, or before it."""
        self._sign, self._first = name, first
        self._make_room()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._sign_area().contains(event.position().toPoint()):
            self.sign_pressed.emit()
        else:
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_sign = self._sign_area().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if on_sign else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._sign:
            size = current().px(_SIZE)
            middle = self._sign_area().center()
            painter = QPainter(self)
            drawn = pixmap(self._sign, Role.MUTED, size, self.devicePixelRatio())
            painter.drawPixmap(middle.x() - size // 2, middle.y() - size // 2, drawn)
            painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._theme is not current():
            self._make_room()

    def _make_room(self) -> None:
        self._theme = current()
        room = self._theme.px(_SIZE + _MARGIN) if self._sign else 0
        self.setTextMargins(room if self._first else 0, 0, 0 if self._first else room, 0)

    def _sign_area(self) -> QRect:
        width = current().px(_SIZE + 2 * _MARGIN) if self._sign else 0
        return QRect(0 if self._first else self.width() - width, 0, width, self.height())
