"""What is demanded of one value or two, whatever the record: each tells what is wrong, naming the field."""

import datetime as dt
from collections.abc import Iterator

from desktop.domain.errors import DomainError


def need(value: object, name: str) -> Iterator[DomainError]:
    """``required`` where there is nothing."""
    if value in (None, ""):
        yield DomainError("required", field=name)


def in_order(first: dt.date | None, second: dt.date | None, name: str) -> Iterator[DomainError]:
    """``dates_reversed`` where the second day, which ``name`` holds, is before the first."""
    if first is not None and second is not None and second < first:
        yield DomainError("dates_reversed", field=name)


def not_after(day: dt.date | None, today: dt.date, name: str) -> Iterator[DomainError]:
    """``date_in_future`` of a day that is still to come."""
    if day is not None and day > today:
        yield DomainError("date_in_future", field=name)
