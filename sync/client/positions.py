"""Where this PC stands in each of its feeds: how far it has read, how far there is to read, and as whom."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.client.tables import cursors
from sync.contract.messages import FeedNews, Regarded

_CURSOR = cursors.c


def joins(connection: Connection, page: FeedNews) -> bool:
    """Whether news continue what this PC has: from ≤ cursor < to."""
    cursor = connection.scalar(select(_CURSOR.seq).where(_CURSOR.feed == page.feed)) or 0
    return page.since <= cursor < page.to


def advance(connection: Connection, page: FeedNews) -> None:
    """Stand at the end of a page that was taken in."""
    _write(connection, page.feed, {"seq": page.to, "head": page.head})


def mark(connection: Connection, page: Regarded) -> None:
    """Keep under which people's rights the records of restricted cases are held."""
    _write(connection, page.feed, {"mark": page.mark, "more": page.more})


def keep_heads(connection: Connection, feeds: Mapping[str, int]) -> None:
    """Remember how far each feed goes; a feed never heard of starts at its beginning."""
    for feed, head in feeds.items():
        _write(connection, feed, {"head": head})


def note_lost(connection: Connection, feeds: Collection[str], at: str) -> frozenset[str]:
    """Remember which feeds are named no more; return those that were lost and are back; they go on."""
    lost = frozenset(lost_since(connection))
    named = _CURSOR.feed.in_(list(feeds))
    connection.execute(update(cursors).where(named).values(lost_at=None))
    connection.execute(update(cursors).where(~named, _CURSOR.lost_at.is_(None)).values(lost_at=at))
    return lost.intersection(feeds)


def lost_since(connection: Connection) -> dict[str, str]:
    """Feed → when the server first named it no more."""
    lost = select(_CURSOR.feed, _CURSOR.lost_at).where(_CURSOR.lost_at.is_not(None))
    return {row.feed: row.lost_at for row in connection.execute(lost)}


def remove(connection: Connection, feed: str) -> None:
    """Know nothing of a feed any more; should it come back, it is read from its beginning."""
    connection.execute(delete(cursors).where(_CURSOR.feed == feed))


def read(connection: Connection) -> dict[str, int]:
    """Feed → how far this PC has read it."""
    known = select(_CURSOR.feed, _CURSOR.seq).where(_CURSOR.lost_at.is_(None))
    return {row.feed: row.seq for row in connection.execute(known)}


def heads(connection: Connection) -> dict[str, int]:
    """Feed → its last position, as far as is known here; of lost ones, too."""
    return {row.feed: row.head for row in connection.execute(select(_CURSOR.feed, _CURSOR.head))}


def marks(connection: Connection) -> dict[str, str]:
    """Feed → its mark, where there is one."""
    marked = select(_CURSOR.feed, _CURSOR.mark).where(_CURSOR.mark != "")
    return {row.feed: row.mark for row in connection.execute(marked)}


def behind(connection: Connection) -> bool:
    """Whether there is more to read, as far as is known here."""
    lacking = (
        select(func.count())
        .select_from(cursors)
        .where(_CURSOR.lost_at.is_(None))
        .where(or_(_CURSOR.seq < _CURSOR.head, _CURSOR.more))
    )
    return bool(connection.scalar(lacking))


def at_head(connection: Connection, feed: str) -> bool:
    """Whether a feed has been read to its end, as far as is known here."""
    end = select(_CURSOR.feed).where(_CURSOR.feed == feed, _CURSOR.seq >= _CURSOR.head)
    return connection.scalar(end) is not None


def unfetched(connection: Connection) -> int:
    """How many positions the feeds are ahead of what has come in here."""
    ahead = select(func.sum(_CURSOR.head - _CURSOR.seq)).where(_CURSOR.seq < _CURSOR.head, _CURSOR.lost_at.is_(None))
    return connection.scalar(ahead) or 0


def _write(connection: Connection, feed: str, values: Mapping[str, int | str | bool]) -> None:
    fresh = insert(cursors).values({"feed": feed, "seq": 0, "head": 0, **values})
    known: dict[str, Any] = dict(values)
    if "head" in known:
        known["head"] = func.max(_CURSOR.head, known["head"])  # what a late stick says of it takes nothing back
    connection.execute(fresh.on_conflict_do_update(index_elements=["feed"], set_=known))
