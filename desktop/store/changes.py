"""What a change becomes: an entry with the origin of every value it replaces, made upon what shows now (SYNC §2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from desktop.store.tables import TABLES
from sync.client import acknowledged, journal, queue
from sync.client.acknowledged import Acknowledged
from sync.client.journal import Kept
from sync.client.tables import EntryState
from sync.contract.entry import Entry
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, RecordType, Wire


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
        saw: for a deletion, record id → version of everything shown of the case; for a choice, of the conflict.
        resolves: conflicts this change decides.
        new: the record is made by this change, so nothing has to be looked up.
    """

    type: str
    id: str
    fields: Mapping[str, Wire]
    seen: Mapping[str, Seen] = {}
    saw: Mapping[str, int] = {}
    resolves: tuple[str, ...] = ()
    new: bool = False


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes an edit, for which office and when: the values every entry carries."""

    id: str
    unit: str
    at: str


def tokens(connection: Connection, record_type: str, record_id: str) -> dict[str, Seen]:
    """Field → origin of the value that is visible now; kept by a form from opening to saving."""
    pending = journal.overlay(connection, [record_id]).get(record_id, [])
    known = acknowledged.read(connection, [record_id]).get(record_id)
    return _origins_now(known, RECORD_TYPES[record_type].fields, pending)


def visible_values(known: Acknowledged | None, pending: Sequence[Kept]) -> dict[str, Wire]:
    """Field → value of a record: what is acknowledged, overlaid with what is unanswered.

    A deletion that is doubted shows only once a person agrees to it, or once it is seen to be one of few.
    """
    values = {name: cell.value for name, cell in known.doc.items()} if known else {}
    if known and known.doubted is not None:
        values["deleted"] = False
    for kept in pending:
        values |= kept.entry.fields
    return values


def unreadable(connection: Connection, record_type: str, record_id: str) -> frozenset[str]:
    """The fields of a record whose values only a later version of the program can show."""
    pending = journal.overlay(connection, [record_id]).get(record_id, [])
    known = acknowledged.read(connection, [record_id]).get(record_id)
    return _unreadable(RECORD_TYPES[record_type], known, pending)


def _unreadable(declared: RecordType, known: Acknowledged | None, pending: Sequence[Kept]) -> frozenset[str]:
    values = visible_values(known, pending)
    return frozenset((values.keys() & declared.fields.keys()) - declared.readable(values).keys())


Intent = tuple[str, int]
"""The device on which an intent was begun, and its number there."""


class Sketch(msgspec.Struct, frozen=True):
    """What an entry will say: new values, those they replace, where these came from, and the row it leaves."""

    fields: dict[str, Wire]
    old: dict[str, Wire]
    origins: dict[str, Seen]
    row: Mapping[str, Wire]
    supersedes: str | None = None
    intent: Intent | None = None  # the one it is mended in, for that is applied as a whole
    own: tuple[str, ...] = ()  # see `Entry`


def sketches_of(connection: Connection, change: Change) -> list[Sketch]:
    """What a change says: one entry as a rule, none if it changes nothing; a rejected one it mends is superseded.

    A mending entry stands where the rejected one stood, below what was typed since. A field that was typed since is
    therefore not mended but changed, by an entry of its own.
    """
    if change.new:
        return _sketch(change, _Ground())
    declared = RECORD_TYPES[change.type]
    pending = journal.overlay(connection, [change.id]).get(change.id, [])
    known = acknowledged.read(connection, [change.id]).get(change.id)
    own = journal.beyond(connection, change.saw)
    ground = _Ground(_row(connection, declared, change.id), known, pending, tuple(own))
    mended = _mended_by(change, pending)
    if mended is None:
        return _sketch(change, ground)
    queue.set_state(connection, [mended.key], EntryState.SUPERSEDED)
    retry_companions(connection, mended)
    since = {name for kept in pending[pending.index(mended) + 1 :] for name in kept.entry.fields}
    mending = {name: value for name, value in change.fields.items() if name not in since}
    changing = {name: value for name, value in change.fields.items() if name in since}
    change_of = partial(msgspec.structs.replace, change)
    sketches = _sketch(change_of(fields=mending), ground, mended=mended, since=since)
    return sketches + _sketch(change_of(fields=changing), ground._replace(row=sketches[0].row))


class _Ground(NamedTuple):
    """What a change is made upon: the row as it shows, the acknowledged state, the unanswered entries."""

    row: Mapping[str, Wire] | None = None
    known: Acknowledged | None = None
    pending: Sequence[Kept] = ()
    own: tuple[str, ...] = ()  # for a deletion: entries made here that the acknowledged versions do not tell of


def _sketch(
    change: Change, ground: _Ground, *, mended: Kept | None = None, since: Collection[str] = ()
) -> list[Sketch]:
    """One sketch upon what there is, or none; ``since`` stays as the row shows it."""
    declared, row = RECORD_TYPES[change.type], ground.row
    fields, old = _touched(declared, change, row, always=mended.entry.fields if mended else {})
    if not fields:
        return []
    if row and (unseen := _unreadable(declared, ground.known, ground.pending) & fields.keys()):
        raise Invalid("newer_version_needed", field=min(unseen))
    if ground.known and (withheld := ground.known.withheld & fields.keys()):
        raise Invalid("not_entitled", field=min(withheld))
    origins = _origins(change, fields, ground, mended) if row else {}
    shown = {name: value for name, value in fields.items() if name not in since}
    sketch = Sketch(fields, old, origins, {**(row or declared.blank), **shown}, own=ground.own)
    if mended is None:
        return [sketch]
    intent = mended.entry.device, mended.entry.group
    return [msgspec.structs.replace(sketch, supersedes=mended.key, intent=intent)]


def entry_of(author: Author, change: Change, sketch: Sketch, number: int, intent: Intent) -> Entry:
    """The entry of a sketch: ``number`` on this PC, in this intent unless it mends another."""
    device, group = sketch.intent or intent
    return Entry(
        type=change.type,
        id=change.id,
        unit=str(sketch.row.get("unit", author.unit)),
        author=author.id,
        at=author.at,
        device=device,
        counter=number,
        group=group,
        fields=sketch.fields,
        base={name: seen.base for name, seen in sketch.origins.items() if seen.base},
        after={name: seen.after for name, seen in sketch.origins.items() if seen.after},
        seen=dict(change.saw),
        own=sketch.own,
        resolves=change.resolves,
        supersedes=sketch.supersedes,
    )


def _touched(
    declared: RecordType, change: Change, row: Mapping[str, Wire] | None, always: Mapping[str, Wire]
) -> tuple[dict[str, Wire], dict[str, Wire]]:
    """Checked new values that differ from what is visible, whole merge groups at a time; and the old ones.

    ``always`` are values that go along even unchanged, because they mend an entry that had them.
    """
    unknown = set(change.fields) - set(declared.fields)
    if unknown:
        raise Invalid("unknown_field", field=min(unknown))
    wanted = declared.check({**always, **change.fields})
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
        blamed = {kept.field} if kept.field else kept.entry.fields.keys()
        if to_blame and not blamed.isdisjoint(change.fields):
            return kept
    return None


def _origins(change: Change, fields: Iterable[str], ground: _Ground, mended: Kept | None) -> dict[str, Seen]:
    """Base and predecessor of every field: what the screen saw, what the mended entry had, or what is there now."""
    inherited = {}
    if mended:
        entry = mended.entry
        inherited = {name: Seen(entry.base.get(name, 0), entry.after.get(name)) for name in entry.fields}
    missing = [name for name in fields if name not in change.seen and name not in inherited]
    now = _origins_now(ground.known, missing, ground.pending)
    return {name: inherited.get(name) or change.seen.get(name) or now[name] for name in fields}


def _origins_now(known: Acknowledged | None, names: Iterable[str], pending: Sequence[Kept]) -> dict[str, Seen]:
    doc = known.doc if known else {}
    found = {name: Seen(doc[name].stamp if name in doc else 0) for name in names}
    for kept in pending:
        for name in kept.entry.fields:
            if name in found:
                found[name] = Seen(kept.entry.base.get(name, 0), kept.key)
    return found


def retry_companions(connection: Connection, kept: Kept) -> None:
    """The other entries of a rejected intent go again with the mended one."""
    companions = [
        other.key
        for other in journal.group(connection, kept.entry.device, kept.entry.group)
        if other.state in (EntryState.REJECTED, EntryState.WAITS)
    ]
    queue.set_state(connection, companions, EntryState.PENDING)
    queue.wake(connection)


def _row(connection: Connection, declared: RecordType, record_id: str) -> dict[str, Wire] | None:
    table = TABLES[declared.name]
    found = connection.execute(select(table).where(table.c.id == bindparam("record")), {"record": record_id})
    row = found.mappings().one_or_none()
    return dict(row) if row else None
