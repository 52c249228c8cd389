"""The first form of the file: journal, acknowledged state, one table a record type, indexes, search.

Kept as it was when files with it went out; later revisions start from here, never from the present declarations.
"""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, LargeBinary, PrimaryKeyConstraint, String, UniqueConstraint, text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH_TABLES = ("case_search", "person_search")


def upgrade() -> None:
    """Create everything."""
    _create_tables()
    _create_person_index()
    _create_numbering()
    _create_attachments()
    _create_tables_of_moves()
    _create_positions()
    for name in SEARCH_TABLES:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5(loose, exact, content='', contentless_delete=1, detail=column, "
            "prefix='1 2 3', tokenize='ascii')"
        )


def _create_positions() -> None:
    place = Column("feed", String(), nullable=False), Column("seq", Integer(), nullable=False)
    head, mark = Column("head", Integer(), nullable=False), Column("mark", String(), server_default="", nullable=False)
    more: Column[bool] = Column("more", Boolean(), server_default="0", nullable=False)
    rest = [Column(name, String()) for name in ("lost_at", "differs", "tried")]
    op.create_table("cursor", *place, head, mark, more, *rest, PrimaryKeyConstraint("feed"))
    buckets = Column("buckets", LargeBinary(), nullable=False)
    op.create_table("digest", Column("feed", String(), nullable=False), buckets, PrimaryKeyConstraint("feed"))
    op.create_table("used_number", Column("last", Integer(), nullable=False), PrimaryKeyConstraint("last"))


