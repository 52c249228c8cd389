"""Writes out a whole feed as NDJSON, one file a record type; a replica of the feed exports the same bytes."""

from pathlib import Path

from sqlalchemy import Connection, select

from sync.contract.canonical import document, line
from sync.contract.messages import Stamped
from sync.server import tables
from sync.server.accounts import unit_by_code
from sync.server.database import ServerError
from sync.server.storage import RECORD, state_of


def export_feed(connection: Connection, unit_code: str, folder: Path) -> int:
    """Write every record of a unit's feed into an empty folder; return how many.

    Raises:
        ServerError: ``unit_unknown``, ``export_exists``.
    """
    feed = unit_by_code(connection, unit_code)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ServerError("export_exists", folder=folder)
    record = tables.record
    here = RECORD.where(record.c.feed == feed)
    types = connection.scalars(select(record.c.type).where(record.c.feed == feed).distinct()).all()
    count = 0
    for kind in sorted(types):
        lines = []
        for row in connection.execute(here.where(record.c.type == kind)):
            state = state_of(row)
            fields = {name: Stamped(cell.value, cell.stamp, cell.author, cell.at) for name, cell in state.cells.items()}
            lines.append((state.id, line(state.id, state.version, fields)))
        (folder / f"{kind}.ndjson").write_bytes(document(lines))
        count += len(lines)
    return count
