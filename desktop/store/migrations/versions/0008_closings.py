"""Closings of the Sổ."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    totals = ("opening", "accepted", "moved_in", "moved_out", "ended", "remaining")
    op.create_table(
        "register_closing",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in ("kind", "from_on", "to_on", "closed_at", "closed_by")),
        *(Column(name, Integer()) for name in totals),
        PrimaryKeyConstraint("id"),
    )
