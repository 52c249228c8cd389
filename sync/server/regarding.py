"""Guarded records, sent anew to a PC that may read more of them, or less, than when it got them (SYNC §4).

A PC keeps a mark beside each cursor and shows it: under which view it holds the feed's guarded records, and how far it
has come with them. Where its view is another by now they come again, a page at a time, in the order of their ids;
nothing else of the feed starts over.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, Integer, String, bindparam, select

from sync.contract.messages import NewsRecord, Regarded
from sync.server import guards, storage, tables
from sync.server.news import as_seen
from sync.server.views import View

#: Guarded records of one answer; a few KB each at most.
PAGE = 50
_BETWEEN = "@"  # view and last id, while there is more to come

_guard = tables.guard.c
_NEXT = (
    select(_guard.record)
    .distinct()
    .where(_guard.feed == bindparam("feed", type_=String), _guard.record > bindparam("after", type_=String))
    .order_by(_guard.record)
    .limit(bindparam("limit", type_=Integer))
)


def anew(
    connection: Connection, views: Mapping[str, View], cursors: Mapping[str, int], marks: Mapping[str, str]
) -> list[Regarded]:
    """What is to be sent anew, of one feed at a time; nothing where the marks say that all is seen as it should be."""
    told: list[Regarded] = []
    for feed, view in views.items():
        held, _, after = marks.get(feed, "").partition(_BETWEEN)
        cursor = cursors.get(feed, 0)
        if held == view.mark and not after:
            continue
        if not cursor:  # it holds nothing yet, and what it gets is as the view shows it
            told.append(Regarded(feed=feed, mark=view.mark))
            continue
        told.append(_page(connection, feed, view, cursor, after if held == view.mark else ""))
        break
    return told


def _page(connection: Connection, feed: str, view: View, cursor: int, after: str) -> Regarded:
    ids = list(connection.scalars(_NEXT, {"feed": feed, "after": after, "limit": PAGE}))
    states = [storage.state_of(row) for row in storage.RECORDS_HERE.rows(connection, ids, feed=feed)]
    guarded = guards.guarded(connection, feed, ids, view)
    seen = [as_seen(state, view, cursor, since=0, guarded=state.id in guarded) for state in states]
    more = len(ids) == PAGE
    mark = f"{view.mark}{_BETWEEN}{ids[-1]}" if more else view.mark
    return Regarded(feed=feed, mark=mark, records=tuple(filter(_says_something, seen)), more=more)


def _says_something(record: NewsRecord) -> bool:
    return bool(record.writes or record.withheld)
