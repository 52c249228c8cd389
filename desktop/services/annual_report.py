"""The annual report as a draft for Word: every heading of its outline in order, every figure there is, what is missing.

Figures are counted from 1 November to 31 October (S2); headings, periods and figures come from the outline's file.
"""

from collections.abc import Iterator
from pathlib import Path

from desktop.domain.dates import format_date
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.exchange.paper.leaving import write_letter
from desktop.exchange.paper.letter import Letter, Text
from desktop.reports.outlines import Outline, Part, shipped
from desktop.services.annual_figures import FIGURES as CASE_FIGURES
from desktop.services.annual_figures import Block, Facts
from desktop.services.annual_office_figures import OFFICE_FIGURES
from desktop.services.session import Session
from desktop.words import annual as words
from desktop.words import reports as report_words
from desktop.words.formats import moment

__all__ = ["ANNUAL", "FIGURES", "AnnualReport"]

#: Code of the outline of the Department's annual report.
ANNUAL = "BCN"
#: Every figure an outline may name.
FIGURES = CASE_FIGURES | OFFICE_FIGURES


class AnnualReport:
    """The use cases of the annual report."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.outlines = shipped()

    def outline(self, code: str) -> Outline:
        """The newest outline of a code. Raise `DomainError` ``no_such_form``."""
        found = [each for each in self.outlines if each.code == code]
        if not found:
            raise DomainError("no_such_form", form=code)
        return max(found, key=lambda each: each.version)

    def letter(self, outline: Outline, year: int) -> Letter:
        """The draft of a year."""
        names = {"year": str(year), "last": str(year - 1), "next": str(year + 1)}
        between, before = period(outline.period.format(**names)), period(outline.period.format(year=year - 1))
        facts = Facts(self._session, between, before)
        missing: list[Text] = []
        body = [block for at, part in _placed(outline) for block in _part(at, part, names, facts, missing)]
        return Letter(
            name=f"{words.NAME} {year}",
            left=(self._session.office.unit.name,),
            right=report_words.NATION,
            title=tuple(line.format(**names) for line in outline.title),
            blocks=[*_front(missing), Text(self._told(between)), *body],
            signer=report_words.SIGNERS[-1],
            dated=report_words.DATED,
        )

    def write(self, letter: Letter, path: Path) -> int:
        """Write the draft for Word, as a PDF or as text; how many blocks it has. Raise `SheetError`."""
        return write_letter(path, letter)

    def _told(self, between: Period) -> str:
        first, last = map(format_date, between)
        return words.COUNTED.format(first=first, last=last, moment=moment(self._session.clock()))


def _front(missing: list[Text]) -> Iterator[Block]:
    """The first page: what somebody must still write or record."""
    yield Text(words.MISSING, level=1)
    yield Text(words.MISSING_HELP if missing else words.NOTHING_MISSING)
    yield from missing


def _placed(outline: Outline) -> Iterator[tuple[str, Part]]:
    """Each part with the number of the heading it stands under: ``I.7.4``."""
    chapter, number = "", ""
    for part in outline.parts:
        if part.level == 1:
            chapter, number = _number(part.text), ""
        elif part.level:
            number = f".{_number(part.text)}"
        yield f"{chapter}{number}", part


def _part(at: str, part: Part, names: dict[str, str], facts: Facts, missing: list[Text]) -> Iterator[Block]:
    """A heading or item with what stands below it; what does not is noted as missing."""
    text = part.text.format(**names)
    yield Text(text, level=part.level, bullet=part.bullet)
    found = [block for name in part.figures for block in FIGURES[name](facts)]
    yield from found
    if part.write or (part.figures and not found):
        what = (text.removeprefix(f"{_number(text)}. ") if part.level else text).rstrip(".;:")
        why = words.WRITE if part.write else words.RECORD
        missing.append(Text(words.LACKING.format(at=at, what=what, why=why), bullet=True))
        yield Text(words.TO_WRITE if part.write else words.NOT_RECORDED, missing=True)


def _number(heading: str) -> str:
    return heading.partition(" ")[0].rstrip(".")
