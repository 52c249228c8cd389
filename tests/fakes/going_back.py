"""A server's database goes back in time, on either dialect: a backup is put back, or a standby takes over."""

from typing import Any

from sqlalchemy import Connection, Table, select

from sync.server import epochs, tables
from sync.server.database import Database

Copy = dict[str, list[dict[str, Any]]]
"""Table → its rows."""


def copy_of(database: Database) -> Copy:
    """Everything in the database, as a backup would hold it."""
    with database.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.metadata.sorted_tables
        }


def back_up(database: Database) -> Copy:
    """Make a backup, and note that it was made."""
    copy = copy_of(database)
    with database.write() as connection:
        epochs.mark_backed_up(connection, {row["unit"]: row["head"] for row in copy["feed"]})
    return copy


def put_back(database: Database, copy: Copy, *, told: bool = True) -> None:
    """Let the database be what it was; ``told``: the administrator says so before it answers again."""
    with database.write() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in tables.metadata.sorted_tables:
            _fill(connection, table, copy[table.name])
        if told:
            epochs.begin(connection, epochs.Reason.RESTORED)


def fail_over(database: Database) -> None:
    """Let the database lie on another branch of its log from now on: every connection is made anew (PostgreSQL)."""
    with database.write() as connection:
        another = tables.setting.update().where(tables.setting.c.name == "place").values(value="1/00000001/1")
        connection.execute(another)
    database.engine.dispose()
    database.moved.set()


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows that name other rows of their own table are written without that first, for any may come before any."""
    if not rows:
        return
    within = [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]
    connection.execute(table.insert(), [row | dict.fromkeys(within) for row in rows])
    for row in rows:
        if named := {name: row[name] for name in within if row[name] is not None}:
            connection.execute(table.update().where(table.c.id == row["id"]).values(named))
