"""Figures of organisations."""

from alembic import op
from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, String

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEXTS = ("organisation", "form", "version", "from_on", "to_on", "received_on", "figures")


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "organisation_figures",
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *(Column(name, String()) for name in _TEXTS),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("organisation_figures_by_organisation", "organisation_figures", ["organisation"])
