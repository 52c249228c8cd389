"""The Sổ: which numbers were given, and which accepted cases still wait for theirs."""

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from desktop.store.tables import TABLES

_case = TABLES["case"]
_LAST_NUMBER = select(func.max(_case.c.register_number)).where(
    _case.c.unit == bindparam("of"), _case.c.register_year == bindparam("in_year")
)


class Unnumbered(msgspec.Struct, frozen=True):
    """An accepted case without a number."""

    id: str
    form: str | None
    received_at: str | None
    accepted_at: str


def last_number(connection: Connection, unit: str, year: int) -> int:
    """The last running number given in this unit's Sổ of that year; 0 if none was."""
    return connection.scalar(_LAST_NUMBER, {"of": unit, "in_year": year}) or 0


def last_numbers(connection: Connection, unit: str) -> dict[int, int]:
    """Year → last running number given in this unit's Sổ."""
    query: Any = select(_case.c.register_year, func.max(_case.c.register_number))
    query = query.where(_case.c.unit == unit, _case.c.register_year.is_not(None)).group_by(_case.c.register_year)
    return {row[0]: row[1] for row in connection.execute(query)}


def unnumbered(connection: Connection, unit: str) -> list[Unnumbered]:
    """Accepted cases of the unit that wait for their number, in the order of acceptance."""
    query = (
        select(_case.c.id, _case.c.form, _case.c.received_at, _case.c.accepted_at)
        .where(
            _case.c.unit == unit,
            _case.c.accepted_at.is_not(None),
            _case.c.register_number.is_(None),
            _case.c.deleted.is_(False),
        )
        .order_by(_case.c.accepted_at, _case.c.id)
    )
    return [Unnumbered(*row) for row in connection.execute(query)]
