"""Whether something was deleted that must not be found in the file any more, nor in what was copied from it."""

from sqlalchemy import Connection

from desktop.store import settings

_DUE = "shred_due"


def ask(connection: Connection) -> None:
    """Remember that it is to be done; in the transaction that deletes."""
    settings.put(connection, _DUE, True)


def due(connection: Connection) -> bool:
    """Whether it was asked for and not done since."""
    return bool(settings.get(connection, _DUE, False))


def done(connection: Connection) -> None:
    """Note that it was done."""
    settings.drop(connection, _DUE)
