"""A form beside itself over another period: what each number was, by how much it differs, and by how many per cent."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from desktop.reports.counting import Counted, Place


class Compared(NamedTuple):
    """A number and what it was.

    Attributes:
        place: its cell.
        now, then: both numbers.
        per_cent: by how many per cent it grew or shrank, whole, a half away from nought as the Ministry rounds
            (DOMAIN §9.3); None where there was nothing.
    """

    place: Place
    now: Fraction
    then: Fraction
    per_cent: int | None

    @property
    def difference(self) -> Fraction:
        """How much more there is now."""
        return self.now - self.then


def compared(now: Counted, then: Counted) -> Iterator[Compared]:
    """Every cell, row by row, of one version of a form over two periods."""
    for place, number in now.cells.items():
        before = then.cells[place]
        yield Compared(place, number, before, per_cent(number - before, before))


def per_cent(by: Fraction, of: Fraction) -> int | None:
    """How many per cent ``by`` is ``of``, rounded half up in size; None of nothing."""
    if not of:
        return None
    size = int(abs(by) / of * 100 + Fraction(1, 2))
    return -size if by < 0 else size
