"""The open export: everything as lines of JSON that any program reads, one file a record type.

The acknowledged export holds what the server has confirmed, in canonical lines, one folder a feed: of a feed, the
server and every PC that has it write the same bytes. The visible export holds the rows as they show on this PC, what
is still unsent included. Both leave the encrypted file: whoever asks for one keeps it safe.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from desktop.services.session import Session
from desktop.store.errors import translated
from desktop.store.tables import TABLES
from sync.client import journal
from sync.contract import canonical

#: Rows fetched at a time, so that an export of any size needs little memory.
_AT_ONCE = 1000

_encode = msgspec.json.Encoder(order="sorted").encode


def export_acknowledged(session: Session, out: Path) -> dict[str, int]:
    """Write ``<feed>/<type>.ndjson``, ordered by id. Return file → lines. Raise `StoreError`."""
    table = journal.replica
    query = select(table).order_by(table.c.feed, table.c.type, table.c.id)
    files = {}
    with session.database.read() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for (feed, record_type), members in groupby(rows, attrgetter("feed", "type")):
            lines = (canonical.line(row.id, row.version, journal.decode_doc(row.doc)) for row in members)
            files[f"{feed}/{record_type}.ndjson"] = _write(out / feed / f"{record_type}.ndjson", lines)
    return files


def export_visible(session: Session, out: Path) -> dict[str, int]:
    """Write ``<type>.ndjson`` with the rows as they show here, ordered by id. Return file → lines."""
    files = {}
    with session.database.read() as connection:
        for name in TABLES:
            files[f"{name}.ndjson"] = _write(out / f"{name}.ndjson", _rows(connection, name))
    return files


def _rows(connection: Connection, name: str) -> Iterator[bytes]:
    table = TABLES[name]
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(table.c.id))
    return (_encode(dict(row)) for row in rows.mappings())


def _write(path: Path, lines: Iterator[bytes]) -> int:
    """Write the lines under the path's name only once all are there; an empty file for none."""
    part = path.with_name(f".{path.name}.part")
    count = 0
    with translated():
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            for line in lines:
                file.write(line + b"\n")
                count += 1
        part.replace(path)
    return count
