"""The annual report as a draft for Word: every heading of its outline in order, every figure there is, what is missing.

Figures are counted from 1 November to 31 October (S2); headings, periods and figures come from the outline's file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.domain.dates import format_date
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.exchange.paper.leaving import write_letter
from desktop.exchange.paper.letter import Letter, Text
from desktop.reports.outlines import Outline, Placed, filled_in, names_of, number_of, placed, shipped
from desktop.services.annual_figures import FIGURES as CASE_FIGURES
from desktop.services.annual_figures import Block, Facts
from desktop.services.annual_office_figures import OFFICE_FIGURES
from desktop.services.sections import Section, Sections
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
        self._sections = Sections(session)

    @property
    def outlines(self) -> list[Outline]:
        """Those the program knows, and the reports the office was asked for besides."""
        return [*shipped(), *self._sections.templates()]

    def outline(self, code: str) -> Outline:
        """The newest outline of a code, or of that title. Raise `DomainError` ``no_such_form``."""
        found = [each for each in self.outlines if code in (each.code, each.title[-1])]
        if not found:
            raise DomainError("no_such_form", form=code)
        return max(found, key=lambda each: each.version)

    def letter(self, outline: Outline, year: int) -> Letter:
        """The draft of a year."""
        names = names_of(year)
        between, before = period(outline.period.format(year=year)), period(outline.period.format(year=year - 1))
        facts = Facts(self._session, between, before)
        missing: list[Text] = []
        texts = {each.key: each for each in self._sections.of(outline, year)}
        body = [block for place in placed(outline) for block in _part(place, names, facts, texts, missing)]
        return Letter(
            name=f"{words.NAME if outline.code == ANNUAL else outline.title[-1]} {year}",
            left=(self._session.office.unit.name,),
            right=report_words.NATION,
            title=tuple(filled_in(line, names) for line in outline.title),
            blocks=[*_front(missing, outline), Text(self._told(between)), *body],
            signer=report_words.SIGNERS[-1],
            dated=report_words.DATED,
        )

    def write(self, letter: Letter, path: Path) -> int:
        """Write the draft for Word, as a PDF or as text; how many blocks it has. Raise `SheetError`."""
        return write_letter(path, letter)

    def _told(self, between: Period) -> str:
        first, last = map(format_date, between)
        return words.COUNTED.format(first=first, last=last, moment=moment(self._session.clock()))


def _front(missing: list[Text], outline: Outline) -> Iterator[Block]:
    """The first page: who gets it and when, and what somebody must still write or record."""
    if outline.recipient:
        yield Text(words.TO.format(recipient=outline.recipient))
    if outline.due_on:
        yield Text(words.DUE.format(day=format_date(outline.due_on), email=outline.email or "–"), missing=True)
    yield Text(words.MISSING, level=1)
    yield Text(words.MISSING_HELP if missing else words.NOTHING_MISSING)
    yield from missing


def _part(
    place: Placed, names: dict[str, str], facts: Facts, texts: Mapping[str, Section], missing: list[Text]
) -> Iterator[Block]:
    """A heading or item with what stands below it; what does not is noted as missing."""
    part = place.part
    text = filled_in(part.text, names)
    yield Text(text, level=part.level, bullet=part.bullet)
    found = [block for name in part.figures for block in FIGURES[name](facts)]
    yield from found
    written = texts.get(place.key)
    if written is not None and written.text:
        if written.is_last_years:
            yield Text(words.LAST_YEARS.format(last=names["last"]), missing=True)
        yield from (Text(line, missing=written.is_last_years) for line in written.text.split("\n") if line.strip())
    to_write = part.write and (written is None or not written.is_written)
    if to_write or (part.figures and not found):
        what = (text.removeprefix(f"{number_of(text)}. ") if part.level else text).rstrip(".;:")
        why = words.RECORD if not to_write else words.REVISE if written and written.is_last_years else words.WRITE
        missing.append(Text(words.LACKING.format(at=place.at, what=what, why=why), bullet=True))
        if not (written and written.text):
            yield Text(words.TO_WRITE if to_write else words.NOT_RECORDED, missing=True)
