"""What may leave an office without anybody in it: the cases of a period by open codes, and people counted."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from desktop.reports.asked import Asked
from desktop.reports.populations import POPULATIONS
from desktop.store.tables import TABLES
from sync.contract.fields import RECORD_TYPES, Field, Kind, Sensitivity

_case, _part = TABLES["case"], TABLES["case_person"]
#: Fields of a case that a list may tell, what tells most first: those are hidden first where few are alike.
_WANTED = ("accepted_at", "ended_on", "channel", "outcome", "representation", "law_field", "form")
_DAYS = frozenset({Kind.DATE, Kind.MOMENT})


def columns() -> list[Field]:
    """The fields a list tells: codes and days that the declaration does not mark as personal or sensitive."""
    declared = RECORD_TYPES["case"].fields
    found = [declared[name] for name in _WANTED]
    return [each for each in found if each.info.sensitivity is Sensitivity.OPEN and each.kind in _DAYS | {Kind.CODE}]


def lines(connection: Connection, asked: Asked) -> Iterator[tuple[str, ...]]:
    """Each case that was with the units in the period, without id, number, text or day; of days their quarter."""
    population, told = POPULATIONS["cases"], columns()
    query = select(*(_case.c[each.name] for each in told)).select_from(population.source).where(population.where)
    for row in connection.execute(query, asked.parameters):
        yield tuple(
            _quarter(value) if each.kind in _DAYS else value or "" for each, value in zip(told, row, strict=True)
        )


def people(connection: Connection, asked: Asked) -> dict[tuple[str, str], int]:
    """How many people were helped in cases that ended in the period, by field of law and category (TT 03/2019, 24)."""
    population = POPULATIONS["people_of_ended_cases"]
    by = (func.coalesce(_case.c.law_field, ""), func.coalesce(_part.c.primary_category, ""))
    query = select(*by, func.count()).select_from(population.source).where(population.where).group_by(*by)
    return {(field, category): number for field, category, number in connection.execute(query, asked.parameters)}


def _quarter(text: str | None) -> str:
    """``2026-Q4`` of a day or moment; nothing of none."""
    if not text:
        return ""
    day = dt.date.fromisoformat(text[:10])
    return f"{day.year}-Q{(day.month + 2) // 3}"
