"""The command that ranks units or people, with its rule, as the window does."""

from argparse import Namespace
from collections.abc import Iterator

import msgspec

from desktop.cli.cases import shown
from desktop.cli.reports import lines_of_cases, number, parts_of_cases
from desktop.cli.shell import Answer, Command, Shell
from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.ranking import By, Placed, Ranking, Rankings, Whom
from desktop.words import ranking as words
from desktop.words import reports as report_words
from desktop.words.formats import exact


def show(shell: Shell, args: Namespace) -> Answer:
    """Everybody in order, or the cases that decide the rank of one."""
    with shell.reading() as session:
        service = Rankings(session)
        found = service.ranking(period(args.period), Whom(args.whom), By(args.by))
        if args.out:
            service.write(found, args.out)
        if args.line is None:
            return Answer(_data(found), "\n".join(_table(found)))
        placed = _line(found, args.line)
        behind = service.behind(found, placed)
        rows = [shown(row, session.user.full_name) for row in behind.cases]
    head = words.behind(placed.one.name, found.by, exact(behind.counted))
    told = {**_one(placed), "cases": msgspec.to_builtins(rows), "parts": parts_of_cases(behind)}
    return Answer(told, "\n".join([head, *lines_of_cases(behind, rows)]))


def _table(found: Ranking) -> Iterator[str]:
    yield f"{words.WHOM[found.whom]}: {words.BY[found.by]}. {report_words.between(found.period)}"
    yield from (
        words.table(words.cells(each.rank, each.one) for each in found.lines) if found.lines else (words.NOTHING,)
    )
    yield words.rule(found.by)


def _line(found: Ranking, line: int) -> Placed:
    """The line of this number. Raise `DomainError` ``no_such_line``."""
    if line > len(found.lines):
        raise DomainError("no_such_line", line=line, lines=len(found.lines))
    return found.lines[line - 1]


def _data(found: Ranking) -> dict[str, object]:
    between = {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()}
    ranked = {"whom": found.whom.value, "by": found.by.value, "rule": words.rule(found.by)}
    return {**between, **ranked, "lines": [_one(each) for each in found.lines]}


def _one(placed: Placed) -> dict[str, object]:
    one = placed.one
    counts = {"ended": number(one.ended), "successful": number(one.successful)}
    return {
        "rank": placed.rank,
        "key": one.key,
        "name": one.name,
        "total": one.cases,
        "complete": one.complete,
        **counts,
    }


COMMANDS: dict[str, Command] = {"ranking": show}
