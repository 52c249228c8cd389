"""The one write door. Business tables change only through `save` and `apply`.

`save` takes what a person touched: row, journal entry and search text become one transaction. `apply` takes what the
server answered and sent: acknowledged state, rows, search text and cursors become one transaction, and no entry is
made. Visible = acknowledged, overlaid with the own entries the server has not answered (SYNC §1, §2).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, Table, select, update

from desktop.store import incarnation, index, shredding, users
from desktop.store.acknowledging import Acknowledging
from desktop.store.changes import (
    Author,
    Change,
    Seen,
    entry_of,
    retry_companions,
    sketches_of,
    tokens,
    unreadable,
    visible_values,
)
from desktop.store.tables import TABLES, case_index, differing_rows, write_rows
from sync.client import acknowledged, departed, holding, journal, positions, queue, withholding
from sync.client.acknowledged import Acknowledged
from sync.client.journal import Kept
from sync.client.tables import UNANSWERED, EntryState, among, chains, entries, received, replica
from sync.contract.entry import Entry
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, RecordType, Wire
from sync.contract.messages import Answer, Departure, FeedNews, NewsRecord, Regarded

__all__ = [
    "Applied",
    "Author",
    "Change",
    "Changed",
    "RecordKey",
    "Seen",
    "adopt",
    "apply",
    "discard",
    "retry",
    "save",
    "save_many",
    "show_again",
    "tokens",
    "unreadable",
    "versions_of_case",
    "without_intent",
]

_ACKNOWLEDGED = select(replica.c.id)

RecordKey = tuple[str, str]
"""Record type and id."""

Changed = frozenset[RecordKey]
"""What a write changed; open screens are told."""


def save(connection: Connection, author: Author, changes: Sequence[Change]) -> Changed:
    """Write one intent: all of its changes, or none.

    A change of the field for which the server rejected an entry mends that entry: the new one carries all of its
    fields, takes its place, and what waited for it goes on.

    Raises:
        Invalid: a value breaks its declaration, or replaces one that only a later version can show
            (``newer_version_needed``); the field is named and nothing was written.
        ValueError: the changes belong to more than one office, see `by_office`.
    """
    return save_many(connection, [(author, changes)])


def by_office(connection: Connection, author: Author, changes: Sequence[Change]) -> list[tuple[Author, list[Change]]]:
    """The intents that what a person did becomes: one for each office whose records it changes.

    The server takes an intent as a whole within one feed; of two offices one may refuse what the other takes (SYNC §3).
    """
    made_in = _by_owner(connection, author, changes).unit
    intents: dict[str, list[Change]] = {}
    for change in changes:
        table = TABLES[change.type]
        owner = None if change.new else connection.scalar(select(table.c.unit).where(table.c.id == change.id))
        intents.setdefault(owner or made_in, []).append(change)
    return [(author, intent) for intent in intents.values()]


def save_many(connection: Connection, intents: Sequence[tuple[Author, Sequence[Change]]]) -> Changed:
    """Write many intents in one go, each a group of its own; no record may appear twice. Raise as `save`.

    An intent is applied as a whole, so it belongs to one feed: changes that belong to two are two intents.
    """
    records = [(change.type, change.id) for _, changes in intents for change in changes]
    if len(set(records)) < len(records):
        raise ValueError("a record twice in one go")
    first, device = journal.next_number(connection), incarnation.device(connection)
    born: list[tuple[Entry, dict[str, Wire]]] = []
    rows: index.Rows = {}
    for author, changes in intents:
        intent = device, first + len(born)
        speaker = _by_owner(connection, author, changes)
        before = len(born)
        for change in changes:
            for sketch in sketches_of(connection, change):
                entry = entry_of(speaker, change, sketch, first + len(born), intent)
                born.append((entry, sketch.old))
                rows.setdefault(entry.type, {})[entry.id] = {**sketch.row, "id": entry.id, "unit": entry.unit}
        if len({entry.unit for entry, _ in born[before:]}) > 1:
            raise ValueError("an intent over two feeds")
    for name, shown in rows.items():
        write_rows(connection, TABLES[name], list(shown.values()))
    holding.follow(connection, journal.append(connection, born))
    index.refresh(connection, rows)
    return frozenset((entry.type, entry.id) for entry, _ in born)


def _by_owner(connection: Connection, author: Author, changes: Sequence[Change]) -> Author:
    """The author, speaking for the office that owns the case an intent adds to: its feed is where that belongs."""
    made = {change.id for change in changes if change.new}
    cases = {change.fields.get(RECORD_TYPES[change.type].root or "") for change in changes} - made - {None}
    if not cases:
        return author
    table = TABLES["case"]
    owner = connection.scalar(select(table.c.unit).where(table.c.id.in_(cases)).limit(1))
    return msgspec.structs.replace(author, unit=owner or author.unit)


def versions_of_case(connection: Connection, case_id: str) -> dict[str, int]:
    """Record id → acknowledged version, 0 if none, of a case and of all that hangs on it: what a deleter has seen.

    Of a record with something that only a later version can show, no more than what stood there before that was
    written: it is deleted by whoever can see it.
    """
    ids = [case_id]
    for name, declared in RECORD_TYPES.items():
        if declared.root:
            table = TABLES[name]
            ids += connection.scalars(select(table.c.id).where(table.c[declared.root] == case_id))
    known = acknowledged.read(connection, ids)
    return {record_id: _seen(known[record_id]) if record_id in known else 0 for record_id in ids}


def version(connection: Connection, record_id: str) -> int:
    """The acknowledged version of a record, 0 if none."""
    known = acknowledged.read(connection, [record_id])
    return known[record_id].version if record_id in known else 0


def _seen(known: Acknowledged) -> int:
    declared = RECORD_TYPES[known.type]
    shown = declared.readable({name: cell.value for name, cell in known.doc.items()}).keys()
    return min((cell.stamp - 1 for name, cell in known.doc.items() if name not in shown), default=known.version)


def adopt(connection: Connection, local_unit: str, server_unit: str) -> None:
    """Put the records of an office that began offline under the id the server knows it by; entries keep theirs."""
    if local_unit == server_unit:
        return
    for placed in (entries, chains):
        connection.execute(update(placed).where(placed.c.feed == local_unit).values(feed=server_unit))
    for table in (*TABLES.values(), case_index):
        connection.execute(update(table).where(table.c.unit == local_unit).values(unit=server_unit))


def discard(connection: Connection, author: Author, rejected_key: str) -> Changed:
    """Give up the intent of a rejected or held entry, for whole intents are applied or none; the server is told.

    The acknowledged values show again. Raise `Invalid` ``not_rejected``.
    """
    intent = _unanswered_intent(connection, rejected_key)
    first, device = journal.next_number(connection), incarnation.device(connection)
    born = [
        Entry(
            type=kept.entry.type,
            id=kept.entry.id,
            unit=kept.feed,
            author=author.id,
            at=author.at,
            device=device,
            counter=number,
            group=first,
            discards=kept.key,
        )
        for number, kept in enumerate(intent, first)
    ]
    queue.set_state(connection, [kept.key for kept in intent], EntryState.DISCARDED)
    journal.append(connection, [(entry, {}) for entry in born])
    queue.wake(connection)
    ids = {kept.entry.id for kept in intent}
    changed = _show(connection, acknowledged.read(connection, ids), ids, answered=ids)
    # A record that is gone can no longer say which case it hung on; the entry that made it can.
    index.refresh(connection, {"case": {case: {} for kept in intent if (case := kept.entry.fields.get("case"))}})
    return changed


def without_intent(connection: Connection, rejected_key: str) -> list[tuple[Kept, dict[str, Wire] | None]]:
    """The entries that `discard` would give up, each with the values its record would then show; None: no record.

    Raises:
        Invalid: ``not_rejected``.
    """
    intent = _unanswered_intent(connection, rejected_key)
    given_up = {kept.key for kept in intent}
    ids = [kept.entry.id for kept in intent]
    states, overlays = acknowledged.read(connection, ids), journal.overlay(connection, ids)
    shown = []
    for kept in intent:
        declared, record_id = RECORD_TYPES[kept.entry.type], kept.entry.id
        rest = [other for other in overlays.get(record_id, []) if other.key not in given_up]
        shown.append((kept, _visible(declared, states.get(record_id), rest)))
    return shown


def mend(connection: Connection, feed: str, records: Sequence[NewsRecord]) -> Changed:
    """Take in whole records of the server, out of turn, because they differ here (SYNC §6).

    As with news an older stamp never replaces a newer one: what the server has forgotten stays.
    """
    taken = Acknowledging(acknowledged.read(connection, [record.id for record in records]), users.accounts(connection))
    copies = left_behind(connection, [record.id for record in records])
    for record in records:
        taken.take_whole(feed, record, is_copy=record.id in copies)
    acknowledged.write(connection, {record_id: taken.states[record_id] for record_id in taken.rewritten})
    if taken.heard:
        connection.execute(received.insert(), taken.heard)
    return _show(connection, taken.states, taken.stirred, answered=taken.stirred)


def left_behind(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of these records that stayed in the feed which their case has left: the server alone writes them."""
    case = TABLES["case"]
    gone = select(case.c.id).where(case.c.moved_to.is_not(None))
    found: set[str] = set()
    for name, declared in RECORD_TYPES.items():
        if name == "case" or declared.root:
            table = TABLES[name]
            of = table.c[declared.root or "id"]
            found.update(
                connection.scalars(select(table.c.id).where(among(table.c.id), of.in_(gone)), {"ids": list(ids)})
            )
    return frozenset(found)


