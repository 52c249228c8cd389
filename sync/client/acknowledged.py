"""The acknowledged state: each record as the server last answered or sent it (SYNC §1)."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.client.tables import Doc, among, decode_doc, encode_doc, in_words, replica

_known = insert(replica)
_ACKNOWLEDGE = in_words(
    _known.on_conflict_do_update(
        index_elements=["id"], set_={name: _known.excluded[name] for name in ("feed", "version", "doc", "withheld")}
    )
)

_ADVANCE = in_words(update(replica).where(replica.c.id == bindparam("of")).values(version=bindparam("to")))
_ACKNOWLEDGED = select(replica).where(among(replica.c.id))


class Acknowledged(msgspec.Struct, gc=False):
    """One record as the server last acknowledged it."""

    type: str
    feed: str
    version: int
    doc: Doc
    withheld: frozenset[str] = frozenset()  # fields that nobody enrolled here may read


def read(connection: Connection, ids: Iterable[str]) -> dict[str, Acknowledged]:
    """Record id → its acknowledged state."""
    rows = connection.execute(_ACKNOWLEDGED, {"ids": list(ids)}).all()
    return {row[0]: Acknowledged(row[1], row[2], row[3], decode_doc(row[4]), _names(row[5])) for row in rows}


def advance(connection: Connection, versions: Mapping[str, int]) -> None:
    """Write down how far these records have come, where nothing else of them is new."""
    if versions:
        connection.exec_driver_sql(_ADVANCE, [(version, record_id) for record_id, version in versions.items()])


def write(connection: Connection, states: Mapping[str, Acknowledged]) -> None:
    """Write the acknowledged state of these records."""
    if states:
        connection.exec_driver_sql(
            _ACKNOWLEDGE,
            [
                (record_id, s.type, s.feed, s.version, encode_doc(s.doc), "\n".join(sorted(s.withheld)) or None)
                for record_id, s in states.items()
            ],
        )


def _names(lines: str | None) -> frozenset[str]:
    return frozenset(lines.split("\n")) if lines else frozenset()
