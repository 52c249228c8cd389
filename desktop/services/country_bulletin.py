"""The monthly bulletin of the whole country, on the PC of the Department: from records without anybody in them.

They come over the line when somebody asks (`CountryBulletin.take`), and stay: the bulletin is made without a line. The
form is that of an office's own bulletin, so a number and the cases behind it are one expression here, too.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop.domain.catalogues import province_list
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.domain.territory import names_of, province_of
from desktop.exchange.paper.leaving import write_letter
from desktop.exchange.paper.letter import Letter
from desktop.reports import counting, national
from desktop.reports.asked import Asked
from desktop.reports.bulletins.counted import BEFORE, Difference, differences
from desktop.reports.bulletins.figures import BY_CRITERION, Split, criteria_of
from desktop.reports.bulletins.reading import Bulletin, Measure
from desktop.reports.counting import Counted, Place
from desktop.reports.criteria import CODES, UNNAMED, is_criterion
from desktop.reports.forms import FormColumn, FormRow
from desktop.services.own_bulletin import COLUMNS, FORM, month_before, split
from desktop.services.reports import Reports
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import directory
from desktop.store import national as kept
from desktop.store.engine import Connection
from desktop.words import country_bulletin as words
from desktop.words.bulletins import MEASURES
from desktop.words.country_bulletin import Country, NationalCase, OfProvince, Opened
from desktop.words.own_bulletin import RANKING
from sync.contract.calls import NATIONAL
from sync.contract.messages import UnitInfo
from sync.contract.national import NationalRequest, NationalUnit
from sync.contract.roles import OVERSEEING

__all__ = ["COUNTRY_FORM", "ROWS", "Country", "CountryBulletin", "NationalCase"]

#: The code of the table that is issued, and the reading that says by which list of provinces it is.
COUNTRY_FORM, _LIST = "BT/CN", "provinces"
#: The rows of the form: all, defence, protection.
ROWS = ("", "1", "2")
#: The kind of unit that is the Department.
DEPARTMENT = "cuc"

#: The row of what belongs to no province.
NO_PROVINCE = "–"
#: The columns of the table, in order: a measure, and a row of the form.
_COLUMNS = tuple((measure, row) for measure in COLUMNS for row in ROWS)

Progress = Callable[[int], None]
"""Called with how many units have come; what it raises stops, and nothing is changed."""


class _Scope(NamedTuple):
    """What the country's records say of themselves: when they were taken, by which provinces they are counted."""

    taken_at: dt.datetime
    listed: str
    units: Mapping[str, UnitInfo]
    known: Sequence[str]