def forget(connection: Connection, record_type: str, ids: Collection[str]) -> Changed:
    """Drop records that only the server writes and that it does not have: it was restored, and they are void."""
    table = TABLES[record_type]
    here = among(table.c.id), {"ids": list(ids)}
    of = table.c.id if record_type == "case" else table.c.get("case")
    cases = list(connection.scalars(select(of).where(here[0]), here[1])) if of is not None else []
    acknowledged.drop(connection, ids)
    connection.execute(table.delete().where(here[0]), here[1])
    index.refresh(connection, {"case": {case: {} for case in cases if case}})
    return frozenset((record_type, record_id) for record_id in ids)


def show_again(connection: Connection, ids: Collection[str], types: Mapping[str, str] | None = None) -> Changed:
    """Bring these records to what is acknowledged and unanswered now, which has become another behind their backs.

    ``types`` are those of records of which nothing may be left.
    """
    return _show(connection, acknowledged.read(connection, ids), ids, answered=ids, types=types)


def retry(connection: Connection, rejected_key: str) -> None:
    """Send a rejected entry again as it is, with the rest of its intent. Raise `Invalid` ``not_rejected``."""
    kept = _standing(connection, rejected_key, EntryState.REJECTED)
    queue.set_state(connection, [rejected_key], EntryState.PENDING)
    retry_companions(connection, kept)


