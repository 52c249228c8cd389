"""Statistics that leave the office without anybody in them: a list of cases and a table, both without small groups."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.domain.catalogues import catalogue
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.domain.suppression import HIDDEN, LEAST_THRESHOLD, THRESHOLD, Released, masked, released
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.reports import released as reading
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import settings
from desktop.words import releasing as words

#: The setting that holds the threshold the office has chosen.
_THRESHOLD = "small_cells"
#: The setting that holds the first and last days of what was written on this PC.
_WRITTEN = "released_periods"
_LARGEST_THRESHOLD = 50


class Release(msgspec.Struct, frozen=True):
    """What may leave.

    Attributes:
        period: its days.
        threshold: groups smaller than this are hidden.
        cases: a line a case.
        left_out: how many cases are in no line.
        people: people helped in ended cases, by field of law and category.
        overlapping: other periods with days of this one of which something left before.
    """

    period: Period
    threshold: int
    cases: Sequence[tuple[str, ...]]
    left_out: int
    people: Released
    overlapping: Sequence[Period] = ()


class Releasing:
    """The use cases of statistics for others."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def threshold(self) -> int:
        """Groups smaller than this are hidden: as the office has chosen, else `THRESHOLD`."""
        with self._session.database.read() as connection:
            return int(settings.get(connection, _THRESHOLD, THRESHOLD))

    def choose(self, threshold: int) -> None:
        """Hide groups smaller than this from now on. Raise `DomainError` ``threshold_out_of_range``."""
        if not LEAST_THRESHOLD <= threshold <= _LARGEST_THRESHOLD:
            values = {"least": LEAST_THRESHOLD, "most": _LARGEST_THRESHOLD}
            raise DomainError("threshold_out_of_range", field="threshold", **values)
        with self._session.database.write() as connection:
            settings.put(connection, _THRESHOLD, threshold)

    def make(self, between: Period) -> Release:
        """What may leave of a period, of the office and the units below it."""
        asked, threshold = Reports(self._session).asked(between), self.threshold
        with self._session.database.read() as connection:
            cases, left_out = masked(reading.lines(connection, asked), threshold)
            people = released(reading.people(connection, asked), threshold)
        return Release(between, threshold, cases, left_out, people, self.overlapping(between))

    def overlapping(self, between: Period) -> list[Period]:
        """The other periods with days of this one that were written here: one table less another tells the rest."""
        return [
            each
            for each in self._written()
            if each != between and each.first <= between.last and between.first <= each.last
        ]

    def _written(self) -> list[Period]:
        with self._session.database.read() as connection:
            found = settings.get(connection, _WRITTEN, [])
        return [Period(*map(dt.date.fromisoformat, each)) for each in found]

    def write(self, release: Release, path: Path) -> int:
        """Write the workbook: the table, the list, and by which rule what was hidden; how many lines the list has.

        Raises:
            SheetError: the file cannot be written.
        """
        from desktop.exchange.spreadsheet import write_sheets  # noqa: PLC0415 - openpyxl, when a file is wanted

        rules = [(each,) for each in words.rules(release)]
        sheets = (
            (words.TABLE, *self._table(release)),
            (words.CASES, *self._cases(release)),
            (words.RULES, [SheetColumn(words.RULES, 110)], rules),
        )
        lines = write_sheets(path, sheets)[1]
        self._remember(release.period)
        return lines

    def _remember(self, between: Period) -> None:
        written = sorted({*self._written(), between})
        with self._session.database.write() as connection:
            settings.put(connection, _WRITTEN, [[day.isoformat() for day in each] for each in written])

    def _table(self, release: Release) -> tuple[Sequence[SheetColumn], Sequence[Sequence[Cell]]]:
        table, on = release.people, release.period.last
        categories, fields = catalogue("beneficiary_category"), catalogue("law_field")
        heads = [words.told(each, categories.label(each, on)) for each in table.columns]
        columns = [SheetColumn(words.FIELD, 44), *(SheetColumn(each, 16) for each in heads)]
        rows = [
            [
                words.told(row, fields.label(row, on)),
                *(table.counts.get((row, column), HIDDEN) for column in table.columns),
            ]
            for row in table.rows
        ]
        return columns, rows

    def _cases(self, release: Release) -> tuple[Sequence[SheetColumn], Sequence[Sequence[Cell]]]:
        told, on = reading.columns(), release.period.last
        catalogues = [catalogue(each.info.catalogue) if each.info.catalogue else None for each in told]
        rows = [
            [
                each.label(value, on) if each and value != HIDDEN else value
                for value, each in zip(line, catalogues, strict=True)
            ]
            for line in release.cases
        ]
        return [SheetColumn(field.title, 30) for field in told], rows
