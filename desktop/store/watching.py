"""Long statements that somebody waits for: looked after while they run, ended half-way when nobody waits any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, exc

#: Between two looks; a few thousandths of a second of SQLite's work.
_OPERATIONS = 50_000


@contextmanager
def watched(connection: Connection, look: Callable[[], object]) -> Iterator[None]:
    """Call ``look`` every few milliseconds while statements of the block run on this connection.

    What it raises ends the statement and comes out of the block, an interrupt at the keyboard, too. A statement that
    was ended leaves nothing: its transaction is taken back like any that failed.
    """
    raw: Any = connection.connection.driver_connection
    raised: list[BaseException] = []

    def looked() -> bool:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it; it is raised again below
            raised.append(error)
        return bool(raised)

    raw.set_progress_handler(looked, _OPERATIONS)
    try:
        yield
    except exc.DBAPIError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
