"""Loads the picture of what a request touches with a handful of queries, and writes it back in bulk.

The row of the feed is locked first: from then on nobody else writes to this feed, so what was read stays true.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, String, bindparam, select, update

from sync.contract.digest import Change
from sync.contract.entry import decode, ids_named
from sync.contract.merge import State
from sync.contract.messages import Answer, Departure
from sync.server import digests, tables
from sync.server.bulk import AnyRow, AnySelect, Lookup, insert_many, update_many
from sync.server.cells import decode_cells, encode_cells
from sync.server.picture import (
    NUMBERED,
    Incoming,
    Logged,
    Name,
    Picture,
    Received,
    code_of,
    family_of,
    root_field,
    root_of,
    value,
)

_answer_of = msgspec.json.Decoder(Answer)
_encode = msgspec.json.Encoder().encode

NOTHING: Mapping[str, int] = MappingProxyType({})

#: Every column that `state_of` needs.
RECORD: AnySelect = select(
    tables.record.c.type,
    tables.record.c.id,
    tables.record.c.feed,
    tables.record.c.version,
    tables.record.c.seq,
    tables.record.c.doc,
)
_LOGGED: AnySelect = select(
    tables.entry.c.key,
    tables.entry.c.feed,
    tables.entry.c.record,
    tables.entry.c.device,
    tables.entry.c.counter,
    tables.entry.c.group,
    tables.entry.c.open,
    tables.entry.c.seq,
    tables.entry.c.plain,
    tables.entry.c.chained,
    tables.entry.c.answer,
)

_FEED = bindparam("feed", type_=String)
_HERE = RECORD.where(tables.record.c.feed == _FEED)
_HEAD = select(tables.feed.c.head, tables.feed.c.floor).where(tables.feed.c.unit == _FEED).with_for_update()

# What looks beyond one feed says so, and finds rows by a key that is unique in the whole country (decisions/0013).
RECORDS_BY_ID = Lookup(RECORD.execution_options(crosses_feeds="record by id"), tables.record.c.id)
RECORDS_HERE = Lookup(_HERE, tables.record.c.id)
_HERE_BY_ROOT = Lookup(_HERE, tables.record.c.root)
_HERE_BY_CODE = Lookup(_HERE, tables.record.c.code)
_CONFLICTS_BY_ROOT = Lookup(_HERE.where(tables.record.c.type == "conflict"), tables.record.c.root)
_LOG_BY_KEY = Lookup(_LOGGED.execution_options(crosses_feeds="entry by key"), tables.entry.c.key)
_RAW_BY_KEY = Lookup(
    select(tables.entry.c.key, tables.entry.c.raw).execution_options(crosses_feeds="entry by key"), tables.entry.c.key
)
_OPEN_BY_RECORD = Lookup(_LOGGED.where(tables.entry.c.open, tables.entry.c.feed == _FEED), tables.entry.c.record)
_REPLACEMENTS = Lookup(
    select(tables.entry.c.key, tables.entry.c.replaces, tables.entry.c.discards, tables.entry.c.open).execution_options(
        crosses_feeds="entry by key it replaces"
    ),
    tables.entry.c.replaces,
)


def lock_feed(connection: Connection, feed: str) -> tuple[int, int]:
    """Take the feed's lock until the end of the transaction; return its head and the floor of its versions."""
    head, floor = connection.execute(_HEAD, {"feed": feed}).one()
    return head, floor


def load(connection: Connection, feed: str, batch: Sequence[Received], former: Mapping[str, int] = NOTHING) -> Picture:
    """Lock the feed and load everything the batch can touch; ``former`` as in `ExchangeRequest`."""
    picture = Picture(feed, *lock_feed(connection, feed))
    readable = [received for received in batch if isinstance(received, Incoming)]
    named = {each for incoming in readable for each in ids_named(incoming.entry)}
    _load_log(connection, picture, readable, named)
    _load_records(connection, picture, readable, named)
    _load_births(connection, picture, readable)
    picture.former = {key: version for key, version in former.items() if version <= picture.floor}
    if picture.former:
        _load_writers(connection, picture, readable)
    return picture


def know(connection: Connection, picture: Picture, ids: set[str]) -> None:
    """Load more records by id, and what hangs on them in this feed."""
    rows = [*RECORDS_BY_ID.rows(connection, ids), *_HERE_BY_ROOT.rows(connection, ids, feed=picture.feed)]
    for row in rows:
        picture.know(state_of(row))


