"""Commands about closing the Sổ."""

from argparse import Namespace

import msgspec

from desktop.cli.shell import Answer, Command, Shell
from desktop.domain.periods import period
from desktop.services.closings import Closings
from desktop.words import closings as words


def close(shell: Shell, args: Namespace) -> Answer:
    """Close the office's Sổ for a month, half a year or a year."""
    between = period(args.period)
    with shell.writing() as session:
        closings = Closings(session)
        made = closings.close(between)
        closing = closings.of(between)
    told = f"{words.closed(closing)} {words.totals(closing)}" if closing else ""
    return Answer({"id": made}, told)


def closed(shell: Shell, _args: Namespace) -> Answer:
    """The closings of the office's Sổ, each with what was adjusted afterwards."""
    with shell.reading() as session:
        service = Closings(session)
        made = [(each, service.adjustments(each)) for each in service.every()]
    data = [
        {**msgspec.to_builtins(each), "adjustments": msgspec.to_builtins(adjustments)} for each, adjustments in made
    ]
    return Answer({"closings": data}, "\n".join(words.lines(made)))


COMMANDS: dict[str, Command] = {"register close": close, "register closings": closed}
