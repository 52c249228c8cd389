"""How large the country of a run is: three to eight PCs in three to five units, as the seed says."""

from random import Random
from typing import NamedTuple


class UnitPlan(NamedTuple):
    """A unit as the administrator enters it."""

    code: str
    kind: str
    parent: str | None


class PcPlan(NamedTuple):
    """A PC: where it stands and who works at it."""

    name: str
    unit: str
    people: tuple[str, ...]


class Country(NamedTuple):
    """Units and PCs; two of the PCs stand in the first branch, and the last PC is the one without a line."""

    units: tuple[UnitPlan, ...]
    pcs: tuple[PcPlan, ...]


_UNITS = (
    UnitPlan("TT", "trung_tam", None),
    UnitPlan("CN1", "chi_nhanh", "TT"),
    UnitPlan("CN2", "chi_nhanh", "TT"),
    UnitPlan("TT2", "trung_tam", None),
    UnitPlan("CN3", "chi_nhanh", "TT"),
)
_FIRST = (PcPlan("Tam", "TT", ("tam", "thu")), PcPlan("Hoa", "CN1", ("hoa",)), PcPlan("Binh", "CN1", ("binh", "mai")))
_OTHERS = ("Pang", "Sua", "Lan", "Duc", "Ly")


def drawn(chance: Random) -> Country:
    """A country; most are small, for few hands in few cases make for quarrels."""
    units = _UNITS[: chance.choice([3, 3, 4, 5])]
    others = _OTHERS[: chance.choice([0, 0, 1, 1, 1, 1, 2, 2, 3, 5])]
    pcs = [PcPlan(name, chance.choice(units).code if n else "CN2", (name.lower(),)) for n, name in enumerate(others)]
    return Country(units, (*_FIRST, *pcs))
