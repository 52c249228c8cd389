"""Dialogs: opened, never executed, so that nothing else stops; buttons are verbs; Esc closes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.widgets.buttons import Look, button
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import Words

#: Pixels of a dialog inside at 100 %, where it is not said otherwise.
USUAL_WIDTH = 480
_TALLEST_SHARE = 0.92  # of the window it belongs to


class Dialog(QDialog):
    """A title, a body, a row of buttons. It is destroyed when it closes.

    Put widgets into `body`, add buttons from the least to the most wanted, then `open()`.

    Attributes:
        inside: the width of its body, at least.
        grows: whether it makes room by itself for what comes to need more, as complaints below fields do.
    """

    grows = False

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = USUAL_WIDTH) -> None:
        super().__init__(parent)
        theme = current()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(12))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(8))
        self._buttons.addStretch()
        column = QVBoxLayout(self)
        self.inside = theme.px(width)
        column.addStrut(self.inside)
        side = theme.px(20)
        column.setContentsMargins(side, theme.px(16), side, side)
        column.setSpacing(theme.px(16))
        column.addWidget(label(title, "section", wrap=True))
        column.addLayout(self.body, 1)
        column.addLayout(self._buttons)

    def add_button(
        self, verb: str, press: Callable[[], object], *, look: Look = "plain", sign: str = ""
    ) -> QPushButton:
        """Add a button at the right, with an icon if ``sign`` names one; the primary one is pressed by Enter."""
        made = button(verb, press, look=look, sign=sign)
        made.setDefault(look == "primary")
        self._buttons.addWidget(made)
        return made

    def add_text(self, text: str) -> None:
        """Add a paragraph to the body."""
        self.body.addWidget(label(text, wrap=True))

    def set_height(self, height: int) -> None:
        """Be so many pixels high at 100 %, or as high as may be, for a list that scrolls."""
        self.resize(self.minimumWidth(), min(current().px(height), self.tallest()))

    def tallest(self) -> int:
        """The greatest height it may take: less than the window it belongs to."""
        owner = self.parentWidget()
        return int(owner.window().height() * _TALLEST_SHARE) if owner else self.sizeHint().height()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.grows and (layout := self.layout()):
            needed = layout.totalHeightForWidth(self.width())  # its minimum counts a wrapped text as one line
            self.resize(self.width(), max(self.height(), min(needed, self.tallest())))
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        owner = self.parentWidget()
        if self.grows and self.isVisible() and owner:  # its buttons stay in sight
            below = self.geometry().bottom() - owner.window().geometry().bottom()
            self.move(self.x(), self.y() - max(0, min(below, event.size().height() - event.oldSize().height())))


def ask(
    parent: QWidget, title: str, text: str, verb: str, do: Callable[[], object], *, dangerous: bool = False
) -> Dialog:
    """Ask before something that is hard to take back; `do` is called if the person presses `verb`.

    The way out has the focus when it is dangerous, so that Enter does no harm.
    """
    dialog = Dialog(title, parent)
    dialog.add_text(text)
    leave = dialog.add_button(_("Thôi, không làm"), dialog.reject)
    dialog.add_button(verb, dialog.accept, look="danger" if dangerous else "primary")
    dialog.accepted.connect(do)
    if dangerous:
        leave.setFocus()
    dialog.open()
    return dialog


def explain(parent: QWidget, words: Words) -> Dialog:
    """Show an error that belongs to no field: what happened and what to do."""
    dialog = Dialog(words.title, parent)
    dialog.add_text(words.text)
    if words.advice:
        dialog.add_text(words.advice)
    dialog.add_button(_("Đã hiểu"), dialog.accept, look="primary")
    dialog.open()
    return dialog