class Applied(msgspec.Struct, frozen=True):
    """What taking in one answer changed here, and how many records of news were fit to be taken in."""

    changed: Changed
    records: int


def apply(
    connection: Connection,
    answers: Sequence[Answer],
    news: Sequence[FeedNews],
    at: str,
    *,
    position: int | None = None,
    regarded: Sequence[Regarded] = (),
) -> Applied:
    """Take in one answer of the server, as a whole (SYNC §3); ``position`` is how far the answered entries' feed goes.

    News whose range does not join the cursor are left out; the next step asks for them again.
    """
    by_key = {kept.key: kept for kept in journal.by_keys(connection, [answer.key for answer in answers])}
    accounts = users.accounts(connection)
    # Whose account this PC has not been told of, the server's own news names; so it does what a restored file forgot.
    authors = {kept.entry.author for kept in by_key.values()}
    named = len(by_key) == len(answers) and authors <= {*accounts, *accounts.values()}
    usable = [page for page in news if positions.joins(connection, page) and (named or not page.own)]
    answered_for = {page.feed for page in usable if page.own}
    touched = {kept.entry.id for kept in by_key.values()}
    told = [(page.feed, record) for page in usable for record in page.records]
    told += [(page.feed, record) for page in regarded for record in page.records]
    left = [(page.feed, gone) for page in usable for gone in _with_all(connection, page)]
    touched |= {record.id for _, record in told} | {gone.id for _, gone in left}
    known = acknowledged.read(connection, touched)
    away = departed.types(connection, {kept.entry.id for kept in by_key.values()} - known.keys())
    taken = Acknowledging(known, accounts, away)
    for answer in answers:
        if kept := by_key.get(answer.key):
            taken.take_answer(kept, answer, is_all=kept.feed in answered_for)
    for feed, gone in left:
        taken.take_departure(feed, gone)
    for feed, record in told:
        taken.take_news(feed, record)
    departed.drop(connection, taken.gone.values())
    departed.come_back(connection, taken.fresh)
    acknowledged.write(connection, {record_id: taken.states[record_id] for record_id in taken.rewritten})
    queue.settle(connection, answers, at, position)
    queue.wake(connection)
    if taken.heard:
        connection.execute(received.insert(), taken.heard)
    withholding.forget(connection, taken.withdrawn)
    if taken.let_go:
        shredding.ask(connection)
    for page in usable:
        positions.advance(connection, page)
    for anew in regarded:
        positions.mark(connection, anew)
    touched = taken.stirred | taken.answered
    confirmed = taken.answered - taken.stirred
    changed = _show(connection, taken.states, touched, answered=taken.answered, fresh=taken.fresh, confirmed=confirmed)
    return Applied(changed, len(told) + len(left))


