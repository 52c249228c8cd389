"""The acknowledged state: each record as the server last answered or sent it (SYNC §1), and the digest over it (§6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter

import msgspec
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.client.docs import Doc, decode_doc, writes_of
from sync.client.packing import pack
from sync.client.tables import among, digests, in_words, replica
from sync.contract import digest
from sync.contract.digest import EMPTY, Change

_AT_ONCE = 1000
_known = insert(replica)
_ACKNOWLEDGE = in_words(
    _known.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _known.excluded[name] for name in ("feed", "version", "doc", "withheld", "hash", "doubted")},
    )
)
_RECOUNTED = in_words(update(replica).where(replica.c.id == bindparam("of")).values(hash=bindparam("to")))
_ACKNOWLEDGED = select(replica).where(among(replica.c.id))
_BUCKETS = select(digests.c.buckets).where(digests.c.feed == bindparam("of"))
_kept = insert(digests)
_KEEP = _kept.on_conflict_do_update(index_elements=["feed"], set_={"buckets": _kept.excluded.buckets})


class Counted(msgspec.Struct, frozen=True, gc=False):
    """As what a record is counted in a digest: the feed and the hash; 0 if it is in none."""

    feed: str
    hash: int


NEVER = Counted("", 0)

#: What `Acknowledged.doubted` is until somebody has looked how many deletions came in all.
UNJUDGED = 0


class Acknowledged(msgspec.Struct, gc=False):
    """One record as the server last acknowledged it; ``counted`` is how it is counted until it is written.

    ``doubted`` if others have deleted it and it shows here all the same (decisions/0017): the number of the question.
    ``void`` since a rebuild began, until the server has said anew what it is (decisions/0014); not counted meanwhile.
    """

    type: str
    feed: str
    version: int
    doc: Doc
    withheld: frozenset[str] = frozenset()  # fields that nobody enrolled here may read
    counted: Counted = NEVER
    doubted: int | None = None
    void: bool = False


#: The hash of what is void.
_VOID = 0


def start_over(connection: Connection, feeds: Iterable[str]) -> None:
    """Take for void what is acknowledged of these feeds; it stays and shows until the server has spoken anew."""
    named = list(feeds)
    connection.execute(update(replica).where(replica.c.feed.in_(named)).values(hash=_VOID))
    connection.execute(digests.delete().where(digests.c.feed.in_(named)))


def void(connection: Connection, feed: str) -> dict[str, str]:
    """Record id → type of what is void in a feed."""
    left = select(replica.c.id, replica.c.type).where(replica.c.feed == feed, replica.c.hash == _VOID)
    return {row.id: row.type for row in connection.execute(left)}


def read(connection: Connection, ids: Iterable[str]) -> dict[str, Acknowledged]:
    """Record id → its acknowledged state."""
    rows = connection.execute(_ACKNOWLEDGED, {"ids": list(ids)}).all()
    return {
        row[0]: Acknowledged(
            *(row[1], row[2], row[3], decode_doc(row[4]), _names(row[5]), Counted(row[2], row[6]), row[7]),
            void=row[6] == _VOID,
        )
        for row in rows
    }


def write(connection: Connection, states: Mapping[str, Acknowledged]) -> None:
    """Write the acknowledged state of these records, and count it."""
    rows = []
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for record_id, state in sorted(states.items(), key=itemgetter(0)):  # a tree that grows at its end has full pages
        doc = writes_of(state.doc)
        found = _VOID if state.void else digest.hash_of(state.type, record_id, state.version, doc)
        withheld = "\n".join(sorted(state.withheld)) or None
        rows.append((record_id, state.type, state.feed, state.version, pack(doc), withheld, found, state.doubted))
        was = state.counted
        if was.feed in ("", state.feed):
            changes[state.feed].append(Change(record_id, was.hash, found))
        else:
            changes[was.feed].append(Change(record_id, was.hash, 0))
            changes[state.feed].append(Change(record_id, 0, found))
        state.counted = Counted(state.feed, found)
    if rows:
        connection.exec_driver_sql(_ACKNOWLEDGE, rows)
    _count(connection, changes)


def drop(connection: Connection, ids: Iterable[str]) -> None:
    """Forget what is acknowledged of these records."""
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    gone = read(connection, ids)
    for record_id, state in gone.items():
        changes[state.counted.feed].append(Change(record_id, state.counted.hash, 0))
    connection.execute(replica.delete().where(among(replica.c.id)), {"ids": list(gone)})
    _count(connection, changes)


def buckets_of(connection: Connection, feed: str) -> bytes:
    """The buckets of a feed's digest."""
    return connection.scalar(_BUCKETS, {"of": feed}) or EMPTY


def recount(connection: Connection) -> int:
    """Work every digest out anew from the records; return how many of these were counted wrongly."""
    wrong = []
    feeds: defaultdict[str, list[Change]] = defaultdict(list)
    counted_ones = select(replica).where(replica.c.hash != _VOID)
    for row in connection.execute(counted_ones.execution_options(yield_per=_AT_ONCE)):
        found = digest.hash_of(row.type, row.id, row.version, row.doc)
        feeds[row.feed].append(Change(row.id, 0, found))
        if row.hash != found:
            wrong.append((found, row.id))
    if wrong:
        connection.exec_driver_sql(_RECOUNTED, wrong)
    before = {row.feed: row.buckets for row in connection.execute(select(digests))}
    counted = {feed: digest.changed(EMPTY, changes) for feed, changes in feeds.items()}
    missed = sum(len(digest.differing(before.get(feed, EMPTY), buckets)) for feed, buckets in counted.items())
    connection.execute(digests.delete())
    for feed, buckets in counted.items():
        connection.execute(_KEEP, {"feed": feed, "buckets": buckets})
    return max(len(wrong), missed)


def remove(connection: Connection, feed: str) -> None:
    """Forget everything of a feed."""
    connection.execute(replica.delete().where(replica.c.feed == feed))
    connection.execute(digests.delete().where(digests.c.feed == feed))


def _names(lines: str | None) -> frozenset[str]:
    return frozenset(lines.split("\n")) if lines else frozenset()


def _count(connection: Connection, feeds: Mapping[str, Iterable[Change]]) -> None:
    for feed, changes in feeds.items():
        buckets = digest.changed(buckets_of(connection, feed), changes)
        connection.execute(_KEEP, {"feed": feed, "buckets": buckets})
