"""Walking over everything in canonical order, a thousand rows at a time, so that size needs no memory."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from desktop.store.tables import TABLES
from sync.client.docs import decode_doc
from sync.client.tables import replica
from sync.contract import canonical
from sync.contract.fields import Wire

_AT_ONCE = 1000


def acknowledged(connection: Connection) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """Feed, record type and the canonical lines of that type, ordered by id; each to be read before the next."""
    query = select(replica).order_by(replica.c.feed, replica.c.type, replica.c.id)
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
    for (feed, record_type), members in groupby(rows, attrgetter("feed", "type")):
        yield feed, record_type, (canonical.line(m.id, m.version, decode_doc(m.doc)) for m in members)


def restricted(connection: Connection) -> list[str]:
    """Ids of the cases that only few may read."""
    case = TABLES["case"].c
    return list(connection.scalars(select(case.id).where(case.restricted.is_(True))))


def visible(connection: Connection, record_type: str) -> Iterator[dict[str, Wire]]:
    """The rows of a record type as they show here, ordered by id."""
    table = TABLES[record_type]
    rows: Any = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(table.c.id))
    return (dict(row) for row in rows.mappings())
