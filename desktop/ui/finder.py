"""What the one search field suggests: the cases that answer to what is typed, found on the lane for local jobs."""

from PySide6.QtCore import QObject

from desktop.qt.lanes import Job, Lane
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.store.lists import CaseFilter, CaseRow
from desktop.ui.cases.marks import people_shown
from desktop.ui.widgets.choices import Answer, Choice

_SUGGESTED = 9  # as many as show below the field


class Finder(QObject):
    """Finds while somebody types; only the newest question is answered."""

    def __init__(self, session: Session, local: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._local = local
        self._job: Job | None = None

    def provide(self, text: str, answer: Answer) -> None:
        """Be the `Provider` of the search field."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._local.run(lambda _progress: suggestions(self._session, text), answer, owner=self)


def suggestions(session: Session, text: str) -> list[Choice]:
    """The best answers: who is helped, and the case's code to tell two people of one name apart."""
    if not text.strip():
        return []
    service = Cases(session)
    rows = service.rows(service.numbers(CaseFilter(query=text))[:_SUGGESTED])
    return [Choice(row.id, _who(row, session.user.full_name), hint=row.code) for row in rows]


def _who(row: CaseRow, reader: str) -> str:
    return people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader) or row.content
