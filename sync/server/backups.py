"""Backups of the server's database, and telling it what lies in one (SYNC §6).

SQLite is copied page by page while it goes on working; PostgreSQL by its own ``pg_dump``. Whoever backs up in another
way tells the moment up to which it is kept. Either way PCs learn how far they need not keep anything ready any more.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from sync.server import epochs
from sync.server.accounts import audit
from sync.server.database import Database, ServerError, in_text

#: No step of the exchange takes longer from its beginning to its commit.
_LONGEST_STEP = timedelta(minutes=5)


def back_up(database: Database, out: Path) -> None:
    """Write a whole copy of the database to a file that is not there yet.

    Raises:
        ServerError: ``backup_exists``, ``backup_failed``; PCs then keep what they have ready.
    """
    if out.exists():
        raise ServerError("backup_exists", file=out)
    with database.read() as connection:
        positions = epochs.positions(connection)
    copy = _dump_postgresql if database.engine.dialect.name == "postgresql" else _copy_sqlite
    unfinished = out.with_name(out.name + ".part")
    try:
        copy(database, unfinished)
        unfinished.rename(out)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise ServerError("backup_failed", file=out) from error
    finally:
        unfinished.unlink(missing_ok=True)
    with database.write() as connection:
        epochs.mark_backed_up(connection, positions)
        audit(connection, "backed_up", "database")


def mark(connection: Connection, until: datetime) -> None:
    """Note that everything committed before a moment lies in a backup made in another way.

    An entry bears the moment it was received, and is committed somewhat later.
    """
    epochs.mark_backed_up(connection, epochs.positions(connection, until - _LONGEST_STEP))
    audit(connection, "backed_up", "database", in_text(until))


def restored(database: Database) -> None:
    """Note that the database was put back from a backup, before it answers again: a new epoch begins."""
    if epochs.settle_place(database):
        return
    with database.write() as connection:
        epochs.begin(connection, epochs.Reason.RESTORED)


def _copy_sqlite(database: Database, out: Path) -> None:
    with database.read() as connection, closing(sqlite3.connect(out)) as copy:
        source: Any = connection.connection.driver_connection
        source.backup(copy)


def _dump_postgresql(database: Database, out: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise ServerError("backup_needs_pg_dump")
    url = database.engine.url
    named = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: str(value) for name, value in named.items() if value}
    command = [program, "--format=custom", "--no-password", f"--file={out}"]
    subprocess.run(command, env=environment, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - no shell