def save(connection: Connection, picture: Picture, before: Mapping[Name, State]) -> None:
    """Write back records, positions, what has left, the feed's head, and the digests.

    Args:
        connection: the one it was loaded with.
        picture: after the judging.
        before: the records that were there, in whatever feed, when it was loaded.
    """
    record, feed = tables.record, tables.feed
    # In order, for indexes that grow at their end have full pages.
    rows = {name: record_row(picture.states[name]) for name in sorted(picture.dirty)}
    insert_many(connection, record, [row for name, row in rows.items() if name not in before])
    changed = [row for name, row in rows.items() if name in before]
    update_many(connection, record, ("id", "type"), ("feed", "root", "code", "version", "seq", "doc", "hash"), changed)
    insert_many(connection, tables.change, _changes(picture))
    departures = [_departure_row(picture.feed, seq, gone) for seq, gone in picture.departures]
    insert_many(connection, tables.departure, departures)
    if picture.changes:
        connection.execute(update(feed).where(feed.c.unit == picture.feed).values(head=picture.head))
    _count(connection, picture.feed, before, rows)


def _count(
    connection: Connection, feed: str, before: Mapping[Name, State], rows: Mapping[Name, dict[str, Any]]
) -> None:
    """Take what was written into the digest of the feed, and out of that of the feed it came from."""
    feeds: defaultdict[str, list[Change]] = defaultdict(list)
    for name, row in rows.items():
        was = before.get(name)
        counted = digests.hash_of(was) if was else 0
        if was is None or was.unit == feed:
            feeds[feed].append(Change(name[1], counted, row["hash"]))
        else:
            feeds[was.unit].append(Change(name[1], counted, 0))
            feeds[feed].append(Change(name[1], 0, row["hash"]))
    for written, changes in feeds.items():
        digests.change(connection, written, changes)


def keep_entries(connection: Connection, *, received: list[dict[str, Any]], renewed: list[dict[str, Any]]) -> None:
    """Write down entries with their answers.

    Args:
        connection: the one in which they were judged.
        received: rows of `tables.entry` for entries that arrived for the first time.
        renewed: the same for entries that were judged anew.
    """
    entry = tables.entry
    insert_many(connection, entry, received)
    columns = ("feed", "seq", "author", "sender", "received_at", "open", "plain", "answer")
    update_many(connection, entry, ("key",), columns, renewed)


def logged(connection: Connection, keys: Iterable[str]) -> dict[str, Logged]:
    """The entries of these keys that were received, wherever they lie."""
    return {row.key: _logged(row) for row in _LOG_BY_KEY.rows(connection, set(keys))}


def note_chained(connection: Connection, keys: Iterable[str]) -> None:
    """Write down that a chain now counts entries that were received before."""
    update_many(connection, tables.entry, ("key",), ("chained",), [{"key": key, "chained": True} for key in keys])


def _departure_row(feed: str, seq: int, gone: Departure) -> dict[str, Any]:
    return {"feed": feed, "seq": seq, "type": gone.type, "record": gone.id, "version": gone.version, "unit": gone.unit}


def _changes(picture: Picture) -> list[dict[str, Any]]:
    """Rows of `tables.change`: what was written where, and at the head what is told anew."""
    whole = dict.fromkeys(picture.changes, False) | {(picture.head, name): True for name in picture.anew}
    return [
        {"feed": picture.feed, "seq": seq, "type": name[0], "record": name[1], "whole": anew}
        for (seq, name), anew in whole.items()
    ]


def record_row(state: State) -> dict[str, Any]:
    """A record as a row of its table."""
    return {
        "id": state.id,
        "type": state.type,
        "feed": state.unit,
        "root": root_of(state),
        "code": code_of(state),
        "version": state.version,
        "seq": state.seq,
        "doc": encode_cells(state.cells),
        "hash": digests.hash_of(state),
    }


def state_of(row: AnyRow | Sequence[Any]) -> State:
    """A record from its row."""
    kind, record_id, feed, version, seq, doc = row
    return State(type=kind, id=record_id, unit=feed, version=version, seq=seq, cells=decode_cells(doc))


