"""The one write door. Business tables change only through `save` and `apply`.

`save` takes what a person touched: row, journal entry and search text become one transaction. `apply` takes what the
server answered and sent: acknowledged state, rows, search text and cursors become one transaction, and no entry is
made. Visible = acknowledged, overlaid with the own entries the server has not answered (SYNC §1, §2).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from desktop.store import index
from desktop.store.records import rows_among
from desktop.store.tables import TABLES, case_index, upsert, write_rows
from sync.client import journal
from sync.client.journal import Acknowledged, EntryState, Kept
from sync.contract.entry import Entry
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, RecordType, Wire
from sync.contract.messages import Answer, FeedNews, NewsRecord, Outcome, Stamped

RecordKey = tuple[str, str]
"""Record type and id."""

Changed = frozenset[RecordKey]
"""What a write changed; open screens are told."""


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """Where a value on the screen came from: the acknowledged stamp, and the own unanswered entry upon it."""

    base: int = 0
    after: str | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one intent changes in one record.

    Attributes:
        type, id: the record; it is made if it does not exist.
        fields: wire values of the fields the person touched, and only those.
        seen: field → origin of the value that was on the screen when the form, draft or preview was opened. What
            is missing was read in this very transaction.
        deletion_saw: for a deletion, record id → version of everything shown of the case.
        resolves: conflicts this change decides.
        new: the record is made by this change, so nothing has to be looked up.
    """

    type: str
    id: str
    fields: Mapping[str, Wire]
    seen: Mapping[str, Seen] = {}
    deletion_saw: Mapping[str, int] = {}
    resolves: tuple[str, ...] = ()
    new: bool = False


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes an edit, where and when: the values every entry carries."""

    id: str
    device: str
    unit: str
    at: str


def save(connection: Connection, author: Author, changes: Sequence[Change]) -> Changed:
    """Write one intent: all of its changes, or none.

    A change of the field for which the server rejected an entry mends that entry: the new one carries all of its
    fields, takes its place, and what waited for it goes on.

    Raises:
        Invalid: a value breaks its declaration; the field is named and nothing was written.
    """
    return save_many(connection, [(author, changes)])


def save_many(connection: Connection, intents: Sequence[tuple[Author, Sequence[Change]]]) -> Changed:
    """Write many intents in one go, each a group of its own; no record may appear twice. Raise as `save`."""
    records = [(change.type, change.id) for _, changes in intents for change in changes]
    if len(set(records)) < len(records):
        raise ValueError("a record twice in one go")
    first = journal.next_number(connection)
    born: list[tuple[Entry, dict[str, Wire]]] = []
    rows: dict[str, dict[str, dict[str, Wire]]] = {}
    for author, changes in intents:
        group = first + len(born)
        for change in changes:
            for draft in _drafts(connection, change):
                entry = _entry(author, change, draft, first + len(born), group)
                born.append((entry, draft.old))
                rows.setdefault(entry.type, {})[entry.id] = {**draft.row, "id": entry.id, "unit": entry.unit}
    for name, shown in rows.items():
        _write_rows(connection, RECORD_TYPES[name], list(shown.values()))
    journal.append(connection, born)
    changed = frozenset((entry.type, entry.id) for entry, _ in born)
    index.refresh(connection, changed)
    return changed


class _Draft(msgspec.Struct, frozen=True):
    """What an entry will say: new values, those they replace, where these came from, and the row it leaves."""

    fields: dict[str, Wire]
    old: dict[str, Wire]
    origins: dict[str, Seen]
    row: Mapping[str, Wire]
    supersedes: str | None


def _drafts(connection: Connection, change: Change) -> list[_Draft]:
    """What a change says: one entry as a rule, none if it changes nothing; a rejected one it mends is superseded.

    A mending entry stands where the rejected one stood, below what was typed since. A field that was typed since is
    therefore not mended but changed, by an entry of its own.
    """
    row = None if change.new else _row(connection, RECORD_TYPES[change.type], change.id)
    pending = journal.overlay(connection, [change.id]).get(change.id, []) if row else []
    mended = _mended_by(change, pending)
    if mended is None:
        return _draft(connection, change, row, pending)
    journal.set_state(connection, [mended.key], EntryState.SUPERSEDED)
    _retry_companions(connection, mended)
    since = {name for kept in pending[pending.index(mended) + 1 :] for name in kept.entry.fields}
    mending = {name: value for name, value in change.fields.items() if name not in since}
    changing = {name: value for name, value in change.fields.items() if name in since}
    change_of = partial(msgspec.structs.replace, change)
    drafts = _draft(connection, change_of(fields=mending), row, pending, mended=mended, since=since)
    return drafts + _draft(connection, change_of(fields=changing), drafts[0].row, pending)


def _draft(
    connection: Connection,
    change: Change,
    row: Mapping[str, Wire] | None,
    pending: Sequence[Kept],
    *,
    mended: Kept | None = None,
    since: Collection[str] = (),
) -> list[_Draft]:
    """One draft upon a row and the unanswered entries of its record, or none; ``since`` stays as the row shows it."""
    declared = RECORD_TYPES[change.type]
    fields, old = _touched(declared, change, row, always=mended.entry.fields if mended else {})
    if not fields:
        return []
    origins = _origins(connection, change, fields, pending, mended) if row else {}
    shown = {name: value for name, value in fields.items() if name not in since}
    return [_Draft(fields, old, origins, {**(row or declared.blank), **shown}, mended.key if mended else None)]


def _entry(author: Author, change: Change, draft: _Draft, number: int, group: int) -> Entry:
    return Entry(
        type=change.type,
        id=change.id,
        unit=str(draft.row.get("unit", author.unit)),
        author=author.id,
        at=author.at,
        device=author.device,
        counter=number,
        group=group,
        fields=draft.fields,
        base={name: seen.base for name, seen in draft.origins.items() if seen.base},
        after={name: seen.after for name, seen in draft.origins.items() if seen.after},
        seen=dict(change.deletion_saw),
        resolves=change.resolves,
        supersedes=draft.supersedes,
    )


def versions_of_case(connection: Connection, case_id: str) -> dict[str, int]:
    """Record id → acknowledged version of a case and of all that hangs on it: what a deleter has seen."""
    ids = [case_id]
    for name, declared in RECORD_TYPES.items():
        if declared.root:
            table = TABLES[name]
            ids += connection.scalars(select(table.c.id).where(table.c[declared.root] == case_id))
    return {record_id: known.version for record_id, known in journal.acknowledged(connection, ids).items()}


def adopt(connection: Connection, local_unit: str, server_unit: str) -> None:
    """Put the records of an office that began offline under the id the server knows it by; entries keep theirs."""
    if local_unit == server_unit:
        return
    moved = journal.entries.c.feed == local_unit
    connection.execute(update(journal.entries).where(moved).values(feed=server_unit))
    for table in (*TABLES.values(), case_index):
        connection.execute(update(table).where(table.c.unit == local_unit).values(unit=server_unit))


def discard(connection: Connection, author: Author, rejected_key: str) -> Changed:
    """Give up the intent of a rejected entry, for whole intents are applied or none; the server is told.

    The acknowledged values show again. Raise `Invalid` ``not_rejected``.
    """
    intent = _unanswered_intent(connection, rejected_key)
    first = journal.next_number(connection)
    born = [
        Entry(
            type=kept.entry.type,
            id=kept.entry.id,
            unit=kept.feed,
            author=author.id,
            at=author.at,
            device=author.device,
            counter=number,
            group=first,
            discards=kept.key,
        )
        for number, kept in enumerate(intent, first)
    ]
    journal.set_state(connection, [kept.key for kept in intent], EntryState.DISCARDED)
    journal.append(connection, [(entry, {}) for entry in born])
    journal.wake(connection)
    ids = {kept.entry.id for kept in intent}
    changed = _show(connection, journal.acknowledged(connection, ids), ids)
    # A record that is gone can no longer say which case it hung on; the entry that made it can.
    index.refresh(connection, {("case", case) for kept in intent if (case := kept.entry.fields.get("case"))})
    return changed


def without_intent(connection: Connection, rejected_key: str) -> list[tuple[Kept, dict[str, Wire] | None]]:
    """The entries that `discard` would give up, each with the values its record would then show; None: no record.

    Raises:
        Invalid: ``not_rejected``.
    """
    intent = _unanswered_intent(connection, rejected_key)
    given_up = {kept.key for kept in intent}
    ids = [kept.entry.id for kept in intent]
    states, overlays = journal.acknowledged(connection, ids), journal.overlay(connection, ids)
    shown = []
    for kept in intent:
        declared, record_id = RECORD_TYPES[kept.entry.type], kept.entry.id
        rest = [other for other in overlays.get(record_id, []) if other.key not in given_up]
        shown.append((kept, _visible(declared, states.get(record_id), rest)))
    return shown


def retry(connection: Connection, rejected_key: str) -> None:
    """Send a rejected entry again as it is, with the rest of its intent. Raise `Invalid` ``not_rejected``."""
    kept = _rejected(connection, rejected_key)
    journal.set_state(connection, [rejected_key], EntryState.PENDING)
    _retry_companions(connection, kept)


def tokens(connection: Connection, record_type: str, record_id: str) -> dict[str, Seen]:
    """Field → origin of the value that is visible now; kept by a form from opening to saving."""
    pending = journal.overlay(connection, [record_id]).get(record_id, [])
    return _tokens(connection, record_id, RECORD_TYPES[record_type].fields, pending)


class Applied(msgspec.Struct, frozen=True):
    """What taking in one answer changed here, and how many records of news were fit to be taken in."""

    changed: Changed
    records: int


def apply(connection: Connection, answers: Sequence[Answer], news: Sequence[FeedNews], at: str) -> Applied:
    """Take in one answer of the server, as a whole (SYNC §3).

    News whose range does not join the cursor are left out; the next step asks for them again.
    """
    by_key = {kept.key: kept for kept in journal.by_keys(connection, [answer.key for answer in answers])}
    usable = [feed for feed in news if _joins(connection, feed)]
    touched = {kept.entry.id for kept in by_key.values()}
    touched |= {record.id for feed in usable for record in feed.records}
    states = journal.acknowledged(connection, touched)
    for answer in answers:
        if answer.key in by_key:
            _acknowledge_answer(states, by_key[answer.key], answer)
    heard: list[dict[str, Any]] = []
    for feed in usable:
        for record in feed.records:
            _acknowledge_news(states, feed.feed, record, heard)
    journal.acknowledge(connection, states)
    journal.settle(connection, answers, at)
    journal.wake(connection)
    if heard:
        connection.execute(journal.received.insert(), heard)
    for feed in usable:
        _advance(connection, feed)
    return Applied(_show(connection, states, touched), sum(len(feed.records) for feed in usable))


def _touched(
    declared: RecordType, change: Change, row: Mapping[str, Wire] | None, always: Mapping[str, Wire]
) -> tuple[dict[str, Wire], dict[str, Wire]]:
    """Checked new values that differ from what is visible, whole merge groups at a time; and the old ones.

    ``always`` are values that go along even unchanged, because they mend an entry that had them.
    """
    unknown = set(change.fields) - set(declared.fields)
    if unknown:
        raise Invalid("unknown_field", field=min(unknown))
    wanted = {name: declared.fields[name].check(value) for name, value in {**always, **change.fields}.items()}
    before = row or declared.blank
    differing = {name for name, value in wanted.items() if value != before[name] or name in always or change.resolves}
    if row is None:  # the untouched members of a new record are empty anyway
        return {name: wanted[name] for name in declared.fields if name in differing}, {}
    members = {member for name in differing for member in declared.merge_groups[name]}
    fields = {name: wanted.get(name, before[name]) for name in declared.fields if name in members}
    return fields, {name: before[name] for name in fields}


def _mended_by(change: Change, pending: Sequence[Kept]) -> Kept | None:
    """The rejected entry whose trouble this change is about."""
    for kept in pending:
        to_blame = kept.state is EntryState.REJECTED and kept.code != "group" and kept.entry.fields
        if to_blame and (kept.field is None or kept.field in change.fields):
            return kept
    return None


def _origins(
    connection: Connection,
    change: Change,
    fields: Iterable[str],
    pending: Sequence[Kept],
    mended: Kept | None,
) -> dict[str, Seen]:
    """Base and predecessor of every field: what the screen saw, what the mended entry had, or what is there now."""
    inherited = {}
    if mended:
        entry = mended.entry
        inherited = {name: Seen(entry.base.get(name, 0), entry.after.get(name)) for name in entry.fields}
    missing = [name for name in fields if name not in change.seen and name not in inherited]
    now = _tokens(connection, change.id, missing, pending) if missing else {}
    return {name: inherited.get(name) or change.seen.get(name) or now[name] for name in fields}


def _tokens(connection: Connection, record_id: str, names: Iterable[str], pending: Sequence[Kept]) -> dict[str, Seen]:
    known = journal.acknowledged(connection, [record_id]).get(record_id)
    doc = known.doc if known else {}
    found = {name: Seen(doc[name].stamp if name in doc else 0) for name in names}
    for kept in pending:
        for name in kept.entry.fields:
            if name in found:
                found[name] = Seen(kept.entry.base.get(name, 0), kept.key)
    return found


def _unanswered_intent(connection: Connection, rejected_key: str) -> list[Kept]:
    """A rejected entry and what the same intent has besides it."""
    kept = _rejected(connection, rejected_key)
    companions = journal.group(connection, kept.entry.device, kept.entry.group)
    return [other for other in companions if other.state in journal.UNANSWERED]


def _rejected(connection: Connection, key: str) -> Kept:
    for kept in journal.by_keys(connection, [key]):
        if kept.state is EntryState.REJECTED:
            return kept
    raise Invalid("not_rejected")


def _retry_companions(connection: Connection, kept: Kept) -> None:
    """The other entries of a rejected intent go again with the mended one."""
    companions = [
        other.key
        for other in journal.group(connection, kept.entry.device, kept.entry.group)
        if other.state in (EntryState.REJECTED, EntryState.WAITS)
    ]
    journal.set_state(connection, companions, EntryState.PENDING)
    journal.wake(connection)


def _acknowledge_answer(states: dict[str, Acknowledged], kept: Kept, answer: Answer) -> None:
    """Fields the server wrote or agreed to become acknowledged with the stamps it named."""
    entry = kept.entry
    if answer.outcome not in (Outcome.APPLIED, Outcome.AGREED, Outcome.CONFLICT) or not entry.fields:
        return
    state = states.setdefault(entry.id, Acknowledged(entry.type, kept.feed, 0, {}))
    state.version = max(state.version, answer.version)
    for name, value in entry.fields.items():
        if name in answer.contested:
            continue
        stamp = answer.stamps.get(name, answer.version)
        present = state.doc.get(name)
        if present is None or present.stamp < stamp:
            state.doc[name] = Stamped(value, stamp, entry.author, entry.at)


def _acknowledge_news(
    states: dict[str, Acknowledged], feed: str, record: NewsRecord, heard: list[dict[str, Any]]
) -> None:
    """An older stamp never replaces a newer one; an equal one is the server's own wording of it."""
    known = record.id in states
    state = states.setdefault(record.id, Acknowledged(record.type, feed, 0, {}))
    state.feed = feed
    state.version = max(state.version, record.version)
    lines: dict[tuple[str, str], dict[str, list[Wire]]] = {}
    for name, cell in record.fields.items():
        present = state.doc.get(name)
        if present is not None and present.stamp > cell.stamp:
            continue
        if known and (present is None or present.stamp < cell.stamp):
            old = present.value if present else None
            lines.setdefault((cell.author, cell.at), {})[name] = [old, cell.value]
        state.doc[name] = cell
    heard.extend(
        {"type": record.type, "id": record.id, "author": by, "at": at, "doc": journal.encode_doc(doc)}
        for (by, at), doc in lines.items()
    )


