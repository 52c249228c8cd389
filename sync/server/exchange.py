"""One step of the exchange: answers to a PC's entries, then what it has not seen yet (SYNC §3).

The entries are committed before the news is read, so the news includes them, and a crash of the second half costs
nothing: the entries' answers are stored and given again.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, update

from sync.contract.fields import LARGEST_NUMBER
from sync.contract.messages import NOT_FINAL, Answer, Chain, Directory, ExchangeRequest, ExchangeResponse
from sync.contract.records.numbering import can_be_meant
from sync.server import chains, directory, epochs, feeds, numbering, projecting, regarding, tables, tokens
from sync.server.database import Database, in_text, now
from sync.server.feeds import Written
from sync.server.http import USUAL
from sync.server.news import Wanted, authors_in, news_for
from sync.server.refusals import Refused
from sync.server.scope import Device, People, feeds_of, people_of
from sync.server.views import View, views_of

#: How stale the status may be about a PC that has nothing new to report.
_REPORT_EVERY = timedelta(seconds=60)
_BIGGEST = 2**53
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[0-9:.+Z-]{0,16}\Z", re.ASCII)
_MARK = re.compile(r"([0-9a-f]{16})?(@[A-Za-z0-9_.:-]{1,64})?\Z")
_CHAIN_HEAD = re.compile(r"([0-9a-f]{64})?\Z")


class _Asked(msgspec.Struct, frozen=True):
    """The request in the server's own terms."""

    device: Device
    people: People
    heads: dict[str, int]
    views: dict[str, View]
    cursors: dict[str, int]
    marks: dict[str, str]
    feed: str | None
    entries: tuple[bytes, ...]
    chain_news: bool  # the PC claims to have sent more or other entries than the server knows of


def exchange(database: Database, access: str, request: ExchangeRequest, level: int = USUAL) -> ExchangeResponse:
    """Answer one step of a device; ``level`` is that of the packing, for how much one answer holds.

    Raises:
        Refused: 401 as in `tokens.authenticate`; 403 ``other_device``; 400 ``request_malformed``.
    """
    with database.read() as connection:
        device, is_first_use = tokens.authenticate(connection, access)
        asked = _understand(connection, device, request)
    if is_first_use:
        with database.write() as connection:
            tokens.first_use(connection, device.id, access)
            asked = _understand(connection, device, request)  # the right to number may have come, too
    return _step(database, asked, request, level)


def step(database: Database, device: Device, request: ExchangeRequest) -> ExchangeResponse:
    """Answer one step of a device that has shown who it is, on whatever way it came.

    Raises:
        Refused: 403 ``other_device``; 400 ``request_malformed``.
    """
    with database.read() as connection:
        asked = _understand(connection, device, request)
    return _step(database, asked, request)


def _step(database: Database, asked: _Asked, request: ExchangeRequest, level: int = USUAL) -> ExchangeResponse:
    begun = epochs.settle_place(database) or epochs.begin_if_ahead(database, request.epoch, asked.cursors, asked.heads)
    answers, forked, own = _write(database, asked, request) if asked.feed else Written([])
    if request.numbers:
        with database.write() as connection:
            numbering.lease(connection, asked.device.id, asked.device.unit, request.numbers)
    with database.read() as connection:
        moved = begun or asked.feed or request.numbers  # else what was read a moment ago is new enough
        heads = feeds_of(connection, asked.device) if moved else asked.heads
        standing = epochs.standing(connection, request.epoch, heads)
        views = views_of(connection, asked.people, heads) if moved else asked.views
        regarded = regarding.anew(connection, views, asked.cursors, asked.marks)
        wanted = {
            feed: Wanted(asked.cursors.get(feed, 0), head, views[feed], own if feed == asked.feed else None)
            for feed, head in heads.items()
        }
        news = news_for(connection, wanted, (*answers, *regarded), level)
        authors = authors_in(connection, [*news, *regarded])
        units = _units(connection, request, standing.epoch)
        told = _digests(connection, asked, views, heads, standing.digests)
    _report(database, asked, request, heads, answers, done=not regarded)
    return ExchangeResponse(
        epoch=standing.epoch,
        time=now(),
        feeds=heads,
        answers=tuple(answers),
        news=tuple(news),
        regarded=tuple(regarded),
        authors=authors,
        digest=told,
        backed_up=standing.backed_up,
        survived=standing.survived,
        forked=forked,
        directory=units,
    )


