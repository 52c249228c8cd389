"""What has left a feed of this PC for another unit's (SYNC §5).

A PC may still have unanswered entries about such a record, which the server will forward; until then, and afterwards,
the record shows no more. It is remembered where it went, so that somebody who asks for it can be told.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from sync.client import acknowledged
from sync.client.tables import among, departed
from sync.contract.messages import Departure

_FOUND = select(departed.c.id, departed.c.type, departed.c.unit).where(among(departed.c.id))
_keep = insert(departed)
_KEEP = _keep.on_conflict_do_update(index_elements=["id"], set_={"unit": _keep.excluded.unit})


def drop(connection: Connection, gone: Iterable[Departure]) -> None:
    """Forget what was acknowledged of these records and remember where they went."""
    rows = [{"id": each.id, "type": each.type, "unit": each.unit} for each in gone]
    if rows:
        acknowledged.drop(connection, [row["id"] for row in rows])
        connection.execute(_KEEP, rows)


def come_back(connection: Connection, ids: Collection[str]) -> None:
    """These records belong to a feed of this PC again."""
    if ids:
        connection.execute(delete(departed).where(among(departed.c.id)), {"ids": list(ids)})


def types(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Record id → type, for those that have left."""
    return {row.id: row.type for row in connection.execute(_FOUND, {"ids": list(ids)})} if ids else {}


def where(connection: Connection, record_id: str) -> str | None:
    """The unit to which a record went, if it has left."""
    found = connection.execute(_FOUND, {"ids": [record_id]}).one_or_none()
    return found.unit if found else None