def _load_records(connection: Connection, picture: Picture, batch: Sequence[Incoming], named: set[str]) -> None:
    for row in RECORDS_BY_ID.rows(connection, named):
        picture.know(state_of(row))
    feed = picture.feed
    families = _families(picture, batch)
    for row in _HERE_BY_ROOT.rows(connection, families, feed=feed):
        picture.know(state_of(row))
    # The case of a child that was not named by the entry itself.
    missing = families - {name[1] for name in picture.states} - named
    for row in RECORDS_HERE.rows(connection, missing, feed=feed):
        picture.know(state_of(row))
    kind, name = NUMBERED
    numbers = [incoming.entry.fields.get(name) for incoming in batch if incoming.entry.type == kind]
    codes = picture.numbered.keys() | {number for number in numbers if isinstance(number, str)}
    neighbours = set()
    for row in _HERE_BY_CODE.rows(connection, codes, feed=feed):
        if (row.type, row.id) not in picture.states:
            picture.know(state_of(row))
            neighbours.add(row.id)
    for row in _CONFLICTS_BY_ROOT.rows(connection, neighbours, feed=feed):
        picture.know(state_of(row))
    _load_merged(connection, picture, batch)


def _load_merged(connection: Connection, picture: Picture, batch: Sequence[Incoming]) -> None:
    """The people into whom those were merged that the batch merges others into, to the end of the line."""
    wanted = {incoming.entry.fields.get("merged_into") for incoming in batch if incoming.entry.type == "person"}
    passed: set[str] = set()
    while found := {each for each in wanted if isinstance(each, str)} - passed:
        passed |= found
        unknown = {each for each in found if ("person", each) not in picture.states}
        for row in RECORDS_HERE.rows(connection, unknown, feed=picture.feed):
            picture.know(state_of(row))
        states = [picture.states[name] for each in found if (name := ("person", each)) in picture.states]
        wanted = {value(state, "merged_into") for state in states}


def _families(picture: Picture, batch: Sequence[Incoming]) -> set[str]:
    """Ids of the cases (or lone records) whose records the rules, conflicts and deletions must see."""
    families = set()
    for incoming in batch:
        entry = incoming.entry
        families.add(entry.id)
        root = entry.fields.get(root_field(entry.type) or "")
        if isinstance(root, str):
            families.add(root)
        if state := picture.states.get((entry.type, entry.id)):
            families.add(family_of(state))
    return families


def _load_log(connection: Connection, picture: Picture, batch: Sequence[Incoming], named: set[str]) -> None:
    keys = {incoming.key for incoming in batch}
    for incoming in batch:
        entry = incoming.entry
        keys.update(entry.after.values())
        keys.update(key for key in (entry.supersedes, entry.discards) if key)
    for row in _OPEN_BY_RECORD.rows(connection, named, feed=picture.feed):
        picture.remember(_logged(row))
        keys.add(row.key)
    for row in _LOG_BY_KEY.rows(connection, keys - picture.log.keys()):
        picture.remember(_logged(row))
    _load_replacements(connection, picture, keys)


def _load_replacements(connection: Connection, picture: Picture, keys: set[str]) -> None:
    """Follow who mended or discarded whom, as far as it goes."""
    while keys:
        newer = set()
        for row in _REPLACEMENTS.rows(connection, keys):
            if row.discards and not row.open:
                picture.discarded.add(row.replaces)
            elif not row.discards:
                picture.superseded_by[row.replaces] = row.key
                newer.add(row.key)
        for row in _LOG_BY_KEY.rows(connection, newer - picture.log.keys()):
            picture.remember(_logged(row))
        keys = newer - keys


def _load_births(connection: Connection, picture: Picture, batch: Sequence[Incoming]) -> None:
    """For deletions: where the entries were born that wrote what the deleter's version does not cover."""
    keys: set[str] = set()
    for incoming in batch:
        entry = incoming.entry
        if entry.fields.get("deleted") is not True:
            continue
        members = {(entry.type, entry.id)} | picture.children.names(entry.id)
        for state in (picture.states[name] for name in members if name in picture.states):
            seen = entry.seen.get(state.id, 0)
            keys.update(cell.key for cell in state.cells.values() if cell.stamp > seen)
    for row in _LOG_BY_KEY.rows(connection, keys - picture.log.keys()):
        picture.remember(_logged(row))


def _load_writers(connection: Connection, picture: Picture, batch: Sequence[Incoming]) -> None:
    """For entries offered again: what the authors of the values they would replace had seen."""
    keys = {cell.key for state in picture.states.values() for cell in state.cells.values()}
    for row in _RAW_BY_KEY.rows(connection, keys):
        picture.writers[row.key] = decode(row.raw)
    picture.writers |= {incoming.key: incoming.entry for incoming in batch}


def _logged(row: AnyRow) -> Logged:
    key, feed, record, device, counter, group, is_open, seq, plain, chained, answer = row
    return Logged(key, feed, record, device, counter, group, is_open, seq, plain, chained, _answer_of.decode(answer))
