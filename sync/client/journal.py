"""The journal: outbox, audit trail and undo history of one PC, and the acknowledged state it builds on.

Six tables of the local database. Every function takes a connection and works inside the caller's transaction, so
that row, entry and search text are one commit (SYNC §2). Entries are kept as the bytes they were born with.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    ClauseElement,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import dialect, insert

from sync.contract.entry import Entry, decode, encode, key_of
from sync.contract.fields import Wire
from sync.contract.messages import Answer, Outcome, Stamped

metadata = MetaData()


class EntryState(StrEnum):
    """Where an entry stands. The first three are unanswered: they overlay the acknowledged state."""

    PENDING = "pending"
    WAITS = "waits"
    REJECTED = "rejected"
    APPLIED = "applied"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


UNANSWERED = (EntryState.PENDING, EntryState.WAITS, EntryState.REJECTED)

entries = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("place", Integer, nullable=False),  # in overlay and queue: what mends another stands in its stead
    Column("key", String, nullable=False, unique=True),
    Column("raw", LargeBinary, nullable=False),
    Column("old", LargeBinary, nullable=False),  # field → value on the screen before the edit; for history and undo
    Column("feed", String, nullable=False),
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
    Column("device", String, nullable=False),  # where it was born; with the group it names the intent
    Column("group", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column(
        "sent", Integer
    ),  # position in the chain of this device and feed, given when first sent; see `sync.client.chains`
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("code", String),
    Column("field", String),
    Column("waits_for", String),
    Column("version", Integer),
    Column("answered_at", String),
    Column("resolves", String),  # the conflicts it decides, one in a line
    Index("journal_by_record", "id", "state"),
    Index("journal_by_group", "group"),
    Index("journal_by_state", "state"),  # and by number, which is the row's own
    Index("journal_by_turn", "state", "feed", "place", "number"),
)
Index("journal_resolving", entries.c.state, entries.c.resolves, sqlite_where=entries.c.resolves.is_not(None))

replica = Table(
    "replica",
    metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("doc", LargeBinary, nullable=False),  # field → Stamped; the acknowledged state, unknown fields included
    Index("replica_by_feed", "feed", "type"),
)

received = Table(
    "received",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
    Column("doc", LargeBinary, nullable=False),  # field → [old, new]
    Index("received_by_record", "id"),
)

cursors = Table(
    "cursor",
    metadata,
    Column("feed", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("head", Integer, nullable=False),
)

chains = Table(
    "chain",
    metadata,
    Column("feed", String, primary_key=True),
    Column("sent", Integer, nullable=False),
    Column("head", String, nullable=False),
)

authors = Table(
    "author",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("unit", String, nullable=False),
)

_BORN = (
    *("number", "place", "key", "raw", "old", "feed", "type", "id", "author", "at"),
    *("device", "group", "state", "resolves"),
)
#: Written out, not as values, so that the statements below need not be put together each time.
unanswered = entries.c.state.in_([literal_column(f"'{state}'") for state in UNANSWERED])


def in_words(statement: ClauseElement) -> str:
    """A statement in SQLite's own words: the general way costs more for each of many rows than SQLite itself."""
    return str(statement.compile(dialect=dialect()))


_APPEND = in_words(insert(entries).values(dict.fromkeys(_BORN)))
_ANSWERED = ("state", "code", "field", "waits_for", "version", "answered_at")
_SETTLE = in_words(
    update(entries).where(entries.c.key == bindparam("of"), unanswered).values({n: bindparam(n) for n in _ANSWERED})
)
_known = insert(replica)
_ACKNOWLEDGE = in_words(
    _known.on_conflict_do_update(
        index_elements=["id"], set_={name: _known.excluded[name] for name in ("feed", "version", "doc")}
    )
)

_ADVANCE = in_words(update(replica).where(replica.c.id == bindparam("of")).values(version=bindparam("to")))

_doc_decoder = msgspec.json.Decoder(dict[str, Stamped])
_encoder = msgspec.json.Encoder(order="sorted")

Doc = dict[str, Stamped]


def encode_doc(doc: Mapping[str, Any]) -> bytes:
    """JSON with sorted names, so that equal documents are equal bytes."""
    return _encoder.encode(doc)


def decode_doc(raw: bytes) -> Doc:
    """Read what `encode_doc` wrote of an acknowledged state."""
    return _doc_decoder.decode(raw)


