"""What people write into reports in words: this year's texts, last year's where there is none yet, own templates."""

from collections.abc import Sequence

from desktop.domain.errors import DomainError
from desktop.reports.outlines import Outline, Section, filled_in, names_of, placed
from desktop.reports.templates import outline_of
from desktop.services.cases import Cases
from desktop.services.intents import Values
from desktop.services.session import Session
from desktop.store import records
from desktop.words import annual as words
from sync.contract.records import ReportSection, ReportTemplate

__all__ = ["Section", "Sections"]


class Sections:
    """The use cases of texts in reports, and of reports an office was asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, outline: Outline, year: int) -> list[Section]:
        """The places of an outline where somebody writes, in order."""
        own = self._session.office.unit.id
        with self._session.database.read() as connection:
            every = [each for each in records.every(connection, ReportSection) if each.unit == own]
        now, before = (
            {each.section: each for each in every if (each.outline, each.year) == (outline.code, wanted) and each.text}
            for wanted in (year, year - 1)
        )
        names = names_of(year)
        found = []
        for place in placed(outline):
            if place.part.write:
                record = now.get(place.key) or before.get(place.key)
                found.append(
                    Section(
                        key=place.key,
                        at=place.at,
                        heading=filled_in(place.part.text, names),
                        text=(record.text or "") if record else "",
                        is_last_years=record is not None and place.key not in now,
                        record=now[place.key].id if place.key in now else None,
                    )
                )
        return found

    def write(self, outline: Outline, year: int, section: Section, text: str) -> None:
        """Keep what somebody wrote for a year; nothing takes it away, and last year's is offered again."""
        values: Values = {"text": text.strip() or None}
        if section.record is not None:
            Cases(self._session).edit("report_section", section.record, values)
        elif text.strip():
            place = {"year": year, "outline": outline.code, "section": section.key}
            Cases(self._session).add("report_section", {**place, **values})

    def templates(self) -> list[Outline]:
        """The reports the office was asked for, as outlines, by title."""
        found = [outline_of(each, words.FIGURES) for each in self.asked_for()]
        return sorted(found, key=lambda each: (each.title, each.code))

    def asked_for(self) -> Sequence[ReportTemplate]:
        """The same as they were typed."""
        with self._session.database.read() as connection:
            return records.every(connection, ReportTemplate)

    def keep(self, values: Values, template: str | None = None) -> str:
        """Add a report the office was asked for, or change it; return its id.

        Raises:
            DomainError, Invalid: ``required`` with ``title`` or ``headings``, or what else is wrong at a field.
        """
        for name in ("title", "headings"):
            if not str(values.get(name) or "").strip():
                raise DomainError("required", field=name)
        if template is None:
            return Cases(self._session).add("report_template", values)
        Cases(self._session).edit("report_template", template, values)
        return template

    def forget(self, template: str) -> None:
        """Put a report the office was asked for in the bin; what was written for it stays."""
        Cases(self._session).edit("report_template", template, {"deleted": True})
