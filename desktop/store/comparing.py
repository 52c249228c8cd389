"""This PC's side of a comparison with the server (SYNC §6); implements `sync.client.ports.Comparing`."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from desktop.store import digests, door, rebuilding
from desktop.store.engine import Database
from desktop.store.tables import upsert
from sync.client import acknowledged, positions
from sync.client.ports import Changed, Here
from sync.client.tables import authors
from sync.contract.messages import AuthorInfo, CompareResponse


class Comparing:
    """What is here and how it compares; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recount(self) -> int:
        """Count the acknowledged state anew; return how many records were counted wrongly."""
        with self._database.write() as connection:
            return acknowledged.recount(connection)

    def feeds(self) -> list[str]:
        """The feeds this PC has."""
        with self._database.read() as connection:
            return sorted(positions.read(connection))

    def count(self) -> int:
        """How many records the server has acknowledged or sent."""
        with self._database.read() as connection:
            return digests.count(connection)

    def to_repair(self) -> list[str]:
        """Feeds that differ and about which nothing was done yet; see the port.

        One that is being rebuilt is among them to its end, even where all of it is here by now: or it never had one.
        """
        with self._database.read() as connection:
            return sorted({*digests.to_repair(connection), *rebuilding.under_way(connection)})

    def here(self, feed: str) -> Here:
        """Where this PC stands in a feed; see the port."""
        with self._database.read() as connection:
            return digests.here(connection, feed)

    def members(self, feed: str, buckets: Collection[int]) -> dict[str, str]:
        """What is in these buckets; see the port."""
        with self._database.read() as connection:
            return digests.members(connection, feed, buckets)

    def mend(self, feed: str, response: CompareResponse) -> Changed:
        """Take in whole records; see the port."""
        with self._database.write() as connection:
            keep_authors(connection, response.authors)
            return door.mend(connection, feed, response.records)

    def miss(self, unknown: Collection[str], behind: Collection[str]) -> Changed:
        """The server lacks something; see the port."""
        with self._database.write() as connection:
            return digests.miss(connection, unknown, behind)

    def compared(self, feed: str, theirs: str) -> tuple[bool, Changed]:
        """Note how the totals compare in the end; see the port."""
        with self._database.write() as connection:
            changed: Changed = frozenset()
            if feed in rebuilding.under_way(connection):
                changed = rebuilding.finish(connection, feed)
            return digests.note(connection, feed, theirs, tried=True), changed


def keep_authors(connection: Connection, named: Mapping[str, AuthorInfo]) -> None:
    """Remember whom the author ids of an answer stand for."""
    if named:
        rows = [{"id": key, "name": who.name, "unit": who.unit} for key, who in named.items()]
        connection.execute(upsert(authors), rows)
