"""One record as one line, the same bytes on the server and on every replica (SYNC §9).

Exports are compared byte for byte: keys are sorted, nothing is left out, records are ordered by id.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from sync.contract.messages import Stamped

_encode = msgspec.json.Encoder(order="sorted").encode


def line(record_id: str, version: int, fields: Mapping[str, Stamped]) -> bytes:
    """A record's line, without its newline: ``{"fields":{name:[value,stamp,author,at]},"id":…,"version":…}``."""
    return _encode({"id": record_id, "version": version, "fields": dict(fields)})


def fields_of(fields: Mapping[str, Stamped] | Mapping[str, Sequence[Any]]) -> bytes:
    """A record's fields alone, as they stand in its line."""
    return _encode(fields)


def document(lines: Iterable[tuple[str, bytes]]) -> bytes:
    """The file of one record type from (id, line) pairs in any order."""
    return b"".join(text + b"\n" for _, text in sorted(lines))