def _with_all(connection: Connection, page: FeedNews) -> Iterator[Departure]:
    """What has left a feed, and what is here of it besides: a restored server may not know all that hangs on a case."""
    for gone in page.departures:
        yield gone
        for name, declared in RECORD_TYPES.items() if gone.type == "case" else ():
            table = TABLES[name]
            if declared.root:
                hangs = (table.c[declared.root] == gone.id, table.c.unit == page.feed, table.c.id.in_(_ACKNOWLEDGED))
                for record_id in connection.scalars(select(table.c.id).where(*hangs)).all():
                    yield Departure(type=name, id=record_id, version=gone.version, unit=gone.unit)


def leave(connection: Connection, unit: str) -> Changed:
    """Take the rows of a unit out whose data this PC may hold no more; see `desktop.store.leaving`."""
    index.leave(connection, unit)
    gone: set[RecordKey] = set()
    for name, table in TABLES.items():
        theirs = table.c.unit == unit
        gone.update((name, record_id) for record_id in connection.scalars(select(table.c.id).where(theirs)))
        connection.execute(table.delete().where(theirs))
    return frozenset(gone)


def _unanswered_intent(connection: Connection, key: str) -> list[Kept]:
    """A rejected or held entry and what the same intent has besides it."""
    kept = _standing(connection, key, EntryState.REJECTED, EntryState.HELD)
    companions = journal.group(connection, kept.entry.device, kept.entry.group)
    return [other for other in companions if other.state in UNANSWERED]


def _standing(connection: Connection, key: str, *states: EntryState) -> Kept:
    """The entry with this key, if it stands so. Raise `Invalid` ``not_rejected``."""
    for kept in journal.by_keys(connection, [key]):
        if kept.state in states:
            return kept
    raise Invalid("not_rejected")


