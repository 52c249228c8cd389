"""One row of the answer: a figure, the floor of the same run, and whether the aim is met."""

import math
from collections.abc import Sequence

import msgspec


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure may be at most; every bound that is given must hold.

    Attributes:
        times: the floor.
        above: the floor, in the row's unit.
        below: in the row's unit, whatever the floor.
        all_of: how many of the floor's, for a figure that counts what came through: every one.
    """

    times: float | None = None
    above: float | None = None
    below: float | None = None
    all_of: bool = False

    def words(self, unit: str) -> str:
        """The aim as people read it."""
        bounds = (
            self.times is not None and f"≤ {self.times:g} × floor",
            self.above is not None and f"≤ floor + {self.above:g} {unit}",
            self.below is not None and f"< {self.below:g} {unit}",
            self.all_of and "every one",
        )
        return " and ".join(bound for bound in bounds if bound)

    def met_by(self, figure: float, floor: float | None) -> bool:
        """Whether every bound holds."""
        return (
            (self.times is None or floor is None or figure <= self.times * floor)
            and (self.above is None or floor is None or figure <= floor + self.above)
            and (self.below is None or figure < self.below)
            and (not self.all_of or figure == floor)
        )


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A figure beside its floor.

    Attributes:
        what: what was measured.
        floor_is: what the floor is.
        unit: of ``figure`` and ``floor``.
        ratio: figure ÷ floor.
        also: further figures that explain this one; each name ends with its unit.
    """

    what: str
    floor_is: str | None
    unit: str
    figure: float
    floor: float | None
    ratio: float | None
    aim: str
    met: bool
    also: dict[str, float]


def row(
    what: str,
    unit: str,
    aim: Aim,
    figure: float,
    floor: float | None = None,
    *,
    floor_is: str | None = None,
    **also: float,
) -> Row:
    """Judge a figure by its aim."""
    return Row(
        what=what,
        floor_is=floor_is,
        unit=unit,
        figure=_rounded(figure),
        floor=None if floor is None else _rounded(floor),
        ratio=figure / floor and _rounded(figure / floor) if floor else None,
        aim=aim.words(unit),
        met=aim.met_by(figure, floor),
        also={name: _rounded(value) for name, value in also.items()},
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values (0 to 1) do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)


def _rounded(value: float) -> float:
    """Four digits that count."""
    return float(f"{value:.4g}")
