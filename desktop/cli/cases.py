"""Commands about cases and what hangs on them."""

import datetime as dt
import sys
import uuid
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec

from desktop.cli import case_file
from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.cli.titles import PARTS, filled
from desktop.cli.values import assignments, values_for, wire_value
from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.errors import DomainError
from desktop.domain.numbering import temporary_code
from desktop.domain.quality import points, rating
from desktop.domain.restriction import people_shown
from desktop.services.cases import BENEFICIARY, CasePage, Cases, Edit
from desktop.services.moving import Moving, Whereabouts
from desktop.store.errors import translated
from desktop.store.lists import CaseFilter, CaseRow
from desktop.words import cli as words
from sync.contract.fields import RECORD_TYPES, Record, type_of
from sync.contract.records import Appraisal


def template(shell: Shell, _args: Namespace) -> Answer:
    """The file to fill in; the same with and without ``--json``."""
    content = case_file.template(shell.clock().date())
    return Answer(content, msgspec.json.format(msgspec.json.encode(content), indent=2).decode())


def add(shell: Shell, args: Namespace) -> Answer:
    """Take in a request from a file."""
    intake = case_file.read(_content(args.file), shell.clock().date())
    with shell.writing() as session:
        cases = Cases(session)
        case_id = cases.take_in(intake)
        page = cases.page(case_id)
        people = shown(page.row, session.user.full_name).people
    return Answer({"id": case_id, "code": page.code}, words.CASE_ADDED.format(code=page.code, people=people))


def edit(shell: Shell, args: Namespace) -> Answer:
    """Change a case and the person helped in it, as one intent."""
    typed: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    for name, text in assignments(args.fields).items():
        part, dot, field = name.partition(".")
        typed.setdefault(part if dot else "case", {})[field if dot else name] = text
    if unknown := set(typed) - set(PARTS):
        raise DomainError("unknown_field", field=min(unknown))
    with shell.writing() as session:
        cases = Cases(session)
        page = cases.page(case_id_of(cases, args.id))
        ids = {"case": page.case.id, **_beneficiary(page)}
        edits = []
        for part, values in typed.items():
            if values:
                declared = RECORD_TYPES[PARTS[part]]
                where = f"{part}."
                fields = values_for(declared, values, shell.clock().date(), where)
                edits.append(Edit(type=declared.name, id=ids[part], fields=fields, where=where))
        changed = cases.edit_together(edits)
    return _changed(page.case.id, page.code, changed)


def accept(shell: Shell, args: Namespace) -> Answer:
    """Enter a request in the Sổ."""
    moment = None
    if args.at:
        at = wire_value(RECORD_TYPES["case"].fields["accepted_at"], args.at, shell.clock().date())
        moment = dt.datetime.fromisoformat(at)
    with shell.writing() as session:
        cases = Cases(session)
        case_id = case_id_of(cases, args.id)
        changed = cases.accept(case_id, moment)
        code = cases.page(case_id).code
    return _changed(case_id, code, changed)


def reopen(shell: Shell, args: Namespace) -> Answer:
    """Take the end of a case away as a correction, with the reason."""
    with shell.writing() as session:
        cases = Cases(session)
        page = cases.page(case_id_of(cases, args.id))
        changed = cases.reopen(page.case.id, args.reason)
    return _changed(page.case.id, page.code, changed)


def delete(shell: Shell, args: Namespace) -> Answer:
    """Take a case off the list; say how it comes back."""
    with shell.writing() as session:
        cases = Cases(session)
        page = cases.page(case_id_of(cases, args.id))
        changed = cases.delete(page.case.id)
    answer = _changed(page.case.id, page.code, changed)
    return Answer(answer.data, words.CASE_DELETED.format(code=page.code, id=page.case.id))


def move(shell: Shell, args: Namespace) -> Answer:
    """Ask for a case to go to another unit."""
    with shell.writing() as session:
        cases, moving = Cases(session), Moving(session)
        page = cases.page(case_id_of(cases, args.id))
        today = moving.proposed_day(page.case.id)
        typed = {"on": args.on or format_date(today), "reason": args.reason, "document_number": args.document}
        fields = values_for(RECORD_TYPES["transfer"], {name: text for name, text in typed.items() if text}, today)
        unit = moving.destination(args.unit)
        changed = moving.ask(page.case.id, {**fields, "to_unit": unit.id})
    answer = _changed(page.case.id, page.code, changed)
    return Answer(answer.data, words.CASE_MOVING.format(code=page.code, unit=unit.name))


def destinations(shell: Shell, _args: Namespace) -> Answer:
    """To whom a case may go."""
    with shell.reading() as session:
        units = Moving(session).destinations()
    lines = [f"{unit.code:<12} {unit.name}" for unit in units]
    return Answer({"units": msgspec.to_builtins(units)}, "\n".join(lines or [words.NO_DESTINATIONS]))


def list_cases(shell: Shell, args: Namespace) -> Answer:
    """The newest cases, or what a search finds, best first; the people of a restricted one by their initials."""
    with shell.reading() as session:
        cases = Cases(session)
        numbers = cases.numbers(CaseFilter(query=args.query))
        rows = [shown(row, session.user.full_name) for row in cases.rows(numbers[: args.limit])]
    lines = [case_line(row) for row in rows]
    if len(numbers) > len(rows):
        lines.append(words.MORE_CASES.format(shown=len(rows), total=len(numbers)))
    return Answer({"total": len(numbers), "cases": msgspec.to_builtins(rows)}, "\n".join(lines or [words.NO_CASES]))


