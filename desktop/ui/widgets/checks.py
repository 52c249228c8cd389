"""Check boxes and radio buttons, painted whole: an outline that can be seen, a sign that can be told without colour."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role

_BOX = 16
_GAP = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class CheckBox(QCheckBox):
    """A check box from which Enter goes on; the space bar ticks it."""

    #: Enter was pressed.
    went_on = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return _size(self)

    @override
    def minimumSizeHint(self) -> QSize:
        return _size(self)

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _paint_outline(painter, self, radius=current().px(3))
        if self.isChecked():
            role = Role.ON_PRIMARY if self.isEnabled() else Role.MUTED
            sign = current().px(12)
            drawn = pixmap("check", role, sign, self.devicePixelRatio())
            painter.drawPixmap(box.x() + (box.width() - sign) // 2, box.y() + (box.height() - sign) // 2, drawn)
        _paint_words(painter, self, box)
        painter.end()


class RadioButton(QRadioButton):
    """One of several values to choose from."""

    @override
    def sizeHint(self) -> QSize:
        return _size(self)

    @override
    def minimumSizeHint(self) -> QSize:
        return _size(self)

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _paint_outline(painter, self, radius=current().px(_BOX) / 2)
        if self.isChecked():
            dot = QRectF(box).adjusted(*([box.width() * 0.32] * 2), *([-box.width() * 0.32] * 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().colour(Role.ON_PRIMARY))
            painter.drawEllipse(dot)
        _paint_words(painter, self, box)
        painter.end()


def _size(of: QAbstractButton) -> QSize:
    theme = current()
    words = QFontMetrics(of.font()).horizontalAdvance(of.text())
    return QSize(theme.px(_BOX + _GAP + 6) + words, theme.control)


def _paint_outline(painter: QPainter, of: QAbstractButton, *, radius: float) -> QRect:
    """Paint the empty or filled outline at the left; returns where it is."""
    theme, tokens = current(), current().tokens
    size = theme.px(_BOX)
    box = QRect(theme.px(2), (of.height() - size) // 2, size, size)
    outline = tokens.primary if of.isChecked() or of.hasFocus() else tokens.border
    painter.setPen(QPen(QColor(outline if of.isEnabled() else tokens.line), theme.px(2 if of.hasFocus() else 1)))
    filled = tokens.primary if of.isEnabled() else tokens.head
    painter.setBrush(QColor(filled if of.isChecked() else tokens.surface))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return box


def _paint_words(painter: QPainter, of: QAbstractButton, box: QRect) -> None:
    theme = current()
    area = of.rect()
    area.setLeft(box.right() + theme.px(_GAP))
    painter.setFont(of.font())
    painter.setPen(theme.colour(Role.INK if of.isEnabled() else Role.MUTED))
    metrics = QFontMetrics(of.font())
    text = metrics.elidedText(of.text(), Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    if of.hasFocus() and text:
        painter.setPen(QPen(QColor(theme.tokens.primary), 1))
        line = area.center().y() + metrics.height() // 2
        painter.drawLine(area.left(), line, area.left() + metrics.horizontalAdvance(text), line)
