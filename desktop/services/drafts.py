"""What was typed and not yet saved: kept every few seconds, offered again after a power cut."""

from typing import Any

from desktop.services.session import Session
from desktop.store import drafts
from desktop.store.drafts import Draft

__all__ = ["Draft", "Drafts"]


class Drafts:
    """Drafts of the person signed in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, draft_id: str, form: str, doc: Any) -> None:
        """Keep the form as it is now, in place of what was kept before."""
        saved_at = self._session.clock().isoformat(timespec="seconds")
        with self._session.database.write() as connection:
            draft = Draft(id=draft_id, form=form, saved_at=saved_at, doc=doc)
            drafts.keep(connection, self._session.user.id, draft)

    def every(self, form: str | None = None) -> list[Draft]:
        """The drafts of this person, newest first; of one form if asked."""
        with self._session.database.read() as connection:
            return drafts.every(connection, self._session.user.id, form)

    def drop(self, draft_id: str) -> None:
        """Forget a draft: it was saved for good, or its writer gave it up."""
        with self._session.database.write() as connection:
            drafts.drop(connection, draft_id)
