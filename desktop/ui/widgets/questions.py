"""Fields for what belongs to no record: a password, an address, a code from somebody else."""

from collections.abc import Iterable
from typing import Annotated

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop.ui.icons import icon
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.editors import Editor, LineEditor
from desktop.ui.widgets.fields import FieldBox
from desktop.words import _
from sync.contract.fields import Field, Kind, Wire, field

_TYPES = {Kind.TEXT: str, Kind.NUMBER: int, Kind.FLAG: bool}


def question(
    name: str,
    title: str,
    *,
    hint: str = "",
    placeholder: str = "",
    required: bool = True,
    secret: bool = False,
    max_length: int = 200,
    kind: Kind = Kind.TEXT,
    editor: Editor | None = None,
    wide: bool = False,
) -> FieldBox:
    """A field of one line.

    Args:
        name: what an error names the field by.
        title: its label.
        hint: small print below it.
        placeholder: how the answer is meant to look.
        required: whether it may not stay empty.
        secret: show dots in place of what is typed.
        max_length: in characters.
        kind: what is answered: a text, a number or a flag; the editor of the latter two is given.
        editor: another control than a line.
        wide: whether it takes a whole line of the form.
    """
    meta = field(title, kind=kind, max_length=max_length if kind is Kind.TEXT else None)
    extra = meta.extra or {}
    declared = Field(name, extra["field"], Annotated[_TYPES[kind], meta], None)
    made = editor or (SecretEditor() if secret else LineEditor(placeholder=placeholder))
    return FieldBox(declared, made, title, required=required, hint=hint, wide=wide)


class SecretEditor(Editor):
    """A line of dots, with an eye that shows the letters; spaces at its ends count."""

    def __init__(self) -> None:
        self._line = _SecretLine()
        super().__init__(self._line)
        self._line.textEdited.connect(self.edited)
        self._line.textChanged.connect(self.changed)
        self._line.editingFinished.connect(self.left)
        self._line.returnPressed.connect(self.went_on)

    @override
    def value(self) -> Wire:
        return self._line.text() or None

    @override
    def set_value(self, value: Wire) -> None:
        self._line.setText(value or "")


class ComboEditor(Editor):
    """Chooses one of a few fixed things; the first of them unless said otherwise."""

    def __init__(self, name: str, choices: Iterable[Choice] = ()) -> None:
        self._box = _Combo(name, choices)
        super().__init__(self._box)
        self._box.currentIndexChanged.connect(self.changed)
        self._box.activated.connect(self.edited)
        self._box.went_on.connect(self.went_on)

    def offer(self, choices: Iterable[Choice]) -> None:
        """Offer these in place of all before."""
        self._box.clear()
        for choice in choices:
            self._box.addItem(choice.title, choice.code)

    @override
    def value(self) -> Wire:
        return self._box.code() or None

    @override
    def set_value(self, value: Wire) -> None:
        self._box.set_code(value or "")


class _Combo(ComboBox):
    """Enter goes on to the next field instead of doing nothing."""

    went_on = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        else:
            super().keyPressEvent(event)


class _SecretLine(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.addAction(icon("eye", Role.MUTED), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._show(False)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _show(self, shown: bool) -> None:
        self._eye.setIcon(icon("eye-off" if shown else "eye", Role.MUTED))
        self._eye.setText(_("Giấu chữ") if shown else _("Xem chữ"))
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
