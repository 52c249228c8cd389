"""Periodic reports as data: what an office sends, when, to whom (`resources.duties`)."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

import resources
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period

FOLDER = "duties"
_MONTHS = 12


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report that is due again and again; see `resources.duties` for the members."""

    code: str
    title: str
    kinds: tuple[str, ...]
    to: str
    periods: tuple[str, ...]
    day: int
    source: str
    month: int = 0
    every: Literal["year", "month"] = "year"
    next_year: bool = False
    forms: tuple[str, ...] = ()
    unverified: bool = False
    enabled: bool = True


class Due(NamedTuple):
    """One time a report is due: on which day, and the periods it may be about, the one that is shown first."""

    duty: Duty
    on: dt.date
    periods: tuple[Period, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    duties: tuple[Duty, ...]


def shipped() -> list[Duty]:
    """Those that came with the program."""
    return _read((resources.resource(FOLDER) / "shipped.toml").read_text(encoding="utf-8"))


def known(folder: Path) -> list[Duty]:
    """The shipped ones with what people of the office put into a folder: the same code takes the place of one.

    Raises:
        DomainError: ``duties_malformed`` with the file, and what is wrong.
    """
    duties = {each.code: each for each in shipped()}
    for file in sorted(folder.glob("*.toml")):
        try:
            duties |= {each.code: each for each in _read(file.read_text(encoding="utf-8-sig"))}
            for each in duties.values():
                list(_in_year(each, dt.date.today().year))  # noqa: DTZ011 - any year shows whether its days mean something
        except (OSError, UnicodeDecodeError, ValueError, msgspec.DecodeError, DomainError) as error:
            raise DomainError("duties_malformed", file=file.name, why=str(error)) from error
    return list(duties.values())


def due_in(duties: Iterable[Duty], kind: str, year: int) -> list[Due]:
    """What a unit of a kind has to send in a year, in the order of the days."""
    owed = [each for each in duties if each.enabled and kind in each.kinds]
    found = [due for each in owed for of in (year - 1, year) for due in _in_year(each, of) if due.on.year == year]
    return sorted(found, key=lambda due: (due.on, due.duty.code))


def _in_year(duty: Duty, year: int) -> Iterator[Due]:
    """Each time it is due for the periods of a year."""
    for month in range(1, _MONTHS + 1) if duty.every == "month" else (duty.month,):
        next_year = duty.next_year or (duty.every == "month" and month == _MONTHS)
        of_month = month % _MONTHS + 1 if duty.every == "month" else month
        of_year = year + next_year
        on = dt.date(of_year, of_month, min(duty.day, monthrange(of_year, of_month)[1]))
        yield Due(duty, on, tuple(period(each.format(year=year, month=f"{month:02}")) for each in duty.periods))


def _read(text: str) -> list[Duty]:
    return list(msgspec.toml.decode(text, type=_File).duties)
