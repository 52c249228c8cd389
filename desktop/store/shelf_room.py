"""Making room on this PC: which bytes of attachments may leave it, which must, and which the server may have lost."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, and_, func, or_, select, update

from desktop.store.tables import TABLES, attachment_files
from desktop.store.vault import Vault

_files, _records = attachment_files, TABLES["attachment"]
_KNOWN = _files.join(_records, _records.c.id == _files.c.id)

#: What nobody has looked at for so long, and the server has, makes room here unless it is pinned.
KEPT_HERE = dt.timedelta(days=30)
#: What was removed without ever having been sent stays as long as anything in the bin (DESIGN §4).
_IN_THE_BIN = dt.timedelta(days=90)


def doubt_restored_server(connection: Connection) -> None:
    """A server restored from its backup may have lost bytes that it had; everything is asked for again (SYNC §6)."""
    connection.execute(update(_files).values(held=False, asked_at=None, address=None))


def leaving(connection: Connection, now: dt.datetime) -> list[str]:
    """The attachments whose bytes need not be here any more."""
    unused = and_(_files.c.here, ~_files.c.pinned, _files.c.used_at < (now - KEPT_HERE).isoformat())
    thrown = and_(_records.c.deleted, _files.c.used_at < (now - _IN_THE_BIN).isoformat())
    closed = and_(_files.c.here, _files.c.held, _records.c.sha256.is_(None))  # nobody here may read them any more
    query = select(_files.c.id).select_from(_KNOWN).where(or_(closed, and_(unused, or_(_files.c.held, thrown))))
    return list(connection.scalars(query))


def forget_unit(connection: Connection, vault: Vault, unit: str) -> int:
    """Remove every file of a unit this PC has lost, sent or not; return how many there were.

    Call it in the transaction that removes the unit's records, and before: afterwards nothing says whose files they
    were. What is unsent must have been answered or exported (`unsent_of`).
    """
    of_unit = select(_records.c.id).where(_records.c.unit == unit)
    theirs = or_(_files.c.kept_under == unit, _files.c.id.in_(of_unit))
    ids = list(connection.scalars(select(_files.c.id).where(theirs)))
    dropped = drop_bytes(connection, vault, ids)
    connection.execute(_files.delete().where(_files.c.id.in_(ids)))
    return dropped


def unsent_of(connection: Connection, unit: str) -> int:
    """How many files of a unit the server does not have yet."""
    sent = or_(_files.c.held, _records.c.deleted)
    query = select(func.count()).select_from(_KNOWN).where(_files.c.here, ~sent, _records.c.unit == unit)
    return int(connection.scalar(query) or 0)


def drop_bytes(connection: Connection, vault: Vault, ids: Collection[str]) -> int:
    """Remove the bytes of these attachments from this PC, unless another one names them too; return how many went."""
    rows = connection.execute(select(_files).where(_files.c.id.in_(ids))).all()
    connection.execute(update(_files).where(_files.c.id.in_(ids)).values(here=False, wanted=False, moved=0))
    gone = 0
    for unit, sha256 in {(row.kept_under, row.sha256) for row in rows}:
        same = (_files.c.kept_under == unit, _files.c.sha256 == sha256, _files.c.here)
        if not connection.scalar(select(func.count()).where(*same)):
            vault.drop(unit, sha256)
            gone += 1
    return gone
