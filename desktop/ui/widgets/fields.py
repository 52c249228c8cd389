"""The one field factory: from a field's declaration to label, editor and error line.

Label, kind of editor, catalogue, longest text and validation come from the declaration; the form only says which fields
it wants, where, and which of them it requires.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.numbers import parse_number, parse_share
from desktop.domain.text import parse_names
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice, Choices, Provider
from desktop.ui.widgets.code_editors import ChoiceEditor, CodesEditor
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import Editor, FlagEditor, LineEditor, LongTextEditor
from desktop.ui.widgets.labels import label, restyle
from desktop.ui.widgets.moments import Clock, DateEditor, MomentEditor
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.formats import whole
from sync.contract.errors import CodedError, Invalid
from sync.contract.fields import Field, Kind, Wire

_LONG_CATALOGUE = 8  # entries: more are found by typing, and the field says so
_FIND = _("Gõ vài chữ để tìm")
#: Stands for a value of a restricted case that nobody enrolled on this PC may read.
WITHHELD = _("Bạn không được xem mục này.")
_WIDE = (Kind.LONG_TEXT, Kind.CODES)


class Search(NamedTuple):
    """How a reference to another record is chosen."""

    provider: Provider
    look_up: Callable[[str], Choice | None]  #: the title of a stored id


class FieldBox(QWidget):
    """Label above, editor, and one line below for what is wrong or what to know.

    Attributes:
        field: the declaration.
        editor: the control and its value.
        required: whether `validate` objects to an empty value.
        wide: whether it takes a whole line of the form.
        touched: whether the person has changed it since `set_value`.
    """

    #: The value may be another.
    changed = Signal()
    #: Enter: on to the next field.
    went_on = Signal()
    #: Ctrl+Enter where no shortcut can see it.
    submit_asked = Signal()

    def __init__(
        self,
        field: Field,
        editor: Editor,
        title: str,
        *,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        self.required = required
        self.wide = wide or field.kind in _WIDE
        self.touched = False
        self._hint = self._own_hint = hint
        self._wrong = False
        self._withheld = False
        self._below = label(hint, "small", Role.MUTED, wrap=True)
        editor.setParent(self)
        editor.name(_("{title}, bắt buộc").format(title=title) if required else title)
        editor.control.setAccessibleDescription(hint)
        self._lay_out(title)
        self._below.setVisible(bool(hint))  # only now: what has no parent would come up as a window of its own
        editor.edited.connect(self._on_edited)
        editor.changed.connect(self.changed)
        editor.left.connect(self._on_left)
        editor.went_on.connect(self.went_on)
        editor.submit_asked.connect(self.submit_asked)

    def value(self) -> Wire:
        """The value in wire form, as the declaration allows it.

        Raises:
            CodedError: ``required``, or what is wrong with what was typed.
        """
        value = self.editor.value()
        if value in (None, []) and self.required and not self._withheld:
            raise Invalid("required", field=self.field.name)
        return None if value is None else self.field.check(value)

    def set_value(self, value: Wire, *, touched: bool = False) -> None:
        """Show `value` and forget any complaint; `touched` says it is news (scanned, restored from a draft)."""
        self.editor.set_value(value)
        self.touched = touched
        self.set_error("")

    def set_withheld(self, withheld: bool) -> None:
        """Say that there is a value which may not be read here, and take none in its stead; or offer it again."""
        if withheld != self._withheld:
            self._withheld = withheld
            self.editor.widget.setEnabled(not withheld)
            self._hint = WITHHELD if withheld else self._own_hint
            self.set_error("")

    def set_error(self, text: str) -> None:
        """Show what is wrong below the editor; an empty text takes it away."""
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        restyle(self._below, "role", (Role.BAD if text else Role.MUTED).value)
        restyle(self.editor.widget, "wrong", bool(text))
        self.editor.control.setAccessibleDescription(text or self._hint)
        self._wrong = bool(text)

    def error(self) -> str:
        """What is shown to be wrong, or nothing."""
        return self._below.text() if self._wrong else ""

    def validate(self, *, required: bool = True) -> bool:
        """Show or take away the complaint; `required=False` overlooks that the field is empty."""
        try:
            self.value()
        except CodedError as error:
            if error.code == "required" and not required:
                self.set_error("")
                return True
            self.set_error(words_for(error).text)
            return False
        self.set_error("")
        return True

    def focus(self) -> None:
        """Put the cursor into it, behind what is there; a line that selects all of itself then keeps it selected."""
        control = self.editor.control
        control.setFocus()
        if isinstance(control, QLineEdit) and not control.hasSelectedText():
            control.end(False)

    def put_beside(self, widget: QWidget) -> None:
        """Put something that fills the field in at its right, as high as its editor."""
        self._beside.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def _lay_out(self, title: str) -> None:
        above = QHBoxLayout()
        above.setSpacing(current().px(6))
        own_title = isinstance(self.editor, FlagEditor)  # a check box carries its title itself
        above.addWidget(label("" if own_title else title, "label"))
        if self.required:
            above.addWidget(label(_("bắt buộc"), "small", Role.MUTED))
        above.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(4))
        column.addLayout(above)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(current().px(8))
        self._beside.addWidget(self.editor.widget, 1)
        column.addLayout(self._beside)
        column.addWidget(self._below)
        column.addStretch()
        self.setFocusProxy(self.editor.control)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def _on_edited(self) -> None:
        self.touched = True
        if self._wrong or self._too_long():
            self.validate(required=False)

    def _on_left(self) -> None:
        if self.touched:
            self.validate(required=False)

    def _too_long(self) -> bool:
        try:
            self.value()
        except CodedError as error:
            return error.code == "text_too_long"
        return False


class FieldFactory:
    """Makes the fields of one record type."""

    def __init__(
        self,
        fields: Mapping[str, Field],
        *,
        now: Clock,
        choices: Callable[[str], Choices],
        searches: Mapping[str, Search] | None = None,
    ) -> None:
        """Prepare to make fields.

        Args:
            fields: the declarations, by name (`RecordType.fields`).
            now: the present moment in the zone of the office.
            choices: the entries of a catalogue, by its name.
            searches: how references are chosen, by the record type they refer to.
        """
        self._fields = fields
        self._now = now
        self._choices = choices
        self._searches = searches or {}

    def make(
        self,
        name: str,
        *,
        required: bool = False,
        title: str = "",
        hint: str = "",
        suggest: Provider | None = None,
        editor: Editor | None = None,
        wide: bool = False,
    ) -> FieldBox:
        """The field `name`, ready to stand on a form.

        Args:
            name: of the declaration.
            required: whether it may not stay empty.
            title: another label than the declared one, where the form's section makes that shorter.
            hint: small print below it.
            suggest: suggestions for a text that may be any other (names of courts, of people).
            editor: an editor made by the caller, for what the declaration alone cannot say.
            wide: whether it takes a whole line of the form, as long texts do anyway.
        """
        field = self._fields[name]
        title = title or field.title
        made = editor or self._editor(field, title, suggest)
        return FieldBox(field, made, title, required=required, hint=hint, wide=wide)

    def _editor(self, field: Field, title: str, suggest: Provider | None) -> Editor:
        makers: dict[Kind, Callable[[], Editor]] = {
            Kind.LONG_TEXT: LongTextEditor,
            Kind.DATE: lambda: DateEditor(self._now),
            Kind.MOMENT: lambda: MomentEditor(self._now),
            Kind.FLAG: lambda: FlagEditor(title),
            Kind.NUMBER: lambda: LineEditor(parse_number),
            Kind.MONEY: lambda: LineEditor(parse_number, whole),
            Kind.CODES: lambda: LineEditor(parse_names, "; ".join, placeholder=_("Cách nhau bằng dấu ;")),
            Kind.SHARE: lambda: LineEditor(parse_share, placeholder="1/2"),
            Kind.REFERENCE: lambda: self._reference(field),
        }
        if field.info.catalogue:
            return self._of_catalogue(field, self._choices(field.info.catalogue))
        if make := makers.get(field.kind):
            return make()
        return LineEditor(line=CompletingEdit(suggest, free=True) if suggest else None)

    def _of_catalogue(self, field: Field, choices: Choices) -> Editor:
        placeholder = _FIND if len(choices.entries) > _LONG_CATALOGUE else ""
        if field.kind is Kind.CODES:
            return CodesEditor(choices, placeholder)
        return ChoiceEditor(choices.provide, choices.of_code, placeholder)

    def _reference(self, field: Field) -> Editor:
        search = self._searches[field.info.refers_to or ""]
        return ChoiceEditor(search.provider, search.look_up, _FIND)
