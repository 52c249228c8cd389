"""A form: sections of fields in one column, or two where there is room, worked through with Enter alone."""

import itertools
from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.labels import label
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import Wire

_TWO_COLUMNS_FROM = 640  # pixels of content
_WIDEST = 480  # pixels of a column: a longer line is hard to read
_GAP = 24  # pixels between the columns


class Form(QWidget):
    """Fields in the order they are worked through. Enter goes on to the next, from the last one to the buttons;
    Ctrl+Enter submits.

    Nothing that was typed is ever cleared by a complaint.
    """

    #: Ctrl+Enter in any field.
    submitted = Signal()
    #: Some value may be another.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FieldBox] = {}
        self._sections: list[_Section] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(20))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._submit)

    def add_section(self, title: str = "") -> None:
        """Begin a section; what is added from now on stands in it."""
        section = _Section(title)
        self._sections.append(section)
        self._column.addWidget(section)

    def add(self, key: str, field: FieldBox) -> FieldBox:
        """Add a field under `key`, unique on the form; returns it."""
        if not self._sections:
            self.add_section()
        self.fields[key] = field
        self._sections[-1].add(field)
        field.changed.connect(self.changed)
        field.submit_asked.connect(self.submitted)
        field.went_on.connect(self._go_on)
        return field

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is not a field on a line of its own (a warning, a row of buttons)."""
        if not self._sections:
            self.add_section()
        self._sections[-1].add(widget)

    def expect_width(self, width: int) -> None:
        """Lay the fields out for a width, before there is one: so that the height is known."""
        for section in self._sections:
            section.fit(width)
            section.updateGeometry()  # before it is shown, nobody is told by itself
        self.updateGeometry()

    def show_field(self, key: str, shown: bool) -> None:
        """Ask a field or not; those after it close up."""
        field = self.fields[key]
        field.setVisible(shown)
        for section in self._sections:
            section.leave_out(field, not shown)

    def validate(self) -> bool:
        """Show what is wrong at every field; the cursor goes to the first that is."""
        wrong = [field for field in self.fields.values() if field.isVisibleTo(self) and not field.validate()]
        if wrong:
            wrong[0].focus()
        return not wrong

    def touched(self) -> dict[str, Wire]:
        """The values the person has changed, by key.

        Raises:
            CodedError: a field holds what means nothing; `validate` first.
        """
        return {key: field.value() for key, field in self.fields.items() if field.touched}

    def show_values(self, values: Mapping[str, Wire]) -> None:
        """Show stored values; fields not named stay as they are."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_value(value)

    def show_error(self, error: CodedError) -> bool:
        """Show an error at the field it names and go there; False when no field of this form is named."""
        key = (error.field or "").rpartition(".")[2]
        field = self.fields.get(error.field or "") or self.fields.get(key)
        if field is None:
            return False
        field.set_error(words_for(error).text)
        field.focus()
        return True

    def _submit(self) -> None:
        """What is typed and not yet left counts too: the shortcut comes before the line sees the key."""
        focused = self.focusWidget()
        if isinstance(focused, CompletingEdit):
            focused.settle()
        self.submitted.emit()

    def _go_on(self) -> None:
        order = [field for field in self.fields.values() if field.isVisibleTo(self) and field.isEnabled()]
        following = dict(itertools.pairwise(order)).get(self.sender())  # type: ignore[call-overload]
        if following:
            following.focus()
        else:
            self.focusNextChild()


class _Section(QWidget):
    """A title and a grid that is filled anew when the width allows one column more or less."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._widgets: list[QWidget] = []
        self._left_out: set[QWidget] = set()
        self._columns = 0
        self._theme = current()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(12))
        if title:
            self._column.addWidget(label(title, "section"))
        self._column.addLayout(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def add(self, widget: QWidget) -> None:
        """Add a field, or anything else on a line of its own."""
        self._widgets.append(widget)
        widget.setParent(self)
        self._fill(self._columns or 1)

    def leave_out(self, widget: QWidget, out: bool) -> None:
        """Let the others close up where one of them is not asked, or make room for it again."""
        if widget in self._widgets and out != (widget in self._left_out):
            self._left_out ^= {widget}
            self._fill(self._columns or 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.width())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._theme is not current():
            self.fit(self.width())

    def fit(self, width: int) -> None:
        """Lay out for a width."""
        self._theme = current()
        px = self._theme.px
        columns = 2 if width >= px(_TWO_COLUMNS_FROM) else 1
        widest = px(columns * _WIDEST + (columns - 1) * _GAP)
        self._grid.setContentsMargins(0, 0, max(0, width - widest), 0)
        if columns != self._columns:
            self._columns = columns
            self._fill(columns)
        self._column.activate()

    def _fill(self, columns: int) -> None:
        while self._grid.takeAt(0):
            pass
        self._grid.setHorizontalSpacing(current().px(_GAP))
        self._grid.setVerticalSpacing(current().px(12))
        row = column = 0
        for widget in (each for each in self._widgets if each not in self._left_out):
            wide = not isinstance(widget, FieldBox) or widget.wide
            if column and wide:
                row, column = row + 1, 0
            self._grid.addWidget(widget, row, column, 1, columns if wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if wide else 1
            if column >= columns:
                row, column = row + 1, 0
        for n in range(2):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)
