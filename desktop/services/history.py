"""What happened to a case or a record, as far as this PC knows: own entries, and what came from others."""

from collections.abc import Sequence

import msgspec

from desktop.services.session import Session
from desktop.store import history, reading
from sync.client import journal
from sync.client.tables import EntryState
from sync.contract.fields import Wire


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, when, which record, and per field the old and the new value.

    ``state`` is None for changes that came from elsewhere.
    """

    at: str
    author: str
    type: str
    record: str
    fields: dict[str, tuple[Wire, Wire]]
    state: EntryState | None


def history_of_case(session: Session, case_id: str) -> list[Line]:
    """Every known change of a case and of what hangs on it, newest first."""
    with session.database.read() as connection:
        ids = history.ids_of_case(connection, case_id)
    return history_of(session, ids)


def history_of(session: Session, ids: Sequence[str]) -> list[Line]:
    """Every known change of these records, newest first."""
    with session.database.read() as connection:
        names = history.author_names(connection)
        withheld = reading.withheld(connection, session.reader, ids)
        lines = [
            Line(
                at=kept.entry.at,
                author=names.get(kept.entry.author, ""),
                type=kept.entry.type,
                record=kept.entry.id,
                fields={name: (kept.old.get(name), value) for name, value in kept.entry.fields.items()},
                state=kept.state,
            )
            for kept in journal.history(connection, ids)
            if kept.entry.fields
        ]
        lines += [
            Line(
                at=change.at,
                author=names.get(change.author, ""),
                type=change.type,
                record=change.id,
                fields=change.fields,
                state=None,
            )
            for change in history.received(connection, ids)
        ]
    lines = [_readable(line, withheld.get(line.record, frozenset())) for line in lines]
    told = [line for line in reversed(lines) if line.fields]  # of one second, too, the later stands first
    return sorted(told, key=lambda line: line.at, reverse=True)


def _readable(line: Line, withheld: frozenset[str]) -> Line:
    """The line without what this person may not read here."""
    if withheld.isdisjoint(line.fields):
        return line
    return msgspec.structs.replace(line, fields={name: x for name, x in line.fields.items() if name not in withheld})
