"""The one search field: Ctrl+K from anywhere, suggestions below, Enter for the whole list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui.widgets.choices import Answer, Choice, Provider
from desktop.ui.widgets.completer import CompletingEdit
from desktop.words import _


class SearchBox(CompletingEdit):
    """Finds people and cases by what is typed."""

    #: A suggestion was taken; carries the `Choice`.
    picked = Signal(object)
    #: Enter without a suggestion: show everything that matches this text.
    asked = Signal(str)

    def __init__(self, provider: Provider | None = None, parent: QWidget | None = None) -> None:
        super().__init__(provider or _nothing, free=True, parent=parent)
        self.setPlaceholderText(_("Tìm tên, mã số, nội dung…  Ctrl+K"))
        self.setAccessibleName(_("Tìm tên, mã số, nội dung"))
        self.show_sign("search", first=True)
        self.sign_pressed.connect(self._ask_all)
        shortcut = QShortcut(QKeySequence("Ctrl+K"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self._begin)
        self.chosen.connect(self._pick)
        self.returnPressed.connect(self._ask_all)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() and not self.is_open():
            self.set_choice(None)
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _pick(self, choice: Choice | None) -> None:
        if choice is not None:
            self.set_choice(None)
            self.picked.emit(choice)

    def _ask_all(self) -> None:
        if self.text().strip():
            self.asked.emit(self.text().strip())


def _nothing(_text: str, answer: Answer) -> None:
    answer([])