def _joins(connection: Connection, feed: FeedNews) -> bool:
    """Whether news continue what this PC has: from ≤ cursor < to."""
    cursor = connection.scalar(select(journal.cursors.c.seq).where(journal.cursors.c.feed == feed.feed)) or 0
    return feed.since <= cursor < feed.to


def _advance(connection: Connection, feed: FeedNews) -> None:
    row = {"feed": feed.feed, "seq": feed.to, "head": feed.head}
    connection.execute(upsert(journal.cursors, "feed"), row)


def _show(connection: Connection, states: Mapping[str, Acknowledged], ids: Iterable[str]) -> Changed:
    """Bring the rows of these records to acknowledged state plus overlay; return all of them, whose fate may show.

    Most of what comes in is what was sent before: a row that already says so is not written again.
    """
    overlays = journal.overlay(connection, ids)
    by_type: dict[str, list[str]] = {}
    for record_id in ids:
        known, pending = states.get(record_id), overlays.get(record_id)
        name = known.type if known else pending[0].entry.type if pending else _type_of_row(connection, record_id)
        if name in RECORD_TYPES:
            by_type.setdefault(name, []).append(record_id)
    differing = [
        (name, record_id)
        for name, members in by_type.items()
        for record_id in _write_visible(connection, RECORD_TYPES[name], members, states, overlays)
    ]
    shown = frozenset((name, record_id) for name, members in by_type.items() for record_id in members)
    index.refresh(connection, differing, answered=shown)
    return shown


