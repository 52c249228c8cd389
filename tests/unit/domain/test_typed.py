"""Numbers, shares and times of day are read as people type them, in the window and on the command line alike."""

import datetime as dt

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.numbers import parse_number, parse_share
from desktop.domain.times import parse_time


@pytest.mark.parametrize(
    ("typed", "number"), [("1274", 1274), ("1.274", 1274), (" 1 274 ", 1274), ("0", 0), ("007", 7)]
)
def test_a_number_with_or_without_points(typed: str, number: int) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "1,5", "1.27", "-3", "hai", "1.274.5"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match="number_unreadable"):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "share"), [("1/2", "1/2"), ("50%", "1/2"), ("50 %", "1/2"), ("2 / 6", "1/3"), ("1", "1"), ("100%", "1")]
)
def test_a_share_is_kept_as_the_shortest_fraction(typed: str, share: str) -> None:
    assert parse_share(typed) == share


@pytest.mark.parametrize("typed", ["", "0", "0/3", "3/2", "101%", "2", "1/0", "một nửa"])
def test_no_share_is_nothing_or_more_than_the_whole(typed: str) -> None:
    with pytest.raises(DomainError, match="share_unreadable"):
        parse_share(typed)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8", dt.time(8)),
        ("8:05", dt.time(8, 5)),
        ("8h05", dt.time(8, 5)),
        ("8 giờ", dt.time(8)),
        ("0805", dt.time(8, 5)),
    ],
)
def test_a_time_in_any_of_its_spellings(typed: str, time: dt.time) -> None:
    assert parse_time(typed) == time


@pytest.mark.parametrize("typed", ["", "24", "8:60", "805", "sáng"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match="time_unreadable"):
        parse_time(typed)
