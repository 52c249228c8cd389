"""From the fields of the intake to what the service takes in, and from its errors back to a field. No widgets."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from desktop.domain.identity import citizen_number, citizen_number_warnings
from desktop.domain.lifecycle import LITIGATION
from desktop.services.cases import Cases, Intake
from desktop.services.people import Known, People
from desktop.services.session import Session
from desktop.ui.cases.births import birth_words, stored_birth
from desktop.ui.cases.marks import joined
from desktop.ui.widgets.choices import Choice
from desktop.words import _
from sync.contract.errors import CodedError
from sync.contract.fields import Wire
from sync.contract.records import Person

#: The stops of the form, in the order Enter visits them.
PERSON_FIELDS = (
    "person.full_name",
    "person.citizen_number",
    "person.birth",
    "person.gender",
    "person.ethnic_group",
    "person.phone",
    "person.address",
)
CASE_FIELDS = ("part.categories", "case.form", "case.representation", "case.law_field", "case.content")

_SEPARATORS = re.compile(r"[\s.\-]")
_OLD_NUMBER = re.compile(r"[0-9]{9}")

#: Where the form shows an error of a field that is not one of its own.
_SHOWN_AT = {
    "person.birth_date": "person.birth",
    "person.birth_year": "person.birth",
    "person.old_number": "person.citizen_number",
    "person.province": "person.address",
    "person.commune": "person.address",
    "part.primary_category": "part.categories",
    "case.received_at": "case.accepted_at",
    "case.category_version": "case.accepted_at",
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the form when it is saved.

    Attributes:
        values: field → wire value.
        person_id: a known person; the person's fields are theirs and are not saved.
        place: codes of commune and province, when the address ends in a chosen commune.
        old_number: of a scanned card; the form has no field for it.
        moment: of acceptance, or of receipt where ``accept`` is False; confirmed by the person.
    """

    values: Mapping[str, Wire]
    moment: dt.datetime
    person_id: str | None = None
    place: tuple[str, str] | None = None
    old_number: str | None = None
    accept: bool = True


class Saved(NamedTuple):
    """A case that was taken in."""

    id: str
    code: str


class IntakeDesk:
    """What the intake asks of the services."""

    def __init__(self, session: Session) -> None:
        self._cases = Cases(session)
        self._people = People(session)

    def save(self, entry: Entry) -> Saved:
        """Take the request in.

        Raises:
            CodedError: what is wrong; its field is one of the form, or ``case.accepted_at``.
        """
        try:
            case_id = self._cases.take_in(intake_of(entry))
        except CodedError as error:
            error.field = _SHOWN_AT.get(error.field or "", error.field)
            raise
        return Saved(case_id, self._cases.page(case_id).code)

    def suggest(self, typed: str) -> list[Choice]:
        """Known people whose name or number begins as typed; nobody for the text of a card."""
        return [] if "|" in typed else [known_choice(known) for known in self._people.matching(typed)]

    def alike(self, name: str | None, birth: str | None, number: str | None) -> list[Known]:
        """Known people who may be the one being entered, those with the same number first."""
        if not name:
            return []
        found = self._people.alike(name, birth, number)
        return sorted(found, key=lambda known: not known.same_number)


def intake_of(entry: Entry) -> Intake:
    """What the service takes in; empty fields are left out."""
    values = entry.values
    moment = entry.moment.isoformat(timespec="seconds")
    categories = list(values.get("part.categories") or ())
    case = {
        "received_at": moment,
        "accepted_at": moment if entry.accept else None,
        "form": values.get("case.form"),
        "representation": values.get("case.representation") if values.get("case.form") == LITIGATION else None,
        "law_field": values.get("case.law_field"),
        "content": values.get("case.content"),
    }
    part = {"categories": categories, "primary_category": categories[0] if categories else None}
    person = {} if entry.person_id else _person(entry)
    return Intake(
        person_id=entry.person_id, person=_filled(person), part=_filled(part), case=_filled(case), accept=entry.accept
    )


def person_values(person: Person, birth: str | None) -> dict[str, Wire]:
    """What the form shows of a known person."""
    return {
        "person.full_name": person.full_name,
        "person.citizen_number": person.citizen_number,
        "person.birth": birth,
        "person.gender": person.gender,
        "person.ethnic_group": person.ethnic_group,
        "person.phone": person.phone,
        "person.address": person.address,
    }


def known_words(known: Known) -> str:
    """A known person in one line, enough to tell whether it is the one at the desk."""
    person = known.person
    number = _("số {number}").format(number=person.citizen_number) if person.citizen_number else ""
    return joined((person.full_name or "", birth_words(person), number, person.address or ""))


def number_doubts(number: str | None, gender: str | None, birth: str | None) -> Sequence[str]:
    """Codes of what looks wrong with a citizen number beside gender and birth; it may be right all the same."""
    if not number or len(number) != 12:
        return ()
    year = int(birth[:4]) if birth else None
    return [warning.value for warning in citizen_number_warnings(number, gender=gender, birth_year=year)]


def parse_citizen_number(text: str) -> str:
    """The digits of a citizen number of 12, or of an old one of 9, however they were spaced.

    Raises:
        DomainError: ``citizen_number_not_12_digits``.
    """
    digits = _SEPARATORS.sub("", text)
    return digits if _OLD_NUMBER.fullmatch(digits) else citizen_number(text)


def known_choice(known: Known) -> Choice:
    """A known person as a suggestion; the year belongs to the title, so that a name alone never becomes somebody's."""
    person = known.person
    born = birth_words(person) or _("không rõ năm sinh")
    title = _("{name}, {born}").format(name=person.full_name or "", born=born)
    return Choice(person.id, title, hint=person.citizen_number or "")


def _person(entry: Entry) -> dict[str, Wire]:
    commune, province = entry.place or (None, None)
    named = {key.removeprefix("person."): entry.values.get(key) for key in PERSON_FIELDS if key != "person.birth"}
    birth = stored_birth(entry.values.get("person.birth"))
    return {**named, **birth, "commune": commune, "province": province, "old_number": entry.old_number}


def _filled(values: Mapping[str, Wire]) -> dict[str, Wire]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
