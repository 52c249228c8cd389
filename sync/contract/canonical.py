"""One record as one line, the same bytes on the server and on every replica (SYNC §9).

Exports are compared byte for byte: keys are sorted, nothing is left out, records are ordered by id.
"""

from collections.abc import Iterable, Mapping

import msgspec

from sync.contract.fields import Wire
from sync.contract.merge import Cell
from sync.contract.messages import Stamped, Write

_encode = msgspec.json.Encoder(order="sorted").encode


def line(record_id: str, version: int, fields: Mapping[str, Stamped]) -> bytes:
    """A record's line, without its newline: ``{"fields":{name:[value,stamp,author,at]},"id":…,"version":…}``."""
    return _encode({"id": record_id, "version": version, "fields": dict(fields)})


def writes_in(fields: Mapping[str, Stamped] | Mapping[str, Cell]) -> tuple[Write, ...]:
    """A record's fields by what was written together, oldest first.

    Most fields of a record were written by one entry. Said once for all of them, its stamp, author and time take a
    quarter of the room they take when said of each.
    """
    writes: dict[tuple[int, str, str], dict[str, Wire]] = {}
    for name, cell in fields.items():
        writes.setdefault((cell.stamp, cell.author, cell.at), {})[name] = cell.value
    return tuple(Write(*write, writes[write]) for write in sorted(writes))


def writes_of(fields: Mapping[str, Stamped] | Mapping[str, Cell]) -> bytes:
    """A record's fields alone, as `writes_in` has them: a list of [stamp, author, at, {name: value}], names sorted."""
    return encoded(writes_in(fields))


def encoded(writes: tuple[Write, ...]) -> bytes:
    """The fields of a record that came in a message, as `writes_of` has them."""
    return _encode(writes)


def document(lines: Iterable[tuple[str, bytes]]) -> bytes:
    """The file of one record type from (id, line) pairs in any order."""
    return b"".join(text + b"\n" for _, text in sorted(lines))
