"""Under which id this PC goes on: a new one as soon as its file was restored, rolled back or copied (SYNC §6).

The id is one fact of the file, so it changes for every entry at once. The server is asked for it with a token of the
id before, when there is a line. Until it has answered, and sent what this file has not seen, nothing is green and
nothing is numbered: a number may have been given that stands in no row here.
"""

import msgspec
from sqlalchemy import Connection

from desktop.store import settings
from sync.client import chains
from sync.contract.identity import new_id

_DEVICE = "device"
_PENDING = "incarnation"
_LAGS = "lags_behind_itself"
_FOUND_OUT = "went_back_or_was_copied"


class Pending(msgspec.Struct, frozen=True):
    """An id the server has not heard of: the one ``of`` which it goes on, and whether a backup was restored."""

    of: str
    restored: bool


def device(connection: Connection) -> str:
    """The id under which entries are born now."""
    found: str = settings.get(connection, _DEVICE)
    return found


def pending(connection: Connection) -> Pending | None:
    """What the server has to be told first; None when it knows this PC by its present id, or not at all."""
    kept = settings.get(connection, _PENDING)
    return msgspec.convert(kept, Pending) if kept else None


def begin(connection: Connection, *, of: str | None = None, restored: bool = False) -> str:
    """Go on under a new id from now on; return it.

    Args:
        connection: inside a writing transaction.
        of: the id the server knows, if it is not the one in this file.
        restored: a backup was restored, so nothing goes on under the old id.
    """
    earlier = pending(connection)
    known = of or (earlier.of if earlier else device(connection))
    fresh = new_id()
    settings.put(connection, _DEVICE, fresh)
    chains.leave(connection)
    if settings.get(connection, "line") is not None:  # the server knows this PC
        waiting = Pending(known, restored or bool(earlier and earlier.restored))
        settings.put(connection, _PENDING, msgspec.to_builtins(waiting))
        settings.put(connection, _LAGS, True)
    return fresh


def fork(connection: Connection) -> None:
    """Go on under a new id, because the server knows this file to be rolled back or copied; a person is to be told."""
    begin(connection)
    settings.put(connection, _FOUND_OUT, True)


def has_forked(connection: Connection) -> bool:
    """Whether that happened, and nobody has read of it yet."""
    return bool(settings.get(connection, _FOUND_OUT, False))


def note_read(connection: Connection) -> None:
    """Somebody has read of it."""
    settings.drop(connection, _FOUND_OUT)


def settle(connection: Connection) -> None:
    """The server knows this PC by its present id."""
    settings.drop(connection, _PENDING)


def catch_up(connection: Connection) -> None:
    """Note that everything the server has is here, what was sent from a younger state of this file included."""
    if settings.get(connection, _LAGS) and pending(connection) is None:
        settings.put(connection, _LAGS, False)


def has_caught_up(connection: Connection) -> bool:
    """Whether this file knows all that was ever sent under its ids, so that no number is given twice."""
    return not settings.get(connection, _LAGS)
