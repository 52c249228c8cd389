"""Editors: a control for one kind of value, and the way between what people type and what is stored.

An editor never throws away what was typed. `value` raises a coded error while the text means nothing; the field around
it (`FieldBox`) turns that into words.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from desktop.domain.text import one_line
from desktop.ui.theme import current
from desktop.ui.widgets.checks import CheckBox
from sync.contract.errors import CodedError
from sync.contract.fields import Wire

_LEAST_LINES, _MOST_LINES = 3, 12


class Editor(QObject):
    """One control and its value in wire form.

    Attributes:
        widget: what stands on the form.
        control: what has the focus and the accessible name; the widget itself unless that is a group.
    """

    #: The value may be another, for whatever reason.
    changed = Signal()
    #: The person did it.
    edited = Signal()
    #: The focus has left, the value is complete.
    left = Signal()
    #: Enter: on to the next field.
    went_on = Signal()
    #: Ctrl+Enter where no shortcut can see it.
    submit_asked = Signal()

    def __init__(self, widget: QWidget, control: QWidget | None = None) -> None:
        super().__init__(widget)
        self.widget = widget
        self.control = control or widget

    def name(self, title: str) -> None:
        """Say what the control is for to those who cannot see its label."""
        self.control.setAccessibleName(title)

    def value(self) -> Wire:
        """The value in wire form; None when empty.

        Raises:
            CodedError: what was typed means nothing.
        """
        raise NotImplementedError

    def set_value(self, value: Wire) -> None:
        """Show `value`."""
        raise NotImplementedError


class LineEditor(Editor):
    """One line of text with a meaning: a name, a number, a date, a share."""

    def __init__(
        self,
        parse: Callable[[str], Wire] = one_line,
        show: Callable[[Wire], str] = str,
        *,
        placeholder: str = "",
        line: QLineEdit | None = None,
    ) -> None:
        """Make the line.

        Args:
            parse: turns text that is not empty into the wire value, or raises a `CodedError`.
            show: turns the wire value into its text; used when the field is left, so that `5/3` becomes `05/03/2026`.
            placeholder: how the text is meant to look.
            line: the control, if it is not a plain one.
        """
        self._line = line or QLineEdit()
        super().__init__(self._line)
        self._parse = parse
        self._show = show
        self._line.setPlaceholderText(placeholder)
        self._line.textEdited.connect(self.edited)
        self._line.textChanged.connect(self.changed)
        self._line.editingFinished.connect(self._finish)
        self._line.returnPressed.connect(self.went_on)

    @override
    def value(self) -> Wire:
        text = self._line.text().strip()
        return self._parse(text) if text else None

    @override
    def set_value(self, value: Wire) -> None:
        self._line.setText("" if value is None else self._show(value))
        show_beginning(self._line)

    def _finish(self) -> None:
        try:
            value = self.value()
        except CodedError:
            self.left.emit()
            return
        shown = "" if value is None else self._show(value)
        if shown != self._line.text():
            self._line.setText(shown)
        show_beginning(self._line)
        self.left.emit()


def show_beginning(line: QLineEdit) -> None:
    """Show a text that is longer than its line from its beginning, unless somebody is writing in it."""
    if not line.hasFocus():
        line.setCursorPosition(0)


class LongTextEditor(Editor):
    """Several lines: Enter starts a new one, Tab goes on to the next field."""

    def __init__(self) -> None:
        self._text = GrowingText()
        super().__init__(self._text)
        self._shown: str | None = None
        self._text.textChanged.connect(self._on_changed)
        self._text.left.connect(self.left)

    @override
    def value(self) -> Wire:
        return self._text.toPlainText().strip() or None

    @override
    def set_value(self, value: Wire) -> None:
        self._shown = value or ""
        self._text.setPlainText(self._shown)

    def _on_changed(self) -> None:
        by_person = self._text.toPlainText() != self._shown
        self._shown = None
        self.changed.emit()
        if by_person:
            self.edited.emit()


class GrowingText(QPlainTextEdit):
    """A text field as high as its text, between 3 and 12 lines."""

    #: The focus has left.
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = current()
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        restyled = event.type() == QEvent.Type.StyleChange and self._theme is not current()
        if restyled or event.type() == QEvent.Type.FontChange:
            self._grow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _grow(self) -> None:
        self._theme = current()
        # A plain text document measures its height in lines, wrapped ones counted.
        lines = min(max(round(self.document().size().height()), _LEAST_LINES), _MOST_LINES)
        frame = 2 * (self.document().documentMargin() + self._theme.px(4))
        height = round(lines * self.fontMetrics().lineSpacing() + frame)
        if height != self.height():
            self.setFixedHeight(height)


class FlagEditor(Editor):
    """Yes or no, with its title beside the box."""

    def __init__(self, title: str) -> None:
        self._box = CheckBox(title)
        super().__init__(self._box)
        self._box.toggled.connect(self.changed)
        self._box.clicked.connect(self.edited)
        self._box.clicked.connect(self.left)
        self._box.went_on.connect(self.went_on)

    @override
    def value(self) -> Wire:
        return self._box.isChecked()

    @override
    def set_value(self, value: Wire) -> None:
        self._box.setChecked(bool(value))
