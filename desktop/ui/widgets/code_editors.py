"""Editors for what is chosen rather than written: one code or record, or several codes of a catalogue."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton
from typing_extensions import override

from desktop.domain.errors import DomainError
from desktop.ui.icons import icon
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Answer, Choice, Choices, Provider
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import Editor
from desktop.ui.widgets.flow import FlowLayout
from desktop.words import _
from sync.contract.fields import Wire


class ChoiceEditor(Editor):
    """One code of a catalogue or the id of another record, found by typing."""

    def __init__(self, provider: Provider, look_up: Callable[[str], Choice | None], placeholder: str = "") -> None:
        """Make the editor.

        Args:
            provider: finds what a typed text may mean.
            look_up: finds the title of a stored value. One that is no longer offered is shown as it is and kept.
            placeholder: what to type.
        """
        self._line = CompletingEdit(provider)
        super().__init__(self._line)
        self._look_up = look_up
        self._line.setPlaceholderText(placeholder)
        self._line.textEdited.connect(self.edited)
        self._line.chosen.connect(self.edited)
        self._line.chosen.connect(self.changed)
        _connect(self, self._line)

    @override
    def value(self) -> Wire:
        if self._line.choice is None and self._line.text().strip():
            raise DomainError("choice_unknown")
        return self._line.choice.code if self._line.choice else None

    @override
    def set_value(self, value: Wire) -> None:
        self._line.set_choice((self._look_up(value) or Choice(value, value)) if value else None)


class CodesEditor(Editor):
    """Several codes of a catalogue: each a chip with a button that takes it away, and a line to add another."""

    def __init__(self, choices: Choices, placeholder: str = "") -> None:
        self._choices = choices
        self._codes: list[str] = []
        self._line = _LineAfterChips(self._provide)
        self._frame = _ChipsFrame(self._line)
        super().__init__(self._frame, self._line)
        self._line.setPlaceholderText(placeholder)
        self._line.chosen.connect(self._add)
        self._line.backspaced.connect(self._remove_last)
        _connect(self, self._line)

    @override
    def value(self) -> Wire:
        if self._line.text().strip():
            raise DomainError("choice_unknown")
        return list(self._codes)

    @override
    def set_value(self, value: Wire) -> None:
        self._codes = list(value or ())
        self._line.set_choice(None)
        self._show()

    def _provide(self, text: str, answer: Answer) -> None:
        def without_chosen(found: Sequence[Choice]) -> None:
            answer([choice for choice in found if choice.code not in self._codes])

        self._choices.provide(text, without_chosen)

    def _add(self, choice: Choice | None) -> None:
        if choice is not None:
            self._line.set_choice(None)
            self._change([*self._codes, choice.code])

    def _remove(self, code: str) -> None:
        self._change([kept for kept in self._codes if kept != code])
        self._line.setFocus()

    def _remove_last(self) -> None:
        self._change(self._codes[:-1])

    def _change(self, codes: list[str]) -> None:
        if codes != self._codes:
            self._codes = codes
            self._show()
            self.changed.emit()
            self.edited.emit()

    def _show(self) -> None:
        known = [self._choices.of_code(code) or Choice(code, code) for code in self._codes]
        chips = [_Chip(choice) for choice in known]
        for chip in chips:
            chip.taken_away.connect(self._remove)
        self._frame.show_chips(chips)


def _connect(editor: Editor, line: CompletingEdit) -> None:
    line.textChanged.connect(editor.changed)
    line.editingFinished.connect(editor.left)
    line.returnPressed.connect(editor.went_on)
    line.submit_asked.connect(editor.submit_asked)


class _LineAfterChips(CompletingEdit):
    """The line in which the next code is typed; Backspace in the empty line takes the last chip away."""

    backspaced = Signal()
    focus_changed = Signal(bool)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.backspaced.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(event.reason() == Qt.FocusReason.PopupFocusReason)


class _ChipsFrame(QFrame):
    """Looks like one field, however many lines of chips it holds."""

    def __init__(self, line: _LineAfterChips) -> None:
        super().__init__()
        self.setObjectName("codes")
        self.setFocusProxy(line)
        self._line = line
        self._flow = FlowLayout(self, spacing=current().px(4))
        self._flow.addWidget(line)
        line.setMinimumWidth(current().px(120))
        line.focus_changed.connect(self._mark)

    def show_chips(self, chips: Sequence[QPushButton]) -> None:
        """Show exactly these chips before the line."""
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            if item and (chip := item.widget()):
                chip.hide()
                chip.deleteLater()
        for position, shown in enumerate(chips):
            self._flow.insert_widget(position, shown)
            shown.show()
        self._grow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._grow()

    def _grow(self) -> None:
        """Take the height the lines need in this width; layouts around it ask too early, before the style is known."""
        theme, frame = current(), 2 * self.frameWidth()
        side = theme.px(4)
        self._flow.setContentsMargins(side, 0, side, 0)
        height = self._flow.heightForWidth(self.width() - frame) + frame
        if height > theme.control * 1.25:  # more than one line
            self._flow.setContentsMargins(side, side, side, 0)
            height += side
        self.setFixedHeight(max(height, theme.control))

    def _mark(self, inside: bool) -> None:
        self.setProperty("inside", inside)
        self.style().polish(self)


class _Chip(QPushButton):
    """One chosen code; pressing it takes it away."""

    taken_away = Signal(str)

    def __init__(self, choice: Choice) -> None:
        super().__init__(icon("x", Role.MUTED), choice.title)
        self.setProperty("look", "chip")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the words
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keyboard: Backspace in the line
        self.setAccessibleName(_("Bỏ {title}").format(title=choice.title))
        self.setToolTip(self.accessibleName())
        self._code = choice.code
        self.clicked.connect(self._take_away)

    def _take_away(self) -> None:
        self.taken_away.emit(self._code)
