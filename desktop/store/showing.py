"""What an earlier version of the program kept without being able to show it is shown by the one that can.

A field or a type of record that a version does not know is kept as it came (SYNC §3), and no row says anything of it.
An update brings the column or the table; the values are brought here, before anybody looks or types: else a form would
show nothing where there is something, and what is typed there would replace what nobody has seen.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from desktop.store import door, settings
from desktop.store.engine import Database
from sync.client.tables import replica
from sync.contract.fields import RECORD_TYPES

#: Setting: record type → the fields that the rows were made with.
_SHOWN = "shown_fields"
_AT_ONCE = 500


def begin(connection: Connection) -> None:
    """Remember in a new file what this program shows."""
    settings.put(connection, _SHOWN, _declared())


def catch_up(database: Database) -> None:
    """Show what this program knows and the one before it did not; nothing to do unless it was updated.

    Killed in the middle it begins again. Raise `StoreError`.
    """
    with database.read() as connection:
        before: Mapping[str, Sequence[str]] = settings.get(connection, _SHOWN, {})
    declared = _declared()
    if before == declared:
        return
    grown = [name for name, fields in declared.items() if set(fields) - set(before.get(name, ()))]
    with database.read() as connection:
        ids = list(connection.scalars(select(replica.c.id).where(replica.c.type.in_(grown)).order_by(replica.c.id)))
    for start in range(0, len(ids), _AT_ONCE):
        with database.write() as connection:
            door.show_again(connection, ids[start : start + _AT_ONCE])
    with database.write() as connection:
        settings.put(connection, _SHOWN, declared)


def _declared() -> dict[str, list[str]]:
    return {name: sorted(declared.fields) for name, declared in sorted(RECORD_TYPES.items())}
