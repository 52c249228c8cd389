"""The reading half of the exchange: what a PC has not seen yet, in feed order (SYNC §3).

A page ends only between two positions, so it never cuts a group. It is paged by `tables.change`, not by the records'
newest position: each page carries exactly the fields written at its positions, so whoever stands at a position has
every field up to it, even while others go on writing between two pages.

An answer stays within one piece of the line (SYNC §3), and fills it with as many pages as it holds (decisions/0019).
How well records pack is known only once they are packed: a look at what is gathered tells whether another round would
fit. A round that is too large by itself is gathered again with less room; that happens where texts do not repeat
themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import zstandard
from sqlalchemy import BigInteger, Connection, Integer, String, bindparam, select

from sync.contract import canonical
from sync.contract.fields import Wire
from sync.contract.merge import State
from sync.contract.messages import (
    NEWS_RECORDS,
    PIECE_BYTES,
    Answer,
    AuthorInfo,
    Departure,
    FeedNews,
    NewsRecord,
    Regarded,
)
from sync.server import guards, storage, tables
from sync.server.bulk import AnyRow, AnySelect, Lookup
from sync.server.http import HARD, USUAL
from sync.server.picture import Name, Positions
from sync.server.views import View

#: Most bytes of stored records that go into one answer, for what a server has in memory; more only if one position
#: alone is larger.
PAGE_BYTES = 1024 * 1024
#: Bytes of a piece left for heads, names of authors, and the line's own.
_RESERVE = 4 * 1024
#: To see how full a piece is: what comes of it is never more, and where an answer is packed hard so much less.
_LOOK, _LESS = 3, 0.8
#: A piece that is so full is full.
_FULL = 0.95

#: Fields of a conflict that name an author.
_AUTHORS_IN_CONFLICT = ("current_author", "incoming_author", "resolved_by")

_change = tables.change.c
_WRITTEN: AnySelect = select(_change.seq, _change.type, _change.record, _change.whole).where(
    _change.feed == bindparam("feed", type_=String)
)
_AFTER = (
    _WRITTEN.where(_change.seq > bindparam("cursor", type_=BigInteger))
    .where(_change.seq <= bindparam("head", type_=BigInteger))
    .order_by(_change.seq)
    .limit(bindparam("limit", type_=Integer))
)
_AT = _WRITTEN.where(_change.seq == bindparam("seq", type_=BigInteger))
_departure = tables.departure.c
_DEPARTED = (
    select(_departure.type, _departure.record, _departure.version, _departure.unit)
    .where(_departure.feed == bindparam("feed", type_=String))
    .where(_departure.seq > bindparam("cursor", type_=BigInteger), _departure.seq <= bindparam("to", type_=BigInteger))
    .order_by(_departure.seq, _departure.record)
)
_account = tables.account.c
_ACCOUNTS = Lookup(select(_account.id, _account.full_name, _account.unit), _account.id)


class _Room(msgspec.Struct):
    """What is left of the answer, and of the records of one round of pages."""

    records: int = NEWS_RECORDS
    bytes: int = PAGE_BYTES
    positions: int = 0  # taken so far
    taken: int = 0  # bytes of these

    def fits(self, records: int, size: int) -> bool:
        return not self.positions or (records <= self.records and size <= self.bytes)

    def take(self, records: int, size: int) -> None:
        self.positions += 1
        self.records -= records
        self.bytes -= size
        self.taken += size


class Wanted(NamedTuple):
    """What a PC wants of one feed.

    Attributes:
        cursor, head: behind the one, up to the other.
        view: how it sees the feed.
        own: positions that follow from the answers, and are passed over (decisions/0016).
    """

    cursor: int
    head: int
    view: View
    own: Positions | None = None


class _Written(NamedTuple):
    """What one position wrote, and what of it is told whole to whoever may not read everything."""

    names: set[Name]
    whole: set[Name]


def news_for(
    connection: Connection,
    wanted: Mapping[str, Wanted],
    beside: Sequence[Answer | Regarded] = (),
    level: int = USUAL,
) -> list[FeedNews]:
    """News of every feed in scope that has moved beyond its cursor, as much as one answer holds ``beside`` the rest.

    It may be larger only where a single position is: that travels whole. ``level`` is that of the packing.
    """
    limit = PIECE_BYTES - _RESERVE - _packed(beside, _LOOK)
    size = PAGE_BYTES
    while True:
        room = _Room(bytes=size)
        news = _gathered(connection, wanted, room, limit, hard=level >= HARD)
        packed = _packed(news, HARD if level >= HARD else _LOOK)
        if packed <= limit or room.positions <= 1:
            return news
        size = int(room.taken * max(limit, 0) / packed * _FULL)


def _gathered(
    connection: Connection, wanted: Mapping[str, Wanted], room: _Room, limit: int, *, hard: bool
) -> list[FeedNews]:
    """Round after round, a page of each feed in each, until everything is told or the piece is full."""
    rounds: list[list[FeedNews]] = []
    a_round = room.records
    while wanted:
        room.records = a_round
        rounds.append(_round(connection, wanted, room))
        wanted = {
            page.feed: wanted[page.feed]._replace(cursor=page.to, own=None)
            for page in rounds[-1]
            if page.to < page.head
        }
        full = _packed(_flat(rounds), _LOOK) * (_LESS if hard else 1.0) / max(limit, 1)
        if full > _FULL:
            break
        if full:
            room.bytes = min(room.bytes, int(room.taken * (_FULL - full) / full))
    while len(rounds) > 1 and _packed(_flat(rounds), HARD if hard else _LOOK) > limit:
        rounds.pop()
    return _flat(rounds)


def _flat(rounds: Iterable[Iterable[FeedNews]]) -> list[FeedNews]:
    return [page for pages in rounds for page in pages]


def _round(connection: Connection, wanted: Mapping[str, Wanted], room: _Room) -> list[FeedNews]:
    pages = []
    for feed, asked in wanted.items():
        mine = asked.own
        page = _page(connection, feed, asked._replace(head=mine.after) if mine else asked, room)
        if mine and page.to == mine.after:
            page = msgspec.structs.replace(page, to=mine.to, own=True)
        if page.to > asked.cursor:
            pages.append(msgspec.structs.replace(page, head=asked.head))
    return pages


def _packed(messages: Sequence[msgspec.Struct], level: int) -> int:
    """Bytes that messages take on the line, at most; not looked into where they are few."""
    encoded = msgspec.json.encode(messages)
    return len(encoded) if len(encoded) < _RESERVE else len(zstandard.compress(encoded, level))


def authors_in(connection: Connection, news: Iterable[FeedNews | Regarded]) -> dict[str, AuthorInfo]:
    """Whom the author ids in some news stand for."""
    ids: set[Wire] = set()
    for record in (record for page in news for record in page.records):
        ids.update(write.author for write in record.writes)
        if record.type == "conflict":
            ids.update(write.values.get(name) for write in record.writes for name in _AUTHORS_IN_CONFLICT)
    rows = _ACCOUNTS.rows(connection, (author for author in ids if isinstance(author, str)))
    return {row.id: AuthorInfo(row.full_name, row.unit) for row in rows}


def _page(connection: Connection, feed: str, wanted: Wanted, room: _Room) -> FeedNews:
    """As many whole positions after the cursor as there is room for, up to a head."""
    since, view = wanted.cursor, wanted.view
    if since >= wanted.head or room.records <= 0:
        return FeedNews(feed=feed, since=since, to=since, head=wanted.head, records=())
    positions, complete = _positions(connection, feed, wanted, room)
    named = {record for written in positions.values() for _, record in written.names}
    stored = {(row.type, row.id): row for row in storage.RECORDS_HERE.rows(connection, named, feed=feed)}
    taken: set[Name] = set()
    whole: set[Name] = set()
    to = since
    for seq, written in sorted(positions.items()):
        fresh = written.names - taken
        size = sum(len(stored[name].doc) for name in fresh if name in stored)
        if not room.fits(len(fresh), size):
            complete = False
            break
        taken |= fresh
        whole |= written.whole
        room.take(len(fresh), size)
        to = seq
    if complete:
        to = wanted.head
    guarded = guards.guarded(connection, feed, (name[1] for name in taken), view)
    anew = frozenset() if view.whole else whole
    states = {name: storage.state_of(stored[name]) for name in sorted(taken) if name in stored}
    records = [
        as_seen(state, view, to, since=0 if name in anew else since, guarded=name[1] in guarded)
        for name, state in states.items()
    ]
    return FeedNews(
        feed=feed,
        since=since,
        to=to,
        head=wanted.head,
        records=tuple(record for record in records if record.writes or record.withheld),
        departures=_departures(connection, feed, since, to) if taken - stored.keys() else (),
    )


def _departures(connection: Connection, feed: str, cursor: int, to: int) -> tuple[Departure, ...]:
    """What left the feed after the cursor, up to the page's end."""
    rows = connection.execute(_DEPARTED, {"feed": feed, "cursor": cursor, "to": to})
    return tuple(Departure(type=row.type, id=row.record, version=row.version, unit=row.unit) for row in rows)