def _create_attachments() -> None:
    op.create_table(
        "attachment",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("case", String(), nullable=True),
        *_texts("title", "kind", "dated_on", "name", "media_type"),
        Column("size", Integer(), nullable=True),
        Column("sha256", String(), nullable=True),
        Column("pc", String(), nullable=True),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("attachment_by_case", "attachment", ["case"], unique=False)
    op.create_table(
        "attachment_file",
        Column("id", String(), nullable=False),
        Column("kept_under", String(), nullable=False),
        Column("sha256", String(), nullable=False),
        Column("size", Integer(), nullable=False),
        Column("here", Boolean(), nullable=False),
        Column("held", Boolean(), nullable=False),
        Column("pinned", Boolean(), nullable=False),
        Column("wanted", Boolean(), nullable=False),
        Column("moved", Integer(), nullable=False),
        Column("address", String(), nullable=True),
        Column("failures", Integer(), nullable=False),
        Column("trouble", String(), nullable=True),
        Column("asked_at", String(), nullable=True),
        Column("used_at", String(), nullable=True),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("attachment_file_by_bytes", "attachment_file", ["kept_under", "sha256"], unique=False)
    op.create_index(
        "attachment_file_to_send",
        "attachment_file",
        ["id"],
        unique=False,
        sqlite_where=text("here AND NOT held"),
    )


def _texts(*names: str) -> list[Column[str]]:
    """Columns of text that may be empty."""
    return [Column(name, String(), nullable=True) for name in names]


def _create_tables() -> None:
    op.create_table(
        "assignment",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("case", "practitioner", "capacity", "assigned_by", "organisation", "share"),
        *_texts("decision_number", "from_on", "to_on", "end_reason"),
        PrimaryKeyConstraint("id"),
    )
    for name in ("case", "organisation", "practitioner"):
        op.create_index(f"assignment_by_{name}", "assignment", [name], unique=False)
    op.create_table(
        "author",
        Column("id", String(), nullable=False),
        Column("name", String(), nullable=False),
        Column("unit", String(), nullable=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "case",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("code", String(), nullable=True),
        Column("register_number", Integer(), nullable=True),
        Column("register_year", Integer(), nullable=True),
        Column("former_codes", String(), nullable=True),
        *_texts("received_at", "accepted_at", "channel", "form", "representation", "law_field", "content"),
        *_texts("complex_criteria", "scope_ground", "immediate_ground"),
        Column("in_custody", Boolean(), nullable=True),
        Column("category_version", String(), nullable=True),
        Column("restricted", Boolean(), nullable=True),
        *_texts("refusal_reason", "refused_on", "refusal_document"),
        *_texts("referred_to", "referred_on", "referral_document"),
        *_texts("suspended_on", "outcome", "ended_on", "end_reason", "result", "note"),
        *_texts("moved_in_on", "moved_to", "moved_as"),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("case_by_register", "case", ["unit", "register_year", "register_number"], unique=False)
    op.create_index(
        "case_unnumbered",
        "case",
        ["unit", "accepted_at"],
        unique=False,
        sqlite_where=text("register_number IS NULL AND accepted_at IS NOT NULL"),
    )
    op.create_table(
        "case_index",
        Column("number", Integer(), nullable=False),
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("code", String(), nullable=False),
        Column("people", String(), nullable=False),
        Column("people_sort", LargeBinary(), nullable=False),
        Column("content", String(), nullable=False),
        Column("form", String(), nullable=True),
        Column("law_field", String(), nullable=True),
        Column("state", String(), nullable=False),
        Column("stage", String(), nullable=True),
        Column("performers", String(), nullable=False),
        Column("received_at", String(), nullable=True),
        Column("accepted_at", String(), nullable=True),
        Column("ended_on", String(), nullable=True),
        Column("due_at", String(), nullable=True),
        Column("due", String(), nullable=True),
        Column("restricted", Boolean(), nullable=False),
        Column("hidden", Boolean(), nullable=False),
        Column("unsent", Integer(), nullable=False),
        Column("contested", Integer(), nullable=False),
        PrimaryKeyConstraint("number"),
        UniqueConstraint("id"),
    )
    for name in ("code", "due_at", "people_sort", "received_at"):
        columns = [name, "number", "state"]
        op.create_index(f"case_index_by_{name}", "case_index", columns, sqlite_where=text("hidden IS 0"))
    for name in ("contested", "unsent"):
        columns = ["received_at", "number", name]
        op.create_index(f"case_index_{name}", "case_index", columns, sqlite_where=text(f"hidden IS 0 AND {name} > 0"))
    op.create_table(
        "case_person",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts(
            "case",
            "person",
            "role",
            "categories",
            "primary_category",
            "sub_status",
            "hardship_ground",
            "proof",
            "proof_number",
            "proof_issued_on",
            "proof_issuer",
            "proof_checked",
        ),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("case_person_by_case", "case_person", ["case"], unique=False)
    op.create_index("case_person_by_person", "case_person", ["person"], unique=False)
    op.create_table(
        "chain",
        Column("feed", String(), nullable=False),
        Column("sent", Integer(), nullable=False),
        Column("head", String(), nullable=False),
        PrimaryKeyConstraint("feed"),
    )
    op.create_table(
        "conflict",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("kind", String(), nullable=True),
        Column("case", String(), nullable=True),
        Column("record_type", String(), nullable=True),
        Column("record", String(), nullable=True),
        Column("names", String(), nullable=True),
        Column("rule", String(), nullable=True),
        *_texts(
            "current", "current_author", "current_at", "incoming", "incoming_author", "incoming_at", "incoming_key"
        ),
        *_texts("resolved_by", "resolved_at"),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("conflict_by_case", "conflict", ["case"], unique=False)
    op.create_table(
        "draft",
        Column("id", String(), nullable=False),
        Column("form", String(), nullable=False),
        Column("user", String(), nullable=False),
        Column("saved_at", String(), nullable=False),
        Column("doc", String(), nullable=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "event",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("case", String(), nullable=True),
        Column("on", String(), nullable=True),
        Column("kind", String(), nullable=True),
        Column("content", String(), nullable=True),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("event_by_case", "event", ["case"], unique=False)
    op.create_table(
        "hearing",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("case", String(), nullable=True),
        Column("at", String(), nullable=True),
        Column("mode", String(), nullable=True),
        Column("body", String(), nullable=True),
        Column("place", String(), nullable=True),
        Column("result", String(), nullable=True),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("hearing_by_case", "hearing", ["case"], unique=False)
    op.create_table(
        "journal",
        Column("number", Integer(), nullable=False),
        Column("place", Integer(), nullable=False),
        Column("key", String(), nullable=False),
        Column("size", Integer(), nullable=False),
        Column("deletes", Boolean(), nullable=False),
        Column("raw", LargeBinary(), nullable=False),
        Column("old", LargeBinary(), nullable=False),
        Column("feed", String(), nullable=False),
        Column("type", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("author", String(), nullable=False),
        Column("at", String(), nullable=False),
        Column("device", String(), nullable=False),
        Column("group", Integer(), nullable=False),
        Column("state", String(), nullable=False),
        Column("sent", Integer(), nullable=True),
        Column("tries", Integer(), server_default="0", nullable=False),
        Column("code", String(), nullable=True),
        Column("field", String(), nullable=True),
        Column("waits_for", String(), nullable=True),
        Column("version", Integer(), nullable=True),
        Column("answered_at", String(), nullable=True),
        Column("position", Integer(), nullable=True),
        Column("offered_again", Integer(), server_default="0", nullable=False),
        Column("resolves", String(), nullable=True),
        Column("exported_at", String(), nullable=True),
        PrimaryKeyConstraint("number"),
        UniqueConstraint("key"),
    )
    op.create_index("journal_by_group", "journal", ["group"], unique=False)
    op.create_index("journal_by_record", "journal", ["id"], unique=False)
    waiting = text("state IN ('pending', 'held', 'waits', 'rejected')")
    op.create_index("journal_again", "journal", ["number"], sqlite_where=text("offered_again > 0"))
    op.create_index("journal_overlay", "journal", ["id", "state"], sqlite_where=waiting)
    op.create_index("journal_waiting", "journal", ["state"], sqlite_where=waiting)
    op.create_index("journal_by_turn", "journal", ["state", "feed", "place", "number"], sqlite_where=waiting)
    op.create_index("journal_resolving", "journal", ["state", "resolves"], sqlite_where=text("resolves IS NOT NULL"))
    op.create_table(
        "person",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("full_name", "gender", "birth_date"),
        Column("birth_year", Integer(), nullable=True),
        *_texts(
            "citizen_number",
            "old_number",
            "ethnic_group",
            "phone",
            "address",
            "province",
            "commune",
            "legacy_commune",
            "merged_into",
            "distinct_from",
            "copied_from",
            "note",
        ),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("person_by_copied_from", "person", ["copied_from"], unique=False)
    op.create_index("person_by_merged_into", "person", ["merged_into"], unique=False)
    op.create_table(
        "practitioner",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("full_name", "kind", "gender", "grade", "department", "organisation", "card_number"),
        *_texts("card_issued_on", "contract_number", "contract_to", "trainee_from", "trainee_to"),
        *_texts("appointed_on", "left_on", "phone", "note", "login", "copied_from"),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("practitioner_by_organisation", "practitioner", ["organisation"], unique=False)
    op.create_table(
        "receipt",
        Column("number", Integer(), nullable=False),
        Column("at", String(), nullable=False),
        Column("sent", Integer(), nullable=False),
        Column("taken", Integer(), nullable=False),
        Column("hash", String(), nullable=False),
        Column("complete", Boolean(), nullable=False),
        Column("way", String(), server_default="line", nullable=False),
        Column("size", Integer(), server_default="0", nullable=False),
        Column("papers", Integer(), server_default="0", nullable=False),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "received",
        Column("number", Integer(), nullable=False),
        Column("type", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("author", String(), nullable=False),
        Column("at", String(), nullable=False),
        Column("doc", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("received_by_record", "received", ["id"], unique=False)
    op.create_table(
        "replica",
        Column("id", String(), nullable=False),
        Column("type", String(), nullable=False),
        Column("feed", String(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("doc", LargeBinary(), nullable=False),
        Column("withheld", String(), nullable=True),
        Column("hash", Integer(), nullable=False),
        Column("doubted", Integer()),
        PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("replica_doubted", "replica", ["doubted"], sqlite_where=text("doubted IS NOT NULL"))
    op.create_table(
        "setting",
        Column("name", String(), nullable=False),
        Column("value", String(), nullable=False),
        PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "search_due",
        Column("case", String(), nullable=False),
        PrimaryKeyConstraint("case"),
    )
    op.create_table(
        "stage",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("case", "kind", "from_on", "to_on", "body", "note"),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("stage_by_case", "stage", ["case"], unique=False)
    op.create_table(
        "unit",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        Column("code", String(), nullable=True),
        Column("name", String(), nullable=True),
        Column("kind", String(), nullable=True),
        Column("province", String(), nullable=True),
        Column("parent", String(), nullable=True),
        Column("numbering_device", String(), nullable=True),
        Column("numbering_pc", String(), nullable=True),
        Column("merged_into", String(), nullable=True),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("unit_by_parent", "unit", ["parent"], unique=False)
    op.create_table(
        "user",
        Column("id", String(), nullable=False),
        Column("login", String(), nullable=False),
        Column("full_name", String(), nullable=False),
        Column("role", String(), nullable=False),
        Column("account", String(), nullable=True),
        Column("disabled", Boolean(), server_default="0", nullable=False),
        PrimaryKeyConstraint("id"),
        UniqueConstraint("login"),
    )


def _create_numbering() -> None:
    op.create_table(
        "number_block",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("book"),
        Column("year", Integer(), nullable=True),
        Column("first", Integer(), nullable=True),
        Column("last", Integer(), nullable=True),
        *_texts("holder", "pc", "ended_at", "ended"),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "numbering_act",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("kind", "device", "pc", "holder", "reason", "given", "outcome"),
        PrimaryKeyConstraint("id"),
    )


def _create_tables_of_moves() -> None:
    op.create_table(
        "departed",
        Column("id", String(), nullable=False),
        Column("type", String(), nullable=False),
        Column("unit", String(), nullable=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "listed_unit",
        Column("id", String(), nullable=False),
        Column("code", String(), nullable=False),
        Column("name", String(), nullable=False),
        Column("kind", String(), nullable=False),
        *_texts("province", "parent", "merged_into"),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "transfer",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *_texts("case", "to_unit", "on", "reason", "document_number", "from_unit", "from_code"),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("transfer_by_case", "transfer", ["case"], unique=False)
    op.create_index("transfer_by_to_unit", "transfer", ["to_unit"], unique=False)


def _create_person_index() -> None:
    op.create_table(
        "person_index",
        Column("number", Integer(), nullable=False),
        Column("id", String(), nullable=False),
        Column("sort", LargeBinary(), nullable=False),
        Column("loose_name", String(), nullable=False),
        Column("birth", String(), nullable=True),
        Column("citizen_number", String(), nullable=True),
        Column("hidden", Boolean(), nullable=False),
        Column("same_as", String(), nullable=True),
        PrimaryKeyConstraint("number"),
        UniqueConstraint("id"),
    )
    op.create_index("person_index_by_same", "person_index", ["same_as"], unique=False)
    op.create_index("person_index_by_name", "person_index", ["loose_name"], unique=False)
    op.create_index("person_index_by_number", "person_index", ["citizen_number"], unique=False)
