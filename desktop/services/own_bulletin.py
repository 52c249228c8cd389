"""The monthly bulletin of an office itself: the figures of the Department's bulletin, counted from its own cases.

They come from a form like any other (``resources/forms/bulletin-2021.toml``), so that every number opens its cases.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_letter
from desktop.exchange.paper.letter import Letter
from desktop.reports.bulletins.figures import BY_CRITERION, Split, criteria_of, marks_of
from desktop.reports.bulletins.reading import Measure
from desktop.reports.counting import Counted
from desktop.reports.criteria import UNNAMED
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import directory
from desktop.words import own_bulletin as words
from desktop.words.own_bulletin import Made, OfUnit

__all__ = ["COLUMNS", "FORM", "Made", "OwnBulletin"]

#: The form it is counted by, and its columns.
FORM = "BT/TTTT"
COLUMNS = {Measure.ACCEPTED: 1, Measure.ENDED: 2, Measure.SUCCESSFUL: 3}


class OwnBulletin:
    """The use cases of the office's own bulletin."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reports = Reports(session)

    def make(self, month: Period) -> Made:
        """Count a month, the month before it, and the month of every unit by itself."""
        before = month_before(month)
        counted = self._counted(month)
        by_criterion = self._reports.count(self._reports.form(BY_CRITERION, month), counted.asked)
        units: dict[str, list[str]] = {}  # those that were merged stand with the one that has taken their place
        for unit, (office, _kind) in counted.asked.offices.items():
            units.setdefault(office, []).append(unit)
        with self._session.database.read() as connection:
            names = {unit: directory.name_of(connection, unit) for unit in units}
        names[self._session.office.unit.id] = self._session.office.unit.name
        return Made(
            unit=self._session.office.unit.name,
            month=month,
            taken_at=self._session.clock(),
            figures=split(counted),
            before=split(self._counted(before)),
            criteria=list(criteria_of(by_criterion)),
            unnamed=self._unnamed(by_criterion),
            by_unit=[OfUnit(names[unit], split(self._counted(month, all_of_it))) for unit, all_of_it in units.items()],
        )

    def letter(self, made: Made) -> Letter:
        """The bulletin in the wording of the Department's."""
        return words.letter(made)

    def write(self, made: Made, path: Path) -> int:
        """Write it for Word, as a PDF or as plain text, as its ending says. Raise `SheetError`."""
        return write_letter(path, self.letter(made))

    def _unnamed(self, counted: Counted) -> list[str]:
        """Codes of the cases that count by no criterion, oldest first."""
        marks = {code: mark for mark, code in marks_of(counted.form).items()}
        cases = self._reports.behind(counted.form, counted.asked, (marks[UNNAMED], 1)).cases
        return [row.code for row in reversed(cases)]

    def _counted(self, month: Period, units: Sequence[str] = ()) -> Counted:
        asked = self._reports.asked(month)
        asked = asked._replace(units=tuple(units) or asked.units)
        return self._reports.count(self._reports.form(FORM, month), asked)


def split(counted: Counted) -> Mapping[Measure, Split]:
    """The figures of a counted form: measure → total, defence, protection."""

    def number(mark: str, column: int) -> int:
        return int(counted.cells[mark, column])

    return {each: Split(number("", at), number("1", at), number("2", at)) for each, at in COLUMNS.items()}


def month_before(month: Period) -> Period:
    """The calendar month before."""
    last = month.first - dt.timedelta(days=1)
    return Period(last.replace(day=1), last)
