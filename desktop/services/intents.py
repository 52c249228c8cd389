"""From the fields a person touched to the changes the door writes: checked, and with what follows from them.

Window, command line and intake all come through here, so that the same rules hold whichever of them was used.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from desktop.domain.assigning import ORGANISATIONS, assigner
from desktop.domain.checks import check, check_codes, check_in_case
from desktop.domain.errors import DomainError
from desktop.domain.restriction import restricts
from desktop.services.session import Session
from desktop.store import directory, door, records
from desktop.store.door import Change, Seen
from desktop.store.engine import Connection
from sync.client import departed
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Record, Wire, build
from sync.contract.records import Assignment, Case, CasePerson, Practitioner, SuccessVerdict

Values = Mapping[str, Wire]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """The fields a person touched in one record; an error names its field with ``where`` before it.

    ``new`` says that the record is made, under an id of the caller's choice, so that others of the same intent can
    refer to it.
    """

    type: str
    id: str
    fields: Values
    seen: Mapping[str, Seen] = {}
    where: str = ""
    new: bool = False


class _Touched(msgspec.Struct, frozen=True):
    """An edit with the record before it (a blank one if it is made) and after it."""

    edit: Edit
    before: Record
    after: Record


def changes_of(
    connection: Connection, session: Session, edits: Sequence[Edit], today: dt.date | None = None
) -> list[Change]:
    """The changes an intent consists of.

    Raises:
        DomainError, Invalid: what is wrong, and at which field; ``no_such_record``, ``moved_away``.
    """
    touched = [_touched(connection, session, edit) for edit in edits]
    cases = {each.after.id: each.after for each in touched if isinstance(each.after, Case)}
    closed: set[str] = set()
    today = today or session.today()
    for each in touched:
        case = _case_of(connection, each.after, cases)
        if case is not None and case.moved_to is not None:
            raise _moved_to(connection, case.moved_to)
        with naming(each.edit.where):
            check(each.after, today, before=None if each.edit.new else each.before)
            check_codes(each.after, today, accepted_on(case), before=each.before)
            if case is not None:
                check_in_case(each.after, case, before=None if each.edit.new else each.before)
        if case is not None and _restricts(each):
            closed.add(case.id)
    return [_change(connection, edit) for edit in _with_what_follows(connection, session, touched, closed)]


def accepted_on(case: Case | None) -> dt.date | None:
    """The day a case was accepted, which decides on the law that holds for it; None before."""
    return case.accepted_at.date() if case is not None and case.accepted_at is not None else None


def after(record_type: str, record: Record, fields: Values) -> Any:
    """The record as it would be with these fields. Raise `Invalid` where a value breaks its declaration."""
    declared = RECORD_TYPES[record_type]
    unknown = set(fields) - set(declared.fields)
    if unknown:
        raise Invalid("unknown_field", field=min(unknown))
    return declared.make(record.id, record.unit, {**declared.values_of(record), **declared.check(fields)})


@contextmanager
def naming(where: str) -> Iterator[None]:
    """Put ``where`` before the field an error of the block names."""
    try:
        yield
    except (DomainError, Invalid) as error:
        error.field = f"{where}{error.field}" if error.field else None
        raise


def missing(connection: Connection, record_id: str) -> DomainError:
    """Why there is no such record here: it went to another unit, or nobody ever heard of it."""
    unit = departed.where(connection, record_id)
    return DomainError("no_such_record", record=record_id) if unit is None else _moved_to(connection, unit)


def workable(connection: Connection, case_id: str) -> Case:
    """A case that can be worked on.

    Raises:
        DomainError: ``no_such_record``; ``moved_away`` where only a copy stayed, or not even that.
    """
    case = records.one(connection, Case, case_id)
    if case is None:
        raise missing(connection, case_id)
    if case.moved_to is not None:
        raise _moved_to(connection, case.moved_to)
    return case


def _moved_to(connection: Connection, unit: str) -> DomainError:
    return DomainError("moved_away", unit=directory.name_of(connection, unit))


def _touched(connection: Connection, session: Session, edit: Edit) -> _Touched:
    struct = RECORD_TYPES[edit.type].struct
    if edit.new:
        before: Record | None = build(struct, {"id": edit.id, "unit": session.office.unit.id})
    else:
        before = records.one(connection, struct, edit.id)
    if before is None:
        raise missing(connection, edit.id)
    with naming(edit.where):
        return _Touched(edit, before, after(edit.type, before, edit.fields))


def _case_of(connection: Connection, record: Record, cases: Mapping[str, Case]) -> Case | None:
    """The case a record is or hangs on, as it will be after the intent."""
    case_id = record.id if isinstance(record, Case) else getattr(record, "case", None)
    if case_id is None:
        return None
    return cases.get(case_id) or records.one(connection, Case, case_id)


def _with_what_follows(
    connection: Connection, session: Session, touched: Sequence[_Touched], closed: Collection[str]
) -> list[Edit]:
    """The edits with what follows from them, and with the cases that become restricted.

    It is never taken back here: whoever opens a case to everybody by hand afterwards has the last word.
    """
    edits = []
    for each in touched:
        follows: Values = {}
        if each.edit.id in closed:
            follows = {"restricted": True}
        elif isinstance(each.after, CasePerson):
            follows = _primary(each.after, each.edit.fields)
        elif isinstance(each.after, SuccessVerdict):
            follows = _main_criterion(each.after, each.edit.fields)
        elif isinstance(each.after, Assignment) and each.edit.new:
            follows = _as_assigned(each.after, _performer(connection, each.after, touched), session.office.unit.kind)
        edits.append(msgspec.structs.replace(each.edit, fields={**each.edit.fields, **follows}))
    elsewhere = sorted(set(closed) - {edit.id for edit in edits})
    return edits + [Edit(type="case", id=case_id, fields={"restricted": True}) for case_id in elsewhere]


def _performer(connection: Connection, assignment: Assignment, touched: Sequence[_Touched]) -> Practitioner | None:
    """Who is assigned, as they will be after the intent."""
    made = {each.after.id: each.after for each in touched if isinstance(each.after, Practitioner)}
    wanted = assignment.practitioner or ""
    return made.get(wanted) or records.one(connection, Practitioner, wanted)


def _as_assigned(assignment: Assignment, performer: Practitioner | None, unit_kind: str) -> Values:
    """The capacity in which somebody is assigned, and by whom: it stays so, whatever they become."""
    capacity = assignment.capacity or (performer.kind if performer else None)
    by = assignment.assigned_by or assigner(capacity, unit_kind)
    organisation = performer.organisation if performer and by in ORGANISATIONS else None
    known = {"capacity": capacity, "assigned_by": by, "organisation": organisation}
    return {name: value for name, value in known.items() if value and not getattr(assignment, name)}


def _restricts(each: _Touched) -> bool:
    """Whether the edit adds a category that makes its case restricted."""
    if not isinstance(each.after, CasePerson) or not isinstance(each.before, CasePerson):
        return False
    return restricts(set(each.after.categories) - set(each.before.categories))


def _primary(part: CasePerson, fields: Values) -> dict[str, Wire]:
    """The primary category, where the categories were touched and leave no choice."""
    if "categories" in fields and not fields.get("primary_category") and len(part.categories) == 1:
        return {"primary_category": part.categories[0]}
    return {}


def _main_criterion(verdict: SuccessVerdict, fields: Values) -> Values:
    """The main criterion, where the criteria were touched and leave no choice."""
    if "criteria" in fields and not fields.get("main_criterion") and len(verdict.criteria) == 1:
        return {"main_criterion": verdict.criteria[0]}
    return {}


def _change(connection: Connection, edit: Edit) -> Change:
    if edit.new:
        return Change(type=edit.type, id=edit.id, fields=edit.fields, new=True)
    saw = {}
    if edit.fields.get("deleted") is True:
        seen = edit.seen or door.tokens(connection, edit.type, edit.id)
        saw = {edit.id: max((each.base for each in seen.values()), default=0)}
    return Change(type=edit.type, id=edit.id, fields=edit.fields, seen=edit.seen, saw=saw)
