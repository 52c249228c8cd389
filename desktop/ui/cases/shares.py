"""How several performers share one case: exact parts that sum to one. Pure functions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sync.contract.records import Assignment


def running(assignments: Sequence[Assignment]) -> list[Assignment]:
    """Those who perform the case now."""
    return [one for one in assignments if one.to_on is None]


def total(parts: Iterable[str]) -> Fraction:
    """The sum of the parts, exactly."""
    return sum((Fraction(part) for part in parts), Fraction(0))


def whole(parts: Iterable[str]) -> bool:
    """Whether the parts make one whole case."""
    return total(parts) == 1


def equal_part(performers: int) -> str:
    """The part of each when all do the same: ``1/2`` for two; ``1`` for one."""
    return str(Fraction(1, performers))
