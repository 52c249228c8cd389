"""Find the cases that ended in a period."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index("case_by_end", "case", ["unit", "ended_on"])
