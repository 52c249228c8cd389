"""Whether this PC holds what the server holds, by their digests at the same position, and what then (SYNC §6)."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select, update

from desktop.store import door, incarnation
from desktop.store.door import Changed
from desktop.store.tables import TABLES
from sync.client import acknowledged, queue
from sync.client.ports import Here
from sync.client.tables import Again, among, cursors, entries, replica
from sync.contract import digest
from sync.contract.fields import RECORD_TYPES

_c = cursors.c
_WENT_BACK = "server_went_back"
#: Known to differ. Of a feed that was lost the server says nothing; should it come back, it is looked into then.
_DIFFERS = _c.differs.is_not(None) & _c.lost_at.is_(None)


def compare(connection: Connection, heads: Mapping[str, int], theirs: Mapping[str, str]) -> None:
    """Note which feeds differ from the server's totals, of those where this PC stands at the head."""
    for row in connection.execute(select(cursors).where(_c.feed.in_(theirs.keys()))).all():
        if row.seq == heads.get(row.feed):
            note(connection, row.feed, theirs[row.feed])


def note(connection: Connection, feed: str, theirs: str, *, tried: bool = False) -> bool:
    """Note how this PC compares with the server's total at the same position; return whether they are equal.

    Args:
        connection: inside a writing transaction.
        feed: which.
        theirs: the server's total; empty where it tells none, and nothing is known to differ.
        tried: everything was done about it that can be done.
    """
    mine = digest.in_hex(digest.total_of(acknowledged.buckets_of(connection, feed)))
    found = None if theirs in {mine, ""} else f"{mine}:{theirs}"
    before = connection.execute(select(_c.differs, _c.tried).where(_c.feed == feed)).one()
    now = {"differs": found, "tried": (found if tried else before.tried) if found else None}
    if now != before._asdict():
        connection.execute(update(cursors).where(_c.feed == feed).values(now))
    return found is None


def doubt(connection: Connection) -> None:
    """The server went back in time: where something is withheld here, and it may tell no total yet, compare at once.

    What it forgot would stay here unseen, a leased block of numbers for one.
    """
    connection.execute(update(cursors).where(_c.mark != "").values(differs=_WENT_BACK, tried=None))


def to_repair(connection: Connection) -> list[str]:
    """Feeds that differ, in a way about which nothing was done yet."""
    untried = _c.tried.is_(None) | (_c.tried != _c.differs)
    return list(connection.scalars(select(_c.feed).where(_DIFFERS, untried).order_by(_c.feed)))


def differing(connection: Connection) -> int:
    """In how many feeds this PC is known to hold something else than the server."""
    return connection.scalar(select(func.count()).where(_DIFFERS)) or 0


def here(connection: Connection, feed: str) -> Here:
    """What to compare."""
    seq = connection.scalar(select(_c.seq).where(_c.feed == feed)) or 0
    return Here(incarnation.device(connection), seq, acknowledged.buckets_of(connection, feed))


def members(connection: Connection, feed: str, buckets: Collection[int]) -> dict[str, str]:
    """Record id → hash of everything in these buckets."""
    columns = select(replica.c.id, replica.c.hash).where(replica.c.feed == feed)
    rows = connection.execute(columns)
    return {row.id: digest.in_hex(row.hash) for row in rows if digest.bucket_of(row.id) in buckets}


def miss(connection: Connection, unknown: Collection[str], behind: Collection[str]) -> Changed:
    """What the server lacks: forget what only that one writes, offer again what was made here of the rest.

    Args:
        connection: inside a writing transaction.
        unknown: records it does not have.
        behind: records of which it has less than is here.
    """
    ours = set(unknown)
    copies = door.left_behind(connection, unknown) | _carried_out_for_others(connection, unknown)
    changed: Changed = frozenset()
    for name, declared in RECORD_TYPES.items():
        void = set(connection.scalars(select(replica.c.id).where(replica.c.type == name, replica.c.id.in_(ours))))
        void &= void if declared.written_by_server else copies
        changed |= door.forget(connection, name, void) if void else frozenset()
        ours -= void
    offer_again(connection, ours.union(behind))
    return changed


def _carried_out_for_others(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Moves among these that somebody else asked for and the server carried out: one it has forgotten never was.

    Who asked asks again, and is told if it can be no more; then nobody offers it who could take it back here.
    """
    move = TABLES["transfer"].c
    known = select(move.id).where(among(move.id), move.from_unit.is_not(None))
    return frozenset(connection.scalars(known.where(move.id.not_in(select(entries.c.id))), {"ids": list(ids)}))


def offer_again(connection: Connection, ids: Collection[str]) -> None:
    """Let everything made here for these records be judged once more; what the server knows it only answers again."""
    settled = entries.c.state.in_(queue.SETTLED)
    connection.execute(update(entries).where(settled, entries.c.id.in_(ids)).values(offered_again=Again.GOES))


def count(connection: Connection) -> int:
    """How many records are here."""
    return connection.scalar(select(func.count()).select_from(replica)) or 0
