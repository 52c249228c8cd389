"""The periods reports are about: calendar ones, the year of the annual report, and any two days.

None is ever stored on a case: a case has dates, and a report asks for those between two days, both included.

>>> period("2026-H1")
Period(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 6, 30))
>>> period("BC2026").first
datetime.date(2025, 11, 1)
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from typing import NamedTuple

from desktop.domain.errors import DomainError


class Period(NamedTuple):
    """From one day to another, both included."""

    first: dt.date
    last: dt.date


_DAY = r"\d{4}-\d\d-\d\d"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


def _months(year: int, first: int, last: int) -> Period:
    return Period(dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1]))


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[int, int], Period]], ...] = (
    (re.compile(rf"{_YEAR}(?P<number>)"), lambda year, _: _months(year, 1, 12)),
    (re.compile(rf"{_YEAR}-(?P<number>0[1-9]|1[0-2])"), lambda year, month: _months(year, month, month)),
    (re.compile(rf"{_YEAR}-Q(?P<number>[1-4])"), lambda year, quarter: _months(year, 3 * quarter - 2, 3 * quarter)),
    (re.compile(rf"{_YEAR}-H(?P<number>[12])"), lambda year, half: _months(year, 6 * half - 5, 6 * half)),
    # The annual report and the evaluation plans: from 1 November to 31 October (S2).
    (
        re.compile(rf"BC(?P<number>){_YEAR}"),
        lambda year, _: Period(dt.date(year - 1, 11, 1), dt.date(year, 10, 31)),
    ),
    # TT 17/2025/TT-BTP: sơ bộ 6 tháng, sơ bộ năm, tròn năm (DOMAIN §4.5, not verified for legal aid).
    (re.compile(rf"SB6T(?P<number>){_YEAR}"), lambda year, _: _months(year, 1, 5)),
    (re.compile(rf"SBN(?P<number>){_YEAR}"), lambda year, _: _months(year, 1, 10)),
    (re.compile(rf"TN(?P<number>){_YEAR}"), lambda year, _: _months(year, 1, 12)),
)


def period(text: str) -> Period:
    """Read ``2026``, ``2026-08``, ``2026-Q3``, ``2026-H1``, ``BC2026``, ``SB6T2026``, ``SBN2026``, ``TN2026``, or two
    days as ``2026-01-05..2026-03-31``.

    Raises:
        DomainError: ``not_a_period``.
    """
    typed = text.strip().upper()
    for shape, made in _SHAPES:
        if found := shape.fullmatch(typed):
            return made(int(found["year"]), int(found["number"] or 0))
    if re.fullmatch(rf"{_DAY}\.\.{_DAY}", typed):
        try:
            between = Period(*map(dt.date.fromisoformat, typed.split("..")))
        except ValueError:
            raise DomainError("not_a_period", typed=text) from None
        if between.first <= between.last:
            return between
    raise DomainError("not_a_period", typed=text)


def before(between: Period) -> Period:
    """The period of the same length that ends the day before: of whole months as many months, else as many days."""
    last = between.first - dt.timedelta(days=1)
    if between.first.day == 1 and (between.last + dt.timedelta(days=1)).day == 1:
        months = 12 * (between.last.year - between.first.year) + between.last.month - between.first.month + 1
        number = 12 * between.first.year + between.first.month - 1 - months
        return Period(dt.date(number // 12, number % 12 + 1, 1), last)
    return Period(between.first - (between.last - between.first) - dt.timedelta(days=1), last)


def year_before(between: Period) -> Period:
    """The same days a year earlier; the end of a month stays one."""
    day_after = between.last + dt.timedelta(days=1)
    return Period(_year_earlier(between.first), _year_earlier(day_after) - dt.timedelta(days=1))


def _year_earlier(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return dt.date(day.year - 1, 3, 1) if leap else day.replace(year=day.year - 1)
