"""Half-typed forms, kept inside the encrypted file."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from desktop.store.tables import drafts, upsert


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One half-typed form.

    Attributes:
        id: chosen by the form when it opens, so that saving again replaces.
        form: which form it belongs to, such as ``intake`` or ``case:<id>``.
        doc: what the form needs to show it again, origins of the shown values among it (SYNC §2).
    """

    id: str
    form: str
    saved_at: str
    doc: Any


def keep(connection: Connection, user: str, draft: Draft) -> None:
    """Keep a draft in place of what was kept under its id before."""
    connection.execute(upsert(drafts), {**msgspec.structs.asdict(draft), "user": user})


def every(connection: Connection, user: str, form: str | None = None) -> list[Draft]:
    """A person's drafts, newest first; of one form if asked."""
    query = select(drafts).where(drafts.c.user == user).order_by(drafts.c.saved_at.desc())
    if form is not None:
        query = query.where(drafts.c.form == form)
    rows = connection.execute(query)
    return [Draft(id=row.id, form=row.form, saved_at=row.saved_at, doc=row.doc) for row in rows]


def drop(connection: Connection, draft_id: str) -> None:
    """Forget a draft."""
    connection.execute(drafts.delete().where(drafts.c.id == draft_id))
