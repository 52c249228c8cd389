"""What people write into reports, and reports an office was asked for."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TEMPLATE = ("title", "recipient", "email", "due_on", "period", "headings")


def upgrade() -> None:
    """Create their tables."""
    _create("report_section", Column("year", Integer()), *_texts("outline", "section", "text"))
    _create("report_template", *_texts(*_TEMPLATE))


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, String()) for name in names]


def _create(name: str, *columns: Column[int] | Column[str]) -> None:
    op.create_table(
        name,
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        Column("deleted", Boolean(), nullable=True),
        *columns,
        PrimaryKeyConstraint("id"),
    )
