"""Server databases that outlive a test: made once for all tests of a process, and emptied for each.

To make one takes longer than most tests do: PostgreSQL copies a cluster's template, Alembic makes two dozen tables, and
SQLAlchemy puts every statement into words anew for every engine.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sync.server import tables
from sync.server.database import Database, ServerError, found


class Reserve:
    """Databases of one dialect that nobody uses at the moment."""

    def __init__(self, make: Callable[[], str]) -> None:
        """``make`` makes an empty database and returns its URL."""
        self._make = make
        self._idle: list[Database] = []

    @contextmanager
    def lend(self) -> Iterator[Database]:
        """A database as it is after `Database.initialise`, with nothing in it."""
        database = self._idle.pop() if self._idle else self._made()
        yield database
        _empty(database)
        try:
            database.epoch()
        except ServerError:  # a test made it what no program can use
            database.close()
        else:
            self._idle.append(database)

    def close(self) -> None:
        """Give back every connection."""
        for database in self._idle:
            database.close()

    def _made(self) -> Database:
        database = Database(self._make())
        database.initialise()
        return database


def _empty(database: Database) -> None:
    database.close()  # whatever a test left open
    with database.write() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
        found(connection)
    database.moved.set()
