"""Words on the window: labels in the four types and the few roles there are."""

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.tokens import Role

#: Type of a label: title of the page, of a section, of a field, small print, or plain text.
LabelType = Literal["page", "section", "label", "small", "text"]


def label(text: str, kind: LabelType = "text", role: Role = Role.INK, *, wrap: bool = False) -> QLabel:
    """A piece of text; plain, so that nothing a person typed is ever taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", kind)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property the style sheet selects by, and let it take effect."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line that is cut at its end when there is no room for it; the whole of it is in the tip."""

    def __init__(self, text: str = "", kind: LabelType = "text", role: Role = Role.INK) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        self.setProperty("role", role.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, self._cut())
        painter.end()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.text() if self._cut() != self.text() else "")
        return super().event(event)

    def _cut(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
