"""Commands about reports in words."""

from argparse import Namespace

import msgspec

from desktop.cli.shell import Answer, Misuse, Shell
from desktop.domain.periods import period
from desktop.exchange.paper.letter import Figures, Text, prose
from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.words import cli as words


def annual(shell: Shell, args: Namespace) -> Answer:
    """The draft of the annual report of a year."""
    if args.period is None:
        raise Misuse(words.PERIOD_MISSING)
    year = period(args.period).last.year
    with shell.reading() as session:
        service = AnnualReport(session)
        letter = service.letter(service.outline(ANNUAL), year)
        if args.out:
            service.write(letter, args.out)
    blocks = [
        {"kind": type(block).__name__.lower(), **msgspec.to_builtins(block, enc_hook=str)} for block in letter.blocks
    ]
    return Answer({"year": year, "title": list(letter.title), "blocks": blocks}, prose(letter).rstrip("\n"))


def _block(block: Text | Figures) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(block, enc_hook=str)
    return {"kind": type(block).__name__.lower(), **told}
