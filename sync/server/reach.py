"""Locks and loads every feed that a request touches: its own, those to which it moves cases, and those to which cases
have moved that its entries still speak of (SYNC §5).

Feeds are locked in the order of their ids, so that two moves that cross wait for one another and never for ever. Which
feeds are needed is only certain under the lock of the first: where more turn out to be, that lock is given back.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, String, bindparam, select

from sync.contract.entry import ids_named
from sync.contract.fields import Wire
from sync.contract.identity import derived_id
from sync.contract.messages import Departure
from sync.server import moves, storage, tables
from sync.server.bulk import Lookup
from sync.server.moves import Destination, Pictures
from sync.server.picture import Incoming, Picture, Received, family_of, value
from sync.server.scope import UnitKind

#: Kinds of unit that carry out legal aid (Luật TGPL Điều 10).
_CARRYING_OUT = frozenset(
    {UnitKind.TRUNG_TAM, UnitKind.CHI_NHANH, UnitKind.TO_CHUC_KY_HOP_DONG, UnitKind.TO_CHUC_DANG_KY}
)

_unit, _departure = tables.unit.c, tables.departure.c
_UNITS = Lookup(select(_unit.id, _unit.kind, _unit.merged_into), _unit.id)
_LEFT = Lookup(
    select(_departure.type, _departure.record, _departure.version, _departure.unit)
    .where(_departure.feed == bindparam("feed", type_=String))
    .order_by(_departure.seq),
    _departure.record,
)


def load(
    connection: Connection, feed: str, batch: Sequence[Received], former: Mapping[str, int] = storage.NOTHING
) -> Pictures:
    """Lock the feeds a request to ``feed`` touches and load everything its entries can touch there."""
    readable = [received for received in batch if isinstance(received, Incoming)]
    wanted = {feed}
    while True:
        with connection.begin_nested() as attempt:
            loaded = {each: storage.load(connection, each, batch, former) for each in sorted(wanted)}
            here = loaded.pop(feed)
            # Under the lock of a unit's feed nobody merges it: where a case leads to is certain once all are locked.
            destinations = _destinations(connection, readable)
            needed = _needed(connection, here, readable, destinations)
            if needed <= loaded.keys():
                pictures = Pictures(here, loaded.values(), destinations)
                if needed:
                    _complete(connection, pictures, readable)
                return pictures
            attempt.rollback()
        wanted |= needed


def _destinations(connection: Connection, batch: Sequence[Incoming]) -> dict[str, Destination]:
    """The units to which entries ask to move cases; one that was merged leads to the one that has taken its place."""
    named = {to for each in batch if each.entry.type == moves.TRANSFER and isinstance(to := _to(each), str)}
    rows: dict[str, tuple[str, str | None]] = {}
    asked = named
    while asked:
        found = {row.id: (row.kind, row.merged_into) for row in _UNITS.rows(connection, asked)}
        rows |= found
        asked = {into for _, into in found.values() if into} - rows.keys()
    return {unit: _destination(unit, rows) for unit in named & rows.keys()}


def _to(incoming: Incoming) -> Wire:
    return incoming.entry.fields.get("to_unit")


def _destination(unit: str, rows: Mapping[str, tuple[str, str | None]]) -> Destination:
    kind, into = rows[unit]
    return _destination(into, rows) if into else Destination(unit, kind in _CARRYING_OUT)


def _needed(
    connection: Connection, here: Picture, batch: Sequence[Incoming], destinations: Mapping[str, Destination]
) -> set[str]:
    """The feeds besides this one; notes in the picture what has left it."""
    needed = {to.feed for to in destinations.values()} - {here.feed}
    named = {each for incoming in batch for each in ids_named(incoming.entry)}
    elsewhere = [state for state in here.states.values() if state.unit != here.feed and state.id in named]
    if not elsewhere:
        return needed
    for row in _LEFT.rows(connection, {family_of(state) for state in elsewhere}, feed=here.feed):
        here.left[row.record] = Departure(type=row.type, id=row.record, version=row.version, unit=row.unit)
    return needed | {state.unit for state in elsewhere if family_of(state) in here.left}


def _complete(connection: Connection, pictures: Pictures, batch: Sequence[Incoming]) -> None:
    """Load what only a move needs: copies that stayed, and people as either feed knows them."""
    here = pictures.here
    copies = {moves.copy_id(gone.id, here.feed, gone.version) for gone in here.left.values()}
    storage.know(connection, here, copies)
    leaving = {root for each in batch if each.entry.type == moves.TRANSFER and (root := each.entry.fields.get("case"))}
    family = [state for state in here.states.values() if state.unit == here.feed and family_of(state) in leaving]
    people: set[str] = set().union(*(moves.shared_ids(incoming.entry, family) for incoming in batch))
    origins = people | _originals(connection, here, people)
    for there in pictures.every:
        if there is not here:
            storage.know(connection, there, origins | {derived_id(origin, there.feed) for origin in origins})
            there.homes |= here.homes
            _share_log(here, there)


def _originals(connection: Connection, here: Picture, people: Collection[str]) -> set[str]:
    """Load people of this feed, and who they turned out to be; return from whom they were copied."""
    asked, known = set(people), set()
    while asked:
        storage.know(connection, here, asked)
        known |= asked
        states = [state for state in here.states.values() if state.id in asked and state.unit == here.feed]
        asked = {same for state in states if (same := value(state, "merged_into"))} - known
    states = [state for state in here.states.values() if state.id in known]
    return known | {origin for state in states if (origin := value(state, "copied_from"))}


def _share_log(here: Picture, there: Picture) -> None:
    """What is known of entries is the same wherever they are judged."""
    for logged in here.log.values():
        there.remember(logged)
    there.superseded_by |= here.superseded_by
    there.discarded |= here.discarded
