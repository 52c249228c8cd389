"""What must be true of each PC: it holds its feeds whole and no other, shows them, and says what it has not sent."""

import hashlib
from collections import defaultdict

import msgspec
from sqlalchemy import select, text

from sync.client.tables import cursors, replica
from sync.contract.canonical import line
from sync.contract.errors import NEEDS_NEW_CODE
from sync.contract.messages import Stamped
from tests.simulation.found import Found
from tests.simulation.log import WRITTEN, Log
from tests.simulation.pc import Pc
from tests.simulation.scopes import UNANSWERED, Sees

_LISTS = {"event": "events", "hearing": "hearings", "assignment": "assignments", "case_person": "parts"}
_HANG = {*_LISTS, "attachment"}


def same_as_server(pc: Pc, found: Found, may: Sees) -> None:
    """Acknowledged state = server, byte for byte, for each feed in scope but for what is withheld; and no other."""
    allowed = may.feeds
    with pc.session.database.read() as connection:
        rows = connection.execute(select(replica)).all()
    mine = {}
    for row in rows:
        if row.feed in may.leaving:
            continue
        assert row.feed in allowed, f"{pc.name} holds {row.type} {row.id} of a foreign feed"
        fields = {
            name: Stamped(value, stamp, author, at)
            for stamp, author, at, values in msgspec.json.decode(row.doc)
            for name, value in values.items()
        }
        mine[row.id] = line(row.id, row.version, fields)
    theirs = {record: may.line(record, held) for record, held in found.records.items() if held.feed in allowed}
    assert mine.keys() == theirs.keys(), f"{pc.name}: {mine.keys() ^ theirs.keys()} not on both sides"
    for record, said in theirs.items():
        assert mine[record] == said, f"{pc.name}: {mine[record]!r} is not {said!r}"


def shows_every_record(pc: Pc, found: Found, may: Sees) -> None:
    """Its list and pages show every living case of its feeds with all that hangs on it, but for what waits here."""
    allowed = may.feeds
    waiting = {fate.record for fate in found.fates_at(pc) if fate.state in UNANSWERED}
    living = {
        record: held
        for record, held in found.records.items()
        if held.feed in allowed and not held.values.get("deleted") and record not in waiting
    }
    cases = {record for record, held in living.items() if held.type == "case"}
    listed = set(pc.case_ids()) - waiting - {record for record in found.records if may.is_leaving(found, record)}
    assert listed == cases, f"{pc.name} does not list as the server: {listed ^ cases}"
    for case_id in sorted(cases):
        page = pc.cases.page(case_id)
        shown = {child.id for name in _LISTS.values() for child in getattr(page, name)}
        shown = (shown | {paper.record.id for paper in pc.papers.of_case(case_id)}) - waiting
        hang = {record for record, held in living.items() if held.type in _HANG and held.values.get("case") == case_id}
        assert shown == hang, f"{pc.name} does not show in {case_id}: {shown ^ hang}"


def shows_every_text(pc: Pc, found: Found, may: Sees) -> None:
    """What stands in its tables is what was agreed to, whichever version of the program heard of it first."""
    waiting = {fate.record for fate in found.fates_at(pc) if fate.state in UNANSWERED}
    for kind, names in WRITTEN.items():
        columns = ", ".join(f'"{name}"' for name in names)
        with pc.session.database.read() as connection:
            rows = connection.execute(text(f'SELECT id, {columns} FROM "{kind}"')).all()  # noqa: S608 - our own names
        for record, *shown in rows:
            held = found.records.get(record)
            if held is None or record in waiting or held.feed not in may.feeds:
                continue
            hidden = may.withheld.get(record, ())
            agreed = [None if name in hidden else held.values.get(name) for name in names]
            assert shown == agreed, f"{pc.name} shows {shown} of {kind} {record}, which says {agreed}"


def intents_are_whole(pc: Pc, log: Log) -> None:
    """What one intent made is here as a whole or not at all, at any moment (trap 6); unless the case went elsewhere."""
    with pc.session.database.read() as connection:
        here = set(connection.scalars(select(replica.c.id)))
    for records in log.made_together:
        there = here.intersection(records)
        whole = not there or there == set(records) or log.asked_to.keys() & set(records)
        assert whole, f"{pc.name} has {len(there)} of {len(records)} records of one intent"


