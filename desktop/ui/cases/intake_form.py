"""The twelve fields of the intake: the person at the left, the case at the right, one under the other where narrow."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.lifecycle import LITIGATION
from desktop.exchange.citizen_card import parse_card
from desktop.services.session import Session
from desktop.ui.cases.acceptance import AcceptanceLine
from desktop.ui.cases.address import AddressEditor
from desktop.ui.cases.births import birth_field, birth_of
from desktop.ui.cases.choices import factory
from desktop.ui.cases.draft_keeper import FieldDrafts
from desktop.ui.cases.intake import (
    CASE_FIELDS,
    PERSON_FIELDS,
    Entry,
    number_doubts,
    parse_citizen_number,
    person_values,
)
from desktop.ui.cases.scan import NameLine, card_values, doubts
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Provider
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.field_errors import FIELD_TEXTS
from sync.contract.errors import CodedError
from sync.contract.fields import Wire
from sync.contract.records import Person

_SIDE_BY_SIDE_FROM = 640  # pixels of content
_WIDEST = 480
_GAP, _RIGHT = 32, 12


class IntakeForm(QWidget):
    """What is typed, how it hangs together, and how it is filled from a card, a known person or a draft."""

    #: Ctrl+Enter.
    submitted = Signal()
    #: Something may be another.
    changed = Signal()
    #: The person's name, number or birth has been typed and left.
    person_typed = Signal()

    def __init__(self, session: Session, people: Provider, places: Provider, acceptance: AcceptanceLine) -> None:
        """Make it empty.

        Args:
            session: gives the clock.
            people: suggests known people for what is typed as a name.
            places: suggests addresses that end in a commune.
            acceptance: holds the moment; stands elsewhere on the page.
        """
        super().__init__()
        self.acceptance = acceptance
        self.name = NameLine(people)
        self._session = session
        self._address = AddressEditor(places, session.today())
        self._person_id: str | None = None
        self._old_number: str | None = None
        self._doubt = _Doubt()
        self._person = _person_form(session, self.name, self._address, self._doubt)
        self._case = _case_form(session, acceptance)
        self._drafts = FieldDrafts(self.fields)
        self._sides = _side_by_side(self, self._person, self._case)
        for form in (self._person, self._case):
            form.submitted.connect(self.submitted)
            form.changed.connect(self.changed)
        self.fields["case.form"].changed.connect(self._show_representation)
        for key in ("person.full_name", "person.citizen_number", "person.birth", "person.gender"):
            self.fields[key].editor.left.connect(self._look_again)
        self.name.scanned.connect(self._scan)
        self._show_representation()

    @property
    def fields(self) -> dict[str, FieldBox]:
        """Every field by its key, in the order they are worked through."""
        return self._person.fields | self._case.fields

    @property
    def person_id(self) -> str | None:
        """The known person the case is for, None for a new one."""
        return self._person_id

    def touched(self) -> bool:
        """Whether there is anything on the form that somebody put there."""
        return self._person_id is not None or any(field.touched for field in self.fields.values())

    def validate(self) -> bool:
        """Show what is wrong at every field; the cursor goes to the first that is."""
        sound = [self._person.validate(), self._case.validate(), self.acceptance.validate()]
        if not sound[0]:
            self._person.validate()  # again, for the cursor: the first side comes first
        elif not sound[1]:
            self._case.validate()
        return all(sound)

    def entry(self) -> Entry:
        """What is saved. Raise `CodedError` where a field means nothing; `validate` first."""
        return Entry(
            values={key: field.value() for key, field in self._shown()},
            moment=self.acceptance.moment or self._session.clock(),
            accept=self.acceptance.accept,
            person_id=self._person_id,
            place=self._address.place(),
            old_number=self._old_number,
        )

    def typed(self, key: str) -> Any:
        """The value of a field, None while it means nothing."""
        try:
            return self.fields[key].editor.value()
        except CodedError:
            return None

    def show_error(self, error: CodedError) -> bool:
        """Show an error at its field and go there; False when it belongs to none."""
        if error.field == "case.accepted_at":
            self.acceptance.show_error(error)
            return True
        side = self._person if error.field in PERSON_FIELDS else self._case
        return side.show_error(error)

    def fill(self, values: Mapping[str, Wire], old_number: str | None = None) -> None:
        """Put in what a card says, as if it had been typed; goes to the first field it is silent about."""
        for key, value in values.items():
            self.fields[key].set_value(value, touched=True)
        self._old_number = old_number
        empty = [field for _key, field in self._shown() if not field.touched]
        if empty:
            empty[0].focus()

    def use(self, person: Person) -> None:
        """Take a known person: their fields show and are locked, so that nothing of theirs is changed by the way."""
        self._person_id = person.id
        for key, value in person_values(person, birth_of(person)).items():
            self.fields[key].set_value(value)
        self._lock()
        self.changed.emit()

    def use_nobody(self) -> None:
        """Enter a new person after all; the name stays as it is typed, what was theirs goes."""
        if self._person_id is None:
            return
        self._person_id = None
        for key in PERSON_FIELDS[1:]:
            self.fields[key].set_value(None)
        self.fields["person.full_name"].touched = True
        self._lock()
        self.changed.emit()

    def clear(self) -> None:
        """Make everything empty for the next request."""
        self._doubt.tell("")
        self._person_id = self._old_number = None
        for field in self.fields.values():
            field.set_value(None)
        self._lock()

    def draft(self) -> dict[str, Any]:
        """What `show_draft` needs."""
        place = self._address.place()
        return {
            "fields": self._drafts.read(),
            "person_id": self._person_id,
            "commune": place[0] if place else None,
            "old_number": self._old_number,
            "moment": self.acceptance.moment.isoformat() if self.acceptance.moment else None,
            "accept": self.acceptance.accept,
        }

    def show_draft(self, doc: Mapping[str, Any], person: Person | None) -> None:
        """Show what `draft` gave; ``person`` is the known one it names, if they are still there."""
        self.clear()
        if person:
            self.use(person)
        self._drafts.show(doc["fields"])
        self._address.set_place(doc["commune"])
        self._old_number = doc["old_number"]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current().px(_SIDE_BY_SIDE_FROM)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(direction)

    def _shown(self) -> Iterator[tuple[str, FieldBox]]:
        return ((key, field) for key, field in self.fields.items() if not field.isHidden())

    def _show_representation(self) -> None:
        self.fields["case.representation"].setVisible(self.typed("case.form") == LITIGATION)

    def _scan(self, text: str) -> None:
        try:
            card = parse_card(text)
        except CodedError as error:
            self.fields["person.full_name"].set_error(words_for(error).text)
            return
        self.use_nobody()
        self.fill(card_values(card), card.old_number or None)
        self._doubt.tell(doubts(card.warnings))
        self.person_typed.emit()

    def _look_again(self) -> None:
        """Look at number, gender and birth side by side; tell who wants to know whether the person is here already."""
        codes = number_doubts(*(self.typed(f"person.{name}") for name in ("citizen_number", "gender", "birth")))
        self._doubt.tell(" ".join(FIELD_TEXTS[code][1] for code in codes))
        self.person_typed.emit()

    def _lock(self) -> None:
        for key in PERSON_FIELDS[1:]:
            self.fields[key].setEnabled(self._person_id is None)


class _Doubt(QWidget):
    """What looks odd about the person; takes no room while nothing does."""

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", "small", Role.WAIT, wrap=True)
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        self.tell("")

    def tell(self, text: str) -> None:
        """Say it, or nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))


