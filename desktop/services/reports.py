"""Statistical forms filled from the cases on this PC; every number opens the cases it counts."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from pathlib import Path

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Paper
from desktop.reports import collected, counting, forms, frozen, layout, past
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted, Outcome, Place
from desktop.reports.forms import Form
from desktop.reports.frozen import Frozen
from desktop.reports.given import Given
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.services.entitlement import readable
from desktop.services.issued_changes import changes_since
from desktop.services.listed import Listed, listed
from desktop.services.session import Session
from desktop.store import directory, lists, records, settings
from desktop.store.engine import Connection
from desktop.store.lists import CaseRow
from desktop.store.watching import watched
from desktop.words import reports as words
from sync.client import withholding
from sync.contract.messages import UnitInfo
from sync.contract.records import IssuedReport

#: Told again and again how far a count is and of how many steps; what it raises ends the count, and nothing is left.
Tell = Callable[[int, int | None], object]

#: The setting that holds which readings were chosen.
_READINGS = "report_readings"

__all__ = ["Behind", "Counted", "Explained", "Listed", "Reports", "Tell", "named"]


class Behind(msgspec.Struct, frozen=True):
    """What a number counts: cases, newest first, or offices, organisations and people by name.

    Attributes:
        counted: the number.
        cases, others: those it counts something of.
        parts: id of each → how much: several people of a case, or a share.
        given: what organisations without the program reported; with the parts together the number.
    """

    counted: Fraction
    cases: Sequence[CaseRow]
    others: Sequence[Listed]
    parts: Mapping[str, Fraction]
    given: Sequence[tuple[Given, Fraction]] = ()


class Explained(msgspec.Struct, frozen=True):
    """A control that fails, with the cases, organisations or people that make it fail.

    ``unread`` are ids of those cases of which this PC may not hold everything: they may be counted wrongly here.
    """

    outcome: Outcome
    cases: Sequence[CaseRow]
    others: Sequence[Listed] = ()
    unread: frozenset[str] = frozenset()


def named(explained: Explained) -> list[str]:
    """Codes of the cases, and names of the others, that make a control fail."""
    codes = (words.unread(row.code) if row.id in explained.unread else row.code for row in explained.cases)
    return [*codes, *(each.name for each in explained.others)]


class Reports:
    """The use cases of statistics.

    Attributes:
        forms: those that were shipped, and those the office put into its folder of forms.
        refused: what is wrong with files in that folder that mean nothing.
    """

    def __init__(self, session: Session) -> None:
        """Read the forms."""
        self._session = session
        self.forms = [_parsed(text) for text in forms.shipped()]
        self.refused: list[DomainError] = []
        for file, text in forms.added(session.database.path.parent / forms.FOLDER):
            try:
                self.forms.append(_parsed(text))
            except DomainError as error:
                error.values["file"] = file
                self.refused.append(error)

    def form(self, code: str, period: Period) -> Form:
        """The version of a form that a period is reported with. Raise `DomainError` ``no_such_form``."""
        return forms.newest(self.forms, code, period.last)

    def exactly(self, code: str, version: str) -> Form:
        """One version of a form. Raise `DomainError` ``no_such_form``."""
        found = [form for form in self.forms if (form.code, form.version) == (code, version)]
        if not found:
            raise DomainError("no_such_form", form=f"{code} ({version})")
        return found[-1]  # of equals, what the office added

    def asked(self, period: Period, codes: Sequence[str] = (), readings: Mapping[str, str] | None = None) -> Asked:
        """What a report is about.

        Args:
            period: its days.
            codes: of the units; none for the office and all units below it.
            readings: how to count where no text settles it; none for the ways this office has chosen (`choose`).

        Raises:
            DomainError: ``not_your_unit`` with its code, ``no_such_reading`` with its name.
        """
        for name, way in (readings or {}).items():
            self._must_be_known(name, way)
        with self._session.database.read() as connection:
            units = self._units(connection)
            chosen = {**settings.get(connection, _READINGS, {}), **(readings or {})}
            known = {unit.code: unit.id for unit in units}
            for code in codes:
                if code not in known:
                    raise DomainError("not_your_unit", unit=code)
            ids = tuple(known[code] for code in codes) or tuple(known.values())
            return Asked(period, ids, chosen, directory.today(connection, self._session.office.unit, ids))

    def units(self) -> list[UnitInfo]:
        """The office, the units below it, and those whose place they have taken."""
        with self._session.database.read() as connection:
            return self._units(connection)

    def choose(self, name: str, way: str) -> None:
        """Count so from now on, where no text settles it. Raise `DomainError` ``no_such_reading``."""
        self._must_be_known(name, way)
        with self._session.database.write() as connection:
            settings.put(connection, _READINGS, {**settings.get(connection, _READINGS, {}), name: way})

    def _must_be_known(self, name: str, way: str) -> None:
        known = {(each.name, each_way.code) for form in self.forms for each in form.readings for each_way in each.ways}
        if (name, way) not in known:
            raise DomainError("no_such_reading", reading=f"{name}={way}")

    def count(self, form: Form, asked: Asked, as_of: dt.datetime | None = None, tell: Tell | None = None) -> Counted:
        """Fill a form; ``as_of`` a moment, as far as this PC remembers it (`desktop.reports.past`)."""
        told = _Told(tell)
        with self._session.database.read() as connection, _known_at(connection, form, as_of, told) as known:
            counted = collected.count(known, form, asked, told.begin)
            standing = collected.standing(known, form, asked, self._units(connection))
            counted = counted._replace(owing=[each.organisation.name or "" for each in standing if each.owes])
            before = _issued_before(connection, form, asked)
        if before is None:
            return counted
        title = words.continued(before.record.number or "")
        outcomes = counting.continued(counted, before.counted, title)
        return counted._replace(controls=[*counted.controls, *outcomes])

    def behind(
        self, form: Form, asked: Asked, place: Place, as_of: dt.datetime | None = None, tell: Tell | None = None
    ) -> Behind:
        """What a cell counts. Raise `DomainError` ``no_such_cell``."""
        if place[0] not in {row.mark for row in form.counted_rows} or place[1] not in {c.number for c in form.columns}:
            raise DomainError("no_such_cell", row=place[0], column=place[1])
        told = _Told(tell)
        with self._session.database.read() as connection, _known_at(connection, form, as_of, told) as known:
            parts: dict[str, Fraction] = {}
            types: dict[str, str] = {}
            for line in counting.behind(known, form, asked, place):
                parts[line.record] = parts.get(line.record, Fraction()) + line.part
                types[line.record] = line.type
            given = [
                (each, number)
                for each in collected.given(known, form, asked)
                if (number := each.numbers.get(place, Fraction()))
            ]
            whole = sum(parts.values(), start=Fraction()) + sum(number for _each, number in given)
            return Behind(whole, *self._listed(connection, types), parts, given)

    def page(self, counted: Counted) -> Paper:
        """A filled form as it is printed."""
        return layout.page(counted, self._session.office.unit.name)

    def write(self, counted: Counted, path: Path) -> int:
        """Write a filled form as a workbook or PDF, as its ending says; how many rows it has. Raise `SheetError`."""
        return write_paper(path, self.page(counted))

    def explain(self, counted: Counted, as_of: dt.datetime | None = None, tell: Tell | None = None) -> list[Explained]:
        """The controls that fail, each with what makes it fail."""
        failing = [outcome for outcome in counted.controls if not outcome.holds]
        found: list[Explained] = []
        if not failing:
            return found
        told = _Told(tell)
        with self._session.database.read() as connection, _known_at(connection, counted.form, as_of, told) as known:
            for done, outcome in enumerate(failing):
                told.begin(done, len(failing))
                if outcome.control in counted.form.controls:
                    types = dict(counting.explaining(known, counted.form, counted.asked, outcome))
                else:
                    types = dict.fromkeys(self._changed_before(connection, counted), "case")
                unread = frozenset(withholding.names(connection, types))
                found.append(Explained(outcome, *self._listed(connection, types), unread))
        return found

    def _changed_before(self, connection: Connection, counted: Counted) -> Sequence[str]:
        """The cases that changed after the report of the period before was issued."""
        before = _issued_before(connection, counted.form, counted.asked)
        changes = changes_since(self._session, before).changes if before else ()
        return sorted({each.case.id for each in changes})

    def _listed(self, connection: Connection, types: Mapping[str, str]) -> tuple[list[CaseRow], list[Listed]]:
        """The cases among these records, and the others; ``types``: id → record type."""
        cases = [record for record, record_type in types.items() if record_type == "case"]
        others = {record: record_type for record, record_type in types.items() if record_type != "case"}
        return self.rows(connection, cases), listed(connection, self._session.office.unit, others)

    def rows(self, connection: Connection, cases: Iterable[str]) -> list[CaseRow]:
        """The lines of these cases, newest first, without what this person may not read."""
        rows = lists.rows_of_cases(connection, sorted(cases))
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


def _issued_before(connection: Connection, form: Form, asked: Asked) -> Frozen | None:
    """The newest issued report of the same form and units over the period that ended the day before."""
    last = asked.period.first - dt.timedelta(days=1)
    fitting = [
        each
        for each in (records.every(connection, IssuedReport) if form.continuity else ())
        if each.form == form.code
        and each.to_on == last
        and set(frozen.units_of(each)) == set(asked.units)
        and each.issued_at
    ]
    for report in sorted(fitting, key=lambda each: (each.issued_at, each.id), reverse=True):
        try:
            return frozen.thaw(report)
        except DomainError:
            continue  # who opens it is told why
    return None


class _Told:
    """How far a count is, for who waits."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self._at: tuple[int, int | None] = (0, None)

    def begin(self, done: int, total: int) -> None:
        """So many steps are done."""
        self._at = (done, total)
        self.look()

    def look(self) -> None:
        """It is still at the same step."""
        if self._tell is not None:
            self._tell(*self._at)


@contextmanager
def _known_at(connection: Connection, form: Form, as_of: dt.datetime | None, told: _Told) -> Iterator[Connection]:
    with watched(connection, told.look):
        if as_of is None:
            yield connection
        else:
            with past.remembered(connection, form, as_of) as known, watched(known, told.look):
                yield known


@cache
def _parsed(text: str) -> Form:
    return forms.parse(text, PREDICATES, POPULATIONS)
