"""The journal: what was entered on this PC. Outbox, audit trail and undo history at once.

Every function takes a connection and works inside the caller's transaction, so that row, entry and search text are one
commit (SYNC §2). Entries are kept as the bytes they were born with.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, literal_column, select
from sqlalchemy.dialects.sqlite import insert

from sync.client.docs import encode_values
from sync.client.packing import pack
from sync.client.tables import EntryState, among, cursors, entries, in_words, stands, unanswered, used_numbers
from sync.contract.entry import Entry, decode, encode, key_of
from sync.contract.fields import Wire

_BORN = (
    *("number", "place", "key", "size", "deletes", "raw", "old", "feed", "type", "id", "author", "at"),
    *("device", "group", "state", "resolves"),
)
_STATES: dict[str, EntryState] = {state.value: state for state in EntryState}
_values = msgspec.json.Decoder(dict[str, Any])
_APPEND = in_words(insert(entries).values(dict.fromkeys(_BORN)))


class Kept(msgspec.Struct, frozen=True, gc=False):
    """An entry in the journal, with what is known of its fate."""

    number: int
    key: str
    feed: str  # where it goes; the entry itself may name the id the office gave itself offline
    state: EntryState
    entry: Entry
    replaced: bytes  # `old` as it is stored; few ask for it
    tries: int
    code: str | None
    field: str | None
    waits_for: str | None
    exported_at: str | None

    @property
    def old(self) -> dict[str, Wire]:
        """Field → the value that was on the screen before."""
        return _values.decode(self.replaced)


_KEPT = (
    entries.c.number,
    entries.c.key,
    entries.c.feed,
    entries.c.state,
    entries.c.raw,
    entries.c.old,
    entries.c.tries,
    entries.c.code,
    entries.c.field,
    entries.c.waits_for,
    entries.c.exported_at,
)
#: Statements that every save or step needs, made once.
_HERE, _GONE = select(func.max(entries.c.number)), select(func.max(used_numbers.c.last))
_ZERO: ColumnElement[int] = literal_column("0")
_LAST_NUMBER = select(
    func.max(func.coalesce(_HERE.scalar_subquery(), _ZERO), func.coalesce(_GONE.scalar_subquery(), _ZERO))
)
_OVERLAY = select(*_KEPT).where(among(entries.c.id), unanswered).order_by(entries.c.place, entries.c.number)
_IN_STATE = select(*_KEPT).where(stands(bindparam("state"))).order_by(entries.c.number)
_BY_KEYS = select(*_KEPT).where(among(entries.c.key)).order_by(entries.c.number)


def next_number(connection: Connection) -> int:
    """The number the next entry gets on this device."""
    return (connection.scalar(_LAST_NUMBER) or 0) + 1


def remove(connection: Connection, feed: str) -> None:
    """Let go of everything entered here for a unit whose data this PC may hold no more; no number is given again."""
    last = next_number(connection) - 1
    connection.execute(insert(used_numbers).values(last=last).on_conflict_do_nothing())
    connection.execute(entries.delete().where(entries.c.feed == feed))


def append(connection: Connection, born: Sequence[tuple[Entry, Mapping[str, Wire]]]) -> list[str]:
    """Keep new entries with the values they replace; return their keys in the same order."""
    raws = [encode(entry) for entry, _ in born]
    keys = [key_of(raw) for raw in raws]
    rows = [
        (
            entry.counter,
            _place(connection, entry),
            key,
            len(raw),
            entry.fields.get("deleted") is True,
            pack(raw),
            pack(encode_values(old)),
            entry.unit,
            entry.type,
            entry.id,
            entry.author,
            entry.at,
            entry.device,
            entry.group,
            EntryState.PENDING.value,
            "\n".join(entry.resolves) or None,
        )
        for (entry, old), raw, key in zip(born, raws, keys, strict=True)
    ]
    if rows:
        connection.exec_driver_sql(_APPEND, rows)
    return keys


def _place(connection: Connection, entry: Entry) -> int:
    """What mends or gives up another entry goes before everything that waits for that one."""
    answered = entry.supersedes or entry.discards
    if answered is None:
        return entry.counter
    place: int = connection.execute(select(entries.c.place).where(entries.c.key == answered)).scalar_one()
    return place


def _kept(row: Any) -> Kept:
    return Kept(
        row.number,
        row.key,
        row.feed,
        _STATES[row.state],
        decode(row.raw),
        row.old,
        row.tries,
        row.code,
        row.field,
        row.waits_for,
        row.exported_at,
    )


def overlay(connection: Connection, ids: Iterable[str]) -> dict[str, list[Kept]]:
    """Record id → its unanswered entries, each upon those before it."""
    found: dict[str, list[Kept]] = {}
    for row in connection.execute(_OVERLAY, {"ids": list(ids)}).all():
        kept = _kept(row)
        found.setdefault(kept.entry.id, []).append(kept)
    return found


def beyond(connection: Connection, versions: Mapping[str, int]) -> list[str]:
    """Keys of what was entered here for these records and is not in these versions of them; oldest first."""
    if not versions:
        return []
    query = select(entries.c.key, entries.c.id, entries.c.version).where(among(entries.c.id))
    made = connection.execute(query.order_by(entries.c.number), {"ids": list(versions)})
    return [row.key for row in made if row.version is None or row.version > versions[row.id]]


def unsettled(connection: Connection, limit: int = 1000) -> list[Kept]:
    """The entries the server has not finally answered for the queue screen: refused ones first, then the oldest."""
    order = (entries.c.state != EntryState.REJECTED, entries.c.number)
    query = select(*_KEPT).where(unanswered).order_by(*order).limit(limit)
    return [_kept(row) for row in connection.execute(query)]


def in_state(connection: Connection, state: EntryState) -> list[Kept]:
    """The entries that stand so, oldest first."""
    return [_kept(row) for row in connection.execute(_IN_STATE, {"state": state})]


def by_keys(connection: Connection, keys: Sequence[str]) -> list[Kept]:
    """These entries, oldest first."""
    return [_kept(row) for row in connection.execute(_BY_KEYS, {"ids": list(keys)}).all()] if keys else []


def group(connection: Connection, device: str, number: int) -> list[Kept]:
    """The entries of one intent."""
    intent = (entries.c.group == number, entries.c.device == device)
    return [_kept(row) for row in connection.execute(select(*_KEPT).where(*intent).order_by(entries.c.number))]


def history(connection: Connection, record_ids: Sequence[str]) -> list[Kept]:
    """Every entry made on this PC for these records, oldest first."""
    query = select(*_KEPT).where(entries.c.id.in_(record_ids)).order_by(entries.c.number)
    return [_kept(row) for row in connection.execute(query)]


def of_types(connection: Connection, types: Sequence[str]) -> list[Kept]:
    """Every entry made on this PC for records of these types, oldest first."""
    query = select(*_KEPT).where(entries.c.type.in_(types)).order_by(entries.c.number)
    return [_kept(row) for row in connection.execute(query)]


def extent(connection: Connection) -> list[int]:
    """What grows with everything that is saved here and everything that comes in: to tell whether anything did."""
    own = connection.scalar(select(func.max(entries.c.number)))
    come_in = connection.scalar(select(func.sum(cursors.c.seq)))
    return [own or 0, come_in or 0]


def being_resolved(connection: Connection) -> frozenset[str]:
    """Conflicts that somebody here has decided and the server has not heard of."""
    query = select(entries.c.resolves).where(unanswered, entries.c.resolves.is_not(None))
    return frozenset(conflict for lines in connection.scalars(query) for conflict in lines.split("\n"))


def is_being_resolved(conflict: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a conflict is among `being_resolved`, inside a statement."""
    line: ColumnElement[str] = literal_column("char(10)")
    lines = line.concat(entries.c.resolves).concat(line)
    decides = func.instr(lines, line.concat(conflict).concat(line)) > literal_column("0")
    return exists().where(unanswered, entries.c.resolves.is_not(None), decides)
