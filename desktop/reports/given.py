"""Figures that an organisation without the program reported, so that they can stand beside those counted from cases."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec

from desktop.reports.forms import Control, Form

#: Mark of a row and number of a column, or name of a figure beside them → how many.
Numbers = Mapping[tuple[str, int | str], Fraction]
#: The same as a record holds it: what is not nought, as text.
Packed = dict[str, dict[str, str]]


class Given(msgspec.Struct, frozen=True):
    """What one organisation reported.

    Attributes:
        organisation: its id.
        name: its name.
        received_on: when its figures came.
        figures: see `Packed`.
    """

    organisation: str
    name: str
    received_on: dt.date | None
    figures: Packed

    @property
    def numbers(self) -> dict[tuple[str, int | str], Fraction]:
        """Its numbers; what is missing is nought."""
        return {
            (mark, _key(key)): Fraction(text) for mark, texts in self.figures.items() for key, text in texts.items()
        }


def packed(numbers: Numbers) -> Packed:
    """Numbers as a record holds them."""
    rows: Packed = {}
    for (mark, key), number in numbers.items():
        if number:
            rows.setdefault(mark, {})[str(key)] = str(number)
    return rows


def completed(form: Form, typed: Numbers) -> dict[tuple[str, int | str], Fraction]:
    """Every figure of a form from those that an organisation is asked for (`Form.asked_elsewhere`).

    What it is not asked for is what makes the sums hold in which it stands alone, and else nought: an organisation
    hands no case on and takes none over, so what it carries on is what it had and did not end.
    """
    every: dict[tuple[str, int | str], Fraction] = {
        (row.mark, key): Fraction(typed.get((row.mark, key), 0)) for row in form.counted_rows for key in form.figures
    }
    for key, there, gone in _rests(form):
        for row in form.counted_rows:
            had = sum((every[row.mark, each] for each in there), start=Fraction())
            every[row.mark, key] = had - sum(every[row.mark, each] for each in gone)
    return every


class Overdrawn(NamedTuple):
    """A row in which more is ``gone`` than ``there`` was, by the figures that say so; nobody was asked for the rest."""

    mark: str
    there: Sequence[int | str]
    gone: Sequence[int | str]


def overdrawn(form: Form, numbers: Numbers) -> list[Overdrawn]:
    """Where what `completed` works out is less than nothing."""
    return [
        Overdrawn(row.mark, there, gone)
        for key, there, gone in _rests(form)
        for row in form.counted_rows
        if numbers[row.mark, key] < 0
    ]


def _rests(form: Form) -> Iterator[tuple[int | str, Sequence[int | str], Sequence[int | str]]]:
    """The figures that follow from others: what is added up for each, and what is taken off."""
    for control in form.controls:
        if (key := _told_by(form, control)) is not None and (told := control.columns) is not None:
            if key == told.whole:
                yield key, told.parts, told.less
            else:
                yield key, (told.whole, *told.less), [each for each in told.parts if each != key]


def _told_by(form: Form, control: Control) -> int | str | None:
    """The figure of a sum that nobody is asked for and that the others give."""
    asked = {each.key for each in form.asked_elsewhere}
    told = control.columns
    unasked = [each for each in (told.whole, *told.parts) if each not in asked] if told else []
    return unasked[0] if unasked else None


def _key(text: str) -> int | str:
    return int(text) if text.isdigit() else text
