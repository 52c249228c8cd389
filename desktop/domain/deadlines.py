"""What is due next in a case, by law.

Each rule names its source; days are working days where the law says so. The holiday calendar is the caller's, because
the office can edit it.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import msgspec

from sync.contract.records import Case, Hearing


class Calendar(Protocol):
    """Working-day arithmetic over a table of public holidays."""

    def add_working_days(self, start: dt.date, count: int, /) -> dt.date:
        """The day that is ``count`` working days after ``start``."""


class Due(msgspec.Struct, frozen=True):
    """A deadline: rule code (labels in the catalogue ``deadline``) and the moment it falls on."""

    rule: str
    at: dt.datetime


#: Hours to appoint somebody for a person under arrest (Luật TGPL Điều 31 k.2).
CUSTODY_HOURS = 12
#: Working days to appoint somebody for litigation or representation (Luật TGPL Điều 31 k.2, Điều 33 k.2).
APPOINT_WORKING_DAYS = 3
#: Days for written legal advice (Luật TGPL Điều 32 k.2).
ADVICE_DAYS = 10
#: Days to hand the file over after the case ended (Luật TGPL Điều 39 k.1).
HAND_OVER_DAYS = 30


def next_due(case: Case, *, assigned: bool, hearings: Sequence[Hearing], calendar: Calendar) -> Due | None:
    """The earliest open deadline of a case; it may lie in the past.

    A hearing is open until its result is written down, so that one that has passed asks for it.
    """
    closed = (case.ended_on, case.refused_on, case.moved_to)
    if case.accepted_at is None or any(fact is not None for fact in closed):
        return None
    dues = [Due("phien_toa", hearing.at) for hearing in hearings if hearing.at is not None and not hearing.result]
    with suppress(OverflowError):  # a year typed wrong: what ends after the calendar does is never due
        if case.form == "tu_van_phap_luat":
            dues.append(Due("dl_tu_van", _end_of_day(case.accepted_at, case.accepted_at.date(), ADVICE_DAYS)))
        elif not assigned:
            dues.append(_appointment_due(case, case.accepted_at, calendar))
    return min(dues, key=lambda due: due.at, default=None)


def _appointment_due(case: Case, accepted_at: dt.datetime, calendar: Calendar) -> Due:
    if case.in_custody:
        return Due("dl_cu_nguoi_bat_giu", accepted_at + dt.timedelta(hours=CUSTODY_HOURS))
    day = calendar.add_working_days(accepted_at.date(), APPOINT_WORKING_DAYS)
    return Due("dl_cu_nguoi", _end_of_day(accepted_at, day, 0))


def _end_of_day(like: dt.datetime, day: dt.date, days: int) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=days), dt.time(23, 59), tzinfo=like.tzinfo)
