"""Deletions in unusual number: what waits for a person, and what they choose (decisions/0017)."""

from desktop.services.session import Session
from desktop.store import deletions
from desktop.store.deletions import Choice, Count, Question, Way
from desktop.store.door import Changed

__all__ = ["Choice", "Count", "Deletions", "Question", "Way"]


class Deletions:
    """The use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self) -> list[Question]:
        """Those about which something is still to be done."""
        with self._session.database.read() as connection:
            return deletions.waiting(connection)

    def every(self) -> list[Question]:
        """Every one there ever was on this PC, with who chose what."""
        with self._session.database.read() as connection:
            return deletions.every(connection)

    def decide(self, number: int, choice: Choice) -> Changed:
        """Do what the person at this PC chose; one that is settled by now is left as it is. Return what has changed."""
        with self._session.database.write() as connection:
            return deletions.decide(connection, self._session.author(), number, choice)
