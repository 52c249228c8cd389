"""The server's digests: kept with every write of a feed, under its lock (`sync.contract.digest`)."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from sync.contract import canonical, digest
from sync.contract.digest import EMPTY, Change
from sync.contract.merge import State
from sync.server import tables


def begin(connection: Connection, feed: str) -> None:
    """Give a new feed its buckets."""
    connection.execute(insert(tables.digest).values(feed=feed, buckets=EMPTY))


def change(connection: Connection, feed: str, changes: Iterable[Change]) -> None:
    """Take changed records of a feed into its digest; the feed is locked."""
    put(connection, feed, digest.changed(buckets_of(connection, feed), changes))


def buckets_of(connection: Connection, feed: str) -> bytes:
    """The feed's buckets."""
    kept = tables.digest.c
    return bytes(connection.execute(select(kept.buckets).where(kept.feed == feed)).scalar_one())


def hash_of(state: State) -> int:
    """A record's hash, over what its replicas hold of it."""
    return digest.hash_of(state.type, state.id, state.version, canonical.writes_of(state.cells))


def put(connection: Connection, feed: str, buckets: bytes) -> None:
    """Write the buckets of a feed that is locked, and their total."""
    kept = tables.digest
    connection.execute(update(kept).where(kept.c.feed == feed).values(buckets=buckets))
    total = digest.total_of(buckets)
    connection.execute(update(tables.feed).where(tables.feed.c.unit == feed).values(total=total))
