"""Commands of the Department about the whole country: its cases without anybody in them, the bulletin of a month."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import msgspec

from desktop.cli.issuing import head
from desktop.cli.shell import Answer, Command, Shell
from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.paper.letter import prose
from desktop.reports.bulletins.reading import Measure
from desktop.reports.criteria import is_criterion
from desktop.services.country_bulletin import ROWS, Country, CountryBulletin, NationalCase
from desktop.services.issuing import Issuing
from desktop.services.own_bulletin import COLUMNS
from desktop.words import country_bulletin as words
from desktop.words import reports as report_words


def take(shell: Shell, _args: Namespace) -> Answer:
    """Take what has changed since the last time."""
    with shell.writing() as session:
        service = CountryBulletin(session)
        units = service.take()
        at = service.taken_at()
    return Answer({"units": units, "taken_at": at and at.isoformat()}, words.taken(at))


def make(shell: Shell, args: Namespace) -> Answer:
    """The bulletin of a month, or the cases behind one of its figures."""
    with shell.reading() as session:
        service = CountryBulletin(session)
        made = service.make(period(args.period), args.map)
        if args.out:
            service.write(made, args.out)
        text = prose(service.letter(made)).rstrip("\n")
    if args.criterion is not None:
        cases = _by_criterion(made, args.criterion, args.province)
    elif args.cell is not None:
        cases = made.cases(*_place(args.cell), args.province)
    else:
        return Answer(data(made), text)
    lines = ["\t".join(line) for line in (words.CASE_HEADS, *map(words.case_line, cases))]
    return Answer({"count": len(cases), "cases": msgspec.to_builtins(cases)}, "\n".join(lines))


def issue(shell: Shell, args: Namespace) -> Answer:
    """Freeze the bulletin of a month as it stands."""
    with shell.writing() as session:
        service, issuing = CountryBulletin(session), Issuing(session)
        counted = service.table(service.make(period(args.period), args.map))
        issuing.issue(counted, args.number, args.note or "")
        made = issuing.named(args.number)
        if args.out:
            issuing.write(made, args.out)
    return Answer(head(made), report_words.issued(made))


def data(made: Country) -> dict[str, Any]:
    """A bulletin for other programs; the cases behind its figures are asked for one by one."""
    found: dict[str, Any] = msgspec.to_builtins(made.told)
    return found


def _by_criterion(made: Country, criterion: str, province: str | None) -> Sequence[NationalCase]:
    """The cases of a criterion, or of none. Raise `DomainError` ``not_in_catalogue``."""
    if not is_criterion(criterion):
        raise DomainError("not_in_catalogue", catalogue="success_criterion", entry=criterion)
    return made.succeeded_by(criterion, province)


def _place(cell: tuple[str, int]) -> tuple[Measure, str]:
    """The figure a cell of the form stands for. Raise `DomainError` ``no_such_cell``."""
    measures = {column: measure for measure, column in COLUMNS.items()}
    row, column = cell
    if row not in ROWS or column not in measures:
        raise DomainError("no_such_cell", row=row, column=column)
    return measures[column], row


COMMANDS: dict[str, Command] = {"bulletin take": take, "bulletin country": make, "bulletin issue": issue}