class Acknowledged(msgspec.Struct):
    """One record as the server last acknowledged it."""

    type: str
    feed: str
    version: int
    doc: Doc


class Kept(msgspec.Struct, frozen=True):
    """An entry in the journal, with what is known of its fate."""

    number: int
    key: str
    feed: str  # where it goes; the entry itself may name the id the office gave itself offline
    state: EntryState
    entry: Entry
    old: dict[str, Wire]
    tries: int
    code: str | None
    field: str | None
    waits_for: str | None


def next_number(connection: Connection) -> int:
    """The number the next entry gets on this device."""
    return (connection.scalar(_LAST_NUMBER) or 0) + 1


def append(connection: Connection, born: Sequence[tuple[Entry, Mapping[str, Wire]]]) -> list[str]:
    """Keep new entries with the values they replace; return their keys in the same order."""
    raws = [encode(entry) for entry, _ in born]
    keys = [key_of(raw) for raw in raws]
    rows = [
        (
            entry.counter,
            _place(connection, entry),
            key,
            raw,
            encode_doc(old),
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
)


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column is one of the parameter ``ids``, a list of any length: it travels as one value."""
    listed = func.json_each(bindparam("ids", type_=JSON)).table_valued("value")
    return column.in_(select(listed.c.value))


#: Statements that every save or step needs, made once.
_LAST_NUMBER = select(func.max(entries.c.number))
_OVERLAY = select(*_KEPT).where(among(entries.c.id), unanswered).order_by(entries.c.place, entries.c.number)
_BY_KEYS = select(*_KEPT).where(among(entries.c.key)).order_by(entries.c.number)
_ACKNOWLEDGED = select(replica).where(among(replica.c.id))
_ANY_UNANSWERED = select(entries.c.number).where(unanswered).limit(literal_column("1"))
_blocker = entries.alias()
_WAKE = (
    update(entries)
    .where(
        entries.c.state == EntryState.WAITS,
        exists().where(
            _blocker.c.key == entries.c.waits_for,
            _blocker.c.state.not_in((EntryState.REJECTED, EntryState.WAITS)),
        ),
    )
    .values(state=EntryState.PENDING)
)


def _kept(row: Any) -> Kept:
    return Kept(
        row.number,
        row.key,
        row.feed,
        EntryState(row.state),
        decode(row.raw),
        msgspec.json.decode(row.old),
        row.tries,
        row.code,
        row.field,
        row.waits_for,
    )


def overlay(connection: Connection, ids: Iterable[str]) -> dict[str, list[Kept]]:
    """Record id → its unanswered entries, each upon those before it."""
    found: dict[str, list[Kept]] = {}
    for row in connection.execute(_OVERLAY, {"ids": list(ids)}).all():
        kept = _kept(row)
        found.setdefault(kept.entry.id, []).append(kept)
    return found


def unsettled(connection: Connection, limit: int = 1000) -> list[Kept]:
    """The entries the server has not finally answered for the queue screen: refused ones first, then the oldest."""
    order = (entries.c.state != EntryState.REJECTED, entries.c.number)
    query = select(*_KEPT).where(unanswered).order_by(*order).limit(limit)
    return [_kept(row) for row in connection.execute(query)]


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


def counts(connection: Connection) -> dict[EntryState, int]:
    """How many unanswered entries stand where."""
    query = select(entries.c.state, func.count()).where(unanswered).group_by(entries.c.state)
    return {EntryState(state): count for state, count in connection.execute(query)}


def has_unanswered(connection: Connection) -> bool:
    """Whether the server has anything left to answer."""
    return connection.scalar(_ANY_UNANSWERED) is not None


def has_rejected(connection: Connection) -> bool:
    """Whether the server has refused anything that was not mended or given up since."""
    query = select(entries.c.number).where(entries.c.state == EntryState.REJECTED).limit(1)
    return connection.scalar(query) is not None


def oldest_unanswered_at(connection: Connection) -> str | None:
    """Local time of the oldest entry the server has not answered."""
    oldest = [select(func.min(entries.c.number)).where(entries.c.state == state) for state in UNANSWERED]
    numbers = [number for query in oldest if (number := connection.scalar(query)) is not None]
    at: str | None = connection.scalar(select(entries.c.at).where(entries.c.number == min(numbers, default=0)))
    return at


class Batch(msgspec.Struct, frozen=True):
    """Entries of one feed, oldest first, whole groups only."""

    feed: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]  # the intent of each: device and number
    raws: tuple[bytes, ...]


def next_batch(connection: Connection, limit_bytes: int, limit_entries: int) -> Batch | None:
    """The oldest pending entries of the feed that has waited longest, up to ``limit_bytes`` of raw JSON.

    Groups are never cut; the first group goes even when it alone is larger.
    """
    pending = entries.c.state == EntryState.PENDING
    feed = connection.scalar(select(entries.c.feed).where(pending).order_by(entries.c.number).limit(1))
    if feed is None:
        return None
    waiting = connection.execute(
        select(entries.c.key, entries.c.device, entries.c.group, entries.c.raw)
        .where(pending, entries.c.feed == feed)
        .order_by(entries.c.place, entries.c.number)
    )
    chosen: list[Row[str, str, int, bytes]] = []
    size = 0
    for _, members in groupby(waiting, lambda row: (row.device, row.group)):
        intent = list(members)
        size += sum(len(row.raw) for row in intent)
        if chosen and (size > limit_bytes or len(chosen) + len(intent) > limit_entries):
            break
        chosen += intent
    waiting.close()
    return Batch(
        feed,
        tuple(row.key for row in chosen),
        tuple((row.device, row.group) for row in chosen),
        tuple(row.raw for row in chosen),
    )


_STATE_OF = {
    Outcome.APPLIED: EntryState.APPLIED,
    Outcome.AGREED: EntryState.APPLIED,
    Outcome.FORWARDED: EntryState.APPLIED,
    Outcome.CONFLICT: EntryState.CONFLICT,
    Outcome.REJECTED: EntryState.REJECTED,
    Outcome.WAITS: EntryState.WAITS,
}


def settle(connection: Connection, answers: Sequence[Answer], answered_at: str) -> None:
    """Write down what the server answered; the answers of one exchange, in one statement."""
    if answers:
        connection.exec_driver_sql(
            _SETTLE,
            [
                (
                    _STATE_OF[answer.outcome].value,
                    answer.code,
                    answer.field,
                    answer.waits_for,
                    answer.version,
                    answered_at,
                    answer.key,
                )
                for answer in answers
            ],
        )


def set_state(connection: Connection, keys: Iterable[str], state: EntryState) -> None:
    """Move entries by hand: superseded, discarded, or pending again for another try."""
    connection.execute(update(entries).where(entries.c.key.in_(list(keys))).values(state=state))


def try_again(connection: Connection) -> None:
    """Let entries go again that wait for something this PC cannot see: a disabled account, another PC's entry."""
    here = select(entries.c.key).scalar_subquery()
    waiting = entries.alias()
    stuck = select(waiting.c.key).where(waiting.c.state == EntryState.WAITS)
    unseen = stuck.where(or_(waiting.c.waits_for.is_(None), waiting.c.waits_for.not_in(here)))
    connection.execute(update(entries).where(entries.c.key.in_(unseen)).values(state=EntryState.PENDING))
    wake(connection)


def wake(connection: Connection) -> None:
    """Let everything that waited on a rejected entry go again once that one is mended or given up."""
    while connection.execute(_WAKE).rowcount:
        pass  # what goes again lets go what waited for it


def acknowledged(connection: Connection, ids: Iterable[str]) -> dict[str, Acknowledged]:
    """Record id → its acknowledged state."""
    rows = connection.execute(_ACKNOWLEDGED, {"ids": list(ids)}).all()
    return {row[0]: Acknowledged(row[1], row[2], row[3], decode_doc(row[4])) for row in rows}


def advance(connection: Connection, versions: Mapping[str, int]) -> None:
    """Write down how far these records have come, where nothing else of them is new."""
    if versions:
        connection.exec_driver_sql(_ADVANCE, [(version, record_id) for record_id, version in versions.items()])


def acknowledge(connection: Connection, states: Mapping[str, Acknowledged]) -> None:
    """Write the acknowledged state of these records."""
    if states:
        connection.exec_driver_sql(
            _ACKNOWLEDGE,
            [(record_id, s.type, s.feed, s.version, encode_doc(s.doc)) for record_id, s in states.items()],
        )
