"""Counts a form: its cells in one statement a population, the list behind a cell by the same expressions, its controls.

Each row of a population is asked every predicate once; those that answer alike are counted together by the database,
and added up to cells here. So a form costs one walk over each population, however many cells it has. Rows that count
only a share are counted together with those of the same share, so that every number is exact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from desktop.reports.asked import Asked
from desktop.reports.forms import Beside, Control, Form, FormColumn, FormRow, Sum
from desktop.reports.given import Given
from desktop.reports.naming import Predicate
from desktop.reports.populations import POPULATIONS, WHOLE, Population
from desktop.reports.predicates import PREDICATES

N = TypeVar("N", str, int | str)

#: A cell: the mark of its row and the number of its column.
Place = tuple[str, int]
#: The same, or a figure beside the columns by its name.
Spot = tuple[str, int | str]
#: Told before each walk over a population which one it is, and of how many.
Begin = Callable[[int, int], object]


class Line(NamedTuple):
    """One row behind a cell, the record that is listed for it with its type, and how much it counts."""

    row: str
    record: str
    type: str
    part: Fraction


class Outcome(NamedTuple):
    """A control applied to one row or one column of the form.

    Attributes:
        control: which one.
        at: the mark of the row, or the number of the column.
        whole: the number that stands for all.
        parts: what the parts add up to, less what is taken off.
        excepted: how many are lawfully in the whole alone.
    """

    control: Control
    at: str | int
    whole: Fraction
    parts: Fraction
    excepted: Fraction

    @property
    def holds(self) -> bool:
        """Whether the parts are the whole, but for lawful exceptions."""
        return self.whole == self.parts + self.excepted


class Counted(NamedTuple):
    """A form with its numbers; ``beside`` are those of the figures without a column.

    ``given`` is what of them organisations reported, ``owing`` names those that still have to.
    """

    form: Form
    asked: Asked
    cells: Mapping[Place, Fraction]
    beside: Mapping[tuple[str, str], Fraction]
    controls: Sequence[Outcome]
    given: Sequence[Given] = ()
    owing: Sequence[str] = ()

    @property
    def every(self) -> dict[Spot, Fraction]:
        """All of its numbers."""
        return {spot: number for numbers in (self.cells, self.beside) for spot, number in numbers.items()}

    def given_at(self, place: Place) -> list[tuple[Given, Fraction]]:
        """What of a cell which organisations reported."""
        return [(each, number) for each in self.given if (number := each.numbers.get(place, Fraction()))]

    def only(self, organisations: Iterable[str]) -> "Counted":
        """The numbers these organisations reported; of none, those counted from cases. Nothing is checked."""
        wanted = set(organisations)
        parts = [each.numbers for each in self.given if not wanted or each.organisation in wanted]
        told = {spot: sum((part.get(spot, Fraction()) for part in parts), Fraction()) for spot in self.every}
        if not wanted:
            told = {spot: number - told[spot] for spot, number in self.every.items()}
        return filled(self.form, self.asked, told)._replace(controls=())


def silent(_walk: int, _of: int) -> None:
    """Nobody waits."""


def count(connection: Connection, form: Form, asked: Asked, begin: Begin = silent) -> Counted:
    """Fill every cell of a form, and apply its controls."""
    rows = {row.mark: row.of for row in form.counted_rows}
    every: dict[Spot, Fraction] = {(mark, key): Fraction() for mark in rows for key in form.figures}
    for walk, name in enumerate(sorted(form.populations)):
        begin(walk, len(form.populations))
        asking = _asking(form, name)
        columns = {each.key: each.of for each in _figures_of(form, name)}
        for answers, weight, number in connection.execute(asking.query, asked.parameters):
            holding = {name for place, name in enumerate(asking.names) if answers >> place & 1}
            for mark in _all_among(rows, holding):
                for key in _all_among(columns, holding):
                    every[mark, key] += Fraction(weight) * number
    return filled(form, asked, every)


def with_given(counted: Counted, given: Sequence[Given]) -> Counted:
    """The same with what organisations reported added; the controls run over the sums."""
    if not given:
        return counted
    every = counted.every
    for each in given:
        for spot, number in each.numbers.items():
            if spot in every:
                every[spot] += number
    return filled(counted.form, counted.asked, every)._replace(given=given)


def filled(form: Form, asked: Asked, every: Mapping[Spot, Fraction]) -> Counted:
    """A form with these numbers, and its controls applied to them."""
    cells = {(mark, key): number for (mark, key), number in every.items() if isinstance(key, int)}
    beside = {(mark, key): number for (mark, key), number in every.items() if isinstance(key, str)}
    return Counted(form, asked, cells, beside, tuple(_controlled(form, every)))


def continued(now: Counted, before: Counted, title: str) -> Iterator[Outcome]:
    """Whether a period opens with what the one before closed with, in every row."""
    continuity = now.form.continuity
    if continuity is None:
        return
    control = Control(title, columns=Sum(continuity.opening, ()))
    for row in now.form.counted_rows:
        if (row.mark, continuity.closing) in before.every:
            closing, opening = before.every[row.mark, continuity.closing], now.cells[row.mark, continuity.opening]
            yield Outcome(control, row.mark, opening, closing, Fraction())


def behind(connection: Connection, form: Form, asked: Asked, place: Place) -> list[Line]:
    """What a cell counts, in the order of the ids of what is listed."""
    row, column = _row(form, place[0]), form.figures[place[1]]
    population = POPULATIONS[_population_of(form, column)]
    weight = _weight(population)
    query = select(population.row, population.record, population.type, weight).select_from(population.source)
    query = query.where(population.where, _all_of(row.of), _all_of(column.of))
    found = connection.execute(query.order_by(population.record, population.row), asked.parameters)
    return [Line(row, record, record_type, Fraction(part)) for row, record, record_type, part in found]


def cases(connection: Connection, form: Form, asked: Asked) -> frozenset[str]:
    """Ids of the cases that a form looks at."""
    found: set[str] = set()
    for name in form.populations:
        population = POPULATIONS[name]
        query = select(population.record, population.type).select_from(population.source).where(population.where)
        rows = connection.execute(query.distinct(), asked.parameters)
        found |= {record for record, record_type in rows if record_type == "case"}
    return frozenset(found)


def explaining(connection: Connection, form: Form, asked: Asked, outcome: Outcome) -> list[tuple[str, str]]:
    """Id and type of what makes a control fail: with more in the whole than in its parts, or less, unlawfully.

    Within one population every row must be in order by itself; of several, what they say of each case.
    """
    terms: dict[str, list[ColumnElement[int]]] = {}
    for name, predicate, times in _terms(form, outcome):
        terms.setdefault(name, []).append(case((predicate, literal(times, Integer)), else_=0))
    parts = []
    for name, each in terms.items():
        population = POPULATIONS[name]
        item = population.row if len(terms) == 1 else population.record
        times_in_all = sum(each[1:], start=each[0])
        part = select(
            population.record.label("record"),
            population.type.label("type"),
            item.label("item"),
            _weight(population).label("weight"),
            times_in_all.label("times"),
        ).select_from(population.source)
        parts.append(part.where(population.where, times_in_all != 0))
    if not parts:
        return []
    found = union_all(*parts).subquery()
    alike, in_all = (found.c.record, found.c.type, found.c.item, found.c.weight), func.sum(found.c.times)
    query = select(*alike, in_all).group_by(*alike).having(in_all != 0)
    net: dict[tuple[str, str, str], Fraction] = {}
    for record, record_type, item, weight, number in connection.execute(query, asked.parameters):
        key = (record, record_type, item)
        net[key] = net.get(key, Fraction()) + Fraction(weight) * number
    return sorted({(record, record_type) for (record, record_type, _item), amount in net.items() if amount})


def _terms(form: Form, outcome: Outcome) -> Iterator[tuple[str, Predicate, int]]:
    """What is added to the whole and taken off: its population, what it is, and how often it counts."""
    control = outcome.control
    told = control.columns or control.rows
    if told is None:
        return
    times = [1] + [-1] * len(told.parts) + [1] * len(told.less)
    if control.columns:
        row = _all_of(_row(form, str(outcome.at)).of)
        excused = [(control.allows, -1)] if control.allows else []
        for key, number in [*zip(told.members, times, strict=True), *excused]:
            figure = form.figures[key]
            yield _population_of(form, figure), and_(row, _all_of(figure.of)), number
    else:
        column = form.figures[outcome.at]
        for mark, number in zip(told.members, times, strict=True):
            yield _population_of(form, column), and_(_all_of(column.of), _all_of(_row(form, str(mark)).of)), number


class _Asking(NamedTuple):
    """The statement over one population: how many rows of which share answer alike, as a number with a bit for each
    of the ``names``."""

    names: Sequence[str]
    query: Select[Any]


@cache
def _asking(form: Form, name: str) -> _Asking:
    population = POPULATIONS[name]
    asked = [*(row.of for row in form.counted_rows), *(each.of for each in _figures_of(form, name))]
    names = sorted(frozenset[str]().union(*asked))
    bits = [case((PREDICATES[each], literal(1 << place, Integer)), else_=0) for place, each in enumerate(names)]
    answers, weight = sum(bits, start=literal(0)).label("answers"), _weight(population).label("weight")
    query = select(answers, weight, func.count()).select_from(population.source).where(population.where)
    # By name: spelt out again they would have other parameters, and be worked out twice.
    return _Asking(names, query.group_by(literal_column("answers"), literal_column("weight")))


def _figures_of(form: Form, population: str) -> list[FormColumn | Beside]:
    return [each for each in form.figures.values() if _population_of(form, each) == population]


def _weight(population: Population) -> ColumnElement[Any]:
    return literal(WHOLE) if population.weight is None else population.weight


def _all_among(members: Mapping[N, Sequence[str]], holding: AbstractSet[str]) -> list[N]:
    """Those all of whose predicates hold."""
    return [name for name, of in members.items() if holding >= set(of)]


def _controlled(form: Form, cells: Mapping[Spot, Fraction]) -> Iterator[Outcome]:
    for control in form.controls:
        if told := control.columns:
            for row in form.counted_rows:
                excepted = cells[row.mark, control.allows] if control.allows else Fraction()
                yield _summed(control, told, row.mark, {key: cells[row.mark, key] for key in told.members}, excepted)
        if told := control.rows:
            for column in form.columns:
                numbers = {mark: cells[str(mark), column.number] for mark in told.members}
                yield _summed(control, told, column.number, numbers, Fraction())


def _summed(
    control: Control, told: Sum, at: str | int, numbers: Mapping[int | str, Fraction], excepted: Fraction
) -> Outcome:
    parts = sum((numbers[each] for each in told.parts), start=Fraction())
    return Outcome(control, at, numbers[told.whole], parts - sum(numbers[each] for each in told.less), excepted)


def _all_of(names: Sequence[str]) -> Predicate:
    return and_(*(PREDICATES[name] for name in names or ("everything",)))


def _population_of(form: Form, figure: FormColumn | Beside) -> str:
    return figure.population or form.population


def _row(form: Form, mark: str) -> FormRow:
    return next(row for row in form.counted_rows if row.mark == mark)
