"""Statistical forms on the command line."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from desktop.cli.cases import case_line, shown
from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Misuse, Shell
from desktop.cli.waiting import waiting
from desktop.domain.periods import before, period, year_before
from desktop.domain.text import fold_accents
from desktop.exchange.paper.copying import tabs
from desktop.reports.comparing import compared
from desktop.services.payments import Paid, Payments
from desktop.services.register import Entry, Register
from desktop.services.reports import Behind, Counted, Explained, Reports, Tell, named
from desktop.store.lists import CaseRow
from desktop.words import cli as cli_words
from desktop.words import payments as payment_words
from desktop.words import register as register_words
from desktop.words import reports as words
from desktop.words.formats import exact


def list_forms(shell: Shell, _args: Namespace) -> Answer:
    """The forms there are."""
    with shell.reading() as session:
        reports = Reports(session)
    listed = [
        {
            "code": form.code,
            "version": form.version,
            "title": form.title,
            "legal_basis": form.legal_basis,
            "valid_from": form.valid_from,
            "unverified": form.unverified,
            "readings": form.readings,
        }
        for form in reports.forms
    ]
    lines = [line for form in reports.forms for line in (words.listed(form), *words.ways(form))]
    lines += [words.refused(error.values) for error in reports.refused]
    refused = [error.values["file"] for error in reports.refused]
    return Answer({"forms": msgspec.to_builtins(listed), "refused": refused}, "\n".join(lines))


def show(shell: Shell, args: Namespace) -> Answer:
    """A form filled, or the cases behind one of its cells; ends as something that waits where a control fails."""
    if args.period is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    if args.source and args.out:
        raise Misuse(cli_words.SOURCE_NOT_OUT)
    between = period(args.period)
    with shell.reading() as session, waiting() as tell:
        reports = Reports(session)
        form = reports.form(args.form, between)
        asked = reports.asked(between, args.unit or (), dict(args.reading or ()))
        if args.cell:
            found = reports.behind(form, asked, args.cell, args.as_of, tell)
            return behind(found, [shown(row, session.user.full_name) for row in found.cases])
        counted = reports.count(form, asked, args.as_of, tell)
        if args.source:
            counted = _part(counted, args.source)
        if args.out:
            reports.write(counted, args.out)
        if args.compare:
            return _compared(reports, counted, args.compare, tell)
        explained = reports.explain(counted, args.as_of, tell)
        if args.tsv:
            return Answer(data(counted, explained), tabs(reports.page(counted)).rstrip("\n"))
        return _filled(counted, explained)


def register(shell: Shell, args: Namespace) -> Answer:
    """What was entered in a unit's Sổ in a period."""
    if args.period is None or len(args.unit or ()) > 1:
        raise Misuse(cli_words.ONE_BOOK if args.period else cli_words.PERIOD_MISSING)
    with shell.reading() as session:
        service = Register(session)
        book = service.book(period(args.period), *(args.unit or ()))
        if args.out:
            service.write(book, args.out)
        reader = session.user.full_name
        text = tabs(service.page(book)).rstrip("\n") if args.tsv else "\n".join(register_words.lines(book, reader))
    rows = [{"case": each.case.id, "code": each.row.code, **_dates(each)} for each in book.entries]
    between = {"from": book.period.first.isoformat(), "to": book.period.last.isoformat()}
    return Answer({"unit": book.unit, **between, "rows": rows}, text)


def payments(shell: Shell, args: Namespace) -> Answer:
    """What the office paid for cases in a period."""
    if args.period is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    with shell.reading() as session:
        service = Payments(session)
        ledger = service.ledger(period(args.period))
        if args.out:
            service.write(ledger, args.out)
        told = payment_words.lines(ledger.lines, ledger.total)
        text = tabs(service.page(ledger)).rstrip("\n") if args.tsv else "\n".join(told)
    rows = [_paid(each) for each in ledger.lines]
    between = {"from": ledger.period.first.isoformat(), "to": ledger.period.last.isoformat()}
    return Answer({"unit": ledger.unit, **between, "total": ledger.total, "rows": rows}, text)


def _paid(paid: Paid) -> dict[str, Any]:
    names = ("case", "practitioner", "method", "half_sessions", "amount", "on", "origin", "document_number")
    values = {name: msgspec.to_builtins(getattr(paid.payment, name)) for name in names}
    return {"id": paid.payment.id, "code": paid.row.code, **values}


def _dates(entry: Entry) -> dict[str, Any]:
    names = ("register_number", "register_year", "accepted_at", "ended_on")
    return {name: msgspec.to_builtins(getattr(entry.case, name)) for name in names}


