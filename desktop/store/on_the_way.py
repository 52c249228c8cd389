"""How far records have come on their way to the national system."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from desktop.store.tables import TABLES
from sync.client.tables import EntryState, among, entries, unanswered

_conflict = TABLES["conflict"]
_OPEN = _conflict.c.resolved_at.is_(None) & _conflict.c.deleted.is_(False)
_ENTRIES = select(entries.c.id, entries.c.state).where(unanswered, among(entries.c.id))
_CONFLICTS = select(_conflict.c.record).where(_OPEN, among(_conflict.c.record))


class OnTheWay(msgspec.Struct, frozen=True):
    """Of some records, the ids of those of which something is not answered, was refused, or is to be chosen."""

    unsent: frozenset[str]
    rejected: frozenset[str]
    contested: frozenset[str]


def on_the_way(connection: Connection, ids: Iterable[str]) -> OnTheWay:
    """Where these records stand; one query over what waits, one over open conflicts."""
    wanted = {"ids": list(ids)}
    waiting = connection.execute(_ENTRIES, wanted).all()
    return OnTheWay(
        unsent=frozenset(row.id for row in waiting),
        rejected=frozenset(row.id for row in waiting if row.state == EntryState.REJECTED),
        contested=frozenset(connection.scalars(_CONFLICTS, wanted)),
    )
