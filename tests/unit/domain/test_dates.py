"""Dates as clerks type them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.dates import Birth, format_date, parse_birth, parse_date
from desktop.domain.errors import DomainError

TODAY = date(2026, 11, 22)
plausible = st.dates(date(1850, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "5/3",
        "5.3",
        "05/03",
        "5/3/26",
        "5.3.26",
        "5-3-2026",
        "05032026",
        "050326",
        " 5 / 3 / 2026 ",
        "5 3 26",
        "2026-03-05",
    ],
)
def test_every_way_of_typing_a_day_is_read(typed: str) -> None:
    assert parse_date(typed, TODAY) == date(2026, 3, 5)


@pytest.mark.parametrize(("typed", "year"), [("1/1/46", 2046), ("1/1/47", 1947), ("1/1/00", 2000), ("1/1/99", 1999)])
def test_a_short_year_is_the_nearest_sensible_one(typed: str, year: int) -> None:
    assert parse_date(typed, TODAY) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_unreadable"),
        ("hôm qua", "date_unreadable"),
        ("1960", "date_unreadable"),
        ("5/3/226", "date_unreadable"),
        ("5/3/20266", "date_unreadable"),
        ("٥/٣/٢٠٢٦", "date_unreadable"),
        ("31/02/2026", "date_impossible"),
        ("29/2/2025", "date_impossible"),
        ("0/3", "date_impossible"),
        ("5/13", "date_impossible"),
        ("5/3/0226", "date_year_implausible"),
        ("5/3/2226", "date_year_implausible"),
    ],
)
def test_what_is_no_date_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_date(typed, TODAY)
    assert refusal.value.code == code


@given(plausible, plausible)
def test_a_date_as_printed_is_read_back(day: date, today: date) -> None:
    printed = format_date(day)
    assert parse_date(printed, today) == parse_date(printed.replace("/", ""), today) == day
    assert parse_date(day.isoformat(), today) == day


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)), plausible)
def test_a_day_without_its_year_is_of_this_year(today: date, day: date) -> None:
    if (day.month, day.day) != (2, 29):
        assert parse_date(f"{day.day}/{day.month}", today) == day.replace(year=today.year)


@given(st.text())
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    for parse in (parse_date, parse_birth):
        with contextlib.suppress(DomainError):
            parse(text, TODAY)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("1960", Birth(1960)),
        ("5/3/1960", Birth(1960, date(1960, 3, 5))),
        ("5/3/60", Birth(1960, date(1960, 3, 5))),
        ("5/3/27", Birth(1927, date(1927, 3, 5))),
        ("050326", Birth(2026, date(2026, 3, 5))),
        ("2026", Birth(2026)),
    ],
)
def test_a_birth_may_be_a_day_or_only_a_year(typed: str, birth: Birth) -> None:
    assert parse_birth(typed, TODAY) == birth


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5/3", "date_year_missing"),
        ("23/11/2026", "birth_in_future"),
        ("2027", "birth_in_future"),
        ("1790", "date_year_implausible"),
    ],
)
def test_a_birth_without_a_year_or_in_the_future_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_birth(typed, TODAY)
    assert refusal.value.code == code
