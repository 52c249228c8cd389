"""Which records a restricted case guards: itself, what hangs on it, its people, the conflicts about any of them.

Kept in a table of its own, written with what makes it true, so that reading a page of news costs one look-up more, and
that only for a PC on which nobody may read everything (decisions/0008).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, String, bindparam, delete, select

from sync.server import readers, storage, tables
from sync.server.bulk import AnyRow, AnySelect, Lookup, insert_many
from sync.server.picture import Incoming, Name, Picture, Received, root_of, value
from sync.server.views import View

_guard = tables.guard.c
_FEED = bindparam("feed", type_=String)
_GUARDED: AnySelect = select(_guard.case, _guard.type, _guard.record).where(_guard.feed == _FEED)
_BY_CASE = Lookup(_GUARDED, _guard.case)
_BY_RECORD = Lookup(_GUARDED, _guard.record)
_record = tables.record.c
_CHILDREN = Lookup(storage.RECORD.where(_record.feed == _FEED), _record.root)
_THERE = Lookup(select(_record.type, _record.id).where(_record.feed == _FEED), _record.id)
_IN_CONFLICT = select(_record.type, _record.id, _record.root).where(_record.type == "conflict", _record.feed == _FEED)
_CONFLICTS = Lookup(_IN_CONFLICT, _record.root)

#: Part of a case that says who takes part in it.
_PART, _PERSON = "case_person", "person"


class _Guards(NamedTuple):
    """Case → what it guards."""

    before: Mapping[str, set[Name]]
    after: Mapping[str, set[Name]]


def guarded(connection: Connection, feed: str, records: Iterable[str], view: View) -> frozenset[str]:
    """Those of the records of a feed that restricted cases guard, none of which may be read in this view."""
    if view.whole:
        return frozenset()
    return _closed(_BY_RECORD.rows(connection, records, feed=feed), view)


def every_one(connection: Connection, feed: str, view: View) -> frozenset[str]:
    """All records of a feed that restricted cases guard from this view."""
    if view.whole:
        return frozenset()
    return _closed(connection.execute(_GUARDED, {"feed": feed}).all(), view)


def look_through(connection: Connection, picture: Picture, view: View, batch: Iterable[Received]) -> None:
    """Let the entries of a PC be judged as one that sees the feed in this way."""
    if not view.whole:
        picture.view = view
        named = (received.entry.id for received in batch if isinstance(received, Incoming))
        picture.guarded = guarded(connection, picture.feed, named, view)


def follow(connection: Connection, picture: Picture) -> None:
    """Bring the guards in line with what a batch has written, inside its transaction.

    What comes under a guard, or free of it, is told anew at the batch's last position.
    """
    guards = _compared(connection, picture)
    changed: set[Name] = set()
    fresh: list[dict[str, str]] = []
    for case in guards.before.keys() | guards.after.keys():
        before, after = guards.before.get(case, set()), guards.after.get(case, set())
        _lift(connection, picture.feed, case, before - after)
        fresh += (
            {"feed": picture.feed, "case": case, "record": name[1], "type": name[0]} for name in sorted(after - before)
        )
        changed |= before ^ after
    insert_many(connection, tables.guard, fresh)
    there = {(row.type, row.id) for row in _THERE.rows(connection, _ids(changed), feed=picture.feed)}
    picture.anew |= changed & (there | picture.dirty)


def _compared(connection: Connection, picture: Picture) -> _Guards:
    """What the touched cases guarded before, and what they guard now; of a case the batch did not load, as before."""
    left = {gone.id for _, gone in picture.departures if gone.id not in picture.ids}
    cases = {root_of(picture.states[name]) or name[1] for name in picture.dirty} | left
    before: dict[str, set[Name]] = {}
    for row in _BY_CASE.rows(connection, cases, feed=picture.feed):
        before.setdefault(row.case, set()).add((row.type, row.record))
    loaded = {case for case in cases if ("case", case) in picture.states} - left
    closed = {case for case in loaded if value(picture.states["case", case], "restricted") is True}
    closed |= before.keys() - loaded - left
    after = _members(connection, picture, closed)
    if closed or before:
        readers.follow(connection, picture, cases, closed)
    readers.rename(connection, picture)
    return _Guards(before, after | _quarrels_elsewhere(connection, picture, loaded | before.keys()))


def _quarrels_elsewhere(connection: Connection, picture: Picture, cases: Collection[str]) -> dict[str, set[Name]]:
    """New conflicts about people of restricted cases which the batch does not touch otherwise."""
    about = {name: root for name in picture.dirty if (root := _about(picture, name)) and root not in cases}
    known = {(row.case, row.record) for row in _BY_RECORD.rows(connection, _ids(about), feed=picture.feed)}
    found: dict[str, set[Name]] = {}
    for row in _BY_RECORD.rows(connection, about.values(), feed=picture.feed):
        fresh = {name for name, root in about.items() if root == row.record and (row.case, name[1]) not in known}
        if fresh and row.case not in cases:
            found.setdefault(row.case, set()).update(fresh)
    return found


def _ids(names: Iterable[Name]) -> list[str]:
    return [name[1] for name in names]


def _members(connection: Connection, picture: Picture, cases: Collection[str]) -> dict[str, set[Name]]:
    """What restricted cases guard, whether or not the batch has loaded it."""
    states = {(row.type, row.id): storage.state_of(row) for row in _CHILDREN.rows(connection, cases, feed=picture.feed)}
    states |= {name: picture.states[name] for name in picture.dirty}
    members: dict[str, set[Name]] = {case: {("case", case)} for case in cases}
    people: dict[str, set[str]] = {case: set() for case in cases}
    for name, state in states.items():
        root = root_of(state)
        if root in members:
            members[root].add(name)
            person = value(state, "person") if name[0] == _PART else None
            if isinstance(person, str):
                people[root].add(person)
                members[root].add((_PERSON, person))
    everybody = {person for each in people.values() for person in each}
    quarrels = {(row.type, row.id): row.root for row in _CONFLICTS.rows(connection, everybody, feed=picture.feed)}
    quarrels |= {name: root for name in picture.dirty if (root := _about(picture, name))}
    for name, root in quarrels.items():
        for case, theirs in people.items():
            if root in theirs:
                members[case].add(name)
    return members


def _about(picture: Picture, name: Name) -> str | None:
    return root_of(picture.states[name]) if name[0] == "conflict" else None


def _closed(rows: Sequence[AnyRow], view: View) -> frozenset[str]:
    """The records of these guards but for those of cases that may be read."""
    return frozenset(row.record for row in rows) - {row.record for row in rows if row.case in view.cases}


def _lift(connection: Connection, feed: str, case: str, gone: Collection[Name]) -> None:
    if gone:
        records = _guard.record.in_(_ids(gone))
        connection.execute(delete(tables.guard).where(_guard.feed == feed, _guard.case == case, records))
