"""The open export: everything as lines of JSON that any program reads, one file a record type.

The visible export holds the rows as they show on this PC, what is still unsent included. The acknowledged export holds
what the server has confirmed, in canonical lines, one folder a feed: of a feed, the server and every PC that has it
write the same bytes. Both leave the encrypted file: whoever asks for one keeps it safe.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from desktop.services.session import Session
from desktop.store import exporting
from desktop.store.errors import translated
from sync.contract.fields import RECORD_TYPES

_encode = msgspec.json.Encoder(order="sorted").encode


def export_acknowledged(session: Session, out: Path) -> dict[str, int]:
    """Write ``<feed>/<type>.ndjson``, ordered by id, with what the server has confirmed. Return file → lines.

    Raises:
        StoreError: ``disk_full``, ``read_only`` …
    """
    files = {}
    with translated():
        out.mkdir(parents=True, exist_ok=True)  # of an office that has sent nothing yet there is no feed to make it for
    with session.database.read() as connection:
        for feed, record_type, lines in exporting.acknowledged(connection):
            files[f"{feed}/{record_type}.ndjson"] = _write(out / feed / f"{record_type}.ndjson", lines)
    return files


def export_visible(session: Session, out: Path) -> dict[str, int]:
    """Write ``<type>.ndjson`` with the rows as they show here, ordered by id. Return file → lines."""
    files = {}
    with session.database.read() as connection:
        for name in RECORD_TYPES:
            lines = map(_encode, exporting.visible(connection, name))
            files[f"{name}.ndjson"] = _write(out / f"{name}.ndjson", lines)
    return files


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
