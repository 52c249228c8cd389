"""Appraisals and verdicts on success."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SCORES = (
    "lawful",
    "informing",
    "timely",
    "fitting",
    "evidence",
    "law_applied",
    "proceedings",
    "documented",
    "satisfaction",
)


def upgrade() -> None:
    """Create their tables."""
    op.create_table(
        "appraisal",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in ("case", "act", "body", "on", "document_number", "assessor")),
        *(Column(name, Integer()) for name in _SCORES),
        Column("breach", Boolean(), nullable=True),
        Column("note", String()),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("appraisal_by_case", "appraisal", ["case"])
    texts = ("case", "body", "on", "verdict", "version", "criteria", "main_criterion", "criteria_text")
    op.create_table(
        "success_verdict",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in (*texts, "document_number", "assessor", "note")),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("success_verdict_by_case", "success_verdict", ["case"])