def _person_form(session: Session, name: NameLine, address: AddressEditor, doubt: QWidget) -> Form:
    make = factory("person", now=session.clock).make
    scanned = LineEditor(line=name, placeholder=_("Gõ họ tên, hoặc quét mã QR trên thẻ căn cước"))
    boxes = (
        make("full_name", required=True, editor=scanned),
        make("citizen_number", editor=LineEditor(parse_citizen_number), title=_("Số định danh")),
        birth_field(session.clock),
        make("gender"),
        make("ethnic_group"),
        make("phone"),
        make("address", editor=address, title=_("Địa chỉ")),
    )
    form = Form()
    form.add_section(_("Người được trợ giúp"))
    for key, box in zip(PERSON_FIELDS, boxes, strict=True):
        form.add(key, box)
    form.add_widget(doubt)
    return form


def _case_form(session: Session, acceptance: AcceptanceLine) -> Form:
    part = factory("case_person", now=session.clock, day=acceptance.day).make
    make = factory("case", now=session.clock, day=acceptance.day).make
    boxes = (
        part("categories", title=_("Diện người được trợ giúp")),
        make("form", required=True, title=_("Hình thức trợ giúp")),
        make("representation", required=True),
        make("law_field"),
        make("content", required=True),
    )
    form = Form()
    form.add_section(_("Vụ việc"))
    for key, box in zip(CASE_FIELDS, boxes, strict=True):
        form.add(key, box)
    return form


def _side_by_side(page: QWidget, *forms: Form) -> QBoxLayout:
    px = current().px
    sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
    sides.setContentsMargins(0, 0, px(_RIGHT), px(8))
    sides.setSpacing(px(_GAP))
    # The page is bounded, not the forms: a form of bounded width would be given the height it has when it is wider.
    page.setMaximumWidth(px(2 * _WIDEST + _GAP + _RIGHT))
    for form in forms:
        side = QVBoxLayout()
        side.addWidget(form)
        side.addStretch()
        sides.addLayout(side, 1)
    return sides