def show(shell: Shell, args: Namespace) -> Answer:
    """Everything about one case."""
    with shell.reading() as session:
        cases = Cases(session)
        moving = Moving(session)
        page = cases.page(moving.here_as(case_id_of(cases, args.id)))
        moves = moving.whereabouts(page.case.id)
    return Answer(
        {**page_data(page), "moves": msgspec.to_builtins(moves)}, "\n".join([page_text(page), *_moved(moves)])
    )


def page_data(page: CasePage) -> dict[str, Any]:
    """A case as one object."""
    people = [
        {"part": _values(part), "person": _values(page.people[part.person])}
        for part in page.parts
        if part.person in page.people
    ]
    hanging = ("assignments", "stages", "hearings", "events", "appraisals", "verdicts", "payments")
    return {
        "id": page.case.id,
        "code": page.code,
        "temporary_code": temporary_code(page.case.id),
        "state": page.state.value,
        "unsent": page.row.unsent,
        "case": _values(page.case),
        "people": people,
        **{name: [_values(record) for record in getattr(page, name)] for name in hanging},
        "conflicts": [conflict.id for conflict in page.conflicts],
    }


def page_text(page: CasePage) -> str:
    """A case as people read it."""
    blocks = [words.CASE_HEAD.format(code=page.code, state=catalogue("case_state").label(page.state.value))]
    blocks.append(_block(page.case))
    for part in page.parts:
        if part.person in page.people:
            blocks.append(_block(page.people[part.person]))
            blocks.append(_block(part))
    for assignment in page.assignments:
        performer = page.practitioners.get(assignment.practitioner or "")
        name = (performer.full_name or "") if performer else ""
        blocks.append(_block(assignment, name))
    blocks += [_block(record) for record in (*page.stages, *page.hearings, *page.events)]
    blocks += [_block(one, _rated(one)) for one in page.appraisals]
    blocks += [_block(one) for one in (*page.verdicts, *page.payments)]
    if page.row.unsent:
        blocks.append(words.CASE_UNSENT.format(count=page.row.unsent))
    if page.conflicts:
        blocks.append(words.CASE_CONTESTED.format(count=len(page.conflicts)))
    return "\n".join(blocks)


def _rated(appraisal: Appraisal) -> str:
    """Points and rating, which follow from the scores."""
    found, total = rating(appraisal), points(appraisal)
    label = catalogue("quality_rating").label(found.value) if found else words.NOT_RATED
    return label if total is None else words.RATED.format(rating=label, points=total)


def _moved(moves: Whereabouts) -> list[str]:
    """What there is to say about the moves of a case."""
    lines = []
    if moves.went_to is not None:
        lines.append(words.CASE_WENT_TO.format(unit=moves.went_to))
    if moves.asked is not None:
        lines.append(words.CASE_WAITS_TO_MOVE.format(unit=moves.asked))
    if moves.came_from is not None:
        unit, code = moves.came_from
        lines.append(words.CASE_CAME_FROM.format(unit=unit, code=code or words.EMPTY))
    return lines


def _block(record: Record, name: str = "") -> str:
    declared = type_of(type(record))
    head = f"{declared.title}: {name}" if name else f"{declared.title}:"
    return "\n".join([head, *(f"  {title}: {text}" for title, text in filled(declared, declared.values_of(record)))])


def _values(record: Record) -> dict[str, Any]:
    return {"id": record.id, "unit": record.unit, **type_of(type(record)).values_of(record)}


def shown(row: CaseRow, reader: str) -> CaseRow:
    """The row as this reader may see it; see `people_shown`."""
    people = people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader)
    return msgspec.structs.replace(row, people=people)


def case_line(row: CaseRow) -> str:
    """A case in one line of a list."""
    state = catalogue("case_state").label(row.state)
    received = format_date(dt.datetime.fromisoformat(row.received_at)) if row.received_at else ""
    return f"{row.code:<20} {row.people:<28} {state:<24} {received:<10}  {row.content[:60]}".rstrip()


def case_id_of(cases: Cases, reference: str) -> str:
    """The id of a case named by its id, its code or its temporary code. Raise `DomainError` ``no_such_record``."""
    try:
        return str(uuid.UUID(reference))
    except ValueError:
        wanted = reference.casefold()
    for row in cases.rows(cases.numbers(CaseFilter(query=reference))):
        if wanted in (row.code.casefold(), temporary_code(row.id).casefold()):
            return row.id
    raise DomainError("no_such_record", record=reference)


def _beneficiary(page: CasePage) -> dict[str, str]:
    """Ids of the first person helped and of their part."""
    for part in page.parts:
        if part.role in (BENEFICIARY, None) and part.person:
            return {"part": part.id, "person": part.person}
    return {}


def _changed(case_id: str, code: str, changed: frozenset[tuple[str, str]]) -> Answer:
    records = [{"type": name, "id": record_id} for name, record_id in sorted(changed)]
    return Answer(
        {"id": case_id, "changed": records}, (words.CASE_SAVED if changed else words.CASE_SAME).format(code=code)
    )


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    if not file.is_file():
        raise Misuse(words.NO_SUCH_FILE.format(file=file))
    with translated():
        return file.read_bytes()


COMMANDS: dict[str, Command] = {
    "case template": template,
    "case add": add,
    "case edit": edit,
    "case accept": accept,
    "case reopen": reopen,
    "case delete": delete,
    "case move": move,
    "case destinations": destinations,
    "case list": list_cases,
    "case show": show,
}
