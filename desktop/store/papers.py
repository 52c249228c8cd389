"""What this PC knows of the bytes of papers, for the people before it; see `desktop.store.tables.attachment_files`."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store.shelf import new_row
from desktop.store.tables import attachment_files
from desktop.store.vault import Kept
from sync.contract.records import Attachment

_files = attachment_files


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the bytes of one attachment; see the table."""

    id: str
    kept_under: str
    sha256: str
    size: int
    here: bool
    held: bool
    pinned: bool
    wanted: bool
    moved: int
    address: str | None
    failures: int
    trouble: str | None
    asked_at: str | None
    used_at: str | None


def rows(connection: Connection, ids: Collection[str]) -> dict[str, Known]:
    """Id of the attachment → what is known, for those of which anything is."""
    found = connection.execute(select(_files).where(_files.c.id.in_(ids))).mappings()
    return {row["id"]: Known(**row) for row in found}


def put_here(connection: Connection, record_id: str, unit: str, kept: Kept, at: str) -> None:
    """The bytes of a new attachment are in the vault."""
    record = Attachment(id=record_id, unit=unit, sha256=kept.sha256, size=kept.size)
    connection.execute(insert(_files).values(new_row(record, here=True, at=at)))


def note(connection: Connection, record: Attachment, at: str, **changes: Any) -> None:
    """Note something about the bytes of an attachment, of which nothing needs to be known before."""
    connection.execute(insert(_files).values(new_row(record, here=False, at=at)).on_conflict_do_nothing())
    connection.execute(update(_files).where(_files.c.id == record.id).values(**changes))


def names_bytes(connection: Connection, unit: str, sha256: str) -> bool:
    """Whether any attachment has these bytes here."""
    same = (_files.c.kept_under == unit, _files.c.sha256 == sha256, _files.c.here)
    return bool(connection.scalar(select(func.count()).where(*same)))
