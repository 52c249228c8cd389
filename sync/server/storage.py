"""Loads the picture of what a request touches with a handful of queries, and writes it back in bulk.

The row of the feed is locked first: from then on nobody else writes to this feed, so what was read stays true.
"""

from collections.abc import Container, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import Cell, State
from sync.contract.messages import Answer
from sync.server import tables
from sync.server.bulk import AnyRow, AnySelect, insert_many, rows_in, update_many
from sync.server.picture import (
    NUMBERED,
    Incoming,
    Logged,
    Name,
    Picture,
    Received,
    code_of,
    family_of,
    ids_named,
    root_of,
)

_cells_of = msgspec.json.Decoder(dict[str, Cell])
_answer_of = msgspec.json.Decoder(Answer)
_encode = msgspec.json.Encoder().encode

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
    tables.entry.c.answer,
)


def lock_feed(connection: Connection, feed: str) -> int:
    """Take the feed's lock until the end of the transaction and return its head."""
    head = connection.scalar(select(tables.feed.c.head).where(tables.feed.c.unit == feed).with_for_update())
    return int(head or 0)


def load(connection: Connection, feed: str, batch: Sequence[Received]) -> Picture:
    """Lock the feed and load everything the batch can touch."""
    picture = Picture(feed, lock_feed(connection, feed))
    readable = [received for received in batch if isinstance(received, Incoming)]
    _load_log(connection, picture, readable)
    _load_records(connection, picture, readable)
    _load_births(connection, picture, readable)
    return picture


def save(
    connection: Connection,
    picture: Picture,
    before: Container[Name],
    *,
    received: list[dict[str, Any]],
    renewed: list[dict[str, Any]],
) -> None:
    """Write back records, positions, entries and the feed's head.

    Args:
        picture: after the judging.
        before: names of the records that were there when it was loaded.
        received: rows of `tables.entry` for entries that arrived for the first time.
        renewed: the same for entries that were judged anew.
    """
    record, entry, feed = tables.record, tables.entry, tables.feed
    insert_many(connection, record, [record_row(picture.states[name]) for name in picture.dirty if name not in before])
    changed = [record_row(picture.states[name]) for name in picture.dirty if name in before]
    update_many(connection, record, ("id", "type"), ("root", "code", "version", "seq", "doc"), changed)
    changes = [{"feed": picture.feed, "seq": seq, "type": name[0], "record": name[1]} for seq, name in picture.changes]
    insert_many(connection, tables.change, changes)
    insert_many(connection, entry, received)
    update_many(connection, entry, ("key",), ("seq", "author", "sender", "received_at", "open", "answer"), renewed)
    if picture.changes:
        connection.execute(update(feed).where(feed.c.unit == picture.feed).values(head=picture.head))


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
        "doc": _encode(state.cells),
    }


def state_of(row: AnyRow) -> State:
    """A record from its row."""
    return State(
        type=row.type, id=row.id, unit=row.feed, version=row.version, seq=row.seq, cells=_cells_of.decode(row.doc)
    )


def _load_records(connection: Connection, picture: Picture, batch: Sequence[Incoming]) -> None:
    record = tables.record
    ids = {named for incoming in batch for named in ids_named(incoming.entry)}
    for row in rows_in(connection, RECORD, record.c.id, ids):
        picture.know(state_of(row))
    here = RECORD.where(record.c.feed == picture.feed)
    families = _families(picture, batch)
    for row in rows_in(connection, here, record.c.root, families):
        picture.know(state_of(row))
    # The case of a child that was not named by the entry itself.
    missing = families - {name[1] for name in picture.states} - ids
    for row in rows_in(connection, here, record.c.id, missing):
        picture.know(state_of(row))
    kind, name = NUMBERED
    codes = {incoming.entry.fields.get(name) for incoming in batch if incoming.entry.type == kind}
    codes |= picture.numbered.keys()
    neighbours = set()
    for row in rows_in(connection, here, record.c.code, (code for code in codes if isinstance(code, str))):
        if (row.type, row.id) not in picture.states:
            picture.know(state_of(row))
            neighbours.add(row.id)
    for row in rows_in(connection, here.where(record.c.type == "conflict"), record.c.root, neighbours):
        picture.know(state_of(row))


def _families(picture: Picture, batch: Sequence[Incoming]) -> set[str]:
    """Ids of the cases (or lone records) whose records the rules, conflicts and deletions must see."""
    families = set()
    for incoming in batch:
        entry = incoming.entry
        families.add(entry.id)
        declared = RECORD_TYPES.get(entry.type)
        root = entry.fields.get(declared.root) if declared and declared.root else None
        if isinstance(root, str):
            families.add(root)
        if state := picture.states.get((entry.type, entry.id)):
            families.add(family_of(state))
    return families


def _load_log(connection: Connection, picture: Picture, batch: Sequence[Incoming]) -> None:
    entry = tables.entry
    keys = {incoming.key for incoming in batch}
    ids: set[str] = set()
    for incoming in batch:
        keys.update(incoming.entry.after.values())
        keys.update(key for key in (incoming.entry.supersedes, incoming.entry.discards) if key)
        ids.update(ids_named(incoming.entry))
    for row in rows_in(connection, _LOGGED.where(entry.c.open, entry.c.feed == picture.feed), entry.c.record, ids):
        picture.remember(_logged(row))
        keys.add(row.key)
    for row in rows_in(connection, _LOGGED, entry.c.key, keys - picture.log.keys()):
        picture.remember(_logged(row))
    _load_replacements(connection, picture, keys)


def _load_replacements(connection: Connection, picture: Picture, keys: set[str]) -> None:
    """Follow who mended or discarded whom, as far as it goes."""
    entry = tables.entry
    replaced = select(entry.c.key, entry.c.replaces, entry.c.discards, entry.c.open)
    while keys:
        newer = set()
        for row in rows_in(connection, replaced, entry.c.replaces, keys):
            if row.discards and not row.open:
                picture.discarded.add(row.replaces)
            elif not row.discards:
                picture.superseded_by[row.replaces] = row.key
                newer.add(row.key)
        for row in rows_in(connection, _LOGGED, entry.c.key, newer - picture.log.keys()):
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
    for row in rows_in(connection, _LOGGED, tables.entry.c.key, keys - picture.log.keys()):
        picture.remember(_logged(row))


def _logged(row: AnyRow) -> Logged:
    return Logged(
        row.key, row.feed, row.record, row.device, row.counter, row.group, row.open, _answer_of.decode(row.answer)
    )
