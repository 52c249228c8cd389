"""A line with suggestions below it that never changes what an input method is composing.

Vietnamese is typed in two ways, and both go through here untouched: a composing method shows its text as preedit and
commits it; UniKey sends Backspace and replacement letters as plain keys, even while suggestions are showing. So nothing
is ever completed inside the line. Suggestions only react to what has been typed, and the text changes only when the
person takes one: Enter, Tab or a click.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice, Provider, same_text
from desktop.ui.widgets.editors import show_beginning
from desktop.ui.widgets.signed_line import SignedLine
from desktop.words import _

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_VISIBLE = 9  # rows: more would cover the fields below on a low window


class CompletingEdit(SignedLine):
    """One line whose text may be, or must be, one of the suggestions.

    A text that was typed but not taken is resolved when the field is left: it becomes the suggestion it equals without
    accents, or the only one that fits. Otherwise it stays as typed and `choice` is None.
    """

    #: `choice` has become another: a `Choice` or None.
    chosen = Signal(object)
    #: Ctrl+Enter while suggestions are showing, when no shortcut of the window can see it.
    submit_asked = Signal()

    def __init__(self, provider: Provider, *, free: bool = False, parent: QWidget | None = None) -> None:
        """Make the line.

        Args:
            provider: finds the suggestions.
            free: any text is welcome, suggestions only help: none is highlighted before the person moves to it, so
                that leaving the field with a new name in it never turns it into somebody else's.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._provider = provider
        self._free = free
        self._choice: Choice | None = None
        self._offered: Sequence[Choice] = ()
        self._offered_for = ""
        self._question = 0
        self._popup = _Suggestions()
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_VISIBLE)
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)  # not `setCompleter`: that would write highlighted rows into the line
        self._popup.clicked.connect(self._take_row)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._resolve)
        if not free:
            self.show_sign("chevron-down")
            self.sign_pressed.connect(self.open)

    @property
    def choice(self) -> Choice | None:
        """What is chosen; None while the text means nothing offered."""
        return self._choice

    def set_choice(self, choice: Choice | None) -> None:
        """Show `choice`, or nothing; emits no signal."""
        self._choice = choice
        self._popup.hide()
        self.setText(choice.title if choice else "")
        show_beginning(self)

    def open(self) -> None:
        """Show everything there is to choose."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask("")

    def settle(self) -> None:
        """Take what would be taken if the field were left now: the highlighted suggestion, or the one that is meant."""
        self._take_highlighted()
        self._resolve()

    def is_open(self) -> bool:
        """Whether suggestions are showing."""
        return self._popup.isVisible()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab or Shift+Tab: what is highlighted is meant."""
        self._take_highlighted()
        return super().focusNextPrevChild(next)

    @override
    def event(self, event: QEvent) -> bool:
        """Tell in the tip what the line has no room for."""
        if event.type() == QEvent.Type.ToolTip:
            room = self.contentsRect().marginsRemoved(self.textMargins()).width()
            self.setToolTip(self.text() if self.fontMetrics().horizontalAdvance(self.text()) > room else "")
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take_highlighted()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submit_asked.emit()
                return
            super().keyPressEvent(event)  # returnPressed, editingFinished
            event.accept()
        elif event.key() == Qt.Key.Key_Down and not self.is_open():
            self.open()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        leaves = event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if leaves:
            self._question += 1  # an answer still under way comes too late
            self._popup.hide()
        super().focusOutEvent(event)
        if leaves:
            show_beginning(self)

    def _typed(self, text: str) -> None:
        if self._choice is not None:
            self._become(None)
        if text.strip():
            self._ask(text)
        else:
            self._popup.hide()

    def _ask(self, text: str) -> None:
        self._question += 1
        question = self._question

        def answer(found: Sequence[Choice]) -> None:
            if question == self._question and self.hasFocus():
                self._offered_for = text
                self._offer(found, highlight=bool(text) and not self._free)

        self._provider(text, answer)

    def _offer(self, found: Sequence[Choice], *, highlight: bool) -> None:
        self._offered = found
        self._model.setStringList([choice.title for choice in found])
        self._popup.hints = [choice.hint for choice in found]
        if not found:
            self._popup.hide()
            return
        self._completer.complete()
        first = self._popup.model().index(0, 0)
        self._popup.setCurrentIndex(first if highlight else QModelIndex())

    def _take_highlighted(self) -> None:
        if self.is_open() and self._popup.currentIndex().isValid():
            self._take_row(self._popup.currentIndex())
        self._popup.hide()

    def _take_row(self, index: QModelIndex) -> None:
        choice = self._offered[index.row()]
        self._popup.hide()
        self.setText(choice.title)
        self._become(choice)

    def _resolve(self) -> None:
        text = self.text().strip()
        if self.is_open() or self._choice is not None or not text:
            return
        if self._offered_for.strip() == text:
            self._adopt(text, self._offered)
        else:
            self._provider(text, lambda found: self._adopt(text, found))

    def _adopt(self, text: str, found: Sequence[Choice]) -> None:
        if text != self.text().strip() or self._choice is not None:
            return
        meant = [choice for choice in found if same_text(choice.title, text) or same_text(choice.code, text)]
        if not meant and not self._free:
            meant = list(found)
        if len(meant) == 1:
            self.setText(meant[0].title)
            self._become(meant[0])

    def _become(self, choice: Choice | None) -> None:
        self._choice = choice
        self.chosen.emit(choice)


class _Suggestions(QListView):
    """The list below the line: titles, with hints in grey at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self.setAccessibleName(_("Gợi ý"))
        self.setItemDelegate(_SuggestionDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.hints: Sequence[str] = ()


class _SuggestionDelegate(QStyledItemDelegate):
    def __init__(self, popup: _Suggestions) -> None:
        super().__init__(popup)
        self._popup = popup

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, current().row)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        hint = self._popup.hints[index.row()] if index.row() < len(self._popup.hints) else ""
        if hint:
            theme = current()
            painter.save()
            painter.setPen(theme.colour(Role.MUTED))
            painter.setFont(theme.font("small"))
            area = option.rect.adjusted(0, 0, -theme.px(8), 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
            painter.restore()
