"""Which periods the Sổ is closed for, and which changes afterwards adjust one (TT 12/2018/TT-BTP Điều 7 k.1)."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Mapping

from desktop.domain.demands import in_order, need
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from sync.contract.fields import Wire
from sync.contract.records import RegisterClosing

_KINDS = {1: "thang", 6: "sau_thang", 12: "nam"}
#: What places a case in a period.
_DAYS = ("accepted_at", "ended_on", "moved_in_on")
#: What the lines and the totals of the Sổ follow from.
_COUNTED = frozenset({*_DAYS, "deleted", "outcome", "end_reason", "form", "law_field", "representation"})


def kind_of(period: Period) -> str | None:
    """The code of the closing a period is one of: a month, half a year, a year; None for any other."""
    first, last = period
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    begins = (first.month - 1) % months == 0 if months in _KINDS else False
    return _KINDS.get(months) if whole and begins else None


def closable(today: dt.date, months: int) -> Iterator[Period]:
    """What could be closed over the last months: each of them, and the halves and years that ended with one."""
    for back in range(months, 0, -1):
        number = today.year * 12 + today.month - 1 - back
        year, month = number // 12, number % 12 + 1
        last = dt.date(year, month, monthrange(year, month)[1])
        for length in _KINDS:
            if month % length == 0:
                yield Period(dt.date(year, month - length + 1, 1), last)


def of_closing(closing: RegisterClosing, _today: dt.date) -> Iterator[DomainError]:
    """A closing: of what, from when to when, and when it was done."""
    for name in ("kind", "from_on", "to_on", "closed_at"):
        yield from need(getattr(closing, name), name)
    yield from in_order(closing.from_on, closing.to_on, "to_on")


def adjusts(period: Period, changes: Mapping[str, tuple[Wire, Wire]], standing: Mapping[str, Wire]) -> frozenset[str]:
    """The fields by which a later change of a case adjusts a closed period; none if it is about other days.

    Args:
        period: that was closed.
        changes: field → old and new value.
        standing: the fields of the case as they are now, by which it belongs to a period, too.
    """
    touched = _COUNTED & {name for name, (old, new) in changes.items() if _said(old) != _said(new)}
    moved = [value for name in _DAYS for value in changes.get(name, ())]
    days = moved + [standing.get(name) for name in _DAYS if name not in changes]
    first, last = period.first.isoformat(), period.last.isoformat()
    concerned = any(isinstance(day, str) and first <= day[:10] <= last for day in days)
    return touched if concerned else frozenset()


def _said(value: Wire) -> Wire:
    """What says nothing is all the same."""
    return value or None
