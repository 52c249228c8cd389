"""Commands about any record by its type: what hangs on a case, and what an office keeps of itself."""

import datetime as dt
import uuid
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from desktop.cli.cases import case_id_of
from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.cli.titles import filled
from desktop.cli.values import assignments, values_for
from desktop.domain.dates import parse_date
from desktop.domain.figures import falls_in, is_bound, newest_first, summed, total
from desktop.domain.periods import period
from desktop.domain.staff import in_office
from desktop.domain.text import fold_loose
from desktop.services.cases import Cases
from desktop.services.office_records import TYPES, OfficeRecords
from desktop.services.session import Session
from desktop.words import cli as words
from desktop.words import formats
from sync.contract.fields import RECORD_TYPES, Record, RecordType
from sync.contract.records import StaffPosition

#: What only the server writes can be neither added nor changed.
_WRITTEN = sorted(name for name, declared in RECORD_TYPES.items() if not declared.written_by_server)
#: A case and a person have commands of their own that say what else becomes of it.
_DELETED = sorted({name for name in _WRITTEN if RECORD_TYPES[name].root} - {"attachment", "transfer"} | {*TYPES})


def list_records(shell: Shell, args: Namespace) -> Answer:
    """The records of a type and the sums of their figures; without a type, the types there are."""
    if args.type is None:
        types = {name: RECORD_TYPES[name].title for name in TYPES}
        return Answer({"types": types}, "\n".join(f"{name:<20} {title}" for name, title in types.items()))
    declared = _declared(args.type, TYPES)
    with shell.reading() as session:
        service = OfficeRecords(session)
        listed = service.listed(declared.name)
        found = newest_first(listed.records)
        if args.day:
            found = _as_of(service, declared, found, parse_date(args.day, shell.clock().date()))
    if args.period:
        wanted = period(args.period)
        found = [one for one in found if falls_in(one, wanted)]
    lines = {one.id: _line(declared, one, listed.names) for one in found}
    if args.query:
        asked = fold_loose(args.query)
        found = [one for one in found if asked in fold_loose(lines[one.id])]
    sums = {name: total(found, name) for name in summed(declared)}
    told = [lines[one.id] for one in found] or [words.NO_RECORDS]
    told += [
        words.SUM.format(title=declared.fields[name].title, number=formats.counted(each.number, at_least=each.at_least))
        for name, each in sums.items()
        if each.number
    ]
    return Answer(
        {
            "type": declared.name,
            "total": len(found),
            "totals": {name: {"number": each.number, "at_least": each.at_least} for name, each in sums.items()},
            "records": [{"id": one.id, "unit": one.unit, **declared.values_of(one)} for one in found],
        },
        "\n".join(told),
    )


def add(shell: Shell, args: Namespace) -> Answer:
    """Add a record."""
    declared = _declared(args.type, _WRITTEN)
    if declared.name == "attachment":
        raise Misuse(words.PAPER_NEEDS_FILE)
    with shell.writing() as session:
        typed = _referring(session, declared, assignments(args.fields))
        record_id = Cases(session).add(declared.name, values_for(declared, typed, shell.clock().date()))
    return Answer(
        {"type": declared.name, "id": record_id}, words.RECORD_ADDED.format(title=declared.title, id=record_id)
    )


def edit(shell: Shell, args: Namespace) -> Answer:
    """Change a record."""
    declared = _declared(args.type, _WRITTEN)
    with shell.writing() as session:
        typed = _referring(session, declared, assignments(args.fields))
        Cases(session).edit(declared.name, args.id, values_for(declared, typed, shell.clock().date()))
    return Answer({"type": declared.name, "id": args.id}, words.RECORD_SAVED.format(title=declared.title))


def delete(shell: Shell, args: Namespace) -> Answer:
    """Put a record in the bin; say how it comes back."""
    declared = _declared(args.type, _DELETED)
    with shell.writing() as session:
        Cases(session).edit(declared.name, args.id, {"deleted": True})
    told = words.RECORD_DELETED.format(title=declared.title, type=declared.name, id=args.id)
    return Answer({"type": declared.name, "id": args.id}, told)


def _as_of(service: OfficeRecords, declared: RecordType, found: list[Record], on: dt.date) -> list[Record]:
    """Those of the people who worked on a day, of the positions held, of the organisations that took part."""
    match declared.name:
        case "practitioner":
            staff = service.staff(on)
            return [one for one in found if staff[one.id].works]
        case "organisation":
            part = service.taking_part(on)
            return [one for one in found if one.id in part]
        case "staff_position":
            return [*in_office((one for one in found if isinstance(one, StaffPosition)), on)]
    raise Misuse(words.NO_STOCK)


def _line(declared: RecordType, one: Record, names: dict[str, str]) -> str:
    """A record in one line: its id, who or what it is about, what it says."""
    referred = [names.get(getattr(one, field.name) or "", "") for field in declared.references]
    values = {name: value for name, value in declared.values_of(one).items() if not is_bound(name)}
    said = [text for _title, text in filled(declared, values)]
    return "  ".join([one.id, " · ".join(part for part in (*referred, *said) if part)])


def _referring(session: Session, declared: RecordType, typed: dict[str, str]) -> dict[str, str]:
    """What was typed, with ids in place of codes of cases and names: ``practitioner=Lê Văn Đạt`` is as good."""
    found = dict(typed)
    for field in declared.references:
        text = typed.get(field.name)
        if text and not _is_id(text):
            if field.info.refers_to == "case":
                found[field.name] = case_id_of(Cases(session), text)
            elif field.info.refers_to in TYPES:
                found[field.name] = OfficeRecords(session).id_of(field.info.refers_to, text)
    return found


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _declared(name: str, allowed: Sequence[str]) -> Any:
    if name not in allowed:
        raise Misuse(words.UNKNOWN_TYPE.format(types=", ".join(allowed)))
    return RECORD_TYPES[name]


COMMANDS: dict[str, Command] = {
    "record list": list_records,
    "record add": add,
    "record edit": edit,
    "record delete": delete,
}
