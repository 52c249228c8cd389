"""A page as it is printed, whatever it is printed by: what stands above the table, heads over heads, rows, signatures.

Workbook, PDF and what is pasted elsewhere are made from the same description, so that they cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec

from desktop.domain.dates import format_date
from desktop.words.formats import exact

#: What a cell holds.
Value = str | int | Fraction | dt.date | None

#: Told how many rows of a table are done; raises to stop.
Step = Callable[[int], object]


def ignored(_done: int) -> None:
    """For whoever does not ask how far it is."""


class Band(msgspec.Struct, frozen=True):
    """Lines side by side above the table: at the left, in the middle, at the right. The first of each stands out."""

    left: Sequence[str] = ()
    middle: Sequence[str] = ()
    right: Sequence[str] = ()


class PaperColumn(msgspec.Struct, frozen=True):
    """A column: its heads from the top down, its width in characters, and what stands under the heads."""

    heads: tuple[str, ...]
    width: float
    number: str = ""


class PaperRow(msgspec.Struct, frozen=True):
    """A row: as many cells as columns. ``level`` moves the first one to the right; ``heavy`` is a heading or a sum."""

    cells: Sequence[Value]
    level: int = 0
    heavy: bool = False


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A table on A4, landscape.

    Attributes:
        name: of the sheet, and the title of the document; no longer than Excel takes (31 characters).
        bands: what stands above the table, from the top down.
        columns, rows: the table; its heads are repeated on every page.
        notes: below it.
        signers: who signs, from the left; a name may have several lines.
        dated: where and when it was signed, above the last of them; dots are filled in by hand.
    """

    name: str
    bands: Sequence[Band]
    columns: Sequence[PaperColumn]
    rows: Sequence[PaperRow]
    notes: Sequence[str] = ()
    signers: Sequence[str] = ()
    dated: str = ""

    @property
    def depth(self) -> int:
        """How many heads are over each other at most."""
        return max(len(column.heads) for column in self.columns)

    @property
    def numbered(self) -> bool:
        """Whether something stands under the heads."""
        return any(column.number for column in self.columns)


class Head(NamedTuple):
    """A head and the place it takes: from which level and column, over how many."""

    text: str
    top: int
    left: int
    high: int
    wide: int


def heads(paper: Paper) -> Iterator[Head]:
    """The heads with equal ones side by side made one; a column without lower heads has a high one."""
    columns, depth = paper.columns, paper.depth
    for level in range(depth):
        left = 0
        while left < len(columns):
            own = columns[left].heads
            ends = left + 1
            if level < len(own) - 1:
                while ends < len(columns) and columns[ends].heads[: level + 1] == own[: level + 1]:
                    ends += 1
            if level < len(own):
                high = depth - level if level == len(own) - 1 else 1
                yield Head(own[level], level, left, high, ends - left)
            left = ends


def words_of(value: Value) -> str:
    """What is printed for a value: ``1.274``, ``209,5``, ``31/12/2026``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return format_date(value) if isinstance(value, dt.date) else exact(value)


def head_heights(paper: Paper, needed: Callable[[Head], float]) -> list[float]:
    """How high each level of heads is so that every head has what it needs; a high one may stretch its lowest level."""
    every = list(heads(paper))
    heights = [0.0] * paper.depth
    for each in every:
        if each.high == 1:
            heights[each.top] = max(heights[each.top], needed(each))
    for each in every:
        below = slice(each.top, each.top + each.high)
        heights[each.top + each.high - 1] += max(0.0, needed(each) - sum(heights[below]))
    return heights


def blocks(band: Band, widths: Sequence[float]) -> list[tuple[Sequence[str], int, int]]:
    """The parts of a band that hold something, each with the columns it reaches from and to (not included).

    A part takes about the same width as the others, however wide the columns are.
    """
    parts = [part for part in (band.left, band.middle, band.right) if part]
    share = sum(widths) / max(1, len(parts))
    ends: list[int] = []
    for column in range(1, len(widths)):
        left = len(parts) - 1 - len(ends)
        if left and (sum(widths[:column]) >= share * (len(ends) + 1) or len(widths) - column == left):
            ends.append(column)
    return list(zip(parts, [0, *ends], [*ends, len(widths)], strict=True))
