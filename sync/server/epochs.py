"""Epochs: what a server that was restored, or failed over, does so that no number is ever given twice (SYNC §6).

Where the database went back in time, positions and versions that it would give next have been given before. A new epoch
begins: every feed's head and every record's version go on above anything ever given, and PCs offer again what may be
lost. How far they must go back is what was safely backed up when the epoch began; `sync.server.replay` puts what they
offer where it was.

The new counters come from the clock of the moment, for a server restored twice from one backup has forgotten its first
new beginning. What is merged never reads a clock.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, insert, literal, select, update

from sync.contract.digest import in_hex
from sync.contract.identity import new_id
from sync.server import numbering, tables
from sync.server.accounts import audit
from sync.server.bulk import Lookup
from sync.server.database import Database, in_text, now

_log = logging.getLogger(__name__)

_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
#: Positions a feed may be given in a second, on the average.
_POSITIONS = 2**20
#: How often the claim of a PC alone begins an epoch.
_AT_MOST_EVERY = timedelta(hours=1)

_epoch, _feed, _survived = tables.epoch.c, tables.feed.c, tables.survived.c
_CURRENT = select(_epoch.id, _epoch.number, _epoch.begun_at, _epoch.reason).order_by(_epoch.number.desc()).limit(1)
_FEEDS = Lookup(select(_feed.unit, _feed.head, _feed.backed_up, _feed.total), _feed.unit)
_PLACE = "place"


class Reason(StrEnum):
    """Why an epoch began."""

    RESTORED = "restored"  # the administrator said so
    FAILED_OVER = "failed_over"  # the database lies elsewhere, or on another branch of its log
    PC_AHEAD = "pc_ahead"  # a PC has seen positions that the server has not given


def current(connection: Connection) -> str:
    """The id of the epoch in force."""
    return str(connection.execute(_CURRENT).one().id)


def is_restored(connection: Connection) -> bool:
    """Whether this database ever went back in time."""
    return bool(connection.execute(_CURRENT).one().number > 1)


class Start(NamedTuple):
    """Above which position and version a new feed begins."""

    head: int
    floor: int


def start(connection: Connection) -> Start:
    """Where the feed of a new unit begins: a server that was restored may have had that unit before."""
    floor = _seconds() if is_restored(connection) else 0
    return Start(floor * _POSITIONS, floor)


class Standing(NamedTuple):
    """What an answer says of the epoch and the feeds: what is backed up, what survived since another epoch, digests."""

    epoch: str
    backed_up: dict[str, int]
    survived: dict[str, int]
    digests: dict[str, str]


def standing(connection: Connection, known: str | None, feeds: Mapping[str, int]) -> Standing:
    """What a PC that knows the epoch ``known`` is told; nothing is said of the past to one that knows none.

    A feed that was written to since ``feeds``, its heads, were read has no digest: it is of another position.
    """
    epoch = current(connection)
    rows = _FEEDS.rows(connection, feeds)
    backed_up = {row.unit: row.backed_up for row in rows if row.backed_up}
    digests = {row.unit: in_hex(row.total) for row in rows if row.head == feeds[row.unit]}
    survived = survived_since(connection, known, feeds) if known and known != epoch else {}
    return Standing(epoch, backed_up, survived, digests)


def begin(connection: Connection, reason: Reason) -> str:
    """Begin a new epoch; return its id.

    Args:
        connection: inside a writing transaction; no feed is written to until it ends.
        reason: why.
    """
    fresh = new_id()
    before = connection.execute(_CURRENT.with_for_update()).one()
    number = before.number + 1
    connection.execute(insert(tables.epoch).values(number=number, id=fresh, begun_at=now(), reason=reason))
    connection.execute(select(_feed.unit).order_by(_feed.unit).with_for_update()).all()
    kept = select(literal(number), _feed.unit, _feed.backed_up)
    connection.execute(insert(tables.survived).from_select(["epoch", "feed", "seq"], kept))
    floor = _seconds()
    head, versions = _greater(_feed.head, floor * _POSITIONS), _greater(_feed.floor, floor)
    connection.execute(update(tables.feed).values(head=head, floor=versions))
    numbering.doubt(connection)
    audit(connection, "epoch_begun", fresh, reason)
    _log.info("epoch %d begins: %s", number, reason)
    return fresh


def survived_since(connection: Connection, known: str, feeds: Iterable[str]) -> dict[str, int]:
    """Per feed the position up to which nothing was lost since the epoch that a PC knows; of an unknown one, ever."""
    number = connection.scalar(select(_epoch.number).where(_epoch.id == known)) or 0
    lost = select(_survived.feed, func.min(_survived.seq).label("seq")).where(_survived.epoch > number)
    found = {row.feed: row.seq for row in connection.execute(lost.group_by(_survived.feed))}
    return {feed: found.get(feed, 0) for feed in feeds}


def begin_if_ahead(database: Database, known: str | None, cursors: Mapping[str, int], heads: Mapping[str, int]) -> bool:
    """Begin an epoch if a PC of this epoch has seen what was never given: the database went back and nobody said so.

    Once an hour at most, and not for positions that nobody can have given: the PC may have been tampered with.
    """
    ahead = [cursor for feed, cursor in cursors.items() if feed in heads and cursor > heads[feed]]
    if not ahead or max(ahead) > _seconds() * _POSITIONS:
        return False
    with database.write() as connection:
        before = connection.execute(_CURRENT.with_for_update()).one()
        lately = before.reason == Reason.PC_AHEAD and before.begun_at > in_text(datetime.now(UTC) - _AT_MOST_EVERY)
        if before.id != known or lately:
            return False
        begin(connection, Reason.PC_AHEAD)
    return True


def settle_place(database: Database) -> bool:
    """Begin an epoch if the database is not where it was: a standby took over, or a backup was unpacked elsewhere."""
    began = False
    if not database.moved.is_set():
        return began
    place, setting = database.place(), tables.setting
    if place:
        with database.write() as connection:
            kept = setting.c.name == _PLACE
            before = connection.scalar(select(setting.c.value).where(kept).with_for_update())
            if before != place:
                connection.execute(update(setting).where(kept).values(value=place))
            if before and before != place:
                begin(connection, Reason.FAILED_OVER)
                began = True
    if place == database.place():
        database.moved.clear()
    return began


def positions(connection: Connection, until: datetime | None = None) -> dict[str, int]:
    """Each feed's head, or the last position it was given before a moment."""
    if until is None:
        heads = connection.execute(select(_feed.unit, _feed.head))
        return {row.unit: row.head for row in heads}
    entry = tables.entry.c
    given = select(entry.feed, func.max(entry.seq).label("seq")).where(entry.received_at <= in_text(until))
    return {row.feed: row.seq for row in connection.execute(given.group_by(entry.feed))}


def mark_backed_up(connection: Connection, positions: Mapping[str, int]) -> None:
    """Note how far each feed lies in a backup; from then on PCs need not keep it ready to be offered again."""
    for feed, seq in positions.items():
        connection.execute(update(tables.feed).where(_feed.unit == feed, _feed.backed_up < seq).values(backed_up=seq))


def _greater(column: ColumnElement[int], least: int) -> ColumnElement[int]:
    """The column's value, or ``least`` if that is more; each database has another word for it."""
    return case((column > least, column), else_=least)


def _seconds() -> int:
    return int((datetime.now(UTC) - _FIRST).total_seconds())
