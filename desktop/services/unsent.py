"""What the screen of unsent changes shows: the queue, what giving up a change would bring back, and the receipts."""

from collections.abc import Iterable, Sequence

import msgspec

from desktop.services.session import Session
from desktop.store import door, lists, replica
from desktop.store.engine import Connection
from desktop.store.history import author_names
from desktop.store.lists import CaseRow
from desktop.store.replica import Receipt
from sync.client import holding, journal
from sync.client.journal import Kept
from sync.client.tables import EntryState
from sync.contract.errors import Invalid
from sync.contract.fields import Wire


class QueueItem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry the server has not finally answered.

    Attributes:
        key: of the entry.
        at, author: local time of the edit, and the name of who made it.
        type, record, names: what it changes: a record and its fields.
        case_id, code, people, restricted, performers: the case it belongs to, as the list of cases shows it.
        state, tries: where it stands, and how often it was sent.
        error, error_field: code and field of why it was refused or what it waits for.
    """

    key: str
    at: str
    author: str
    type: str
    record: str
    names: tuple[str, ...]
    case_id: str | None
    code: str | None
    people: str | None
    restricted: bool
    performers: str
    state: EntryState
    tries: int
    error: str | None
    error_field: str | None
    exported_at: str | None = None


class Returning(msgspec.Struct, frozen=True, kw_only=True):
    """What one record would show if a refused change were given up.

    Attributes:
        type, record: which.
        fields: field → value as typed here, value that would show again.
        gone: the record was made by this change and would disappear.
    """

    type: str
    record: str
    fields: dict[str, tuple[Wire, Wire]]
    gone: bool


def unsent(session: Session, limit: int = 1000) -> list[QueueItem]:
    """What the server has not finally answered: refused entries first, then the oldest."""
    with session.database.read() as connection:
        kept = journal.unsettled(connection, limit)
        names = author_names(connection)
        cases = lists.cases_of(connection, {(each.entry.type, each.entry.id) for each in kept})
        rows = _rows(connection, cases.values())
        return [_item(entry, cases.get(entry.entry.id), names, rows) for entry in kept]


def retry(session: Session, keys: Sequence[str]) -> None:
    """Send rejected entries again as they are, with their intents. Raise `Invalid` ``not_rejected``."""
    with session.database.write() as connection:
        if not all(kept.state is EntryState.REJECTED for kept in journal.by_keys(connection, keys)):
            raise Invalid("not_rejected")
        for key in keys:
            if journal.by_keys(connection, [key])[0].state is EntryState.REJECTED:  # or it went with another one
                door.retry(connection, key)


def hold(session: Session, keys: Sequence[str]) -> None:
    """Hold unsent entries back with their intents, and what builds on them. Raise `Invalid` ``already_sent``."""
    with session.database.write() as connection:
        holding.hold(connection, keys)


def release(session: Session, keys: Sequence[str]) -> None:
    """Let held entries go, with their intents and with what waited for them."""
    with session.database.write() as connection:
        holding.release(connection, keys)


def receipts(session: Session, limit: int = 200) -> list[Receipt]:
    """The latest receipts, newest first."""
    with session.database.read() as connection:
        return replica.receipts(connection, limit)


def returning(session: Session, key: str) -> list[Returning]:
    """What would show again, record by record, if the refused change with this key were given up.

    Raises:
        Invalid: ``not_rejected``.
    """
    with session.database.read() as connection:
        return [
            Returning(
                type=kept.entry.type,
                record=kept.entry.id,
                fields={
                    name: (value, before.get(name) if before is not None else None)
                    for name, value in kept.entry.fields.items()
                },
                gone=before is None,
            )
            for kept, before in door.without_intent(connection, key)
        ]


def _item(kept: Kept, case_id: str | None, names: dict[str, str], rows: dict[str, CaseRow]) -> QueueItem:
    entry = kept.entry
    row = rows.get(case_id or "")
    return QueueItem(
        key=kept.key,
        at=entry.at,
        author=names.get(entry.author, ""),
        type=entry.type,
        record=entry.id,
        names=tuple(entry.fields),
        case_id=case_id,
        code=row.code if row else None,
        people=row.people if row else None,
        restricted=row.restricted if row else False,
        performers=row.performers if row else "",
        state=kept.state,
        tries=kept.tries,
        error=kept.code,
        error_field=kept.field,
        exported_at=kept.exported_at,
    )


def _rows(connection: Connection, case_ids: Iterable[str]) -> dict[str, CaseRow]:
    return {row.id: row for row in lists.rows_of_cases(connection, sorted(set(case_ids)))}