def _digests(
    connection: Connection,
    asked: _Asked,
    views: Mapping[str, View],
    heads: Mapping[str, int],
    whole: Mapping[str, str],
) -> dict[str, str]:
    """The totals of the feeds which the PC holds as it may see them today; of a part of them once it has caught up."""
    held = {feed: view for feed, view in views.items() if asked.marks.get(feed, "") == view.mark}
    there = {feed: view for feed, view in held.items() if view.whole or asked.cursors.get(feed) == heads[feed]}
    return projecting.totals(connection, there, heads, whole)


def _units(connection: Connection, request: ExchangeRequest, epoch: str) -> Directory | None:
    """What the PC has not heard of the units; all of them if it comes from another epoch, for places were lost then."""
    if request.directory is None:
        return None
    return directory.newer_than(connection, request.directory if request.epoch in (None, epoch) else 0)


def _check(request: ExchangeRequest) -> None:
    """Refuse what the database could not keep."""
    chain = request.chain or Chain(0, "")
    sound = (
        _CHAIN_HEAD.match(chain.head)
        and all(0 <= count < _BIGGEST for count in (chain.sent, *request.cursors.values()))
        and all(0 < version <= LARGEST_NUMBER for version in request.former.values())
        and 0 <= request.waiting <= LARGEST_NUMBER
        and 0 <= request.doubted <= LARGEST_NUMBER
        and can_be_meant(request.numbers)
        and 0 <= (request.directory or 0) < _BIGGEST
        and "\0" not in request.program
        and all(map(_MARK.match, request.marks.values()))
    )
    if not sound:
        raise Refused(400, "request_malformed")


def _understand(connection: Connection, device: Device, request: ExchangeRequest) -> _Asked:
    """Raise `Refused` as `step`."""
    if request.device != device.id:
        raise Refused(403, "other_device")
    _check(request)
    heads = feeds_of(connection, device)
    people = people_of(connection, device)
    views = views_of(connection, people, heads)
    feed = people.unit(request.feed) if request.feed else None
    chain_news = bool(
        feed in heads and request.chain and not chains.agrees(connection, device.id, feed or "", request.chain)
    )
    return _Asked(
        device=device,
        people=people,
        heads=heads,
        views=views,
        marks={people.unit(unit): mark for unit, mark in request.marks.items()},
        cursors={people.unit(unit): cursor for unit, cursor in request.cursors.items()},
        feed=feed,
        entries=tuple(bytes(raw) for raw in request.entries),
        chain_news=chain_news,
    )


def _write(database: Database, asked: _Asked, request: ExchangeRequest) -> Written:
    if asked.feed not in asked.heads:
        with database.read() as connection:
            return feeds.out_of_scope(connection, asked.device, asked.people, asked.entries)
    if not asked.entries and not asked.chain_news:
        return Written([])
    with database.write() as connection:
        return feeds.write(
            connection,
            asked.device,
            asked.people,
            asked.feed,
            asked.views,
            entries=asked.entries,
            chain=request.chain,
            former=request.former,
            upon=request.upon,
        )


def _report(
    database: Database,
    asked: _Asked,
    request: ExchangeRequest,
    heads: Mapping[str, int],
    answers: Sequence[Answer],
    *,
    done: bool,
) -> None:
    """Keep what the supervisor's view shows of this PC, without a write for every idle step."""
    device = asked.device
    program = request.program[:40]
    settled = all(answer.outcome not in NOT_FINAL for answer in answers)
    arrived = done and all(asked.cursors.get(feed) == head for feed, head in heads.items())
    is_complete = not request.waiting and settled and arrived
    long_ago = in_text(datetime.now(UTC) - _REPORT_EVERY)
    said = (request.waiting, request.doubted, program)
    told = (device.waiting, device.doubted, device.program) == said and (device.seen_at or "") > long_ago
    if told and (not is_complete or (device.complete_at or "") > long_ago):
        return
    since = request.waiting_since or ""
    values: dict[str, object] = {"seen_at": now(), "waiting": request.waiting, "doubted": request.doubted}
    values["program"] = program
    values["waiting_since"] = since if request.waiting and _MOMENT.match(since) else None
    if is_complete:
        values["complete_at"] = now()
    with database.write() as connection:
        connection.execute(update(tables.device).where(tables.device.c.id == device.id).values(**values))
