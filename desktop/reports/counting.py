"""Counts a form: every cell in one statement, the list behind a cell by the same expressions, the controls after it.

Each row of the population is asked every predicate once; those that answer alike are counted together by the database,
and added up to cells here. So a form costs one walk over its population, however many cells it has.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, func, literal, not_, select

from desktop.reports.forms import Control, Form, FormColumn, FormRow, Sum
from desktop.reports.populations import POPULATIONS, Asked, Population
from desktop.reports.predicates import PREDICATES, Predicate

N = TypeVar("N", int, str, int | str)

#: A cell: the mark of its row and the number of its column.
Place = tuple[str, int]


class Line(NamedTuple):
    """One row behind a cell, and the case it belongs to."""

    row: str
    case: str


class Outcome(NamedTuple):
    """A control applied to one row or one column of the form.

    Attributes:
        control: which one.
        at: the mark of the row, or the number of the column.
        whole: the number that stands for all.
        parts: what the parts add up to.
        excepted: how many are lawfully in the whole alone.
    """

    control: Control
    at: str | int
    whole: int
    parts: int
    excepted: int

    @property
    def holds(self) -> bool:
        """Whether the parts are the whole, but for lawful exceptions."""
        return self.whole == self.parts + self.excepted


class Counted(NamedTuple):
    """A form with its numbers."""

    form: Form
    asked: Asked
    cells: Mapping[Place, int]
    controls: Sequence[Outcome]


def count(connection: Connection, form: Form, asked: Asked) -> Counted:
    """Fill every cell of a form, and apply its controls."""
    population = POPULATIONS[form.population](asked)
    rows = {row.mark: row.of for row in form.counted_rows}
    columns: dict[int | str, tuple[str, ...]] = {column.number: column.of for column in form.columns}
    columns |= {control.allows: (control.allows,) for control in form.controls if control.allows}
    found = _found(connection, population, list(rows.values()), list(columns.values()))
    every = {(mark, name): 0 for mark in rows for name in columns}
    for in_rows, in_columns, number in found:
        for mark in _named(rows, in_rows):
            for name in _named(columns, in_columns):
                every[mark, name] += number
    cells = {(mark, name): number for (mark, name), number in every.items() if isinstance(name, int)}
    return Counted(form, asked, cells, tuple(_controlled(form, every)))


def behind(connection: Connection, form: Form, asked: Asked, place: Place) -> list[Line]:
    """What a cell counts, in the order of the cases' ids."""
    row, column = _row(form, place[0]), _column(form, place[1])
    return _lines(connection, POPULATIONS[form.population](asked), _all_of(row.of), _all_of(column.of))


def explaining(connection: Connection, form: Form, asked: Asked, outcome: Outcome) -> list[Line]:
    """What makes a control fail: what stands in the whole and in no part or in several, without lawful reason."""
    told = outcome.control.columns or outcome.control.rows
    if told is None:
        return []
    columns = outcome.control.columns is not None
    whole, *parts = (_member(form, name, column=columns) for name in (told.whole, *told.parts))
    here = _member(form, outcome.at, column=not columns)
    times = sum((case((part, 1), else_=0) for part in parts), start=literal(0))
    excused = not_(PREDICATES[outcome.control.allows]) if outcome.control.allows else literal(True)
    return _lines(connection, POPULATIONS[form.population](asked), whole, here, times != 1, excused)


def _found(
    connection: Connection, population: Population, rows: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int, int]]:
    """Which rows, which columns, how many: the first two as numbers with a bit for each."""
    in_rows, in_columns = _bits(rows).label("in_rows"), _bits(columns).label("in_columns")
    query = select(in_rows, in_columns, func.count()).select_from(population.source).where(population.where)
    for row in connection.execute(query.group_by(in_rows, in_columns)):
        yield row[0], row[1], row[2]


def _bits(members: Sequence[Sequence[str]]) -> ColumnElement[int]:
    bits = [case((_all_of(of), literal(1 << number, Integer)), else_=0) for number, of in enumerate(members)]
    return sum(bits[1:], start=bits[0]) if bits else literal(0)


def _named(members: Mapping[N, object], bits: int) -> Iterator[N]:
    for number, name in enumerate(members):
        if bits >> number & 1:
            yield name


def _controlled(form: Form, cells: Mapping[tuple[str, int | str], int]) -> Iterator[Outcome]:
    for control in form.controls:
        excepted = control.allows or ""
        if control.columns:
            for row in form.counted_rows:
                yield _summed(
                    control,
                    control.columns,
                    row.mark,
                    {n: cells[row.mark, n] for n in _of(control.columns)},
                    cells.get((row.mark, excepted), 0),
                )
        if control.rows:
            for column in form.columns:
                number = column.number
                yield _summed(control, control.rows, number, {m: cells[str(m), number] for m in _of(control.rows)}, 0)


def _of(told: Sum) -> tuple[int | str, ...]:
    return told.whole, *told.parts


def _summed(control: Control, told: Sum, at: str | int, numbers: Mapping[int | str, int], excepted: int) -> Outcome:
    return Outcome(control, at, numbers[told.whole], sum(numbers[part] for part in told.parts), excepted)


def _lines(connection: Connection, population: Population, *conditions: Predicate) -> list[Line]:
    query = select(population.row, population.case).select_from(population.source)
    query = query.where(population.where, *conditions).order_by(population.case, population.row)
    return [Line(*row) for row in connection.execute(query)]


def _all_of(names: Sequence[str]) -> Predicate:
    return and_(*(PREDICATES[name] for name in names or ("everything",)))


def _member(form: Form, name: int | str, *, column: bool) -> Predicate:
    return _all_of(_column(form, int(name)).of if column else _row(form, str(name)).of)


def _row(form: Form, mark: str) -> FormRow:
    return next(row for row in form.counted_rows if row.mark == mark)


def _column(form: Form, number: int) -> FormColumn:
    return next(column for column in form.columns if column.number == number)
