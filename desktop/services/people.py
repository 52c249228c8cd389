"""People: finding them while one types, and noticing somebody who is here already."""

from collections.abc import Sequence

import msgspec

from desktop.domain.text import fold_loose
from desktop.services.session import Session
from desktop.store import index, lists, reading, records
from desktop.store.engine import Connection
from sync.contract.records import Person, Practitioner


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A person as a suggestion or a warning shows them."""

    person: Person
    same_number: bool = False


class People:
    """The use cases of people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def matching(self, typed: str, limit: int = 12) -> list[Known]:
        """People whose name or number begins with the words typed, best first."""
        if not typed.strip():
            return []
        with self._session.database.read() as connection:
            rows = lists.people_matching(connection, typed, limit)
            found = self._readable(connection, [row.id for row in rows])
        return [Known(person=found[row.id]) for row in rows if row.id in found]

    def alike(self, full_name: str, birth: str | None, citizen_number: str | None) -> list[Known]:
        """People who may be the same as one being entered: a warning, never a refusal.

        Args:
            birth: ISO date, or the year alone.
        """
        with self._session.database.read() as connection:
            rows = lists.same_person(connection, fold_loose(full_name), birth, citizen_number)
            found = self._readable(connection, [row.id for row in rows])
        return [
            Known(person=found[row.id], same_number=bool(citizen_number) and row.citizen_number == citizen_number)
            for row in rows
            if row.id in found
        ]

    def _readable(self, connection: Connection, ids: Sequence[str]) -> dict[str, Person]:
        """Of a restricted case nobody learns by guessing names who takes part in it."""
        unnamed = reading.unnamed(connection, self._session.reader, ids)
        return records.by_id(connection, Person, [each for each in ids if each not in unnamed])

    def finish_renaming(self) -> None:
        """Make cases found by the new names of those who perform them, a few at a time, off the window's thread."""
        left = True
        while left:
            with self._session.database.write() as connection:
                left = index.catch_up(connection)

    def practitioners(self) -> list[Practitioner]:
        """Everybody who may be appointed here, those who left among them."""
        with self._session.database.read() as connection:
            return records.every(connection, Practitioner)