def _write_visible(
    connection: Connection,
    declared: RecordType,
    ids: Sequence[str],
    states: Mapping[str, Acknowledged],
    overlays: Mapping[str, Sequence[Kept]],
) -> list[str]:
    """Make the rows of these records what they should be; return the ids of those that were not."""
    table = TABLES[declared.name]
    rows = connection.execute(rows_among(table, "id"), {"ids": ids}).mappings()
    present: dict[str, dict[str, Wire]] = {row["id"]: dict(row) for row in rows}
    wanted: dict[str, dict[str, Wire]] = {}
    for record_id in ids:
        known, pending = states.get(record_id), overlays.get(record_id, ())
        if row := _visible(declared, known, pending):
            unit = known.feed if known else pending[0].feed
            wanted[record_id] = {**row, "id": record_id, "unit": unit}
    differing = [record_id for record_id, row in wanted.items() if present.get(record_id) != row]
    _write_rows(connection, declared, [wanted[record_id] for record_id in differing])
    gone = present.keys() - wanted.keys()  # records whose only entry was discarded
    if gone:
        connection.execute(table.delete().where(journal.among(table.c.id)), {"ids": list(gone)})
    return [*differing, *gone]


def _visible(declared: RecordType, known: Acknowledged | None, pending: Sequence[Kept]) -> dict[str, Wire] | None:
    """Acknowledged state plus overlay; None when there is neither, for a giving up alone makes no record."""
    if known is None and not any(kept.entry.fields for kept in pending):
        return None
    row = dict(declared.blank)
    if known:
        row |= {name: cell.value for name, cell in known.doc.items() if name in declared.fields}
    for kept in pending:
        row |= {name: value for name, value in kept.entry.fields.items() if name in declared.fields}
    return row


def _write_rows(connection: Connection, declared: RecordType, rows: Sequence[Mapping[str, Wire]]) -> None:
    if rows:
        write_rows(connection, TABLES[declared.name], rows)


def _row(connection: Connection, declared: RecordType, record_id: str) -> dict[str, Wire] | None:
    table = TABLES[declared.name]
    found = connection.execute(select(table).where(table.c.id == bindparam("record")), {"record": record_id})
    row = found.mappings().one_or_none()
    return dict(row) if row else None


def _type_of_row(connection: Connection, record_id: str) -> str | None:
    """Record type of an entry whose record was never acknowledged and has nothing unanswered left."""
    return connection.scalar(select(journal.entries.c.type).where(journal.entries.c.id == record_id).limit(1))
