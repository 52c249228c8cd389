"""What the server writes of itself: records in its own name, through the same door as merged entries."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sync.contract.entry import Entry
from sync.contract.fields import Wire
from sync.contract.merge import State
from sync.server import guards, storage
from sync.server.accounts import ADMINISTRATOR
from sync.server.database import now
from sync.server.picture import Draft, Incoming, Name, Picture


class OwnHand:
    """Writes records of one feed, all at one position; nothing is stored before `save`."""

    def __init__(self, connection: Connection, feed: str, names: Iterable[Name] = ()) -> None:
        """Lock the feed and load these records, inside a writing transaction."""
        self._connection = connection
        self._picture = Picture(feed, *storage.lock_feed(connection, feed))
        for row in storage.RECORDS_BY_ID.rows(connection, {record_id for _, record_id in names}):
            self._picture.know(storage.state_of(row))
        self._before = dict(self._picture.states)
        self._draft = Draft(self._picture)
        nobodys = Entry(type="", id="", unit=feed, author=ADMINISTRATOR, at=now(), device="", counter=0, group=0)
        self._cause = Incoming(b"", "", nobodys, {})

    def know(self, states: Iterable[State]) -> None:
        """Take records in that were loaded otherwise, before any of them is written."""
        for state in states:
            self._picture.know(state)
        self._before = dict(self._picture.states)

    def write(self, name: Name, **values: Wire) -> None:
        """Write the fields that differ."""
        state = self._draft.get(name)
        changed = {
            field: wire
            for field, wire in values.items()
            if (state.cells[field].value if field in state.cells else None) != wire
        }
        if changed:
            self._draft.write(state, changed, self._cause)

    def save(self) -> None:
        """Store what was written, if anything was."""
        if self._draft.keep():
            guards.follow(self._connection, self._picture)
            storage.save(self._connection, self._picture, self._before)
