"""What happened to a case, as far as this PC knows: own entries, and what came from others."""

import msgspec
from sqlalchemy import Connection, select

from desktop.services.session import Session
from desktop.store.tables import TABLES, users
from sync.client import journal
from sync.client.journal import EntryState
from sync.contract.fields import RECORD_TYPES, Wire


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, when, which record, and per field the old and the new value.

    ``state`` is None for changes that came from elsewhere.
    """

    at: str
    author: str
    type: str
    record: str
    fields: dict[str, tuple[Wire, Wire]]
    state: EntryState | None


def history_of_case(session: Session, case_id: str) -> list[Line]:
    """Every known change of a case and of what hangs on it, newest first."""
    with session.database.read() as connection:
        ids = [case_id]
        for name, declared in RECORD_TYPES.items():
            if declared.root and not declared.written_by_server:
                table = TABLES[name]
                ids += connection.scalars(select(table.c.id).where(table.c[declared.root] == case_id))
        people = TABLES["case_person"]
        ids += [p for p in connection.scalars(select(people.c.person).where(people.c.case == case_id)) if p]
        names = author_names(connection)
        lines = [
            Line(
                at=kept.entry.at,
                author=names.get(kept.entry.author, ""),
                type=kept.entry.type,
                record=kept.entry.id,
                fields={name: (kept.old.get(name), value) for name, value in kept.entry.fields.items()},
                state=kept.state,
            )
            for kept in journal.history(connection, ids)
            if kept.entry.fields
        ]
        for row in connection.execute(select(journal.received).where(journal.received.c.id.in_(ids))):
            changes: dict[str, tuple[Wire, Wire]] = msgspec.json.decode(row.doc)
            lines.append(
                Line(
                    at=row.at,
                    author=names.get(row.author, ""),
                    type=row.type,
                    record=row.id,
                    fields=changes,
                    state=None,
                )
            )
    return sorted(lines, key=lambda line: line.at, reverse=True)


def author_names(connection: Connection) -> dict[str, str]:
    """Id → name of everybody whose edits are known here: people of this PC, and accounts the server told of."""
    names = {row.id: row.name for row in connection.execute(select(journal.authors))}
    for row in connection.execute(select(users)):
        names[row.id] = row.full_name
        if row.account:
            names.setdefault(row.account, row.full_name)
    return names
