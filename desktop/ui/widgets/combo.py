"""A choice among a few fixed things, for filters and settings; in forms `FieldFactory` chooses the editor."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice

_SIGN = 16


class ComboBox(QComboBox):
    """A combo box that the wheel scrolls past unless it has the focus, and that paints its own arrow.

    What it has no room for is in its tip.
    """

    def __init__(self, name: str, choices: Iterable[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for choice in choices:
            self.addItem(choice.title, choice.code)

    def may_shrink(self, letters: int) -> None:
        """Need room for so many letters only, however long what can be chosen is."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def code(self) -> str:
        """The code of what is chosen, empty for nothing."""
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Choose the entry with `code`; nothing if there is none."""
        self.setCurrentIndex(self.findData(code))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.currentText() if self._is_cut() else "")
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = current().px(_SIGN)
        painter = QPainter(self)
        sign = pixmap("chevron-down", Role.MUTED, size, self.devicePixelRatio())
        painter.drawPixmap(self.width() - size - current().px(7), (self.height() - size) // 2, sign)
        painter.end()

    def _is_cut(self) -> bool:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return self.fontMetrics().horizontalAdvance(self.currentText()) > room.width()
