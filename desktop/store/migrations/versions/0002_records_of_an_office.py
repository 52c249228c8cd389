"""What an office keeps of itself: its people's positions, organisations, activities, plans, budget and years."""

from typing import Any

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their tables."""
    _create("organisation", _texts("name", "kind", "sub_kind", "head", "address", "phone", "note", "copied_from"))
    _create(
        "organisation_event",
        _texts("organisation", "kind", "on", "number", "valid_to", "reason"),
        refers=("organisation",),
    )
    _create(
        "staff_position",
        _texts("practitioner", "position", "decision_number", "from_on", "to_on", "note"),
        refers=("practitioner",),
    )
    _create(
        "staff_movement",
        _texts("practitioner", "kind", "on", "until", "elsewhere", "decision_number", "note"),
        refers=("practitioner",),
    )
    _create(
        "duty_contact",
        _texts("at", "mode", "court", "practitioner", "law_field", "content", "result", "became"),
        refers=("practitioner", "became"),
    )
    _create(
        "activity",
        [
            *_texts("kind", "title", "on", "to_on", "place", "commune", "partners", "target_groups", "programme"),
            *_texts("tags", "content"),
            *_numbers("attendance"),
            *_flags("attendance_at_least"),
            *_numbers("advised"),
            *_flags("advised_at_least"),
            *_numbers("accepted", "leaflets"),
            *_texts("medium", "outlet"),
            *_numbers("pieces"),
            *_texts("product"),
            *_numbers("copies"),
            *_flags("copies_at_least"),
            *_numbers("distributed"),
            *_texts("number", "expires_on", "award", "recipient", "issuer", "note"),
        ],
    )
    _create(
        "plan",
        [
            *_numbers("year"),
            *_texts("programme", "title", "number", "issued_on", "issuer"),
            *_flags("absent"),
            *_texts("absent_reason", "outlook", "review"),
        ],
    )
    _create(
        "budget_line",
        [
            *_numbers("year"),
            *_texts("purpose", "programme", "origin"),
            *_numbers("approved", "carried_in", "spent"),
            *_texts("reason", "note"),
        ],
    )
    _create(
        "unit_year",
        [
            *_numbers("year"),
            *_flags("website"),
            *_texts("website_address", "online_service"),
            *_numbers("staff_quota", "offices"),
            *_texts("office_change", "equipment"),
            *_numbers("hearing_rooms", "cars"),
            *_texts("car_change", "note"),
        ],
    )
    _create(
        "commune_year",
        [
            *_numbers("year"),
            *_texts("commune"),
            *_flags("legal_access", "new_rural"),
            *_numbers("explained", "referred"),
            *_texts("note"),
        ],
    )


def _create(name: str, columns: list[Column[Any]], refers: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        Column("id", String(), nullable=False),
        Column("unit", String(), nullable=False),
        *_flags("deleted"),
        *columns,
        PrimaryKeyConstraint("id"),
    )
    for field in refers:
        op.create_index(f"{name}_by_{field}", name, [field], unique=False)


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, String(), nullable=True) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, Integer(), nullable=True) for name in names]


def _flags(*names: str) -> list[Column[Any]]:
    return [Column(name, Boolean(), nullable=True) for name in names]