def _part(counted: Counted, source: str) -> Counted:
    """Whose numbers are wanted: the units', those of all organisations, or of one by its name."""
    everybody = [each.organisation for each in counted.given]
    if source in ("own", "organisations"):
        return counted.only(everybody if source == "organisations" else ())
    named = [each.organisation for each in counted.given if fold_accents(each.name) == fold_accents(source)]
    if not named:
        raise Misuse(cli_words.NOT_GIVEN.format(names=", ".join(each.name for each in counted.given) or "–"))
    return counted.only(named)


def behind(found: Behind, rows: list[CaseRow]) -> Answer:
    """What a number counts; ``rows`` are its cases as they may be shown."""
    listed = cli_words.COUNTED_OTHERS if found.others else cli_words.COUNTED
    head = listed.format(count=exact(found.counted), cases=len(rows))
    lines = [*lines_of_cases(found, rows)]
    lines += ["  ".join(filter(None, (each.name, each.kind, each.unit))) for each in found.others]
    lines += [f"{exact(each)}  {given.name}" for given, each in found.given]
    told = {
        "counted": number(found.counted),
        "cases": msgspec.to_builtins(rows),
        "others": msgspec.to_builtins(found.others),
        "parts": parts_of_cases(found),
        "given": [
            {"organisation": given.organisation, "name": given.name, "counted": number(each)}
            for given, each in found.given
        ],
    }
    return Answer(told, "\n".join([head, *lines]))


def lines_of_cases(found: Behind, rows: Sequence[CaseRow]) -> Iterator[str]:
    """The cases behind a number, each with its part where any counts a part."""
    parts = {case: exact(part) for case, part in found.parts.items()}
    width = max(map(len, parts.values()), default=0)
    uneven = set(parts.values()) != {"1"}
    for row in rows:
        yield (f"{parts[row.id]:>{width}}  " if uneven else "") + case_line(row)


def parts_of_cases(found: Behind) -> dict[str, int | str]:
    """Id → part, as JSON can say it."""
    return {case: number(part) for case, part in found.parts.items()}


def number(counted: Fraction) -> int | str:
    """As JSON can say it exactly: a whole number, or the text of a fraction."""
    return int(counted) if counted.denominator == 1 else str(counted)


def _compared(reports: Reports, counted: Counted, other: str, tell: Tell) -> Answer:
    now = counted.asked.period
    then_period = _OTHERS[other](now) if other in _OTHERS else period(other)
    then = reports.count(counted.form, counted.asked._replace(period=then_period), tell=tell)
    cells = list(compared(counted, then))
    told = [
        {
            "row": each.place[0],
            "column": each.place[1],
            "now": number(each.now),
            "then": number(each.then),
            "difference": number(each.difference),
            "per_cent": each.per_cent,
        }
        for each in cells
    ]
    between = {"from": now.first.isoformat(), "to": now.last.isoformat()}
    earlier = {"from": then_period.first.isoformat(), "to": then_period.last.isoformat()}
    head = [words.listed(counted.form), words.compared(now, then_period), "", *words.comparison(counted, cells)]
    return Answer({**between, "compared": earlier, "cells": told}, "\n".join(head))


#: Periods that have a name beside another.
_OTHERS = {"truoc": before, "nam-truoc": year_before}


def _filled(counted: Counted, explained: list[Explained]) -> Answer:
    lines = [*words.head(counted), "", *words.table(counted), "", *words.heads(counted.form), ""]
    lines += words.notes(counted)
    lines += [words.excepted(each) for each in counted.controls if each.excepted]
    lines += [words.failing(each.outcome, named(each)) for each in explained]
    if not explained:
        lines.append(words.ALL_CONTROLS_HOLD)
    return Answer(data(counted, explained), "\n".join(lines), WAITS_FOR_PERSON if explained else DONE)


def data(counted: Counted, explained: Sequence[Explained]) -> dict[str, Any]:
    """A filled form as an object."""
    form, asked = counted.form, counted.asked
    ids = {each.outcome: [*(row.id for row in each.cases), *(other.id for other in each.others)] for each in explained}
    return {
        "form": form.code,
        "version": form.version,
        "from": asked.period.first.isoformat(),
        "to": asked.period.last.isoformat(),
        "units": list(asked.units),
        "columns": [{"number": column.number, "heads": list(column.heads)} for column in form.columns],
        "rows": [
            {
                "mark": row.mark,
                "title": row.title,
                "cells": [number(counted.cells[row.mark, each.number]) for each in form.columns] if row.of else [],
            }
            for row in form.rows
        ],
        "beside": {name: number(each) for (mark, name), each in counted.beside.items() if not mark},
        "notes": words.notes(counted),
        "given": [
            {"organisation": each.organisation, "name": each.name, "figures": each.figures} for each in counted.given
        ],
        "owing": list(counted.owing),
        "controls": [
            {
                "title": each.control.title,
                "at": each.at,
                "whole": number(each.whole),
                "parts": number(each.parts),
                "excepted": number(each.excepted),
                "holds": each.holds,
                "cases": ids.get(each, []),
            }
            for each in counted.controls
        ],
    }
