"""What was typed and not yet saved: kept every few seconds, offered again after a power cut."""

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from desktop.services.session import Session
from desktop.store.tables import drafts


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


class Drafts:
    """Drafts of the person signed in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, draft_id: str, form: str, doc: Any) -> None:
        """Keep the form as it is now, in place of what was kept before."""
        row = {
            "id": draft_id,
            "form": form,
            "user": self._session.user.id,
            "saved_at": self._session.clock().isoformat(timespec="seconds"),
            "doc": doc,
        }
        upsert = insert(drafts).values(row)
        with self._session.database.write() as connection:
            connection.execute(
                upsert.on_conflict_do_update(
                    index_elements=["id"], set_={"saved_at": upsert.excluded.saved_at, "doc": upsert.excluded.doc}
                )
            )

    def every(self, form: str | None = None) -> list[Draft]:
        """The drafts of this person, newest first; of one form if asked."""
        query = select(drafts).where(drafts.c.user == self._session.user.id).order_by(drafts.c.saved_at.desc())
        if form is not None:
            query = query.where(drafts.c.form == form)
        with self._session.database.read() as connection:
            return [
                Draft(id=row.id, form=row.form, saved_at=row.saved_at, doc=row.doc) for row in connection.execute(query)
            ]

    def drop(self, draft_id: str) -> None:
        """Forget a draft: it was saved for good, or its writer gave it up."""
        with self._session.database.write() as connection:
            connection.execute(drafts.delete().where(drafts.c.id == draft_id))
