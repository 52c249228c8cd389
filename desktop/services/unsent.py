"""What the screen of unsent changes shows beside the queue: receipts, and what giving up a change would bring back."""

import msgspec
from sqlalchemy import select

from desktop.services.session import Session
from desktop.store import door
from desktop.store.tables import receipts as receipt_table
from sync.contract.fields import Wire


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of one cycle: when, how many entries went out and records came in, and the hash of where it left things."""

    number: int
    at: str
    sent: int
    taken: int
    hash: str
    complete: bool


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


def receipts(session: Session, limit: int = 200) -> list[Receipt]:
    """The latest receipts, newest first."""
    query = select(receipt_table).order_by(receipt_table.c.number.desc()).limit(limit)
    with session.database.read() as connection:
        return [Receipt(**row) for row in connection.execute(query).mappings()]


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
