"""The country's records without anybody in them, on the PC of the Department."""

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, String

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "national_unit",
        Column("unit", String(), primary_key=True),
        Column("head", Integer(), nullable=False),
        Column("records", LargeBinary(), nullable=False),
    )
