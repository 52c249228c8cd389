"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "blob",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.String(length=32), nullable=False),
        sa.Column("unreferenced_since", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("feed", "sha256", name=op.f("pk_blob")),
    )
    op.create_index(op.f("ix_blob_key"), "blob", ["key"], unique=False)
    op.create_table(
        "change",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "seq", "record", "type", name=op.f("pk_change")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "departure",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("feed", "record", "seq", name=op.f("pk_departure")),
    )
    op.create_index("ix_departure_feed_seq", "departure", ["feed", "seq"], unique=False)
    op.create_table(
        "guard",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("feed", "case", "record", name=op.f("pk_guard")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_guard_feed_record", "guard", ["feed", "record"], unique=False)
    op.create_table(
        "reader",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("practitioner", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("feed", "case", "practitioner", name=op.f("pk_reader")),
    )
    op.create_index("ix_reader_feed_login", "reader", ["feed", "login"], unique=False)
    op.create_table(
        "entry",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=True),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("group", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("replaces", sa.String(length=64), nullable=True),
        sa.Column("discards", sa.Boolean(), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("chained", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_entry")),
    )
    op.create_table(
        "epoch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_epoch")),
        sa.UniqueConstraint("id", name=op.f("uq_epoch_id")),
    )
    op.create_index(
        "ix_entry_open",
        "entry",
        ["record"],
        unique=False,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_entry_replaces",
        "entry",
        ["replaces"],
        unique=False,
        sqlite_where=sa.text("replaces IS NOT NULL"),
        postgresql_where=sa.text("replaces IS NOT NULL"),
    )
    op.create_table(
        "failure",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failure")),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("doc", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "type", name=op.f("pk_record")),
    )
    op.create_index(
        "ix_record_feed_code",
        "record",
        ["feed", "code"],
        unique=False,
        sqlite_where=sa.text("code IS NOT NULL"),
        postgresql_where=sa.text("code IS NOT NULL"),
    )
    op.create_index("ix_record_feed_type_id", "record", ["feed", "type", "id"], unique=False)
    op.create_index(
        "ix_record_feed_root",
        "record",
        ["feed", "root"],
        unique=False,
        sqlite_where=sa.text("root IS NOT NULL"),
        postgresql_where=sa.text("root IS NOT NULL"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("province", sa.String(length=60), nullable=True),
        sa.Column("parent", sa.String(length=64), nullable=True),
        sa.Column("numbering_device", sa.String(length=64), nullable=True),
        sa.Column("numbering_unsure", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(length=64), nullable=True),
        sa.Column("listed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["unit.id"], name=op.f("fk_unit_merged_into")),
        sa.ForeignKeyConstraint(["parent"], ["unit.id"], name=op.f("fk_unit_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sa.UniqueConstraint("listed", name=op.f("uq_unit_listed")),
    )
    op.create_index(op.f("ix_unit_merged_into"), "unit", ["merged_into"], unique=False)
    op.create_index(op.f("ix_unit_parent"), "unit", ["parent"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_account_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("unit", "login", name=op.f("uq_account_unit_login")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.String(length=32), nullable=False),
        sa.Column("continues", sa.String(length=64), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.Column("reused_at", sa.String(length=32), nullable=True),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.Column("complete_at", sa.String(length=32), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.String(length=32), nullable=True),
        sa.Column("presumed", sa.Boolean(), nullable=False),
        sa.Column("doubted", sa.Integer(), nullable=False),
        sa.Column("program", sa.String(length=40), nullable=False),
        sa.Column("bundle_key", sa.String(length=64)),
        sa.ForeignKeyConstraint(["continues"], ["device.id"], name=op.f("fk_device_continues")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_device_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_index(op.f("ix_device_unit"), "device", ["unit"], unique=False)
    op.create_table(
        "enrol_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_enrol_code_unit")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_enrol_code")),
    )
    op.create_table(
        "feed",
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("backed_up", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_feed_unit")),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_feed")),
    )
    op.create_table(
        "digest",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("buckets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feed.unit"], name=op.f("fk_digest_feed")),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_digest")),
    )
    op.create_table(
        "survived",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["epoch"], ["epoch.number"], name=op.f("fk_survived_epoch")),
        sa.ForeignKeyConstraint(["feed"], ["feed.unit"], name=op.f("fk_survived_feed")),
        sa.PrimaryKeyConstraint("epoch", "feed", name=op.f("pk_survived")),
    )
    op.create_table(
        "chain",
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("breaks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_chain_device")),
        sa.ForeignKeyConstraint(["feed"], ["feed.unit"], name=op.f("fk_chain_feed")),
        sa.PrimaryKeyConstraint("device", "feed", name=op.f("pk_chain")),
    )
    op.create_table(
        "device_account",
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("local_id", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_device_account_account")),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_device_account_device")),
        sa.PrimaryKeyConstraint("device", "local_id", name=op.f("pk_device_account")),
    )
    op.create_table(
        "session",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_session_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_table(
        "token",
        sa.Column("refresh_hash", sa.String(length=64), nullable=False),
        sa.Column("access_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("access_expires_at", sa.String(length=32), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_token_device")),
        sa.PrimaryKeyConstraint("refresh_hash", name=op.f("pk_token")),
        sa.UniqueConstraint("access_hash", name=op.f("uq_token_access_hash")),
        sa.UniqueConstraint("device", "generation", name=op.f("uq_token_device_generation")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("stored", sa.Boolean(), nullable=False),
        sa.Column("touched_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_upload_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_touched_at"), "upload", ["touched_at"], unique=False)
    op.create_table(
        "unit_alias",
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("local_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_unit_alias_device")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_unit_alias_unit")),
        sa.PrimaryKeyConstraint("device", "local_id", name=op.f("pk_unit_alias")),
    )
