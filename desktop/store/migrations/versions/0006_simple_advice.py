"""Simple questions answered at once."""

from alembic import op
from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, String

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = ("on", "full_name", "gender", "category", "commune", "channel", "law_field", "content")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "simple_advice",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in (*_TEXTS, "practitioner", "became")),
        PrimaryKeyConstraint("id"),
    )
    for name in ("practitioner", "became"):
        op.create_index(f"simple_advice_by_{name}", "simple_advice", [name])