def _show(
    connection: Connection,
    states: Mapping[str, Acknowledged],
    ids: Collection[str],
    *,
    answered: Collection[str],
    fresh: Collection[str] = (),
    types: Mapping[str, str] | None = None,
    confirmed: Collection[str] = (),
) -> Changed:
    """Bring the rows of these records to acknowledged state plus overlay; return all of them, whose fate may show.

    Args:
        connection: inside a writing transaction.
        states: the acknowledged ones among them.
        ids: the records.
        answered: those of which what is unsent or contested may be other than before.
        fresh: those that can have no row yet. A row that already says what it should is not written again.
        types: of records of which neither may be left.
        confirmed: those whose rows say so as long as nothing else is unanswered of them, and need not be read.
    """
    left = types or {}
    gone = departed.types(connection, [record_id for record_id in ids if record_id not in states])
    overlays = {of: pending for of, pending in journal.overlay(connection, ids).items() if of not in gone}
    by_type: dict[str, list[str]] = {}
    for record_id in sorted(ids):  # tables that grow at their end have full pages
        known, pending = states.get(record_id), overlays.get(record_id)
        name = known.type if known else pending[0].entry.type if pending else gone.get(record_id)
        name = name or left.get(record_id) or _type_of_row(connection, record_id)
        if name in RECORD_TYPES:
            by_type.setdefault(name, []).append(record_id)
    differing: index.Rows = {}
    for name, members in by_type.items():
        unsure = [one for one in members if one not in confirmed or one in overlays]
        rows = _rows(RECORD_TYPES[name], unsure, states, overlays)
        differing[name] = _write_visible(connection, TABLES[name], rows, fresh)
    counted = {name: [one for one in members if one in answered] for name, members in by_type.items()}
    index.refresh(connection, differing, answered=counted)
    return frozenset((name, record_id) for name, members in by_type.items() for record_id in members)


def _rows(
    declared: RecordType,
    ids: Iterable[str],
    states: Mapping[str, Acknowledged],
    overlays: Mapping[str, Sequence[Kept]],
) -> dict[str, Mapping[str, Wire]]:
    """Id → what its row should be; empty for a record that is gone, whose only entry was discarded."""
    rows: dict[str, Mapping[str, Wire]] = {}
    for record_id in ids:
        known, pending = states.get(record_id), overlays.get(record_id, ())
        row = _visible(declared, known, pending)
        unit = known.feed if known else pending[0].feed if pending else ""
        rows[record_id] = {**row, "id": record_id, "unit": unit} if row else {}
    return rows


def _write_visible(
    connection: Connection, table: Table, rows: Mapping[str, Mapping[str, Wire]], fresh: Collection[str]
) -> dict[str, Mapping[str, Wire]]:
    """Make these rows what they should be; return id → row of those that were not."""
    wanted = {record_id: row for record_id, row in rows.items() if row}
    differing = {record_id: row for record_id, row in wanted.items() if record_id in fresh}
    differing |= differing_rows(connection, table, {one: row for one, row in wanted.items() if one not in fresh})
    write_rows(connection, table, list(differing.values()))
    if gone := [record_id for record_id, row in rows.items() if not row]:
        connection.execute(table.delete().where(among(table.c.id)), {"ids": gone})
    return differing | {record_id: {} for record_id in gone}


def _visible(declared: RecordType, known: Acknowledged | None, pending: Sequence[Kept]) -> dict[str, Wire] | None:
    """Acknowledged state plus overlay; None when there is neither, for a giving up alone makes no record.

    A value that only a later version can read stays in the acknowledged state; here its field is blank.
    """
    if known is None and not any(kept.entry.fields for kept in pending):
        return None
    return {**declared.blank, **declared.readable(visible_values(known, pending))}


def _type_of_row(connection: Connection, record_id: str) -> str | None:
    """Record type of an entry whose record was never acknowledged and has nothing unanswered left."""
    return connection.scalar(select(entries.c.type).where(entries.c.id == record_id).limit(1))
