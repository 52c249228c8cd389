"""Statistical forms filled from the cases on this PC; every number opens the cases it counts."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Paper
from desktop.reports import counting, forms, layout
from desktop.reports.counting import Counted, Outcome, Place
from desktop.reports.forms import Form
from desktop.reports.populations import POPULATIONS, Asked
from desktop.reports.predicates import PREDICATES
from desktop.services.entitlement import readable
from desktop.services.session import Session
from desktop.store import directory, lists
from desktop.store.engine import Connection
from desktop.store.lists import CaseRow
from sync.contract.messages import UnitInfo

__all__ = ["CasesBehind", "Counted", "Explained", "Reports"]


class CasesBehind(msgspec.Struct, frozen=True):
    """The cases a number counts, newest first; ``counted`` is the number, as several people may be in one case."""

    counted: int
    cases: Sequence[CaseRow]


class Explained(msgspec.Struct, frozen=True):
    """A control that fails, with the cases that make it fail."""

    outcome: Outcome
    cases: Sequence[CaseRow]


class Reports:
    """The use cases of statistics."""

    def __init__(self, session: Session, texts: Iterable[str] | None = None) -> None:
        """Know the forms that were shipped, or those whose texts are given."""
        self._session = session
        given = forms.shipped() if texts is None else texts
        self.forms = [forms.parse(text, PREDICATES, POPULATIONS) for text in given]

    def form(self, code: str, period: Period) -> Form:
        """The version of a form that a period is reported with. Raise `DomainError` ``no_such_form``."""
        return forms.newest(self.forms, code, period.last)

    def asked(self, period: Period, codes: Sequence[str] = ()) -> Asked:
        """What a report is about: of these units, or of the office and all units below it.

        Raises:
            DomainError: ``not_your_unit`` with its code.
        """
        with self._session.database.read() as connection:
            units = self._units(connection)
        known = {unit.code: unit.id for unit in units}
        for code in codes:
            if code not in known:
                raise DomainError("not_your_unit", unit=code)
        return Asked(period, tuple(known[code] for code in codes) or tuple(unit.id for unit in units))

    def count(self, form: Form, asked: Asked) -> Counted:
        """Fill a form."""
        with self._session.database.read() as connection:
            return counting.count(connection, form, asked)

    def behind(self, form: Form, asked: Asked, place: Place) -> CasesBehind:
        """The cases behind a cell. Raise `DomainError` ``no_such_cell``."""
        if place[0] not in {row.mark for row in form.counted_rows} or place[1] not in {c.number for c in form.columns}:
            raise DomainError("no_such_cell", row=place[0], column=place[1])
        with self._session.database.read() as connection:
            lines = counting.behind(connection, form, asked, place)
            return CasesBehind(len(lines), self._rows(connection, [line.case for line in lines]))

    def page(self, counted: Counted) -> Paper:
        """A filled form as it is printed."""
        return layout.page(counted, self._session.office.unit.name)

    def write(self, counted: Counted, path: Path) -> int:
        """Write a filled form as a workbook or PDF, as its ending says; how many rows it has. Raise `SheetError`."""
        return write_paper(path, self.page(counted))

    def explain(self, counted: Counted) -> list[Explained]:
        """The controls that fail, each with the cases that make it fail."""
        failing = [outcome for outcome in counted.controls if not outcome.holds]
        found = []
        with self._session.database.read() as connection:
            for outcome in failing:
                lines = counting.explaining(connection, counted.form, counted.asked, outcome)
                found.append(Explained(outcome, self._rows(connection, [line.case for line in lines])))
        return found

    def _rows(self, connection: Connection, cases: Iterable[str]) -> list[CaseRow]:
        rows = lists.rows_of_cases(connection, sorted(set(cases)))
        rows = readable(connection, self._session.reader, rows)
        return sorted(rows, key=lambda row: (row.received_at or "", row.id), reverse=True)

    def _units(self, connection: Connection) -> list[UnitInfo]:
        """The office, the units below it, and those whose place they have taken."""
        own = self._session.office.unit
        units, listed = {own.id: own}, directory.every(connection)
        while fresh := [
            unit for unit in listed if unit.id not in units and (unit.parent in units or unit.merged_into in units)
        ]:
            units |= {unit.id: unit for unit in fresh}
        return list(units.values())
