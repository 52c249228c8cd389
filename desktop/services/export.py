"""The open export: everything as lines of JSON that any program reads, one file a record type.

The visible export holds the rows as they show on this PC to who asks for it, what is still unsent included. The
acknowledged export holds what the server has confirmed, in canonical lines, one folder a feed: of a feed, the server
and every PC that has it write the same bytes, and so only who may read all of them gets it. Both leave the encrypted
file: whoever asks for one keeps it safe.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.store import exporting, reading
from desktop.store.engine import Connection
from desktop.store.errors import translated
from desktop.store.reading import Reader
from sync.contract.fields import RECORD_TYPES, Wire, wire_of

_AT_ONCE = 500

_encode = msgspec.json.Encoder(order="sorted").encode


def export_acknowledged(session: Session, out: Path) -> dict[str, int]:
    """Write ``<feed>/<type>.ndjson``, ordered by id, with what the server has confirmed. Return file → lines.

    Raises:
        DomainError: ``export_withheld``: this person may not read every case on this PC.
        StoreError: ``disk_full``, ``read_only`` …
    """
    files = {}
    with session.database.read() as connection:
        if reading.unread_cases(connection, session.reader, exporting.restricted(connection)):
            raise DomainError("export_withheld")
    with translated():
        out.mkdir(parents=True, exist_ok=True)  # of an office that has sent nothing yet there is no feed to make it for
    with session.database.read() as connection:
        for feed, record_type, lines in exporting.acknowledged(connection):
            files[f"{feed}/{record_type}.ndjson"] = _write(out / feed / f"{record_type}.ndjson", lines)
    return files


def export_visible(session: Session, out: Path) -> dict[str, int]:
    """Write ``<type>.ndjson`` with the rows as they show to this person, ordered by id. Return file → lines."""
    files = {}
    with session.database.read() as connection:
        for name in RECORD_TYPES:
            lines = map(_encode, _readable(connection, session.reader, name, exporting.visible(connection, name)))
            files[f"{name}.ndjson"] = _write(out / f"{name}.ndjson", lines)
    return files


def _readable(
    connection: Connection, reader: Reader, record_type: str, rows: Iterator[dict[str, Wire]]
) -> Iterator[dict[str, Wire]]:
    """The rows as if nobody had written what this person may not read of restricted cases (SYNC §4)."""
    blank = {name: wire_of(declared.default) for name, declared in RECORD_TYPES[record_type].fields.items()}
    while some := list(islice(rows, _AT_ONCE)):
        withheld = reading.withheld(connection, reader, [str(row["id"]) for row in some])
        for row in some:
            yield row | {name: blank[name] for name in withheld.get(str(row["id"]), ()) if name in blank}


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
