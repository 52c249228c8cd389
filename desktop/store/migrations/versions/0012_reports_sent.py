"""Notes that a periodic report was sent."""

from alembic import op
from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, String

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "report_sent",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in ("report", "from_on", "to_on", "sent_on", "number")),
        PrimaryKeyConstraint("id"),
    )
