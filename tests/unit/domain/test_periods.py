"""The periods of reports."""

import datetime as dt

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, before, period, year_before


@pytest.mark.parametrize(
    ("named", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-h2", "2026-07-01", "2026-12-31"),
        ("BC2026", "2025-11-01", "2026-10-31"),
        ("SB6T2026", "2026-01-01", "2026-05-31"),
        ("SBN2026", "2026-01-01", "2026-10-31"),
        ("TN2026", "2026-01-01", "2026-12-31"),
        (" 2026-01-05..2026-03-31 ", "2026-01-05", "2026-03-31"),
        ("2026-01-05..2026-01-05", "2026-01-05", "2026-01-05"),
    ],
)
def test_a_period_is_named_in_a_few_letters(named: str, first: str, last: str) -> None:
    assert period(named) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed",
    ["", "26", "2026-13", "2026-Q5", "2026-H3", "BC26", "2026-02-30..2026-03-01", "2026-03-01..2026-02-01", "1899"],
)
def test_what_names_no_period_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match="not_a_period"):
        period(typed)


@pytest.mark.parametrize(
    ("named", "previous", "earlier"),
    [
        ("2026", "2025", "2025"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q2", "2026-Q1", "2025-Q2"),
        ("BC2026", "BC2025", "BC2025"),
        ("SB6T2026", "2025-08-01..2025-12-31", "SB6T2025"),
        ("2025-02", "2025-01", "2024-02"),
        ("2026-01-05..2026-01-14", "2025-12-26..2026-01-04", "2025-01-05..2025-01-14"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_with_a_year_earlier(
    named: str, previous: str, earlier: str
) -> None:
    assert before(period(named)) == period(previous)
    assert year_before(period(named)) == period(earlier)
