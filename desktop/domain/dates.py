"""Dates as a clerk types them: day first, any separator, the year short or left out."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from desktop.domain.errors import DomainError

EARLIEST_YEAR, LATEST_YEAR = 1850, 2199
_YEARS_AHEAD = 20  #: a two-digit year means the one between 79 years ago and 20 years ahead

_SEPARATED = re.compile(r"([0-9]{1,2})[/.\-\s]+([0-9]{1,2})(?:[/.\-\s]+([0-9]{4}|[0-9]{2}))?")
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR_ONLY = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born: to the day, or only the year, as on many old papers."""

    year: int
    day: date | None = None


def format_date(day: date) -> str:
    """``dd/MM/yyyy``, as every Vietnamese form writes it."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def parse_date(text: str, today: date) -> date:
    """Read ``5/3``, ``5.3.26``, ``05032026``, ``050326``, ``5-3-2026`` or ``2026-03-05``.

    Args:
        text: what was typed.
        today: gives the year where it is left out, and the century where it has two digits.

    Raises:
        DomainError: ``date_unreadable``, ``date_impossible`` (31/02) or ``date_year_implausible`` (year 226).
    """
    day, month, year = _parts(text)
    return _date(day, month, _full_year(year, today, years_ahead=_YEARS_AHEAD) if year else today.year)


def parse_birth(text: str, today: date) -> Birth:
    """Read a date of birth, or only its year (``1960``). A two-digit year is the last one that has begun.

    Raises:
        DomainError: as `parse_date`; ``date_year_missing`` and ``birth_in_future``.
    """
    if _YEAR_ONLY.fullmatch(text.strip()):
        birth = Birth(_plausible(int(text)))
    else:
        day, month, year = _parts(text)
        if not year:
            raise DomainError("date_year_missing")
        born = _date(day, month, _full_year(year, today, years_ahead=0))
        birth = Birth(born.year, born)
    if (birth.day or date(birth.year, 1, 1)) > today:
        raise DomainError("birth_in_future", year=birth.year)
    return birth


def _parts(text: str) -> tuple[int, int, str]:
    """Day, month and the year as typed, empty if it was left out."""
    text = text.strip()
    if iso := _YEAR_FIRST.fullmatch(text):
        year, month, day = iso.groups()
    elif typed := _SEPARATED.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        day, month, year = typed.groups(default="")
    else:
        raise DomainError("date_unreadable")
    return int(day), int(month), year


def _full_year(typed: str, today: date, *, years_ahead: int) -> int:
    if len(typed) == 4:
        return int(typed)
    newest = today.year + years_ahead
    return newest - (newest - int(typed)) % 100


def _date(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(_plausible(year), month)[1]:
        raise DomainError("date_impossible", day=day, month=month, year=year)
    return date(year, month, day)


def _plausible(year: int) -> int:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DomainError("date_year_implausible", year=year)
    return year
