"""The server's tables. One row per record whatever its type, so that a new record type needs no migration.

Moments are UTC in ISO 8601 text, which sorts the same in both databases. Nothing here reads a value out of a record
except `record.root` and `record.code`, which are derived from its cells to find what belongs together. The three tables
that grow with the work (`record`, `change`, `entry`) have no foreign keys: each is written in one place, in bulk.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from sync.contract.messages import LOGIN_LENGTH

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: What the installation knows of itself: ``place``, where its database lies (`sync.server.epochs`), and ``token_key``.
setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

#: One row for each time the counters began anew; the newest is in force. See `sync.server.epochs`.
epoch = Table(
    "epoch",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    Column("begun_at", String(32), nullable=False),
    Column("reason", String(40), nullable=False),
)

#: Offices in a tree; ``numbering_device`` holds the right to number the unit's register; ``numbering_unsure`` since a
#: restore of the server, until that PC was heard of (SYNC §5, see `sync.server.numbering`).
unit = Table(
    "unit",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("code", String(20), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("province", String(60)),
    Column("parent", ForeignKey("unit.id"), index=True),
    Column("numbering_device", String(64)),
    Column("numbering_unsure", Boolean, nullable=False, default=False),
    Column("merged_into", ForeignKey("unit.id"), index=True),  # who has taken its place
    Column("listed", BigInteger, nullable=False, unique=True),  # where the list of units last said something new of it
)

account = Table(
    "account",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("unit", ForeignKey("unit.id"), nullable=False),
    Column("login", String(LOGIN_LENGTH), nullable=False),
    Column("full_name", Text, nullable=False),
    Column("role", String(40), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("password", Text),  # hashed; whoever has one may sign in to the status page
    UniqueConstraint("unit", "login"),
)

#: A sign-in to the status page, by the hash of the secret in its cookie.
session = Table(
    "session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("account.id"), nullable=False, index=True),
    Column("expires_at", String(32), nullable=False),
)

#: A PC. ``waiting``, ``program`` and ``seen_at`` are what it last reported; ``complete_at`` when nothing was left.
#: A PC whose file was restored, rolled back or copied goes on as another row, which ``continues`` this one.
device = Table(
    "device",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("unit", ForeignKey("unit.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("code_hash", String(64), nullable=False),  # of the enrolment code it came with
    Column("enrolled_at", String(32), nullable=False),
    Column("continues", ForeignKey("device.id")),
    Column("replaces", Boolean, nullable=False, default=False),  # that one ends when this one first shows a token
    Column("presumed", Boolean, nullable=False, default=False),  # … as far as can be told from the name: see `tokens`
    Column("ended_at", String(32)),
    Column("revoked_at", String(32)),
    Column("reused_at", String(32)),  # an old refresh token turned up: perhaps a copied disk
    Column("seen_at", String(32)),
    Column("complete_at", String(32)),
    Column("waiting", Integer, nullable=False, default=0),
    Column("waiting_since", String(32)),  # when the oldest of these was made, by the PC's clock
    Column("doubted", Integer, nullable=False, default=0),  # deletions by others that a person there keeps
    Column("program", String(40), nullable=False, default=""),
    Column("bundle_key", String(64)),  # public; what is carried to this PC by hand is sealed to it
)

#: Local user id → account, for the people enrolled on a PC.
device_account = Table(
    "device_account",
    metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("local_id", String(64), primary_key=True),
    Column("account", ForeignKey("account.id"), nullable=False),
)

#: Id an office gave itself offline → unit.
unit_alias = Table(
    "unit_alias",
    metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("local_id", String(64), primary_key=True),
    Column("unit", ForeignKey("unit.id"), nullable=False),
)

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("unit", ForeignKey("unit.id"), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("uses_left", Integer, nullable=False),
)

#: A pair of tokens, hashed. ``used`` once either of the two was shown; then older refresh tokens are void (SYNC §4).
token = Table(
    "token",
    metadata,
    Column("refresh_hash", String(64), primary_key=True),
    Column("access_hash", String(64), nullable=False, unique=True),
    Column("device", ForeignKey("device.id"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("access_expires_at", String(32), nullable=False),
    Column("used", Boolean, nullable=False, default=False),
    UniqueConstraint("device", "generation"),
)

#: One per unit; its row lock is what puts all writes of a feed in one order. Up to ``backed_up`` it lies in a backup;
#: versions that records are given in this epoch are above ``floor``.
feed = Table(
    "feed",
    metadata,
    Column("unit", ForeignKey("unit.id"), primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("backed_up", BigInteger, nullable=False, default=0),
    Column("floor", Integer, nullable=False, default=0),
    Column("total", BigInteger, nullable=False, default=0),  # of its digest, at its head
)

#: The buckets of a feed's digest, see `sync.contract.digest`; kept apart, for every step reads the feed's own row.
digest = Table(
    "digest",
    metadata,
    Column("feed", ForeignKey("feed.unit"), primary_key=True),
    Column("buckets", LargeBinary, nullable=False),
)

#: Up to which position of a feed nothing can have been lost when an epoch began.
survived = Table(
    "survived",
    metadata,
    Column("epoch", ForeignKey("epoch.number"), primary_key=True),
    Column("feed", ForeignKey("feed.unit"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

#: ``doc`` holds the fields, see `cells`. ``root`` is the case (or, for a conflict elsewhere, the record) that the
#: record hangs on; ``code`` is the number that may occur only once within a unit.
record = Table(
    "record",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("type", String(64), primary_key=True),
    Column("feed", String(64), nullable=False),
    Column("root", String(64)),
    Column("code", String(64)),
    Column("version", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("doc", LargeBinary, nullable=False),
    Column("hash", BigInteger, nullable=False),
)
Index("ix_record_feed_type_id", record.c.feed, record.c.type, record.c.id)
Index(
    "ix_record_feed_root",
    record.c.feed,
    record.c.root,
    sqlite_where=record.c.root.is_not(None),
    postgresql_where=record.c.root.is_not(None),
)
Index(
    "ix_record_feed_code",
    record.c.feed,
    record.c.code,
    sqlite_where=record.c.code.is_not(None),
    postgresql_where=record.c.code.is_not(None),
)

#: Which records a position of a feed wrote. Paging by it (not by `record.seq`) is what lets news carry only the fields
#: that changed: a record whose older fields lie on this page and whose newer ones lie on the next appears on both.
change = Table(
    "change",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("record", String(64), primary_key=True),
    Column("type", String(64), primary_key=True),
    Column(
        "whole", Boolean, nullable=False, default=False
    ),  # who may read it has changed: whoever may not read all gets it anew
    sqlite_with_rowid=False,  # the key is nearly all there is
)

#: Records that left a feed for another unit's, and at which of its positions; ``version`` is their last one there.
departure = Table(
    "departure",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("record", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("type", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("unit", String(64), nullable=False),  # where to
)
Index("ix_departure_feed_seq", departure.c.feed, departure.c.seq)
#: What a restricted case guards: itself, what hangs on it, its people, and the conflicts about them (decisions/0008).
#: A person may not be there yet; nobody is guarded twice for one case.
guard = Table(
    "guard",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("case", String(64), primary_key=True),
    Column("record", String(64), primary_key=True),
    Column("type", String(64), nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_guard_feed_record", guard.c.feed, guard.c.record)

#: Who is assigned to a restricted case and therefore reads it, by the sign-in of the practitioner (decisions/0018);
#: the empty one is nobody's.
reader = Table(
    "reader",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("case", String(64), primary_key=True),
    Column("practitioner", String(64), primary_key=True),
    Column("login", String(60), nullable=False),
)
Index("ix_reader_feed_login", reader.c.feed, reader.c.login)

#: Every entry received, by key, with the answer it was given. ``open`` while the answer is not final; ``sender``
#: brought it, ``device`` and ``counter`` are where it was born; ``replaces`` is the key it supersedes or discards;
#: ``plain`` if its position holds nothing but what its intent says, in the very values that were sent; ``chained`` once
#: the chain of where it was born counts it.
entry = Table(
    "entry",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("feed", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("type", String(64), nullable=False),
    Column("record", String(64), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("author", String(64)),
    Column("sender", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("group", BigInteger, nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("replaces", String(64)),
    Column("discards", Boolean, nullable=False),
    Column("plain", Boolean, nullable=False),
    Column("chained", Boolean, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)
Index("ix_entry_open", entry.c.record, sqlite_where=entry.c.open, postgresql_where=entry.c.open)
Index(
    "ix_entry_replaces",
    entry.c.replaces,
    sqlite_where=entry.c.replaces.is_not(None),
    postgresql_where=entry.c.replaces.is_not(None),
)

#: What a PC says it has sent to a feed, against what arrived (SYNC §3); differences are named, never refused.
chain = Table(
    "chain",
    metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("feed", ForeignKey("feed.unit"), primary_key=True),
    Column("sent", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
    Column("missing", BigInteger, nullable=False),  # sent first by the PC, not yet arrived
    Column("breaks", Integer, nullable=False),  # times a PC's claim went back behind what had been sent: a fork
)

#: Bytes of attachments that are whole, each unit's for itself: a hash is no permission (SYNC §7). Under ``key`` the
#: storage has them; after a move two units may name one key. ``unreferenced_since`` is set by the collecting.
blob = Table(
    "blob",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", String(32), nullable=False),
    Column("unreferenced_since", String(32)),
)

#: An upload under way or done, bound to the PC, the unit and the attachment it was begun for.
upload = Table(
    "upload",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("device", ForeignKey("device.id"), nullable=False),
    Column("feed", String(64), nullable=False),
    Column("record", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),  # bytes that are on the disk
    Column("stored", Boolean, nullable=False),  # proved whole
    Column("touched_at", String(32), nullable=False, index=True),
)

#: Until when the allowance of failures of a hashed key is used up (see `sync.server.throttle`), in Unix seconds.
failure = Table(
    "failure",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("until", Float(53), nullable=False),
)

#: Append-only; ids and codes, never a name or a value.
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("detail", Text),
)
