"""Counts and lists that may leave an office: nobody can be picked out of a small group, also not by subtraction.

A table is hidden in two steps. Every count from one up to the threshold is hidden; a nought stays, it is about nobody.
Then others are hidden until no hidden count follows from those that are left. Each row and each column adds up to its
sum, and in a hidden cell there is at least one, for noughts stay: five hidden cells that add up to five tell all of
them. So a hidden cell may be another if, and only if, it lies on a circle of hidden cells along rows and columns in
turn on which every second can be one more and every other one less, and those that get less hold two or more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

#: Counts below it are hidden. Five is what statistical offices commonly take as the least for tables of people: in a
#: commune a group of one to four is known by name to its neighbours.
THRESHOLD = 5
#: The least that may be chosen: below three, whoever is one of two knows the other.
LEAST_THRESHOLD = 3
#: The row of sums, and the column; no code of a catalogue, nor the empty one of what nobody said.
SUM = "+"
#: What stands in the place of what is hidden in a list.
HIDDEN = "*"

Cell = tuple[str, str]


class Released(NamedTuple):
    """A table as it may leave.

    Attributes:
        rows, columns: in order, the sums last.
        counts: every cell that is shown.
        small: the cells that are hidden because their count is small.
        further: those that are hidden so that the others do not follow.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[Cell, int]
    small: frozenset[Cell]
    further: frozenset[Cell]


def released(counts: Mapping[Cell, int], threshold: int = THRESHOLD) -> Released:
    """A table of counts with its sums, in which nobody can be picked out."""
    rows, columns = (sorted({cell[at] for cell in counts}, key=lambda name: (not name, name)) for at in (0, 1))
    every = {cell: counts.get(cell, 0) for cell in product(rows, columns)}
    every |= {(row, SUM): sum(every[row, column] for column in columns) for row in rows}
    every |= {(SUM, column): sum(every[row, column] for row in rows) for column in [*columns, SUM]}
    rows, columns = [*rows, SUM], [*columns, SUM]
    small = frozenset(cell for cell, count in every.items() if 0 < count < threshold)
    hidden = set(small)
    while more := _follows(every, hidden) or _tells_few(every, hidden, threshold):
        hidden |= more
    shown = {cell: count for cell, count in every.items() if cell not in hidden}
    return Released(rows, columns, shown, small, frozenset(hidden - small))


def _follows(every: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """What must be hidden besides so that a cell that follows from the others does not any more."""
    for row, column in sorted(hidden):
        if not _may_be_another((row, column), every, hidden):
            corners = [
                {(row, other), (down, column), (down, other)} - hidden
                for down, other in every
                if down != row and other != column
            ]
            # At the latest the three sums help: with them everything can be one more.
            ordered = sorted(corners, key=lambda three: _cost(every, three))
            return next(three for three in ordered if _may_be_another((row, column), every, hidden | three))
    return set()


def _cost(every: Mapping[Cell, int], cells: set[Cell]) -> tuple[int, int, list[Cell]]:
    """How much is lost by hiding cells; noughts are the last resort, for they leave others no room to be less."""
    return sum(not every[each] for each in cells), sum(every[each] for each in cells), sorted(cells)


def _may_be_another(cell: Cell, every: Mapping[Cell, int], hidden: set[Cell]) -> bool:
    """Whether some table that is alike in all that is shown has one more, or one less, in this cell.

    Sums are taken as less than nothing, so that every row and column adds up to nought.
    """
    is_sum = {each: (each[0] == SUM) != (each[1] == SUM) for each in hidden}
    up = {each for each in hidden if not is_sum[each] or every[each] > 1}
    down = {each for each in hidden if is_sum[each] or every[each] > 1}
    return (cell in up and cell[0] in _reached(up - {cell}, down - {cell}, columns={cell[1]})[0]) or (
        cell in down and cell[1] in _reached(up - {cell}, down - {cell}, rows={cell[0]})[1]
    )


def _reached(
    up: set[Cell], down: set[Cell], rows: AbstractSet[str] = frozenset(), columns: AbstractSet[str] = frozenset()
) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """The rows and columns one comes to: from a row along cells that can get more, from a column along the others."""
    while True:
        across = {column for row, column in up if row in rows} - columns
        along = {row for row, column in down if column in columns} - rows
        if not (across or along):
            return rows, columns
        rows, columns = rows | along, columns | across


def _tells_few(every: Mapping[Cell, int], hidden: set[Cell], threshold: int) -> set[Cell]:
    """What must be hidden besides where the hidden cells of a line are few together and its sum is shown."""
    for line, total in _lines(every):
        together = [each for each in line if each in hidden]
        if together and total not in hidden and sum(every[each] for each in together) < threshold:
            left = [each for each in line if each not in hidden and every[each]]
            return {min(left, key=lambda each: (every[each], each)) if left else total}
    return set()


def _lines(every: Mapping[Cell, int]) -> Iterator[tuple[list[Cell], Cell]]:
    """Each row and each column without its sum, and its sum."""
    for name in sorted({row for row, _column in every}):
        yield [each for each in every if each[0] == name and each[1] != SUM], (name, SUM)
    for name in sorted({column for _row, column in every}):
        yield [each for each in every if each[1] == name and each[0] != SUM], (SUM, name)


def masked(rows: Iterable[Sequence[str]], least: int = THRESHOLD) -> tuple[list[tuple[str, ...]], int]:
    """A list in which every line is like at least so many; the cells that tell more are hidden, the first ones first.

    Returns:
        The lines, in an order that says nothing, and how many are left out because even then they would stand alone.
    """
    lines = [tuple(row) for row in rows]
    width = max(map(len, lines), default=0)
    for place in range(width):
        alike = _numbers(lines)
        lines = [line if alike[line] >= least else (*line[:place], HIDDEN, *line[place + 1 :]) for line in lines]
    alike = _numbers(lines)
    kept = sorted(line for line in lines if alike[line] >= least)
    return kept, len(lines) - len(kept)


def _numbers(lines: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for line in lines:
        found[line] = found.get(line, 0) + 1
    return found
