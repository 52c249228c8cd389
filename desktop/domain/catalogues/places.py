"""Provinces and communes: 63 + districts until 2025-06-30, 34 without districts since (202/2025/QH15).

Seven province codes changed their meaning that day (15 was Yên Bái and is Lào Cai), so a code without a date or a list
says nothing. Provinces also become cities: the full name depends on the day.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from desktop.domain.catalogues.entries import Catalogue, Entry
from desktop.domain.catalogues.files import read_rows
from desktop.domain.errors import DomainError
from desktop.domain.text import sort_key

OLD_LIST, NEW_LIST = "63", "34"
NEW_LIST_FROM = date(2025, 7, 1)
_LAST_DAY_OF_OLD_LIST = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Province(Entry):
    """A province as it was named for some time; ``group`` is its list, `OLD_LIST` or `NEW_LIST`."""

    successor: str = ""  #: of an old province: the code in the new list that it belongs to since


@dataclass(frozen=True, slots=True)
class CommuneSuccessors:
    """What became of an old commune."""

    likeliest: str  #: preselect it; it is a guess where the commune was split, never convert silently
    candidates: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether the whole old commune went to one new one."""
        return len(self.candidates) == 1


@cache
def provinces() -> Catalogue[Province]:
    """Both lists in one dated catalogue."""
    return Catalogue("province", read_rows("province", Province, key=("code", "valid_from")))


@cache
def communes() -> Catalogue[Entry]:
    """The communes of the new list; ``group`` is the province."""
    return Catalogue("commune", read_rows("commune", Entry, key=("code", "valid_from")))


@cache
def legacy_communes() -> Catalogue[Entry]:
    """The communes of the old list with their districts, for addresses on old papers; ``group`` is the old province."""
    return Catalogue("legacy_commune", [parts[0].entry() for parts in _legacy_parts().values()])


def province_list(on: date) -> str:
    """Which list of provinces a day belongs to."""
    return OLD_LIST if on < NEW_LIST_FROM else NEW_LIST


def province_full_name(code: str, on: date) -> str:
    """``Tỉnh …`` or ``Thành phố …`` as of that day.

    Raises:
        DomainError: ``not_in_catalogue`` if there was no such province on that day.
    """
    return provinces().get(code, on).label


def province_successor(old_code: str) -> str:
    """The code in the new list for one of the old 63; each has exactly one.

    Raises:
        DomainError: ``not_in_catalogue`` if the old list has no such code.
    """
    return provinces().get(old_code, _LAST_DAY_OF_OLD_LIST).successor


def province_predecessors(new_code: str) -> tuple[str, ...]:
    """The old provinces that were merged into a new one."""
    return tuple(p.code for p in provinces().valid(_LAST_DAY_OF_OLD_LIST) if p.successor == new_code)


def centre_name(province_code: str, on: date) -> str:
    """The name of a province's one state legal-aid centre (QĐ 2070/QĐ-TTg), which follows the province's name."""
    name = province_full_name(province_code, on)
    return f"Trung tâm Trợ giúp pháp lý nhà nước {name[0].lower()}{name[1:]}"


def communes_of(province_code: str, on: date) -> tuple[Entry, ...]:
    """The communes of a province of the new list, in alphabetical order."""
    return tuple(sorted(communes().valid(on, group=province_code), key=lambda commune: sort_key(commune.brief)))


def commune_successors(old_code: str) -> CommuneSuccessors:
    """Which new communes an old one went to.

    Raises:
        DomainError: ``not_in_catalogue`` if the old list has no such code.
    """
    parts = _legacy_parts().get(old_code)
    if parts is None:
        raise DomainError("not_in_catalogue", catalogue="legacy_commune", entry=old_code, on=_LAST_DAY_OF_OLD_LIST)
    likeliest = next(part.successor for part in parts if part.default)
    return CommuneSuccessors(likeliest, tuple(part.successor for part in parts))


@dataclass(frozen=True, slots=True)
class _LegacyPart:
    """One line of the table: an old commune, or the part of it that went to one new commune."""

    code: str
    name: str
    kind: str
    district: str = ""
    province: str = ""
    successor: str = ""
    default: bool = False
    valid_from: date = date.min
    valid_to: date = date.max
    national_code: str | None = None
    source: str = ""
    unverified: bool = False

    def entry(self) -> Entry:
        full_name = f"{self.kind.capitalize()} {self.name}"
        return Entry(
            code=self.code,
            label=f"{full_name}, {self.district}" if self.district else full_name,
            short=self.name,
            group=self.province,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            national_code=self.national_code,
            source=self.source,
            unverified=self.unverified,
        )


@cache
def _legacy_parts() -> dict[str, list[_LegacyPart]]:
    parts: dict[str, list[_LegacyPart]] = {}
    for part in read_rows("legacy_commune", _LegacyPart, key=("code", "successor")):
        parts.setdefault(part.code, []).append(part)
    return parts
