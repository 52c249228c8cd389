"""The digest of a feed as a PC sees it from which something is withheld (SYNC §6, decisions/0021).

Such a PC holds what restricted cases guard in another form than the feed, so it has other buckets. They are worked out
from those of the feed: for each guarded record its hash goes out, and the one over what the view shows of it comes in.
Nothing is compared but what the PC was told, so no answer says anything of what is withheld.
"""

import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, String, bindparam, select

from sync.contract import canonical, digest
from sync.contract.digest import Change
from sync.server import digests, guards, storage, tables
from sync.server.bulk import Lookup
from sync.server.news import as_seen
from sync.server.views import View

#: A total that was worked out is not worked out anew for so many times as long as that took: a large feed that changes
#: all day costs a process one part in so many of its time.
RESTS = 100
_REMEMBERED = 5000  # totals

_record, _feed = tables.record.c, tables.feed.c
_WITH_HASH = Lookup(
    storage.RECORD.add_columns(_record.hash).where(_record.feed == bindparam("feed", type_=String)), _record.id
)


class _Known(NamedTuple):
    """A total, the head and the total of the whole feed it is of, and when it may be worked out anew."""

    of: tuple[int, str]
    total: str
    rests_until: float


_known: dict[tuple[str, str], _Known] = {}


def hashes(connection: Connection, feed: str, view: View, ids: frozenset[str]) -> Iterator[Change]:
    """For guarded records the hash in the feed and that over what this view shows."""
    for row in _WITH_HASH.rows(connection, ids, feed=feed):
        *plain, whole = row
        state = storage.state_of(plain)
        seen = as_seen(state, view, state.seq, since=-1, guarded=True)
        shown = digest.hash_of(seen.type, seen.id, seen.version, canonical.encoded(seen.writes))
        yield Change(seen.id, whole, shown)


def buckets_of(connection: Connection, feed: str, view: View) -> bytes:
    """The buckets of a feed as this view shows it."""
    whole = digests.buckets_of(connection, feed)
    guarded = guards.every_one(connection, feed, view)
    return digest.changed(whole, hashes(connection, feed, view, guarded)) if guarded else whole


def totals(
    connection: Connection, views: Mapping[str, View], heads: Mapping[str, int], whole: Mapping[str, str]
) -> dict[str, str]:
    """Feed → its total in each view, as far as it is known or may be worked out now.

    Args:
        connection: to read with.
        views: of the feeds asked about.
        heads: where the feeds stood when the answer was begun.
        whole: the feeds' own totals there.
    """
    told = {}
    for feed in views.keys() & whole.keys():
        if views[feed].whole:
            told[feed] = whole[feed]
        elif (total := _total_of(connection, feed, views[feed], (heads[feed], whole[feed]))) is not None:
            told[feed] = total
    return told


def _total_of(connection: Connection, feed: str, view: View, of: tuple[int, str]) -> str | None:
    known = _known.get((feed, view.mark))
    if known and known.of == of:
        return known.total
    began = time.monotonic()
    if known and began < known.rests_until:
        return None
    total = digest.in_hex(digest.total_of(buckets_of(connection, feed, view)))
    now = connection.execute(select(_feed.head, _feed.total).where(_feed.unit == feed)).one()
    if (now.head, digest.in_hex(now.total)) != of:
        return None  # somebody has written meanwhile
    if len(_known) >= _REMEMBERED:
        _known.clear()
    ended = time.monotonic()
    _known[feed, view.mark] = _Known(of, total, ended + RESTS * (ended - began))
    return total
