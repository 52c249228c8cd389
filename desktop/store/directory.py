"""The units of the country, as the national system last listed them: where a case may go, where an office went."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store import settings
from desktop.store.tables import listed_units
from sync.contract.messages import Directory, UnitInfo

_KNOWN_TO, _FORMER, _NOTICE, _FIRST_UNIT = "directory", "former_units", "merger_notice", "first_unit"
_UNITS = select(listed_units).order_by(listed_units.c.name, listed_units.c.code)
_keep = insert(listed_units)
_KEEP = _keep.on_conflict_do_update(
    index_elements=["id"], set_={c.name: _keep.excluded[c.name] for c in listed_units.c if not c.primary_key}
)


class Standing(NamedTuple):
    """What a unit is today: itself or the one that has taken its place, by id, and the kind of that one."""

    id: str
    kind: str


def today(connection: Connection, own: UnitInfo, ids: Collection[str]) -> dict[str, Standing]:
    """Id → what each of these units is today; an office that has not joined knows its own unit alone."""
    listed = {unit.id: unit for unit in (own, *every(connection))}
    found = {}
    for one in ids:
        unit = listed.get(one)
        while unit is not None and unit.merged_into is not None:
            unit = listed.get(unit.merged_into)
        if unit is not None:
            found[one] = Standing(unit.id, unit.kind)
    return found


def known_to(connection: Connection) -> int:
    """Up to where this PC knows the list."""
    place: int = settings.get(connection, _KNOWN_TO, 0)
    return place


def keep(connection: Connection, directory: Directory, *, anew: bool) -> None:
    """Take in what is new in the list; ``anew``: it begins again, and units it does not name are no more."""
    if anew:
        connection.execute(listed_units.delete())
    if directory.units:
        connection.execute(_KEEP, [msgspec.structs.asdict(unit) for unit in directory.units])
    settings.put(connection, _KNOWN_TO, directory.at)


def follow(connection: Connection) -> None:
    """Go on as the unit that has taken the place of this office, if one has; remember the book that is closed."""
    office = settings.get(connection, "office")
    former = office["unit"]
    listed = one(connection, former["id"])
    while listed is not None and listed.merged_into is not None:
        listed = one(connection, listed.merged_into)
    if listed is None or listed.id == former["id"]:
        return
    settings.put(connection, "office", {**office, "unit": msgspec.to_builtins(listed)})
    settings.put(connection, _FORMER, [*settings.get(connection, _FORMER, []), former])
    settings.put(connection, _NOTICE, {"from": former["name"], "to": listed.name})


def keep_first_unit(connection: Connection, own: str, joined: str) -> None:
    """Remember under which id the office worked before it first joined, and as which unit it did."""
    settings.put(connection, _FIRST_UNIT, (own, joined))


def first_unit(connection: Connection) -> tuple[str | None, str | None]:
    """The id that the unit had before this PC first joined, and the one it got then, which may be that of a unit
    merged since. The entries of that time bear the one and lie in the feed of the other for ever.
    """
    own, joined = settings.get(connection, _FIRST_UNIT, (None, None))
    return own, joined


def former(connection: Connection) -> list[UnitInfo]:
    """What this office was before, the first one first."""
    return msgspec.convert(settings.get(connection, _FORMER, []), list[UnitInfo])


def notice(connection: Connection) -> tuple[str, str] | None:
    """Names of the unit this office was and of the one it has become, until somebody has read it."""
    told = settings.get(connection, _NOTICE)
    return (told["from"], told["to"]) if told else None


def note_read(connection: Connection) -> None:
    """Somebody has read what this office has become."""
    settings.drop(connection, _NOTICE)


def every(connection: Connection) -> list[UnitInfo]:
    """All units that were ever listed, those that were merged included."""
    return [UnitInfo(**row) for row in connection.execute(_UNITS).mappings()]


def one(connection: Connection, unit_id: str) -> UnitInfo | None:
    """A unit of the list."""
    row = connection.execute(select(listed_units).where(listed_units.c.id == unit_id)).mappings().one_or_none()
    return UnitInfo(**row) if row else None


def name_of(connection: Connection, unit_id: str) -> str:
    """What people call a unit; empty if the list has not come yet."""
    unit = one(connection, unit_id)
    return unit.name if unit else ""
