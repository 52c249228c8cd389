"""How much each practitioner has to do and did in a period, beside the norm of the year."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.norms import FAILED, WHOM, norm_of, of_year, rating, seniority
from desktop.domain.periods import Period
from desktop.domain.text import person_sort_key
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Paper
from desktop.reports import layout, performance
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted, Line, Place, filled
from desktop.reports.forms import Form, FormColumn, FormRow
from desktop.services.entitlement import readable
from desktop.services.office_records import OfficeRecords
from desktop.services.reports import Behind, Reports
from desktop.services.session import Session
from desktop.store import lists, records
from desktop.words import workload as words
from sync.contract.records import CaseNorm, Practitioner

__all__ = ["Load", "Workload", "Workloads"]

_YEAR = (365, 366)  # days of a period that the norm of a year may be applied to


class Load(msgspec.Struct, frozen=True):
    """One practitioner: who, by which norm, what it makes of them, and how much is missing."""

    id: str
    name: str
    norm: CaseNorm | None = None
    rating: str | None = None
    missing: Fraction | None = None


class Workload(msgspec.Struct, frozen=True):
    """Everybody's numbers as a form: a row a practitioner, and what stands behind each number."""

    counted: Counted
    loads: Sequence[Load]
    behind: Mapping[Place, Sequence[Line]]


class Workloads:
    """The use cases of workload."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def over(self, period: Period, codes: Sequence[str] = ()) -> Workload:
        """Everybody who performs legal aid in a period, or did; ``codes`` of units as in `Reports.asked`.

        Raises:
            DomainError: ``not_your_unit`` with its code.
        """
        asked, own = Reports(self._session).asked(period, codes), self._session.office.unit.id
        with self._session.database.read() as connection:
            found = performance.lines(connection, asked)
            ids = {*performance.people(connection, asked), *(one for one, _column in found)}
            known = records.by_id(connection, Practitioner, ids)
            entered = [each for each in records.every(connection, CaseNorm) if each.unit in {*asked.units, own}]
        norms = of_year(entered, period.last.year)
        standings = OfficeRecords(self._session).staff(period.last)
        loads = [Load(one, words.NOBODY) for one in ids - known.keys()]
        for one in known.values():
            standing = standings.get(one.id)  # none of somebody in the bin, whose cases still count
            norm = norm_of(norms, one.id, seniority(standing.years if standing else None))
            ended = found.get((one.id, performance.LITIGATION), ())
            loads.append(_load(one, norm, sum((line.part for line in ended), Fraction()), period))
        loads.sort(key=lambda load: (not load.id, person_sort_key(load.name), load.id))
        return _filled(asked, loads, found, norms)

    def behind(self, workload: Workload, place: Place) -> Behind:
        """The cases behind a number. Raise `DomainError` ``no_such_cell``."""
        if place not in workload.counted.cells:
            raise DomainError("no_such_cell", row=place[0], column=place[1])
        parts: dict[str, Fraction] = {}
        for line in workload.behind.get(place, ()):
            parts[line.record] = parts.get(line.record, Fraction()) + line.part
        with self._session.database.read() as connection:
            rows = readable(connection, self._session.reader, lists.rows_of_cases(connection, sorted(parts)))
        rows = sorted(rows, key=lambda row: (row.received_at or "", row.id), reverse=True)
        return Behind(workload.counted.cells[place], rows, (), parts)

    def page(self, workload: Workload) -> Paper:
        """The numbers as they are printed."""
        return layout.page(workload.counted, self._session.office.unit.name)

    def write(self, workload: Workload, path: Path) -> int:
        """Write them as a workbook or PDF, as its ending says; how many rows there are. Raise `SheetError`."""
        return write_paper(path, self.page(workload))


def is_a_year(period: Period) -> bool:
    """Whether a period is rated by the norm of a year."""
    return (period.last - period.first).days + 1 in _YEAR


def _load(one: Practitioner, norm: CaseNorm | None, ended: Fraction, period: Period) -> Load:
    """By their ended litigation cases; only legal-aid officers have a norm, and it is for a year."""
    name = one.full_name or words.NOBODY
    if one.kind != WHOM or norm is None or not is_a_year(period):
        return Load(one.id, name)
    rated = rating(ended, norm)
    return Load(one.id, name, norm, rated, (norm.passes or 0) - ended if rated == FAILED else None)


def _filled(
    asked: Asked,
    loads: Sequence[Load],
    found: Mapping[tuple[str, int], Sequence[Line]],
    norms: Mapping[str, CaseNorm],
) -> Workload:
    heads = zip(words.HEADS, words.SHORT, strict=True)
    columns = tuple(FormColumn(number, each, short=short) for number, (each, short) in enumerate(heads, 1))
    marks = {load.id: str(number) for number, load in enumerate(loads, 1)}
    behind: dict[Place, Sequence[Line]] = {(marks[one], column): lines for (one, column), lines in found.items()}
    for column in columns:
        behind["", column.number] = [line for load in loads for line in found.get((load.id, column.number), ())]
    form = Form(
        code="KL",
        version=str(asked.period.last.year),
        legal_basis=words.BASIS,
        valid_from=asked.period.first,
        title=words.TITLE,
        counted=words.COUNTED,
        stub=words.STUB,
        population="performers_of_ended_cases",
        columns=columns,
        rows=(
            FormRow("", words.TOTAL, ("everything",)),
            *(FormRow(marks[load.id], _title(load), ("everything",)) for load in loads),
        ),
        notes=(*words.HOW, *_notes(asked.period, loads, norms)),
    )
    every: dict[tuple[str, int | str], Fraction] = {
        (row.mark, column.number): sum((line.part for line in behind.get((row.mark, column.number), ())), Fraction())
        for row in form.rows
        for column in columns
    }
    return Workload(filled(form, asked, every), loads, behind)


def _title(load: Load) -> str:
    return words.person(load.name, load.rating, load.missing)


def _notes(period: Period, loads: Sequence[Load], norms: Mapping[str, CaseNorm]) -> list[str]:
    """The norms of the year, or that there are none yet; and that a part of a year is not rated."""
    if not norms:
        return [words.NO_NORM.format(year=period.last.year)]
    names = {load.id: load.name for load in loads}
    whom = {one: each for one, each in norms.items() if each.practitioner is None or one in names}
    told = [words.norm(each, names.get(one, "")) for one, each in whom.items()]
    return told if is_a_year(period) else [*told, words.NOT_A_YEAR]
