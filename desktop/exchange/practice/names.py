"""Invented names as people of a province bear them: Kinh, and those of the minorities, each built its own way."""

from dataclasses import dataclass
from functools import cache
from random import Random

import msgspec

from desktop.exchange.practice.chances import Chances, Parts, chances, read_material


class _People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of the names of one ethnic group as written in the file."""

    families: Parts
    like: str = ""
    male: str = ""
    female: str = ""
    male_middles: Parts = []
    female_middles: Parts = []
    male_givens: Parts = []
    female_givens: Parts = []

    def part(self, name: str) -> Parts:
        """A part of the names, taken from another group where this one has none of its own."""
        own: Parts = getattr(self, name)
        return own if own or not self.like else _material().peoples[self.like].part(name)

    def pattern(self, gender: str) -> str:
        """How the parts are put together."""
        own = self.female if gender == "nu" else self.male
        return own or _material().peoples[self.like].pattern(gender)


class _Rare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    one_in: int
    male: list[str]
    female: list[str]


class _Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    upland: list[str]
    lowland: list[str]


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    peoples: dict[str, _People]
    rare: _Rare
    provinces: dict[str, dict[str, int]]
    places: _Places


@cache
def _material() -> _Names:
    return read_material("names", _Names)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the names of one ethnic group and gender."""

    pattern: str
    families: Chances[str]
    middles: Chances[str]
    givens: Chances[str]

    def build(self, rng: Random) -> str:
        return self.pattern.format(
            family=self.families.pick(rng), middle=self.middles.pick(rng), given=self.givens.pick(rng)
        )


@cache
def _builder(ethnic_group: str, gender: str) -> _Builder:
    people = _material().peoples[ethnic_group]
    sex = "female" if gender == "nu" else "male"
    return _Builder(
        people.pattern(gender),
        chances(people.families),
        chances(people.part(f"{sex}_middles") or [""]),
        chances(people.part(f"{sex}_givens")),
    )


@cache
def _peoples_of(province_code: str) -> Chances[str]:
    provinces = _material().provinces
    return Chances(provinces.get(province_code, provinces["elsewhere"]))


def random_ethnic_group(rng: Random, province_code: str) -> str:
    """The code of one of the peoples of a province, as often as they live there."""
    return _peoples_of(province_code).pick(rng)


def random_name(rng: Random, ethnic_group: str, gender: str) -> str:
    """A name as that people gives it; once in a while one that no rule about names expects.

    Args:
        rng: where all chance comes from.
        ethnic_group: one of the codes `random_ethnic_group` gives.
        gender: ``nam`` or ``nu``.
    """
    rare = _material().rare
    if rng.random() * rare.one_in < 1:
        return Chances.equal(rare.female if gender == "nu" else rare.male).pick(rng)
    return _builder(ethnic_group, gender).build(rng)


def random_hamlet(rng: Random, *, upland: bool) -> str:
    """Where somebody lives within a commune: ``Bản 4``, ``Tổ dân phố 11``."""
    places = _material().places
    pattern = Chances.equal(places.upland if upland else places.lowland).pick(rng)
    return pattern.format(n=1 + int(rng.random() * 14))
