"""The Sổ thụ lý, theo dõi vụ việc as it is read: one line a case that got its place in it in a period (TT 12/2018).

A case that moved away keeps its line in the book of the unit it left; one that moved in has a line from that day on.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, case, select

from desktop.domain.periods import Period
from desktop.reports.holding import ACCEPTED_ON
from desktop.store import lists, reading, records, sameness
from desktop.store.lists import CaseRow
from desktop.store.reading import Reader
from desktop.store.tables import TABLES
from sync.contract.fields import Record
from sync.contract.records import Assignment, Case, CasePerson, Person, Practitioner

R = TypeVar("R", bound=Record)

_PORTION = 200  # cases read at a time
_HELPED = ("nguoi_duoc_tgpl", None)  # as lists show them
_c = TABLES["case"].c
#: Of a request that moved in before anybody had accepted it, the day of the acceptance (TT 12/2018 Điều 5 k.2).
_ENTERED_ON = case((_c.moved_in_on > ACCEPTED_ON, _c.moved_in_on), else_=ACCEPTED_ON)
_IN_ORDER = (_c.register_year.nulls_last(), _c.register_number.nulls_last(), _c.accepted_at, _c.id)


class Helped(NamedTuple):
    """Somebody who is helped: the part they have in the case, and who they are, as far as this PC knows."""

    part: CasePerson
    person: Person | None


class Performed(NamedTuple):
    """A part in performing the case, and by whom."""

    assignment: Assignment
    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the book; ``row`` is the case as lists show it."""

    case: Case
    row: CaseRow
    people: tuple[Helped, ...]
    performed: tuple[Performed, ...]


class Book(NamedTuple):
    """What was entered in one unit's Sổ in a period; ``unit`` is its name."""

    unit: str
    period: Period
    entries: Sequence[Entry]


def entries(connection: Connection, reader: Reader, unit: str, period: Period) -> Iterator[Entry]:
    """The lines of a unit's book, in the order of their numbers; what this person may not read is left blank.

    Args:
        connection: to the store.
        reader: who looks.
        unit: id of the unit whose book it is.
        period: the days on which a case got its place in the book.
    """
    first, last = period.first.isoformat(), period.last.isoformat()
    query = select(_c.id).where(_c.unit == unit, _c.deleted.is_(False), _c.accepted_at.is_not(None))
    query = query.where(_ENTERED_ON.between(first, last)).order_by(*_IN_ORDER)
    ids = list(connection.scalars(query))
    for start in range(0, len(ids), _PORTION):
        yield from _entries(connection, reader, ids[start : start + _PORTION])


def _entries(connection: Connection, reader: Reader, ids: Sequence[str]) -> Iterator[Entry]:
    cases = records.by_id(connection, Case, ids)
    rows = {row.id: row for row in lists.rows_of_cases(connection, ids)}
    parts = records.of_cases(connection, CasePerson, ids)
    assignments = records.of_cases(connection, Assignment, ids)
    people = sameness.behind(connection, [part.person for of in parts.values() for part in of if part.person])
    by_whom = records.by_id(
        connection, Practitioner, [each.practitioner for of in assignments.values() for each in of if each.practitioner]
    )
    guarded = [*ids, *(part.id for of in parts.values() for part in of), *(person.id for person in people.values())]
    withheld = reading.withheld(connection, reader, guarded)

    def shown(record: R) -> R:
        return reading.blank(record, withheld.get(record.id, ()))

    known = {entered: shown(person) for entered, person in people.items()}
    for case_id in ids:
        helped = [part for part in parts[case_id] if part.role in _HELPED]
        performed = sorted(assignments[case_id], key=lambda each: (str(each.from_on or ""), each.id))
        yield Entry(
            case=shown(cases[case_id]),
            row=rows[case_id],
            people=tuple(Helped(shown(part), known.get(part.person or "")) for part in helped),
            performed=tuple(Performed(each, _name(by_whom.get(each.practitioner or ""))) for each in performed),
        )


def _name(practitioner: Practitioner | None) -> str:
    return (practitioner.full_name or "") if practitioner else ""