def green_is_true(pc: Pc, found: Found, *, forgetful: bool = False) -> None:
    """'All sent' is never said while the server has not finally answered something made here.

    What a ``forgetful`` server answered and has lost since, the PC cannot know before it hears of it.
    """
    status = pc.synchronise.status()
    unsent = [
        fate.key
        for fate in found.fates_at(pc)
        if fate.state not in ("superseded", "discarded")
        and (fate.key not in found.sent or found.sent[fate.key].open)
        and not (forgetful and fate.state in ("applied", "conflict"))
    ]
    assert not (status.green and unsent), f"{pc.name} says 'all sent' with {len(unsent)} entries unsent"
    refused = pc.broke is not None and pc.broke.code in NEEDS_NEW_CODE
    assert not (status.green and refused), f"{pc.name} says 'all sent' though it was told {pc.broke}"
    totals = status.totals
    nothing_left = not (totals.pending or totals.held or totals.waits or totals.rejected)
    assert not (nothing_left and unsent), f"{pc.name} counts nothing with {len(unsent)} entries unsent"
    with pc.session.database.read() as connection:  # of what became of an edit elsewhere nobody here is told
        feeds = set(connection.scalars(select(cursors.c.feed)))
    quarrels = [
        held
        for held in found.records.values()
        if held.type == "conflict" and not held.values.get("resolved_by") and held.values.get("incoming_key")
        if held.feed in feeds
    ]
    mine = [held for held in quarrels if _known_here(pc, found, held.values["incoming_key"])]
    assert not (status.green and mine and not totals.behind), f"{pc.name} says 'all sent' with {len(mine)} conflicts"


def chains_are_intact(pc: Pc, found: Found) -> None:
    """The server has exactly what this PC has sent, in that order; what never arrived is named as missing."""
    for feed, places in _places(pc, found).items():
        if any(_goes_on_from(other, feed, places, found) for other in pc.copies):
            continue  # it is that one's chain now, until something is written here
        assert [place for place, _ in places] == list(range(1, len(places) + 1)), f"{pc.name}: a gap in {places}"
        head = ""
        for _, key in places:
            head = hashlib.sha256(f"{head}{key}".encode()).hexdigest()
        lacking = [key for _, key in places if key not in found.sent]
        there, their_head, missing, breaks = found.chains[pc.session.office.device, feed]
        if there > len(places) and any(_went_on_from(other, pc, feed, found) for other in pc.copies):
            continue  # by its number the next thing written here says so
        assert missing == len(lacking), f"{pc.name}: {missing} named as missing, {len(lacking)} never arrived"
        if lacking:
            continue  # the head waits for what is missing
        intact = (there, their_head) == (len(places), head) and breaks <= len(pc.copies)
        assert intact, f"{pc.name}: chain of {feed} broke {breaks} times"


def _places(pc: Pc, found: Found) -> dict[str, list[tuple[int, str]]]:
    """Feed → place and key of what was sent there under the id that this PC has now."""
    sent: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for fate in found.fates_at(pc):
        if fate.chain:
            sent[fate.chain[0]].append((fate.chain[1], fate.key))
    return {feed: sorted(places) for feed, places in sent.items()}


def _goes_on_from(other: Pc, feed: str, places: list[tuple[int, str]], found: Found) -> bool:
    """Whether a copy under the same id has sent all of that, and more."""
    theirs = _places(other, found).get(feed, [])
    return len(theirs) > len(places) and theirs[: len(places)] == places


def _went_on_from(other: Pc, pc: Pc, feed: str, found: Found) -> bool:
    """Whether a copy that has another id by now sent, under the id of this PC, what was never here."""
    born = [fate for fate in found.fates_at(other) if fate.feed == feed and fate.intent[0] == pc.device]
    return any(fate.key in found.sent and not _known_here(pc, found, fate.key) for fate in born)


def _known_here(pc: Pc, found: Found, key: str) -> bool:
    return any(fate.pc == pc.name for fate in found.fates.get(key, ()))
