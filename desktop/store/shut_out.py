"""That the national system has refused this PC as such, from when it says so until it has let it in again.

What is unsent then, and what others have changed meanwhile, nobody here can know: green would be false (SYNC §3, trap
14). It outlives the program, for who starts it the next morning has not heard the refusal.
"""

from sqlalchemy import Connection

from desktop.store import settings

_CODE = "shut_out"


def note(connection: Connection, code: str) -> None:
    """Keep why the national system refused this PC; a code of `sync.contract.errors.NEEDS_NEW_CODE`."""
    settings.put(connection, _CODE, code)


def reason(connection: Connection) -> str | None:
    """Why it did; None while it lets this PC in, as far as is known here."""
    code: str | None = settings.get(connection, _CODE)
    return code


def lift(connection: Connection) -> None:
    """It has let this PC in again."""
    settings.drop(connection, _CODE)
