"""Whose edits are known here, and what came from others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from desktop.store import sameness, users
from desktop.store.tables import TABLES
from sync.client import journal
from sync.client.tables import EntryState, among, authors, entries
from sync.client.tables import received as received_table
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import id_at, made_at

#: Entries that show no more.
_WITHDRAWN = (EntryState.DISCARDED, EntryState.SUPERSEDED)
_changes = msgspec.json.Decoder(dict[str, tuple[Wire, Wire]])


class Received(msgspec.Struct, frozen=True):
    """A change that came from elsewhere: field → old and new value."""

    type: str
    id: str
    author: str
    at: str
    fields: dict[str, tuple[Wire, Wire]]


def ids_of_case(connection: Connection, case_id: str) -> list[str]:
    """A case, what hangs on it, and the people in it, under every entry they have."""
    ids = [case_id]
    for name, declared in RECORD_TYPES.items():
        if declared.root and not declared.written_by_server:
            table = TABLES[name]
            ids += connection.scalars(select(table.c.id).where(table.c[declared.root] == case_id))
    part = TABLES["case_person"]
    people = [p for p in connection.scalars(select(part.c.person).where(part.c.case == case_id)) if p]
    return ids + sorted(sameness.entries_of(connection, people))


def received(connection: Connection, ids: Sequence[str]) -> list[Received]:
    """What others changed in these records after they had first come here, oldest first."""
    table = received_table
    rows = connection.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.number))
    return [Received(row.type, row.id, row.author, row.at, _changes.decode(row.doc)) for row in rows]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A change known here, an own one or one that came: field → old and new value; whether it made the record."""

    type: str
    id: str
    author: str
    at: dt.datetime
    fields: dict[str, tuple[Wire, Wire]]
    made: bool = False


def last_received(connection: Connection) -> int:
    """How much has come from others so far; for `since`."""
    return connection.scalar(select(func.max(received_table.c.number))) or 0


def since(connection: Connection, at: dt.datetime, types: Sequence[str], came_until: int | None = None) -> list[Known]:
    """Every known change of records of these types after a moment, by the clocks of who made it; oldest first.

    With ``came_until`` (`last_received` of that moment) what came from others is told by when it came here: somebody
    without a line may have made it long before.
    """
    found = []
    for kept in journal.of_types(connection, types):
        if kept.state in _WITHDRAWN or not kept.entry.fields:
            continue
        fields = {name: (kept.old.get(name), value) for name, value in kept.entry.fields.items()}
        found.append(_known(kept.entry, fields, made=not kept.old))
    found = [each for each in found if each.at > at]
    rows = connection.execute(select(received_table).where(received_table.c.type.in_(types)))
    for row in rows.all():
        change = _known(row, _changes.decode(row.doc), made=False)
        if (change.at > at) if came_until is None else (row.number > came_until):
            found.append(change)
    return sorted(found, key=lambda each: each.at)


def known_before(connection: Connection, at: dt.datetime, types: Sequence[str]) -> frozenset[str]:
    """Ids of the records of these types of which something was entered here up to a moment."""
    query = select(entries.c.id, entries.c.at).where(entries.c.type.in_(types))
    return frozenset(row.id for row in connection.execute(query) if dt.datetime.fromisoformat(row.at) <= at)


def cases_that_came(connection: Connection, at: dt.datetime, changed: Iterable[Known]) -> frozenset[str]:
    """Ids of the cases that were made elsewhere after a moment, by their ids: of their making nothing else is known.

    Args:
        connection: to the store.
        at: the moment.
        changed: what `since` tells of it.
    """
    case = TABLES["case"].c
    later = connection.scalars(select(case.id).where(case.id >= id_at(int(at.timestamp() * 1000), 0)))
    here = known_before(connection, at, ["case"]) | {each.id for each in changed if each.made}
    return frozenset(each for each in later if each not in here and made_at(each) is not None)


def cases_of(connection: Connection, changed: Iterable[Known]) -> frozenset[str]:
    """The cases that changed records are, hang on, or take part in."""
    ids: dict[str, list[str]] = {}
    for each in changed:
        ids.setdefault(each.type, []).append(each.id)
    found = set(ids.get("case", ()))
    named = [(name, "id", listed) for name, listed in ids.items() if "case" in TABLES[name].c]
    named.append(("case_person", "person", sorted(sameness.entries_of(connection, ids.get("person", ())))))
    named.append(("assignment", "practitioner", ids.get("practitioner", [])))
    for name, column, listed in named:
        table = TABLES[name]
        found |= set(connection.scalars(select(table.c.case).where(among(table.c[column])), {"ids": listed}))
    return frozenset(found)


def _known(told: Any, fields: dict[str, tuple[Wire, Wire]], *, made: bool) -> Known:
    at = dt.datetime.fromisoformat(told.at)
    return Known(type=told.type, id=told.id, author=told.author, at=at, fields=fields, made=made)


def author_names(connection: Connection) -> dict[str, str]:
    """Id → name of everybody whose edits are known here: people of this PC, and accounts the server told of."""
    told = {row.id: row.name for row in connection.execute(select(authors))}
    return users.names(connection) | told


def unit_of_author(connection: Connection, author: str) -> str:
    """Name of the office an author belongs to; empty if it is not known here."""
    unit = TABLES["unit"]
    query = select(unit.c.name).join(authors, authors.c.unit == unit.c.id)
    return connection.scalar(query.where(authors.c.id == author)) or ""
