"""The same person entered twice: likely pairs, putting two entries together, taking them apart again (SYNC §5).

Nothing that refers to either entry is rewritten, so taking apart gives back what was. Pairs are looked for among the
entries of one office alone; every PC finds the same ones.
"""

from collections.abc import Mapping, Sequence

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.store import door, reading, records, sameness
from desktop.store.door import Change, Changed
from desktop.store.engine import Connection
from desktop.store.sameness import Pair
from sync.contract.fields import Wire
from sync.contract.records import Person

__all__ = ["Likely", "Pair", "SamePerson"]


class Likely(msgspec.Struct, frozen=True, kw_only=True):
    """A pair as a person is asked about it; ``cases`` says of each entry in how many cases it appears."""

    pair: Pair
    cases: Mapping[str, int]


class SamePerson:
    """What people do about entries that are one person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def likely(self) -> list[Likely]:
        """The pairs nobody has decided about: the same citizen number, or the same name and birth."""
        with self._session.database.read() as connection:
            return self._counted(connection, sameness.likely_pairs(connection))

    def likely_to_be(self, person_id: str) -> list[Likely]:
        """The pairs in which this person stands first."""
        with self._session.database.read() as connection:
            return self._counted(connection, sameness.likely_pairs_of(connection, [person_id]))

    def merged_into(self, person_id: str) -> list[Person]:
        """The entries that were put together with this one and can be taken apart again."""
        with self._session.database.read() as connection:
            return sameness.merged_into(connection, person_id)

    def merge(self, entry_id: str, into_id: str) -> Changed:
        """Let the second entry stand for the first wherever a person is shown.

        Where either was merged before, those who stand for them are put together.

        Raises:
            DomainError: ``no_such_record``; ``same_already`` if they are one already; ``other_office``.
        """
        with self._session.database.write() as connection:
            entry, into = self._known(connection, entry_id), self._known(connection, into_id)
            if entry.unit != into.unit:
                raise DomainError("other_office")
            stand = sameness.ends(connection, [entry.id, into.id])
            if stand[entry.id] == stand[into.id]:
                raise DomainError("same_already")
            return self._write(connection, {stand[entry.id]: {"merged_into": stand[into.id]}})

    def unmerge(self, entry_id: str) -> Changed:
        """Let an entry stand for itself again. Raise `DomainError` ``no_such_record``, ``not_merged``."""
        with self._session.database.write() as connection:
            if self._known(connection, entry_id).merged_into is None:
                raise DomainError("not_merged")
            return self._write(connection, {entry_id: {"merged_into": None}})

    def tell_apart(self, one_id: str, other_id: str) -> Changed:
        """Remember that two entries look the same and are two people. Raise `DomainError` ``no_such_record``."""
        with self._session.database.write() as connection:
            one, other = self._known(connection, one_id), self._known(connection, other_id)
            return self._write(connection, {one.id: {"distinct_from": sorted({*one.distinct_from, other.id})}})

    def _known(self, connection: Connection, person_id: str) -> Person:
        person = records.one(connection, Person, person_id)
        if person is None:
            raise DomainError("no_such_record", record=person_id)
        return person

    def _write(self, connection: Connection, fields: Mapping[str, Mapping[str, Wire]]) -> Changed:
        changes = [Change(type="person", id=one, fields=values) for one, values in fields.items()]
        return door.save_many(connection, door.by_office(connection, self._session.author(), changes))

    def _counted(self, connection: Connection, pairs: Sequence[Pair]) -> list[Likely]:
        """The pairs whose entries this person may both read."""
        entries = [each.id for pair in pairs for each in (pair.one, pair.other)]
        unnamed = reading.unnamed(connection, self._session.reader, entries)
        cases = sameness.counted(connection, entries)
        return [Likely(pair=pair, cases=cases) for pair in pairs if unnamed.isdisjoint((pair.one.id, pair.other.id))]
