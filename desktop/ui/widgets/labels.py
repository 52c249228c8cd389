"""Words on the window: labels in the four types and the few roles there are."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

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
