"""The files of a PC as a stick takes and brings them: `sync.client.bundle_papers.CarriedShelf`."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from desktop.store.shelf import KNOWN, LIVE, TO_SEND, WANTED, FileShelf
from desktop.store.tables import TABLES, attachment_files
from sync.client.files import Outgoing
from sync.client.tables import EntryState, entries, replica

_files, _records = attachment_files, TABLES["attachment"]

#: What the server does not know yet and is told of in the same bundle; what is held back is not.
_GOES_ALONG = exists().where(entries.c.id == _files.c.id, entries.c.state == EntryState.PENDING)


class StickShelf(FileShelf):
    """A shelf from which a stick takes, too."""

    def to_carry(self) -> Sequence[Outgoing]:
        """What a stick takes along; see the port. A record that is held back keeps its bytes here."""
        known = _files.join(_records, _records.c.id == _files.c.id).outerjoin(replica, replica.c.id == _files.c.id)
        query = select(_files.c.id, _files.c.size, _files.c.address).select_from(known)
        query = query.where(TO_SEND, or_(replica.c.id.is_not(None), _GOES_ALONG))
        with self._database.read() as connection:
            return [Outgoing(*row) for row in connection.execute(query.order_by(_files.c.id))]

    def to_bring(self) -> Sequence[str]:
        """What somebody waits for, before what is only pinned; see the port."""
        query = select(_files.c.id).select_from(KNOWN).where(WANTED).order_by(~_files.c.wanted, _files.c.id)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def expects(self, record: str, size: int) -> bool:
        """Whether a file of this size is missing here; see the port."""
        query = select(_files.c.id).select_from(KNOWN).where(LIVE, ~_files.c.here, _files.c.id == record)
        with self._database.read() as connection:
            return connection.scalar(query.where(_files.c.size == size)) is not None
