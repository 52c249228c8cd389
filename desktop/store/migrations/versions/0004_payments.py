"""What was paid for performing a case."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "case_payment",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in ("case", "practitioner", "method")),
        *(Column(name, Integer()) for name in ("half_sessions", "amount")),
        *(Column(name, String()) for name in ("on", "origin", "document_number", "note")),
        PrimaryKeyConstraint("id"),
    )
    for name in ("case", "practitioner"):
        op.create_index(f"case_payment_by_{name}", "case_payment", [name])
