"""Working days of the public sector: Monday to Friday, less the holidays, with the days moved by government notice.

Time limits in law count calendar days or working days; this module only counts working days. The shipped table
reaches as far as it does (`WorkingCalendar.known_until`); what is announced later comes with the next version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from desktop.domain.catalogues.files import read_rows
from desktop.domain.errors import DomainError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_WORKING_KIND = "swap_work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says; in force on that date alone, so it has no code and no period."""

    date: date
    name: str
    kind: str  #: holiday, compensatory (nghỉ bù), swap_off (nghỉ hoán đổi) or swap_work (làm bù)
    source: str = ""
    unverified: bool = False
    enabled: bool = True


class WorkingCalendar:
    """Which days count, and how to count them."""

    def __init__(self, special_days: Iterable[SpecialDay]) -> None:
        self.special_days = tuple(special_days)
        self._works = {day.date: day.kind == _WORKING_KIND for day in self.special_days if day.enabled}

    @property
    def known_until(self) -> date:
        """The end of the last year the table has holidays of; beyond it only weekends are known."""
        return date(max((day.date.year for day in self.special_days), default=date.min.year), 12, 31)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open."""
        return self._works.get(day, day.weekday() < _SATURDAY)

    def add_working_days(self, start: date, count: int) -> date:
        """The last day of a limit of ``count`` working days; the day it starts is not counted.

        With ``count`` 0 it is ``start`` itself if that is a working day, else the next one.

        Raises:
            DomainError: ``negative_limit`` for a negative count.
        """
        if count < 0:
            raise DomainError("negative_limit", count=count)
        day = start
        while count or not self.is_working_day(day):
            day += _ONE_DAY
            if count and self.is_working_day(day):
                count -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative if ``end`` is before."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar shipped with the program."""
    return WorkingCalendar(read_rows("public_holiday", SpecialDay, key=("date",)))
