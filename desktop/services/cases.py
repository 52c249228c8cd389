"""Cases: taking in, finding, opening, changing, ending."""

import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from desktop.domain.catalogues import beneficiary_version, catalogue
from desktop.domain.checks import check
from desktop.domain.errors import DomainError
from desktop.domain.lifecycle import CaseState, state_of
from desktop.domain.numbering import temporary_code
from desktop.services import entitlement, numbering
from desktop.services.intents import Edit, Values, after, changes_of, missing, workable
from desktop.services.merging import books
from desktop.services.session import OfficeInfo, Session
from desktop.store import door, history, lists, reading, records, registers, sameness
from desktop.store.door import Change, Changed, Seen
from desktop.store.engine import Connection
from desktop.store.lists import CaseFilter, CaseRow
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Record, Wire
from sync.contract.identity import new_id
from sync.contract.records import (
    Appraisal,
    Assignment,
    Case,
    CasePayment,
    CasePerson,
    Conflict,
    Event,
    Hearing,
    Person,
    Practitioner,
    Stage,
    SuccessVerdict,
    Transfer,
)

__all__ = ["BENEFICIARY", "CasePage", "Cases", "Edit", "Intake", "Opened"]

#: The role in a case whose names lists show (Luật TGPL Điều 7).
BENEFICIARY = "nguoi_duoc_tgpl"


R = TypeVar("R", bound=Record)


class Intake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One request as taken in: who, by which right, about what.

    Attributes:
        person: fields of a new person; empty if ``person_id`` names a known one.
        part: fields of the person's part in the case (categories, proof).
        case: fields of the case.
        accept: enter it in the Sổ at once; the moment is ``accepted_at`` or now.
    """

    person_id: str | None = None
    person: dict[str, Wire] = {}
    part: dict[str, Wire] = {}
    case: dict[str, Wire] = {}
    accept: bool = True


class Opened(msgspec.Struct, frozen=True):
    """A record as a form shows it, with the origin of every value for saving later.

    ``unreadable`` are fields that are shown blank and cannot be changed: only a later version reads their values.
    ``withheld`` are those of a restricted case that this person may not read here, and so not change either.
    """

    record: Record
    seen: dict[str, Seen]
    unreadable: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of one case shows.

    ``withheld`` says by record which fields of a restricted case this person may not read here.
    ``people`` maps the ids that the parts name to whom they stand for; ``perhaps_twice`` are those of them who may have
    been entered twice.
    """

    case: Case
    code: str
    state: CaseState
    row: CaseRow
    parts: tuple[CasePerson, ...]
    people: dict[str, Person]
    assignments: tuple[Assignment, ...]
    practitioners: dict[str, Practitioner]
    stages: tuple[Stage, ...]
    hearings: tuple[Hearing, ...]
    events: tuple[Event, ...]
    appraisals: tuple[Appraisal, ...]
    verdicts: tuple[SuccessVerdict, ...]
    payments: tuple[CasePayment, ...]
    conflicts: tuple[Conflict, ...]
    transfers: tuple[Transfer, ...]
    withheld: Mapping[str, frozenset[str]] = {}
    perhaps_twice: frozenset[str] = frozenset()