class CountryBulletin:
    """The use cases of the country's bulletin."""

    def __init__(self, session: Session, synchronise: Synchronise | None = None) -> None:
        """Work for this session, over the way to the server that ``synchronise`` goes."""
        self._session = session
        self._synchronise = synchronise or Synchronise(session)

    @property
    def may_make(self) -> bool:
        """Whether this is the Department, and somebody there who answers for what others do."""
        return self._session.office.unit.kind == DEPARTMENT and self._session.user.role in OVERSEEING

    def taken_at(self) -> dt.datetime | None:
        """When the country's records were last taken; None where they never were."""
        with self._session.database.read() as connection:
            return kept.taken_at(connection)

    def take(self, progress: Progress = lambda _units: None) -> int:
        """Take from the national system what has changed since the last time; of how many units.

        Raises:
            DomainError: ``not_the_department``, ``not_enrolled``.
            SyncError: no line; `NeedsUser` ``no_right`` where the national system knows this person otherwise.
        """
        self._check()
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        with self._session.database.read() as connection:
            known = kept.heads(connection)
        told: list[NationalUnit] = []
        more = True
        with closing(self._synchronise.over_the_line()[0]) as transport:
            while more:
                heads = known | {each.unit: each.head for each in told}
                request = NationalRequest(author=self._session.user.id, types=national.TYPES, heads=heads)
                answer = transport.ask(NATIONAL, request)
                told += answer.units
                more = answer.more and bool(answer.units)
                progress(len(told))
        self._keep(told, dt.datetime.fromisoformat(answer.at).astimezone(VIETNAM))
        return len(told)

    def make(self, month: Period, listed: str | None = None) -> Country:
        """Count a month and the one before, in all and by province.

        Args:
            month: from its first day to its last.
            listed: the list of provinces, `OLD_LIST` or `NEW_LIST`; None for that of the month itself.

        Raises:
            DomainError: ``not_the_department``, ``not_a_month``, ``national_not_taken``.
        """
        self._check()
        if month.first.day != 1 or (month.last + dt.timedelta(days=1)).day != 1:
            raise DomainError("not_a_month")
        with self._session.database.read() as connection:
            taken_at = kept.taken_at(connection)
            if taken_at is None:
                raise DomainError("national_not_taken")
            units = {unit.id: unit for unit in directory.every(connection)}
            scope = _Scope(taken_at, listed or province_list(month.last), units, kept.units(connection))
            months = {f"{each.first:%Y-%m}" for each in (month, month_before(month))}
            with national.in_tables(kept.records(connection), months) as country:
                return self._counted(country, month, scope)

    def beside(self, bulletin: Bulletin) -> list[Opened]:
        """What a published bulletin prints otherwise than the country's cases give, by its list of provinces.

        With the cases of a province or a criterion; those of the whole country are too many to be looked through.

        Raises:
            DomainError: as `make`.
        """
        made = self.make(Period(bulletin.first_day, bulletin.last_day), province_list(bulletin.last_day))
        provinces = {each.code: each.figures for each in made.provinces}
        criteria = {each.code: each.figures.total for each in made.criteria}

        def counts(measure: Measure, about: str) -> int | None:
            if about in provinces:
                return provinces[about][measure].total
            if is_criterion(about):
                return criteria.get(about, 0)
            figure = made.figures[measure]
            known = {
                "": figure.total,
                "bao_chua": figure.defence,
                "bao_ve": figure.protection,
                BEFORE: made.before[measure].total,
            }
            return known.get(about)

        def cases(each: Difference) -> Sequence[NationalCase]:
            if each.about in provinces:
                return made.cases(each.measure, "", each.about)
            return made.succeeded_by(each.about) if is_criterion(each.about) else ()

        different = differences(bulletin, counts)
        return [Opened(**msgspec.structs.asdict(each), cases=cases(each)) for each in different]

    def table(self, made: Country) -> Counted:
        """The same figures as a form: a row for the country and each province, three columns for each measure."""
        own = Reports(self._session).form(FORM, made.month)
        form = msgspec.structs.replace(
            own,
            code=COUNTRY_FORM,
            title=words.NAME,
            columns=tuple(
                FormColumn(number, (MEASURES[measure], words.brief(measure, row)), ("everything",))
                for number, (measure, row) in enumerate(_COLUMNS, 1)
            ),
            rows=tuple(FormRow(code, name, of=("everything",)) for code, name, _figures in _rows(made)),
            stub=words.PROVINCE,
            controls=(),
            notes=(words.taken(made.taken_at), words.LISTS[made.listed], RANKING),
        )
        cells = {
            (code, number): Fraction(_part(figures[measure], row))
            for code, _name, figures in _rows(made)
            for number, (measure, row) in enumerate(_COLUMNS, 1)
        }
        return Counted(form, Asked(made.month, (), {_LIST: made.listed}), cells, {}, ())

    def again(self, counted: Counted) -> Country:
        """Count anew what such a table is of. Raise as `make`."""
        return self.make(counted.asked.period, counted.asked.readings[_LIST])

    def behind(self, made: Country, place: Place) -> Sequence[NationalCase]:
        """The cases behind a number of that table."""
        code, number = place
        measure, row = _COLUMNS[number - 1]
        found = made.behind[measure, row]
        return found if not code else [each for each in found if (each.province or NO_PROVINCE) == code]

    def behind_criterion(self, made: Country, place: Place) -> Sequence[NationalCase]:
        """The cases behind a number of the form by criterion (`Country.by_criterion`)."""
        mark, number = place
        row = next(row for row in made.by_criterion.form.counted_rows if row.mark == mark)
        codes = frozenset[str]().union(*(CODES.get(name, ()) for name in row.of))
        found = made.behind[Measure.SUCCESSFUL, ROWS[number - 1]]
        return [each for each in found if not codes or (each.criterion or UNNAMED) in codes]

    def letter(self, made: Country) -> Letter:
        """The bulletin in the Department's wording."""
        return words.letter(made)

    def write(self, made: Country, path: Path) -> int:
        """Write it for Word, as a PDF or as plain text, as its ending says. Raise `SheetError`."""
        return write_letter(path, self.letter(made))

    def _counted(self, country: Connection, month: Period, scope: _Scope) -> Country:
        """The figures, and the cases behind each, of which the provinces are counted."""
        reports, asked = Reports(self._session), Asked(month, scope.known)
        form = reports.form(FORM, month)
        counted = counting.count(country, form, asked)
        by_criterion = counting.count(country, reports.form(BY_CRITERION, month), asked)
        before = counting.count(country, form, asked._replace(period=month_before(month)))
        places = {
            (measure, row): [line.record for line in counting.behind(country, form, asked, (row, column))]
            for measure, column in COLUMNS.items()
            for row in ROWS
        }
        province = {unit: province_of(scope.units, unit, scope.listed) for unit in scope.known}
        names = {unit: scope.units[unit].name if unit in scope.units else "" for unit in scope.known}
        ids = {case for cases in places.values() for case in cases}
        cases = {
            row.id: NationalCase(unit=names[row.unit], province=province[row.unit], **row.shown)
            for row in national.rows(country, ids)
        }
        behind = {place: tuple(cases[each] for each in found) for place, found in places.items()}
        return Country(
            unit=self._session.office.unit.name,
            month=month,
            taken_at=scope.taken_at,
            listed=scope.listed,
            figures=split(counted),
            before=split(before),
            criteria=list(criteria_of(by_criterion)),
            by_criterion=by_criterion,
            provinces=tuple(_by_province(behind, names_of(scope.listed, month.last))),
            behind=behind,
        )

    def _keep(self, told: Sequence[NationalUnit], at: dt.datetime) -> None:
        with self._session.database.write() as connection:
            kept.keep(connection, told, at)

    def _check(self) -> None:
        if not self.may_make:
            raise DomainError("not_the_department")


def _rows(made: Country) -> Iterator[tuple[str, str, Mapping[Measure, Split]]]:
    """Mark, title and figures: the country, then its provinces."""
    yield "", words.WHOLE, made.figures
    yield from ((each.code or NO_PROVINCE, each.name, each.figures) for each in made.provinces)


def _part(split: Split, row: str) -> int:
    return {"": split.total, "1": split.defence, "2": split.protection}[row]


def _by_province(
    behind: Mapping[tuple[Measure, str], Sequence[NationalCase]], names: Mapping[str, str]
) -> Iterator[OfProvince]:
    """Every province of the list, and what belongs to none, if anything does."""
    counts = {place: Counter(each.province for each in cases) for place, cases in behind.items()}
    unplaced = any(None in each for each in counts.values())
    for code in (*names, *([None] if unplaced else [])):
        figures = {each: Split(*(counts[each, row][code] for row in ROWS)) for each in COLUMNS}
        yield OfProvince(code=code, name=names[code] if code else words.UNPLACED, figures=figures)
