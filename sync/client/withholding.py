"""What the journal's side tables let go of when a field may not be read here any more (SYNC §4).

An entry made here stays as it is: whoever made it wrote those words. What it replaced, and what came from others, goes.
"""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, delete, exists, func, literal, select, update
from sqlalchemy.sql import ColumnElement

from sync.client.docs import encode_values
from sync.client.tables import entries, received, replica


def forget(connection: Connection, withdrawn: Mapping[str, Iterable[str]]) -> None:
    """Take these fields, by record, out of the history of what was here before."""
    for record_id, names in withdrawn.items():
        if withheld := frozenset(names):
            _forget_replaced(connection, record_id, withheld)
            _forget_received(connection, record_id, withheld)


def names(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Record id → the fields of it that may not be read here, where there are any."""
    some = select(replica.c.id, replica.c.withheld).where(replica.c.id.in_(list(ids)), replica.c.withheld.is_not(None))
    return {row.id: frozenset(row.withheld.split("\n")) for row in connection.execute(some)}


def is_withheld(record: ColumnElement[str], name: str | None = None) -> ColumnElement[bool]:
    """Whether a field of a record, or any, may not be read here, inside a statement."""
    here = exists().where(replica.c.id == record, replica.c.withheld.is_not(None))
    return (
        here if name is None else here.where(func.instr(literal("\n") + replica.c.withheld + "\n", f"\n{name}\n") > 0)
    )


def _forget_replaced(connection: Connection, record_id: str, withheld: frozenset[str]) -> None:
    for row in connection.execute(select(entries.c.key, entries.c.old).where(entries.c.id == record_id)).all():
        old = msgspec.json.decode(row.old)
        if not withheld.isdisjoint(old):
            left = {name: value for name, value in old.items() if name not in withheld}
            connection.execute(update(entries).where(entries.c.key == row.key).values(old=encode_values(left)))


def _forget_received(connection: Connection, record_id: str, withheld: frozenset[str]) -> None:
    for row in connection.execute(select(received.c.number, received.c.doc).where(received.c.id == record_id)).all():
        doc = msgspec.json.decode(row.doc)
        if withheld.isdisjoint(doc):
            continue
        this = received.c.number == row.number
        if left := {name: change for name, change in doc.items() if name not in withheld}:
            connection.execute(update(received).where(this).values(doc=encode_values(left)))
        else:
            connection.execute(delete(received).where(this))
