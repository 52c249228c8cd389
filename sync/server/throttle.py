"""Slows down guessing of codes, tokens and passwords, in the database: all processes of the server count together.

A whole branch comes from one address, so an address alone says little. What is slowed down first is the one wrong code,
token or sign-in that is shown again and again; an address has far more room, and that of a branch whose PCs are all
in order is never touched, for what succeeds costs nothing.

Each key has a moment until which its allowance is used up (the generic cell rate algorithm): a failure moves it on by
one interval, and a key is shut while it lies ``burst`` intervals ahead. Keys are hashed; no address is kept.
"""

import hashlib
import time
from collections.abc import Callable

import msgspec
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.server import tables
from sync.server.database import Database
from sync.server.refusals import Refused


class Allowance(msgspec.Struct, frozen=True):
    """So many failures at once, and one more every so many seconds."""

    name: str
    burst: int
    seconds: float


#: A code or token that was wrong once will be wrong again; who types one wrongly has another key the next time.
SAME_AGAIN = Allowance("credential", burst=10, seconds=30)
#: Codes nobody gave out, from one address: a centre full of people who mistype them, and no more.
ADDRESS = Allowance("address", burst=100, seconds=3)

#: Passwords for one sign-in: from one address a handful, from everywhere together somewhat more. Who knows the password
#: is not kept out for long by somebody who does not.
SIGN_IN_HERE = Allowance("sign_in_here", burst=5, seconds=60)
SIGN_IN = Allowance("sign_in", burst=50, seconds=60)


class Failures:
    """Failures so far, by allowance and key."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Count in this database."""
        self._database = database
        self._clock = clock

    def check(self, *keys: tuple[Allowance, str]) -> None:
        """Raise `Refused` 429 ``too_many_requests`` if one of the keys has used up what it is allowed."""
        table, now = tables.failure, self._clock()
        limits = {_hashed(allowance, key): now + (allowance.burst - 1) * allowance.seconds for allowance, key in keys}
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(table.c.key.in_(limits)))
            if any(row.until > limits[row.key] for row in rows):
                raise Refused(429, "too_many_requests")

    def note(self, *keys: tuple[Allowance, str]) -> None:
        """Count a failure of each key."""
        table, now = tables.failure, self._clock()
        with self._database.write() as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
            for hashed, allowance in sorted((_hashed(allowance, key), allowance) for allowance, key in keys):
                fresh = insert(table).values(key=hashed, until=now + allowance.seconds)
                begin = case((table.c.until > now, table.c.until), else_=now)
                later = {"until": begin + allowance.seconds}
                connection.execute(fresh.on_conflict_do_update(index_elements=["key"], set_=later))
            over = select(table.c.key).where(table.c.until < now).with_for_update(skip_locked=True)
            connection.execute(delete(table).where(table.c.key.in_(over)))


def _hashed(allowance: Allowance, key: str) -> str:
    return hashlib.sha256(f"{allowance.name}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()
