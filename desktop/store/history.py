"""Whose edits are known here, and what came from others."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from desktop.store import sameness, users
from desktop.store.tables import TABLES
from sync.client.tables import authors
from sync.client.tables import received as received_table
from sync.contract.fields import RECORD_TYPES, Wire

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


def author_names(connection: Connection) -> dict[str, str]:
    """Id → name of everybody whose edits are known here: people of this PC, and accounts the server told of."""
    told = {row.id: row.name for row in connection.execute(select(authors))}
    return users.names(connection) | told


def unit_of_author(connection: Connection, author: str) -> str:
    """Name of the office an author belongs to; empty if it is not known here."""
    unit = TABLES["unit"]
    query = select(unit.c.name).join(authors, authors.c.unit == unit.c.id)
    return connection.scalar(query.where(authors.c.id == author)) or ""
