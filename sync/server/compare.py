"""Where a PC and the server differ in a feed, at the same position of it (SYNC §6).

To a PC from which fields are withheld the feed is what its view shows of it, hashes and buckets included
(decisions/0021): no comparison answers a guess at what is withheld.

Everything is read in one go and given out only if nobody has written to the feed meanwhile, so that what is compared is
of one moment.
"""

from collections import defaultdict
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from sync.contract import digest
from sync.contract.digest import BUCKETS, EMPTY, Change
from sync.contract.messages import NEWS_RECORDS, CompareRequest, CompareResponse, FeedNews, Member
from sync.server import digests, guards, projecting, storage, tables, tokens
from sync.server.bulk import update_many
from sync.server.database import Database
from sync.server.news import as_seen, authors_in
from sync.server.refusals import Refused
from sync.server.scope import Device, feeds_of, people_of
from sync.server.views import View, views_of

#: Records that one answer lists at most, unless a single bucket holds more.
_LISTED = 2000
_AT_ONCE = 1000


def compare(database: Database, access: str, request: CompareRequest) -> CompareResponse:
    """Compare, as deep as the PC asks.

    Raises:
        Refused: 401 as in `tokens.authenticate`; 403 ``other_device``; 404 ``out_of_scope``; 400 ``request_malformed``.
    """
    mine = _buckets_in(request)
    with database.read() as connection:
        device, _ = tokens.authenticate(connection, access)
        feed, view = _understood(connection, device, request)
    corrected = 0
    if request.recount:
        with database.write() as connection:
            storage.lock_feed(connection, feed)
            corrected = recount(connection, feed)
    with database.read(streaming=True) as connection:
        found = _found(connection, feed, view, mine, request)
        head = _head_of(connection, feed)
    if not found.seq == head == request.seq:
        return CompareResponse(seq=head, corrected=corrected)
    return msgspec.structs.replace(found, corrected=corrected)


def at_once(database: Database, device: Device, request: CompareRequest) -> CompareResponse:
    """All that a PC cannot ask for step by step, because it has no line: of the buckets that differ from those it had.

    It holds at the head, where the PC will stand. What one answer does not hold is told with the next one. Raise as
    `compare`.
    """
    mine = _buckets_in(request)
    with database.read(streaming=True) as connection:
        feed, view = _understood(connection, device, request)
        unlike = _found(connection, feed, view, mine, request)
        listed = _members(connection, feed, unlike.differing, view)
        news = _records(connection, feed, [each.id for members in listed.values() for each in members], view)
        authors = authors_in(connection, [news])
        if unlike.seq != (head := _head_of(connection, feed)):
            return CompareResponse(seq=head)
    return msgspec.structs.replace(unlike, members=listed, records=news.records, authors=authors)


def _understood(connection: Connection, device: Device, request: CompareRequest) -> tuple[str, View]:
    """The feed, and how the PC sees it. Raise `Refused` as `compare`."""
    if request.device != device.id:
        raise Refused(403, "other_device")
    people = people_of(connection, device)
    feed = people.unit(request.feed)
    if feed not in feeds_of(connection, device):
        raise Refused(404, "out_of_scope")
    return feed, views_of(connection, people, [feed])[feed]


def _found(connection: Connection, feed: str, view: View, mine: bytes, request: CompareRequest) -> CompareResponse:
    """What is asked for, at the head that the feed had before."""
    head, theirs = _head_of(connection, feed), projecting.buckets_of(connection, feed, view)
    news = _records(connection, feed, request.records, view)
    return CompareResponse(
        seq=head,
        digest=digest.in_hex(digest.total_of(theirs)),
        differing=tuple(digest.differing(mine, theirs)) if mine else (),
        members=_members(connection, feed, request.members, view),
        records=news.records,
        authors=authors_in(connection, [news]),
    )


def recount(connection: Connection, feed: str) -> int:
    """Work the digest of a locked feed out anew from its records; return how many of these were counted wrongly."""
    record = tables.record.c
    everything = storage.RECORD.add_columns(record.hash).where(record.feed == feed)
    changes, wrong = [], []
    for row in connection.execute(everything.execution_options(yield_per=_AT_ONCE)):
        *plain, kept = row
        state = storage.state_of(plain)
        found = digests.hash_of(state)
        changes.append(Change(state.id, 0, found))
        if kept != found:
            wrong.append({"id": state.id, "type": state.type, "hash": found})
    update_many(connection, tables.record, ("id", "type"), ("hash",), wrong)
    buckets = digest.changed(EMPTY, changes)
    missed = len(digest.differing(buckets, digests.buckets_of(connection, feed)))
    digests.put(connection, feed, buckets)
    return max(len(wrong), missed)


def _buckets_in(request: CompareRequest) -> bytes:
    try:
        mine = bytes.fromhex(request.buckets)
    except ValueError:
        raise Refused(400, "request_malformed") from None
    sound = all(0 <= number < BUCKETS for number in request.members) and len(request.records) <= NEWS_RECORDS
    if len(mine) not in (0, len(EMPTY)) or not sound or any("\0" in record for record in request.records):
        raise Refused(400, "request_malformed")
    return mine


def _head_of(connection: Connection, feed: str) -> int:
    return int(connection.scalar(select(tables.feed.c.head).where(tables.feed.c.unit == feed)) or 0)


def _members(connection: Connection, feed: str, wanted: Collection[int], view: View) -> dict[str, tuple[Member, ...]]:
    """The records of as many of these buckets as fit."""
    if not wanted:
        return {}
    record = tables.record.c
    found: defaultdict[int, list[Member]] = defaultdict(list)
    everything = select(record.id, record.version, record.hash).where(record.feed == feed)
    for row in connection.execute(everything.execution_options(yield_per=_AT_ONCE)):
        if (bucket := digest.bucket_of(row.id)) in wanted:
            found[bucket].append(Member(row.id, row.version, digest.in_hex(row.hash)))
    if not view.whole:
        every = [member.id for members in found.values() for member in members]
        hidden = guards.guarded(connection, feed, every, view)
        shown = {each.id: each.after for each in projecting.hashes(connection, feed, view, hidden)}
        for number, members in found.items():
            found[number] = [
                Member(each.id, each.version, digest.in_hex(shown[each.id])) if each.id in shown else each
                for each in members
            ]
    listed: dict[str, tuple[Member, ...]] = {}
    room = _LISTED
    for number in sorted(set(wanted)):
        room -= len(found[number])
        if listed and room < 0:
            break
        listed[str(number)] = tuple(found[number])
    return listed


def _records(connection: Connection, feed: str, ids: Collection[str], view: View) -> FeedNews:
    rows = storage.RECORDS_BY_ID.rows(connection, ids)
    states = [storage.state_of(row) for row in rows if row.feed == feed]
    hidden = guards.guarded(connection, feed, (state.id for state in states), view)
    records = tuple(as_seen(state, view, state.seq, since=-1, guarded=state.id in hidden) for state in states)
    return FeedNews(feed=feed, since=0, to=0, head=0, records=records)
