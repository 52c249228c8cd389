"""The figures of an office's own records: the day each counts by, and sums of what may only be a lower bound.

"Hơn 2000 lượt người" (S3) is a number with a flag beside it: a sum over it is a lower bound, too.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from desktop.domain.periods import Period
from sync.contract.fields import Kind, Record, RecordType, type_of

R = TypeVar("R", bound=Record)

_AT_LEAST = "_at_least"
YEAR = "year"

#: Record type → the field by which it counts in a period: a day, a moment or a year.
DAY_OF: Mapping[str, str] = {
    "practitioner": "appointed_on",
    "staff_position": "from_on",
    "staff_movement": "on",
    "organisation_event": "on",
    "duty_contact": "at",
    "simple_advice": "on",
    "activity": "on",
    "plan": YEAR,
    "budget_line": YEAR,
    "unit_year": YEAR,
    "case_norm": YEAR,
    "commune_year": YEAR,
}


def falls_in(record: Record, period: Period) -> bool:
    """Whether a record counts in a period; what is of a year counts in periods that end in it."""
    name, day = _counts_by(record)
    if day is None:
        return False
    if name == YEAR:
        return bool(day == period.last.year)
    on = day.date() if isinstance(day, dt.datetime) else day
    return bool(period.first <= on <= period.last)


def newest_first(records: Iterable[R]) -> list[R]:
    """By the day they count by; last what has none."""
    return sorted(records, key=lambda one: str(_counts_by(one)[1] or ""), reverse=True)


def _counts_by(record: Record) -> tuple[str | None, Any]:
    """The field by which a record counts in a period, and what is in it."""
    name = DAY_OF.get(type_of(type(record)).name)
    return name, getattr(record, name) if name else None


def summed(declared: RecordType) -> list[str]:
    """The fields of a type that can be added up over records."""
    return [
        field.name
        for field in declared.fields.values()
        if field.kind in (Kind.NUMBER, Kind.MONEY) and field.name != YEAR
    ]


class Figure(msgspec.Struct, frozen=True):
    """A number, and whether it is only a lower bound."""

    number: int
    at_least: bool = False


def figure(record: Record, name: str) -> Figure | None:
    """What a field says, with the flag beside it if the record has one; None where nothing was written."""
    number = getattr(record, name)
    return None if number is None else Figure(number, bool(getattr(record, name + _AT_LEAST, False)))


def total(records: Iterable[Record], name: str) -> Figure:
    """The sum over records; a lower bound if any part is."""
    found = [part for record in records if (part := figure(record, name)) is not None]
    return Figure(sum(part.number for part in found), any(part.at_least for part in found))


def is_bound(name: str) -> bool:
    """Whether a field only says of another that it is a lower bound."""
    return name.endswith(_AT_LEAST)
