"""The tables of the journal and of the acknowledged state, in the local database (SYNC §1, §2).

What is done with them lies beside: `journal` (what was entered here), `queue` (what the server has to answer),
`chains` (what was sent in which order), `acknowledged` (what the server has said).
"""

from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ClauseElement,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import dialect

from sync.client.packing import Packed

metadata = MetaData()


class Again(IntEnum):
    """Whether what was answered for good is to be answered once more, because the server may have lost it since."""

    NOT = 0
    GOES = 1
    LATER = 2  # it goes with the next cycle: what it builds on was not back yet


class EntryState(StrEnum):
    """Where an entry stands. The first four are unanswered: they overlay the acknowledged state."""

    PENDING = "pending"
    HELD = "held"
    WAITS = "waits"
    REJECTED = "rejected"
    APPLIED = "applied"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


UNANSWERED = (EntryState.PENDING, EntryState.HELD, EntryState.WAITS, EntryState.REJECTED)

entries = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("place", Integer, nullable=False),  # in overlay and queue: what mends another stands in its stead
    Column("key", String, nullable=False, unique=True),
    Column("size", Integer, nullable=False),  # of the entry in bytes, as it was born
    Column("deletes", Boolean, nullable=False),
    Column("raw", Packed, nullable=False),
    Column("old", Packed, nullable=False),  # field → value on the screen before the edit; for history and undo
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
    Column("position", Integer),  # how far the feed went when it was answered for good
    Column("offered_again", Integer, nullable=False, server_default="0"),  # see `Again`
    Column("resolves", String),  # the conflicts it decides, one in a line
    Column("exported_at", String),  # when it was last written on a stick; that is not sent
    Index("journal_by_record", "id"),
    Index("journal_by_group", "group"),
)
#: Written out, not as values: the statements below need not be put together each time, and SQLite sees that an index
#: over just these rows will do.
unanswered = entries.c.state.in_([literal_column(f"'{state}'") for state in UNANSWERED])
#: Entries whose answer for good is to be asked for again: the server may have lost it.
again = entries.c.offered_again > literal_column("0")
Index("journal_again", entries.c.number, sqlite_where=again)
Index("journal_resolving", entries.c.state, entries.c.resolves, sqlite_where=entries.c.resolves.is_not(None))
# An entry leaves these for good once it is answered: they stay as small as what waits, however long the journal gets.
Index("journal_overlay", entries.c.id, entries.c.state, sqlite_where=unanswered)
Index("journal_waiting", entries.c.state, sqlite_where=unanswered)  # and by number, which is the row's own
Index(
    "journal_by_turn",
    entries.c.state,
    entries.c.feed,
    entries.c.place,
    entries.c.number,
    sqlite_where=unanswered,
)

replica = Table(
    "replica",
    metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("doc", Packed, nullable=False),  # see `docs`; the acknowledged state, unknown fields included
    Column("withheld", String),  # fields that nobody enrolled here may read, one in a line
    Column("hash", Integer, nullable=False),  # of all this, see `sync.contract.digest`
    # Deleted elsewhere, and here not yet: the number of the question about it, or `acknowledged.UNJUDGED`.
    Column("doubted", Integer),
    sqlite_with_rowid=False,  # it is only ever found by its id, which would else lie here twice
)
Index("replica_doubted", replica.c.doubted, sqlite_where=replica.c.doubted.is_not(None))

departed = Table(
    "departed",
    metadata,
    # What has left a feed of this PC, and to which unit.
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("unit", String, nullable=False),
)

received = Table(
    "received",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
    Column("doc", Packed, nullable=False),  # field → [old, new]
    Index("received_by_record", "id"),
)

cursors = Table(
    "cursor",
    metadata,
    Column("feed", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("head", Integer, nullable=False),
    Column("mark", String, nullable=False, server_default=""),  # see `messages.Regarded`
    Column("more", Boolean, nullable=False, server_default="0"),  # of what the mark stands for
    Column("lost_at", String),  # local time of the answer that named it no more
    # The two totals where they differ at the head, as mine:theirs; `tried` is such a pair that repair did not mend.
    Column("differs", String),
    Column("tried", String),
)

#: The buckets of each feed's digest, kept with every write of `replica`.
digests = Table(
    "digest",
    metadata,
    Column("feed", String, primary_key=True),
    Column("buckets", LargeBinary, nullable=False),
)

chains = Table(
    "chain",
    metadata,
    Column("feed", String, primary_key=True),
    Column("sent", Integer, nullable=False),
    Column("head", String, nullable=False),
)

#: Numbers of the journal that were given to entries which are here no more; they are not given again.
used_numbers = Table("used_number", metadata, Column("last", Integer, primary_key=True))

authors = Table(
    "author",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("unit", String, nullable=False),
)


def stands(state: EntryState | ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an entry is unanswered and stands just so; of the settled ones no index knows the state."""
    return and_(unanswered, entries.c.state == state)


def in_words(statement: ClauseElement) -> str:
    """A statement in SQLite's own words: the general way costs more for each of many rows than SQLite itself."""
    return str(statement.compile(dialect=dialect()))


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column is one of the parameter ``ids``, a list of any length: it travels as one value."""
    listed = func.json_each(bindparam("ids", type_=JSON)).table_valued("value")
    return column.in_(select(listed.c.value))
