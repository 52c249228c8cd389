"""Commands about reports in words."""

from argparse import Namespace

import msgspec

from desktop.cli.shell import Answer, Misuse, Shell
from desktop.domain.periods import period
from desktop.exchange.paper.letter import Figures, Text, prose
from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.services.sections import Sections
from desktop.words import annual as annual_words
from desktop.words import cli as words


def annual(shell: Shell, args: Namespace) -> Answer:
    """The draft of the annual report of a year."""
    if args.period is None:
        raise Misuse(words.PERIOD_MISSING)
    year = period(args.period).last.year
    with shell.reading() as session:
        service = AnnualReport(session)
        letter = service.letter(service.outline(args.of or ANNUAL), year)
        if args.out:
            service.write(letter, args.out)
    blocks = [
        {"kind": type(block).__name__.lower(), **msgspec.to_builtins(block, enc_hook=str)} for block in letter.blocks
    ]
    return Answer({"year": year, "title": list(letter.title), "blocks": blocks}, prose(letter).rstrip("\n"))


def sections(shell: Shell, args: Namespace) -> Answer:
    """The parts of a report that somebody writes, and how they stand; with ``--text`` one of them is written."""
    if args.period is None:
        raise Misuse(words.PERIOD_MISSING)
    year = period(args.period).last.year
    with shell.writing() if args.text is not None else shell.reading() as session:
        service, outline = Sections(session), AnnualReport(session).outline(args.of or ANNUAL)
        found = service.of(outline, year)
        if args.text is not None:
            if args.number is None or not args.number.isdigit() or not 1 <= int(args.number) <= len(found):
                raise Misuse(words.SECTION_MISSING.format(last=len(found)))
            service.write(outline, year, found[int(args.number) - 1], args.text)
            found = service.of(outline, year)
    lines = [
        f"{number:>3}. {annual_words.state(each):<14} {each.at} {each.heading}" for number, each in enumerate(found, 1)
    ]
    told = [
        {
            "number": number,
            "at": each.at,
            "heading": each.heading,
            "text": each.text,
            "written": each.is_written,
            "last_years": each.is_last_years,
        }
        for number, each in enumerate(found, 1)
    ]
    return Answer({"year": year, "outline": outline.code, "sections": told}, "\n".join(lines))


def _block(block: Text | Figures) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(block, enc_hook=str)
    return {"kind": type(block).__name__.lower(), **told}
