"""Commands about reports: one that was issued, and by its first word which other command is meant."""

import datetime as dt
from argparse import Namespace
from collections.abc import Iterator

import msgspec

from desktop.cli import collecting, duties, letters
from desktop.cli import reports as filling
from desktop.cli.cases import shown
from desktop.cli.reports import number
from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Command, Misuse, Shell
from desktop.cli.titles import label
from desktop.cli.waiting import waiting
from desktop.domain.periods import period
from desktop.exchange.paper.copying import tabs
from desktop.exchange.paper.letter import prose
from desktop.services.history import Line
from desktop.services.issued_changes import CaseChange
from desktop.services.issuing import IssuedReport, Issuing
from desktop.services.reports import Reports
from desktop.words import cli as cli_words
from desktop.words import collected as collected_words
from desktop.words import formats
from desktop.words import reports as words
from sync.contract.fields import RECORD_TYPES


def issue(shell: Shell, args: Namespace) -> Answer:
    """Freeze a form as it stands."""
    if args.period is None or args.of is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    between = period(args.period)
    with shell.writing() as session, waiting() as tell:
        reports, issuing = Reports(session), Issuing(session)
        asked = reports.asked(between, args.unit or (), dict(args.reading or ()))
        counted = reports.count(reports.form(args.of, between), asked, tell=tell)
        issuing.issue(counted, args.number or "", args.note or "", args.reason or "")
        made = issuing.named(args.number)
        if args.out:
            issuing.write(made, args.out)
    return Answer(head(made), words.issued(made))


def issued(shell: Shell, args: Namespace) -> Answer:
    """Every report that was issued, or one as it was."""
    with shell.reading() as session:
        issuing = Issuing(session)
        if args.of is None:
            every = issuing.issued()
            text = "\n".join(map(words.issued, every)) or words.NONE_ISSUED
            return Answer({"reports": [head(each) for each in every]}, text)
        report = issuing.named(args.of)
        opened = issuing.opened(report)
        if args.out:
            issuing.write(report, args.out)
        page, letter = issuing.page(report), issuing.letter(report)
    text = tabs(page).rstrip("\n")
    if letter is not None and not args.tsv:
        text = f"{words.issued(report)}\n{prose(letter)}".rstrip("\n")
    elif not args.tsv:
        lines = [*words.head(opened.counted), "", *words.table(opened.counted), ""]
        text = "\n".join([words.issued(report), *lines, *page.notes])
    return Answer({**head(report), **filling.data(opened.counted, [])}, text)


def changed(shell: Shell, args: Namespace) -> Answer:
    """What has changed since a report was issued; ends as something that waits where a number is another now."""
    if args.of is None:
        raise Misuse(cli_words.NUMBER_MISSING)
    with shell.reading() as session:
        issuing = Issuing(session)
        opened = issuing.opened(issuing.named(args.of))
        since = issuing.changed(opened)
        reader = session.user.full_name
    lines = [words.since(len(since.cells), explained=since.explained)]
    lines += [words.other_now(opened.counted, each.place, each.then, each.now) for each in since.cells]
    lines += [collected_words.differing(since.organisations)] if since.organisations else []
    lines += [*since.said, *(line for each in since.changes for line in _told(each))]
    changes = [
        {"case": each.case.id, "code": shown(each.case, reader).code, **_line(each.line)} for each in since.changes
    ]
    cells = [
        {"row": each.place[0], "column": each.place[1], "then": number(each.then), "now": number(each.now)}
        for each in since.cells
    ]
    others = list(since.organisations)
    data = {"cells": cells, "changes": changes, "organisations": others, "explained": since.explained}
    data["said"] = list(since.said)
    return Answer(data, "\n".join(lines), WAITS_FOR_PERSON if since.cells or since.said else DONE)


def _line(line: Line) -> dict[str, object]:
    fields = {name: list(values) for name, values in line.fields.items()}
    return {"at": line.at, "author": line.author, "type": line.type, "record": line.record, "fields": fields}


def _told(change: CaseChange) -> Iterator[str]:
    line = change.line
    for name, values in line.fields.items():
        field = RECORD_TYPES[line.type].fields[name]
        old, new = (label(field, value) for value in values)
        at = formats.moment(dt.datetime.fromisoformat(line.at))
        yield words.change(change.case.code, field.title, (old, new), line.author, at)


def report(shell: Shell, args: Namespace) -> Answer:
    """``report list``, ``so``, ``chi-tra``, ``nam``, ``issue`` and what else is named, or one form by its code."""
    return _NAMED.get(args.form, filling.show)(shell, args)


def head(report: IssuedReport) -> dict[str, object]:
    """What an issued report bears besides its numbers."""
    values = msgspec.structs.asdict(report)
    names = ("id", "unit", "number", "form", "version", "issued_at", "issuer", "note", "reason", "hash")
    between = {"from": report.from_on, "to": report.to_on}
    told: dict[str, object] = msgspec.to_builtins({name: values[name] for name in names} | between)
    return told


_NAMED = {
    "list": filling.list_forms,
    "so": filling.register,
    "chi-tra": filling.payments,
    "nam": letters.annual,
    "viet": letters.sections,
    "issue": issue,
    "issued": issued,
    "changed": changed,
    "template": collecting.template,
    "collect": collecting.collect,
    "collected": collecting.collected,
    "due": duties.due,
    "sent": duties.sent,
}
COMMANDS: dict[str, Command] = {"report": report}
