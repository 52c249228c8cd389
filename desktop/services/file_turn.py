"""One turn of the files, between two exchanges of text: text goes first, always, and is never kept waiting for long."""

import time
from collections.abc import Callable
from contextlib import closing

from desktop.services.session import Session
from desktop.store.shelf import FileShelf
from desktop.store.vault import Vault
from sync.client import queue
from sync.client.files import FileEngine, FileProgress
from sync.client.ports import Transport
from sync.client.tables import EntryState

#: Seconds after which a turn ends, so that news of others come in while a large file goes out.
TURN = 60.0


def carry_files(
    session: Session,
    connect: Callable[[], Transport],
    progress: Callable[[FileProgress], None],
    stopped: Callable[[], bool],
    stuck: int = 0,
) -> bool:
    """Send and fetch files until none is left, somebody saves something, or the turn is over.

    Args:
        session: whose office it is.
        connect: makes a connection; not called when there is nothing to do.
        progress: told after every piece.
        stopped: whether a person asks to stop.
        stuck: how many changes could not go before; one more is a new one.

    Returns:
        whether nothing is left that this PC can do.

    Raises:
        SyncError: see `sync.client.files.FileEngine.run`.
    """
    shelf = FileShelf(session.database, Vault.beside(session.database), session.clock)
    if not shelf.has_work():
        return True
    ends = time.monotonic() + TURN

    def is_over() -> bool:
        return stopped() or time.monotonic() > ends or _pending(session) > stuck

    with closing(connect()) as transport:
        return FileEngine(shelf, transport.files()).run(progress, is_over)


def _pending(session: Session) -> int:
    with session.database.read() as connection:
        return queue.counts(connection).get(EntryState.PENDING, 0)
