"""Issued reports."""

from alembic import op
from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, String

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXTS = (
    "form",
    "version",
    "from_on",
    "to_on",
    "units",
    "number",
    "issued_at",
    "issuer",
    "note",
    "reason",
    "content",
    "hash",
)


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "issued_report",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in _TEXTS),
        PrimaryKeyConstraint("id"),
    )
