"""The same person entered twice: who stands for whom, as far as the merges known here say (SYNC §5).

A merge is one field of one record; everything that refers to either entry stays as it is and is read through here.
Two merges made offline may lead round in a circle until the server has put them in order: then the one with the lowest
id stands for all of them, on every PC.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select

from desktop.store.records import by_id, rows_among
from desktop.store.tables import TABLES, person_index
from sync.client.tables import among
from sync.contract.records import Person

_person = TABLES["person"]
_INTO = rows_among(_person, "id", "id", "merged_into")
_c = person_index.c
_ENDS = select(func.coalesce(_c.same_as, _c.id)).where(among(_c.id))
_MERGED = rows_among(_person, "merged_into", "id")
_MEMBERS = select(_c.id).where(among(_c.same_as))

_one, _other = person_index.alias(), person_index.alias()
_BOTH: Select[Any] = select(_one.c.id, _other.c.id).where(_one.c.hidden.is_(False), _other.c.hidden.is_(False))
_SAME_NUMBER = _BOTH.where(_one.c.citizen_number == _other.c.citizen_number)
_SAME_NAME = _BOTH.where(
    _one.c.loose_name == _other.c.loose_name, _one.c.loose_name != "", _one.c.birth == _other.c.birth
)
_EACH_ONCE = _one.c.number < _other.c.number
_OF_THESE = among(_one.c.id) & (_one.c.number != _other.c.number)


class Pair(msgspec.Struct, frozen=True):
    """Two entries that may be one person: by the same citizen number, or the same name and birth."""

    one: Person
    other: Person
    same_number: bool


def ends(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Person id → id of who stands for them, often they themselves; a person unknown here stands for nobody."""
    asked = set(ids)
    into: dict[str, str | None] = {}
    wanted = set(asked)
    while wanted:
        found = {row.id: row.merged_into for row in connection.execute(_INTO, {"ids": sorted(wanted)})}
        into |= found
        wanted = {target for target in found.values() if target} - into.keys()
    return {one: end_of(into, one) for one in asked}


def behind(connection: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Person id → who stands for them; ids of whom nothing is known here are left out."""
    found = by_id(connection, Person, ids)
    if all(person.merged_into is None for person in found.values()):
        return found
    to = ends(connection, found)
    known = found | by_id(connection, Person, set(to.values()) - found.keys())
    return {one: known[to[one]] for one in found}


def entries_of(connection: Connection, ids: Collection[str]) -> set[str]:
    """Ids of these people, of who stands for them, and of all others for whom those stand."""
    stand = {*ids, *connection.scalars(_ENDS, {"ids": sorted(ids)})}
    return stand | set(connection.scalars(_MEMBERS, {"ids": sorted(stand)}))


def touched(connection: Connection, ids: Collection[str]) -> set[str]:
    """`entries_of` these people by the merges of before, which the index holds, and by those of now."""
    came_first = connection.scalars(_MERGED, {"ids": sorted(ids)})  # of whom this end was not known yet
    before = entries_of(connection, {*ids, *came_first})
    return before | entries_of(connection, set(ends(connection, before).values()))


def likely_pairs(connection: Connection, limit: int = 200) -> list[Pair]:
    """Pairs of entries of one office that look like one person; those a person has told apart are left out."""
    same = [connection.execute(query.where(_EACH_ONCE).limit(limit)) for query in (_SAME_NUMBER, _SAME_NAME)]
    return _pairs(connection, *([(row[0], row[1]) for row in rows] for rows in same))


def likely_pairs_of(connection: Connection, ids: Collection[str]) -> list[Pair]:
    """The same, where one of these people is the first of the pair."""
    these = {"ids": sorted(ids)}
    same = [connection.execute(query.where(_OF_THESE), these) for query in (_SAME_NUMBER, _SAME_NAME)]
    return _pairs(connection, *([(row[0], row[1]) for row in rows] for rows in same))


def _pairs(
    connection: Connection, by_number: Sequence[tuple[str, str]], by_name: Sequence[tuple[str, str]]
) -> list[Pair]:
    found = dict.fromkeys(by_name, False) | dict.fromkeys(by_number, True)
    people = by_id(connection, Person, {each for pair in found for each in pair})
    pairs = [Pair(people[one], people[other], same) for (one, other), same in found.items()]
    return [pair for pair in pairs if pair.one.unit == pair.other.unit and not _told_apart(pair)]


def merged_into(connection: Connection, person_id: str) -> list[Person]:
    """The entries that were merged into this one, and not into another one first."""
    ids = connection.scalars(select(_person.c.id).where(_person.c.merged_into == person_id))
    return sorted(by_id(connection, Person, ids).values(), key=lambda person: person.id)


def counted(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Person id → in how many cases they appear under this very entry."""
    part = TABLES["case_person"]
    query = select(part.c.person, func.count()).where(among(part.c.person), part.c.deleted.is_(False))
    rows = connection.execute(query.group_by(part.c.person), {"ids": sorted(set(ids))})
    return {row[0]: row[1] for row in rows}


def _told_apart(pair: Pair) -> bool:
    return pair.other.id in pair.one.distinct_from or pair.one.id in pair.other.distinct_from


def end_of(into: Mapping[str, str | None], one: str) -> str:
    """Who stands for one, by whom each was merged into."""
    line = [one]
    while (target := into.get(line[-1])) is not None and target in into:
        if target in line:
            return min(line[line.index(target) :])
        line.append(target)
    return line[-1]
