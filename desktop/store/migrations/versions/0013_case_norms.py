"""How many cases somebody is asked to perform in a year."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "case_norm",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in ("seniority", "practitioner", "document", "note")),
        *(Column(name, Integer()) for name in ("year", "passes", "good", "excellent")),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("case_norm_by_practitioner", "case_norm", ["practitioner"])
