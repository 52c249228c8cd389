"""Invented people who could come with a matter: the right age, category, number and address for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from desktop.domain.catalogues import (
    Entry,
    beneficiary_category,
    beneficiary_version,
    catalogue,
    categories_of,
    communes,
    province_full_name,
    province_predecessors,
)
from desktop.exchange.practice.chances import Chances
from desktop.exchange.practice.matters import Group, PracticeMatter, material
from desktop.exchange.practice.names import random_ethnic_group, random_hamlet, random_name

T = TypeVar("T")

_KINH, _HOA = "01", "04"
_ANY_AGE = (0, 120)
_HARDSHIP_GROUNDS = Chances({"can_ngheo": 45, "tro_cap_xa_hoi": 55})
_OLD_CARDS_UNTIL = 1998  #: born later, hardly anybody was given a card of nine digits


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """An invented person; codes are those of the catalogues, text is empty where there is nothing."""

    full_name: str
    gender: str
    birth_date: date | None  #: None where only the year is known
    birth_year: int
    citizen_number: str
    old_number: str
    ethnic_group: str
    phone: str
    province: str
    commune: str
    address: str
    category: str  #: diện, of the legal version in force on the day
    hardship_ground: str
    sub_status: str
    restricted: bool


def random_person(rng: Random, province_code: str, on: date, matter: PracticeMatter | None = None) -> PracticePerson:
    """Somebody who asks for legal aid in a province.

    Args:
        rng: where all chance comes from.
        province_code: of the new list (34).
        on: the day they come; it decides their age and the law in force.
        matter: what they come with; their age and category are made to fit.

    Raises:
        DomainError: if the province is not in the list, or for a day before the law of 2018.
    """
    ethnic_group = random_ethnic_group(rng, province_code)
    ages = matter.ages if matter else _ANY_AGE
    version = beneficiary_version(on)
    minority = ethnic_group not in {_KINH, _HOA}
    category = _categories(version, minority, matter.kind if matter else "", ages).pick(rng)
    group = material().categories[category]
    gender = "nam" if rng.random() * 100 < group.men else "nu"
    born = _birth(rng, on, max(group.ages[0], ages[0]), min(group.ages[1], ages[1]))
    commune = _pick(rng, _communes(province_code))
    hardship = beneficiary_category(category, version).hardship
    return PracticePerson(
        full_name=random_name(rng, ethnic_group, gender),
        gender=gender,
        birth_date=None if on.year - born.year > 60 and rng.random() < 0.15 else born,
        birth_year=born.year,
        citizen_number=_citizen_number(rng, province_code, gender, born.year),
        old_number=_digits(rng, 9) if born.year < _OLD_CARDS_UNTIL and rng.random() < 0.4 else "",
        ethnic_group=ethnic_group,
        phone=f"0100{_digits(rng, 6)}" if rng.random() < 0.7 else "",
        province=province_code,
        commune=commune.code,
        address=f"{random_hamlet(rng, upland=minority)}, {commune.label}, {_province_name(province_code)}",
        category=category,
        hardship_ground=_HARDSHIP_GROUNDS.pick(rng) if hardship else "",
        sub_status=group.sub_status.get(matter.kind, "") if matter else "",
        restricted=group.restricted,
    )


@cache
def _categories(version: str, minority: bool, kind: str, ages: tuple[int, int]) -> Chances[str]:
    """The categories of a legal version that somebody with such a matter can have."""

    def fits(group: Group) -> bool:
        old_enough, young_enough = group.ages[1] >= ages[0], group.ages[0] <= ages[1]
        return (not kind or kind in group.kinds) and old_enough and young_enough and (minority or not group.minority)

    groups = material().categories
    codes = [category.code for category in categories_of(version) if category.code in groups]
    return Chances({code: groups[code].weight for code in codes if fits(groups[code])})


@cache
def _communes(province_code: str) -> tuple[Entry, ...]:
    return communes().valid(date.max, group=province_code)  # as they are called now, whatever the day of the case


@cache
def _province_name(province_code: str) -> str:
    return province_full_name(province_code, date.max)


@cache
def _registration_codes(province_code: str) -> tuple[str, ...]:
    """Numbers still begin with the codes of the provinces from before the mergers."""
    old_codes = province_predecessors(province_code)
    return tuple(entry.code for entry in catalogue("birth_registration").entries if entry.group in old_codes)


def _citizen_number(rng: Random, province_code: str, gender: str, year: int) -> str:
    century_and_sex = 2 * ((year - 1900) // 100) + (gender == "nu")
    return f"{_pick(rng, _registration_codes(province_code))}{century_and_sex}{year % 100:02}{_digits(rng, 6)}"


def _birth(rng: Random, on: date, youngest: int, oldest: int) -> date:
    """A day on which somebody who is between two ages on a day was born."""
    age = youngest + int(rng.random() * (oldest - youngest + 1))
    return on - timedelta(days=int((age + rng.random() * 0.99) * 365.25) + 1)


def _digits(rng: Random, count: int) -> str:
    return f"{int(rng.random() * 10**count):0{count}}"


def _pick(rng: Random, values: Sequence[T]) -> T:
    return values[int(rng.random() * len(values))]