class Cases:
    """The use cases of a case."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take_in(self, intake: Intake) -> str:
        """Record a request, and the case if it is accepted at once. Return the case's id.

        Raises:
            DomainError, Invalid: what is wrong, with the field as ``case.form``, ``person.full_name`` …;
                ``clock_wrong`` if no moment was typed and the PC's clock cannot be believed.
        """
        case_id, person_id = new_id(), intake.person_id or new_id()
        with self._session.database.write() as connection:
            edits = []
            if intake.person_id is None:
                edits.append(Edit(type="person", id=person_id, fields=intake.person, where="person.", new=True))
            case_values = self._case_values(connection, intake)
            edits.append(Edit(type="case", id=case_id, fields=case_values, where="case.", new=True))
            part = {"role": BENEFICIARY, **intake.part, "case": case_id, "person": person_id}
            edits.append(Edit(type="case_person", id=new_id(), fields=part, where="part.", new=True))
            door.save(connection, self._session.author(), changes_of(connection, self._session, edits))
        return case_id

    def open(self, record_type: str, record_id: str) -> Opened:
        """A record for a form. Raise `DomainError` ``no_such_record``."""
        struct = RECORD_TYPES[record_type].struct
        with self._session.database.read() as connection:
            record = records.one(connection, struct, record_id)
            if record is None:
                raise missing(connection, record_id)
            seen = door.tokens(connection, record_type, record_id)
            withheld = reading.withheld(connection, self._session.reader, [record_id]).get(record_id, frozenset())
            unreadable = door.unreadable(connection, record_type, record_id)
            return Opened(reading.blank(record, withheld), seen, unreadable, withheld)

    def add(self, record_type: str, values: Values) -> str:
        """Add a record: something that hangs on a case, a practitioner, a person. Return its id."""
        record_id = new_id()
        self.edit_together([Edit(type=record_type, id=record_id, fields=values, new=True)])
        return record_id

    def edit(self, record_type: str, record_id: str, fields: Values, seen: Mapping[str, Seen] | None = None) -> Changed:
        """Save the fields a person touched in one record.

        Args:
            seen: from `open`, when the form stayed on the screen meanwhile.

        Raises:
            DomainError, Invalid: what is wrong, and at which field.
        """
        return self.edit_together([Edit(type=record_type, id=record_id, fields=fields, seen=seen or {})])

    def edit_together(self, edits: Sequence[Edit], *, today: dt.date | None = None) -> Changed:
        """Save what a person touched in several records: all of it or nothing. Raise as `edit`.

        It is one intent; where the records belong to two offices it is one for each, see `door.by_office`. Give
        ``today`` where it is better known than the clock knows it.
        """
        with self._session.database.write() as connection:
            entitlement.must_cover(connection, self._session.reader, edits)
            changes = changes_of(connection, self._session, edits, today)
            return door.save_many(connection, door.by_office(connection, self._session.author(), changes))

    def accept(self, case_id: str, accepted_at: dt.datetime | None = None) -> Changed:
        """Enter a request in the Sổ: the moment of acceptance (TT 12/2018/TT-BTP Điều 5 k.2)."""
        moment = accepted_at or self._believed_now("accepted_at")
        with self._session.database.write() as connection:
            case = workable(connection, case_id)
            if case.accepted_at is not None:
                raise DomainError("already_accepted", field="accepted_at")
            values = {"accepted_at": _moment(moment), "category_version": beneficiary_version(moment.date())}
            if case.unit == self._session.office.unit.id:  # another office's Sổ is numbered there
                received = case.received_at or moment
                values |= numbering.next_number(connection, self._session.office, case.form, received)
            check(after("case", case, values), self._session.today(), before=case)
            return door.save(connection, self._session.author(), [Change(type="case", id=case_id, fields=values)])

    def reopen(self, case_id: str, reason: str) -> Changed:
        """Take the end of a case away as a correction; the reason becomes an event, dated today.

        Raises:
            DomainError: ``not_ended``; ``required`` at ``content`` without a reason.
        """
        with self._session.database.read() as connection:
            case = workable(connection, case_id)
        if case.ended_on is None:
            raise DomainError("not_ended")
        today = self._session.today().isoformat()
        event = {"case": case_id, "on": today, "kind": "mo_lai", "content": reason.strip()}
        nothing = dict.fromkeys(RECORD_TYPES["case"].merge_groups["ended_on"])
        return self.edit_together(
            [
                Edit(type="case", id=case_id, fields=nothing),
                Edit(type="event", id=new_id(), fields=event, new=True),
            ]
        )

    def delete(self, case_id: str) -> Changed:
        """Put a case in the bin; what somebody else changed unseen brings it back (SYNC §5)."""
        with self._session.database.write() as connection:
            workable(connection, case_id)
            change = Change(
                type="case",
                id=case_id,
                fields={"deleted": True},
                saw=door.versions_of_case(connection, case_id),
            )
            return door.save(connection, self._session.author(), [change])

    def number_waiting(self) -> Changed:
        """Give numbers to accepted cases that came from other PCs of the unit, in the order of acceptance."""
        with self._session.database.read() as connection:
            offices = books(connection, self._session.office)
            offices = [office for office in offices if numbering.gives_numbers(connection, office)]
        if not offices:
            return frozenset()
        with self._session.database.write() as connection:
            return frozenset[tuple[str, str]]().union(*(self._number_all(connection, office) for office in offices))

    def _number_all(self, connection: Connection, office: OfficeInfo) -> Changed:
        """Number what waits in one Sổ."""
        changed: Changed = frozenset()
        for case in registers.unnumbered(connection, office.unit.id):
            received = dt.datetime.fromisoformat(case.moved_in_on or case.received_at or case.accepted_at)
            known_form = catalogue("form").find(case.form or "", received.date())
            if known_form is None or door.unreadable(connection, "case", case.id):
                continue  # it waits for a later version to number it
            number = numbering.next_number(connection, office, case.form, received)
            if not number:
                continue  # the block is used up: it waits for the next one
            change = Change(type="case", id=case.id, fields=number)
            changed |= door.save(connection, self._session.author(), [change])
        return changed

    def numbers(self, wanted: CaseFilter) -> "array[int]":
        """Row numbers of the list a filter gives, in order."""
        with self._session.database.read() as connection:
            numbers = lists.case_numbers(connection, wanted)
            query = wanted.query.strip()
            return entitlement.findable(connection, self._session.reader, numbers, query) if query else numbers

    def row_number(self, case_id: str) -> int | None:
        """The number of a case's row on this PC; None if there is no such case here."""
        with self._session.database.read() as connection:
            return lists.case_number(connection, case_id)

    def rows(self, numbers: Sequence[int]) -> list[CaseRow]:
        """The visible rows of a list."""
        with self._session.database.read() as connection:
            return self._rows(connection, numbers)

    def _rows(self, connection: Connection, numbers: Sequence[int]) -> list[CaseRow]:
        return entitlement.readable(connection, self._session.reader, lists.case_rows(connection, numbers))

    def count(self, wanted: CaseFilter) -> int:
        """How many cases a filter without words lets through."""
        with self._session.database.read() as connection:
            return lists.count_cases(connection, wanted)

    def counts(self) -> dict[str, int]:
        """State → number of cases."""
        with self._session.database.read() as connection:
            return lists.count_by_state(connection)

    def page(self, case_id: str) -> CasePage:
        """Everything about one case. Raise `DomainError` ``no_such_record``."""
        with self._session.database.read() as connection:
            case = records.one(connection, Case, case_id)
            number = lists.case_number(connection, case_id)
            if case is None or number is None:
                raise missing(connection, case_id)
            parts = records.of_cases(connection, CasePerson, [case_id])[case_id]
            assignments = records.of_cases(connection, Assignment, [case_id])[case_id]
            payments = records.of_cases(connection, CasePayment, [case_id])[case_id]
            conflicts = records.of_cases(connection, Conflict, [case_id])[case_id]
            ids = history.ids_of_case(connection, case_id)
            withheld = reading.withheld(connection, self._session.reader, [*ids, *(each.id for each in conflicts)])
            people = sameness.behind(connection, [p.person for p in parts if p.person])
            likely = sameness.likely_pairs_of(connection, {person.id for person in people.values()})

            def shown(record: R) -> R:
                return reading.blank(record, withheld.get(record.id, ()))

            return CasePage(
                case=shown(case),
                code=case.code or temporary_code(case_id),
                state=state_of(case, assigned=any(a.to_on is None for a in assignments)),
                row=self._rows(connection, [number])[0],
                parts=tuple(map(shown, parts)),
                people={entered: shown(person) for entered, person in people.items()},
                assignments=tuple(map(shown, assignments)),
                practitioners=records.by_id(
                    connection,
                    Practitioner,
                    [a.practitioner or "" for a in assignments] + [p.practitioner or "" for p in payments],
                ),
                stages=tuple(map(shown, records.of_cases(connection, Stage, [case_id])[case_id])),
                hearings=tuple(map(shown, records.of_cases(connection, Hearing, [case_id])[case_id])),
                events=tuple(map(shown, records.of_cases(connection, Event, [case_id])[case_id])),
                appraisals=tuple(map(shown, records.of_cases(connection, Appraisal, [case_id])[case_id])),
                verdicts=tuple(map(shown, records.of_cases(connection, SuccessVerdict, [case_id])[case_id])),
                payments=tuple(map(shown, payments)),
                conflicts=tuple(c for c in conflicts if c.resolved_at is None and c.id not in withheld),
                transfers=tuple(map(shown, records.of_cases(connection, Transfer, [case_id])[case_id])),
                withheld=withheld,
                perhaps_twice=frozenset(pair.one.id for pair in likely),
            )

    def _case_values(self, connection: Connection, intake: Intake) -> dict[str, Wire]:
        values = dict(intake.case)
        if "received_at" not in values:
            values["received_at"] = values.get("accepted_at") or _moment(self._believed_now("case.received_at"))
        if not intake.accept:
            return values
        values.setdefault("accepted_at", values["received_at"])
        try:
            accepted = dt.datetime.fromisoformat(values["accepted_at"])
            received = dt.datetime.fromisoformat(values["received_at"])
        except (TypeError, ValueError):
            raise Invalid("value_not_allowed", field="case.accepted_at") from None
        values["category_version"] = beneficiary_version(accepted.date())
        return values | numbering.next_number(connection, self._session.office, values.get("form"), received)

    def _believed_now(self, name: str) -> dt.datetime:
        """The clock's moment. Raise `DomainError` ``clock_wrong``: then the person must type the moment (SYNC §5)."""
        if self._session.clock_is_wrong:
            raise DomainError("clock_wrong", field=name)
        return self._session.clock()


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
