"""The writing half of the exchange: entries of one feed, in one transaction under the feed's lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from sync.contract.entry import key_of
from sync.contract.messages import NOT_FINAL, Answer, Chain, Outcome
from sync.server import chains, checks, files, guards, numbering, reach, storage
from sync.server.database import now
from sync.server.judge import Judge, Verdict
from sync.server.picture import Incoming, Logged, Positions, Received
from sync.server.scope import Device, People
from sync.server.views import View

_encode = msgspec.json.Encoder().encode


class Written(NamedTuple):
    """What became of the entries of one request; see `write`.

    ``own`` are the positions they were given, if these hold nothing but what the entries say.
    """

    answers: list[Answer]
    forked: bool = False
    own: Positions | None = None


def write(
    connection: Connection,
    device: Device,
    people: People,
    feed: str,
    views: Mapping[str, View],
    *,
    entries: Sequence[bytes],
    chain: Chain | None,
    former: Mapping[str, int] = storage.NOTHING,
    upon: str = "",
) -> Written:
    """Judge entries of one feed, oldest first, and store what they changed together with the answers.

    Args:
        connection: inside a writing transaction.
        device: who sends.
        people: accounts and aliases of that device.
        feed: the server's id of the feed; must be in scope.
        views: how the device sees each feed in its scope.
        entries: their bytes.
        chain: how much the device says it has sent to this feed.
        former, upon: as in `ExchangeRequest`.

    Returns:
        one answer per entry, in the order of the entries; whether the device's chain forked; see `Written`.
    """
    batch = [checks.read(raw, people) for raw in entries]
    pictures = reach.load(connection, feed, batch, former)
    view = views[feed]
    for picture in pictures.every:
        picture.earlier = people.earlier
        picture.upon = frozenset(received.key for received, digit in zip(batch, upon, strict=False) if digit == "1")
        guards.look_through(connection, picture, view, batch)
    before = {name: state for picture in pictures.every for name, state in picture.states.items()}
    here = pictures.here
    earlier = dict(here.log)
    verdicts = Judge(pictures, views, people).judge(batch)
    arrived = _arrived(device.id, batch, earlier)
    forked = chain is not None and chains.follow(connection, device.id, feed, arrived, chain)
    counted = frozenset[str]() if forked or chain is None else frozenset(arrived.keys)
    storage.note_chained(connection, counted & earlier.keys())
    if verdicts:
        at = now()
        for picture in pictures.every:
            guards.follow(connection, picture)
            storage.save(connection, picture, before)
        for picture in pictures.every:
            papers = [gone.id for _, gone in picture.departures if gone.type == "attachment"]
            files.follow_moves(connection, picture.feed, papers)
        rows = [(verdict, _row(verdict, device, at, counted)) for verdict in verdicts]
        storage.keep_entries(
            connection,
            received=[row for verdict, row in rows if verdict.received.key not in earlier],
            renewed=[row for verdict, row in rows if verdict.received.key in earlier],
        )
        acts = [act for verdict in verdicts if (act := _act_of(verdict))]
        if acts and feed in people.home:  # a late one may be about the book of a unit whose place the PC's has taken
            numbering.follow(connection, device.id, feed, acts)
    fates = [here.log[received.key] for received in batch]
    return Written(
        [fate.answer for fate in fates], forked, _own(feed, fates) if view.whole else None
    )  # else it is told what is withheld


def _own(feed: str, fates: Iterable[Logged]) -> Positions | None:
    """The last positions that follow on one another and hold nothing but what these entries say.

    Entries that were answered before are among them: the answer may have been lost.
    """
    plain = {fate.seq for fate in fates if fate.plain and fate.seq and fate.feed == feed}
    if not plain:
        return None
    after = to = max(plain)
    while after in plain:
        after -= 1
    return Positions(after, to)


def out_of_scope(connection: Connection, device: Device, people: People, entries: Sequence[bytes]) -> Written:
    """The answers for a feed that is foreign, does not exist, or has gone out of the device's sight; nothing is stored.

    What was answered for good while the device saw the feed gets that answer again: the first one may have been lost,
    and who is told that it was refused takes it for undone.
    """
    own = people.earlier | {device.id}
    known = storage.logged(connection, map(key_of, entries))
    final = {key: each.answer for key, each in known.items() if each.device in own and not each.open}
    refused = [Answer(key=key_of(raw), outcome=Outcome.REJECTED, code="out_of_scope") for raw in entries]
    return Written([final.get(answer.key, answer) for answer in refused])


def _arrived(device: str, batch: Sequence[Received], earlier: Mapping[str, Logged]) -> chains.Arrived:
    """What the device's chain does not count yet.

    What a copy of the device brought is known, and yet not counted: it went outside of the chain, or against it.
    """
    counted = {key for key, known in earlier.items() if known.chained}
    mine = [received.key for received in batch if _born_under(device, received) and received.key not in counted]
    return chains.Arrived(list(dict.fromkeys(mine)), new=any(key not in earlier for key in mine))


def _born_under(device: str, received: Received) -> bool:
    """Whether the chain counts an entry: what an earlier id of the PC left unsent travels outside of it."""
    return not isinstance(received, Incoming) or received.entry.device == device


def _act_of(verdict: Verdict) -> str | None:
    """The id of what somebody wants of the numbering of the Sổ, if that is what was written."""
    received = verdict.received
    if not isinstance(received, Incoming) or received.entry.type != "numbering_act":
        return None
    return received.entry.id if verdict.answer.outcome is Outcome.APPLIED else None


def _row(verdict: Verdict, device: Device, at: str, counted: Collection[str]) -> dict[str, Any]:
    received = verdict.received
    entry = received.entry if isinstance(received, Incoming) else None
    return {
        "key": received.key,
        "feed": verdict.feed,
        "seq": verdict.seq,
        "type": entry.type if entry else "",
        "record": entry.id if entry else "",
        "raw": received.raw,
        "author": entry.author if entry else None,
        "sender": device.id,
        "device": entry.device if entry else "",
        "counter": entry.counter if entry else 0,
        "group": entry.group if entry else 0,
        "received_at": at,
        "open": verdict.answer.outcome in NOT_FINAL,
        "replaces": (entry.supersedes or entry.discards) if entry else None,
        "plain": verdict.plain,
        "chained": received.key in counted,
        "discards": entry is not None and entry.discards is not None,
        "answer": _encode(verdict.answer),
    }
