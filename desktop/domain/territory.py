"""Which province a unit belongs to, by the list of 63 and by that of 34.

A code alone does not say: seven changed their meaning on 01/7/2025 (15 was Yên Bái and is Lào Cai). A unit whose place
another has taken keeps the province it had; any other names its province by the list of today.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from desktop.domain.catalogues import (
    NEW_LIST,
    OLD_LIST,
    province_predecessors,
    province_successor,
    provinces,
)
from desktop.domain.text import sort_key
from sync.contract.messages import UnitInfo


def province_of(units: Mapping[str, UnitInfo], unit_id: str, listed: str) -> str | None:
    """The code of a unit's province in a list (`OLD_LIST`, `NEW_LIST`); None where nobody says which it is.

    Of a unit that names one of the 34 it was, before 2025, the old province that gave the new one its name: the
    centre of Lào Cai of today was that of Lào Cai; Yên Bái's is a unit of its own, which that one has replaced.
    """
    unit = _that_says(units, unit_id)
    if unit is None or unit.province is None:
        return None
    if unit.province not in names_of(OLD_LIST) | names_of(NEW_LIST):
        return None
    old = _old_code(units, unit, unit.province)
    if listed == NEW_LIST:
        return unit.province if old is None else province_successor(old)
    return old or _namesake(unit.province)


@cache
def names_of(listed: str, on: dt.date | None = None) -> dict[str, str]:
    """Code → how bulletins name it, of every province in a list, by the alphabet; as named on a day, where given."""
    named: dict[str, str] = {}
    for entry in provinces().entries:
        if entry.group == listed and (entry.code not in named or on is None or entry.covers(on)):
            named[entry.code] = entry.brief
    return dict(sorted(named.items(), key=lambda each: sort_key(each[1])))


def _that_says(units: Mapping[str, UnitInfo], unit_id: str) -> UnitInfo | None:
    """The unit, or the nearest one above it that names a province."""
    unit, seen = units.get(unit_id), set[str]()
    while unit is not None and unit.province is None and unit.parent and unit.id not in seen:
        seen.add(unit.id)
        unit = units.get(unit.parent)
    return unit


def _old_code(units: Mapping[str, UnitInfo], unit: UnitInfo, code: str) -> str | None:
    """The code, where it is one of the 63."""
    if code not in names_of(NEW_LIST):
        return code
    end, seen = unit, {unit.id}
    while (into := end.merged_into) and into in units and into not in seen:
        end = units[into]
        seen.add(end.id)
    today = province_of(units, end.id, NEW_LIST) if end is not unit else None
    return code if today and code in province_predecessors(today) else None


def _namesake(new_code: str) -> str | None:
    old, name = names_of(OLD_LIST), names_of(NEW_LIST)[new_code]
    return next((code for code in province_predecessors(new_code) if old[code] == name), None)
