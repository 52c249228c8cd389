"""The reading half of the exchange: what a PC has not seen yet, in feed order (SYNC §3).

A page ends only between two positions, so it never cuts a group. It is paged by `tables.change`, not by the records'
newest position: each page carries exactly the fields written at its positions, so whoever stands at a position has
every field up to it, even while others go on writing between two pages.

An answer stays within one piece of the line (SYNC §3). How well records pack is known only once they are packed, so a
page that turns out too large is gathered again with less room; that happens where texts do not repeat themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
import zstandard
from sqlalchemy import BigInteger, Connection, Integer, String, bindparam, select

from sync.contract.fields import Wire
from sync.contract.messages import (
    NEWS_RECORDS,
    PIECE_BYTES,
    Answer,
    AuthorInfo,
    Departure,
    FeedNews,
    NewsRecord,
    Stamped,
)
from sync.server import storage, tables
from sync.server.bulk import AnyRow, AnySelect, Lookup
from sync.server.picture import Name, Positions

#: Most bytes of stored records that go into one answer; more only if one position alone is larger.
PAGE_BYTES = 400 * 1024
#: Bytes of a piece left for heads, names of authors, and the line's own.
_RESERVE = 4 * 1024

#: Fields of a conflict that name an author.
_AUTHORS_IN_CONFLICT = ("current_author", "incoming_author", "resolved_by")

_change = tables.change.c
_WRITTEN: AnySelect = select(_change.seq, _change.type, _change.record).where(
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
    """What is left of the page."""

    records: int = NEWS_RECORDS
    bytes: int = PAGE_BYTES
    positions: int = 0  # taken so far

    def fits(self, records: int, size: int) -> bool:
        return not self.positions or (records <= self.records and size <= self.bytes)

    def take(self, records: int, size: int) -> None:
        self.positions += 1
        self.records -= records
        self.bytes -= size


def news_for(
    connection: Connection,
    heads: Mapping[str, int],
    cursors: Mapping[str, int],
    answers: Sequence[Answer] = (),
    *,
    own: Mapping[str, Positions] = MappingProxyType({}),
) -> list[FeedNews]:
    """News of every feed in scope that has moved beyond its cursor, as much as one answer holds beside ``answers``.

    It may be larger only where a single position is: that travels whole. What a feed holds at its ``own``
    positions follows from the answers, and is passed over (decisions/0016).
    """
    limit = PIECE_BYTES - _RESERVE - _packed(answers)
    size = PAGE_BYTES
    while True:
        room = _Room(bytes=size)
        news = _gathered(connection, heads, cursors, own, room)
        packed = _packed(news)
        if packed <= limit or room.positions <= 1:
            return news
        size = min((size - room.bytes) * max(limit, 0) // packed, size // 2)


def _gathered(
    connection: Connection,
    heads: Mapping[str, int],
    cursors: Mapping[str, int],
    own: Mapping[str, Positions],
    room: _Room,
) -> list[FeedNews]:
    news = []
    for feed, head in heads.items():
        cursor, mine = cursors.get(feed, 0), own.get(feed)
        page = _page(connection, feed, cursor, mine.after if mine else head, room)
        if mine and page.to == mine.after:
            page = msgspec.structs.replace(page, to=mine.to, own=True)
        if page.to > cursor:
            news.append(msgspec.structs.replace(page, head=head))
    return news


def _packed(messages: Sequence[Answer] | Sequence[FeedNews]) -> int:
    """Bytes that messages take on the line, at most; not looked into where they are few."""
    encoded = msgspec.json.encode(messages)
    return len(encoded) if len(encoded) < _RESERVE else len(zstandard.compress(encoded, 1))


def authors_in(connection: Connection, news: list[FeedNews]) -> dict[str, AuthorInfo]:
    """Whom the author ids in some news stand for."""
    ids: set[Wire] = set()
    for record in (record for page in news for record in page.records):
        ids.update(field.author for field in record.fields.values())
        if record.type == "conflict":
            ids.update(record.fields[name].value for name in _AUTHORS_IN_CONFLICT if name in record.fields)
    rows = _ACCOUNTS.rows(connection, (author for author in ids if isinstance(author, str)))
    return {row.id: AuthorInfo(row.full_name, row.unit) for row in rows}


def _page(connection: Connection, feed: str, cursor: int, head: int, room: _Room) -> FeedNews:
    """As many whole positions after the cursor as there is room for, up to a head."""
    if cursor >= head or room.records <= 0:
        return FeedNews(feed=feed, since=cursor, to=cursor, head=head, records=())
    positions, complete = _positions(connection, feed, cursor, head, room)
    wanted = {record for names in positions.values() for _, record in names}
    stored = {(row.type, row.id): row for row in storage.RECORDS_HERE.rows(connection, wanted, feed=feed)}
    taken: set[Name] = set()
    to = cursor
    for seq, names in sorted(positions.items()):
        fresh = names - taken
        size = sum(len(stored[name].doc) for name in fresh if name in stored)
        if not room.fits(len(fresh), size):
            complete = False
            break
        taken |= fresh
        room.take(len(fresh), size)
        to = seq
    if complete:
        to = head
    records = [_record(stored[name], cursor, to) for name in sorted(taken) if name in stored]
    return FeedNews(
        feed=feed,
        since=cursor,
        to=to,
        head=head,
        records=tuple(record for record in records if record.fields),
        departures=_departures(connection, feed, cursor, to) if taken - stored.keys() else (),
    )


def _departures(connection: Connection, feed: str, cursor: int, to: int) -> tuple[Departure, ...]:
    """What left the feed after the cursor, up to the page's end."""
    rows = connection.execute(_DEPARTED, {"feed": feed, "cursor": cursor, "to": to})
    return tuple(Departure(type=row.type, id=row.record, version=row.version, unit=row.unit) for row in rows)


def _positions(
    connection: Connection, feed: str, cursor: int, head: int, room: _Room
) -> tuple[dict[int, set[Name]], bool]:
    """Whole positions after the cursor with the records they wrote, and whether these are all up to the head."""
    limit = room.records + 1
    rows = connection.execute(_AFTER, {"feed": feed, "cursor": cursor, "head": head, "limit": limit}).all()
    positions = _by_position(rows)
    if len(rows) < limit:
        return positions, True
    cut = rows[-1].seq
    if len(positions) > 1:
        del positions[cut]
        return positions, False
    return _by_position(connection.execute(_AT, {"feed": feed, "seq": cut}).all()), cut == head


def _by_position(rows: Iterable[AnyRow]) -> dict[int, set[Name]]:
    positions: dict[int, set[Name]] = {}
    for seq, kind, record in rows:
        positions.setdefault(seq, set()).add((kind, record))
    return positions


def _record(row: AnyRow, cursor: int, to: int) -> NewsRecord:
    """The fields written after the cursor, up to the page's end; the version is the newest that is covered."""
    state = storage.state_of(row)
    return NewsRecord(
        type=state.type,
        id=state.id,
        version=max((cell.stamp for cell in state.cells.values() if cell.seq <= to), default=0),
        fields={
            name: Stamped(cell.value, cell.stamp, cell.author, cell.at)
            for name, cell in state.cells.items()
            if cursor < cell.seq <= to
        },
    )