def _positions(connection: Connection, feed: str, asked: Wanted, room: _Room) -> tuple[dict[int, _Written], bool]:
    """Whole positions after the cursor with the records they wrote, and whether these are all up to the head."""
    limit = room.records + 1
    stretch = {"feed": feed, "cursor": asked.cursor, "head": asked.head, "limit": limit}
    rows = connection.execute(_AFTER, stretch).all()
    positions = _by_position(rows)
    if len(rows) < limit:
        return positions, True
    cut = rows[-1].seq
    if len(positions) > 1:
        del positions[cut]
        return positions, False
    return _by_position(connection.execute(_AT, {"feed": feed, "seq": cut}).all()), cut == asked.head


def _by_position(rows: Iterable[AnyRow]) -> dict[int, _Written]:
    positions: dict[int, _Written] = {}
    for seq, kind, record, whole in rows:
        written = positions.setdefault(seq, _Written(set(), set()))
        written.names.add((kind, record))
        if whole:
            written.whole.add((kind, record))
    return positions


def as_seen(state: State, view: View, to: int, *, since: int, guarded: bool) -> NewsRecord:
    """A record's fields written after ``since``, up to ``to``, as far as a view shows them.

    The version is the newest that is covered, what is withheld included: who edits the rest is not to quarrel with it.
    """
    withheld = view.withheld(state, to) if guarded else ()
    return NewsRecord(
        type=state.type,
        id=state.id,
        version=max((cell.stamp for cell in state.cells.values() if cell.seq <= to), default=0),
        writes=canonical.writes_in(
            {name: cell for name, cell in state.cells.items() if since < cell.seq <= to and name not in withheld}
        ),
        withheld=withheld,
    )
