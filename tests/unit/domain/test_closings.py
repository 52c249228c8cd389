"""Which periods are closed, and which later changes adjust one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.closings import adjusts, closable, kind_of
from desktop.domain.periods import Period, period

OCTOBER = period("2026-10")
DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("2026-10", "thang"),
        ("2024-02", "thang"),
        ("2026-H1", "sau_thang"),
        ("2026-H2", "sau_thang"),
        ("2026", "nam"),
        ("2026-Q1", None),
        ("BC2026", None),
        ("2026-02-01..2026-07-31", None),
        ("2026-10-01..2026-10-30", None),
        ("2026-10-02..2026-10-31", None),
    ],
)
def test_the_so_is_closed_for_months_halves_and_years(typed: str, kind: str | None) -> None:
    assert kind_of(period(typed)) == kind


@given(today=DAYS, months=st.integers(1, 30))
def test_all_that_could_be_closed_is_over_and_of_a_kind(today: dt.date, months: int) -> None:
    found = list(closable(today, months))
    assert all(kind_of(each) and each.last < today for each in found)
    assert sum(kind_of(each) == "thang" for each in found) == months
    assert len(set(found)) == len(found)


@given(old=st.none() | DAYS, new=st.none() | DAYS)
def test_a_day_moved_into_a_period_or_out_of_it_adjusts_it(old: dt.date | None, new: dt.date | None) -> None:
    told = [day.isoformat() if day else None for day in (old, new)]
    touched = adjusts(OCTOBER, {"ended_on": (told[0], told[1])}, {"accepted_at": "2026-03-02T08:00:00+07:00"})
    inside = any(day is not None and OCTOBER.first <= day <= OCTOBER.last for day in (old, new))
    assert bool(touched) == (inside and old != new)


def test_what_says_nothing_of_the_totals_adjusts_nothing() -> None:
    assert not adjusts(OCTOBER, {"note": (None, "x")}, {"accepted_at": "2026-10-02T08:00:00+07:00"})
    assert not adjusts(OCTOBER, {"law_field": ("dat_dai", "khac")}, {"accepted_at": "2026-09-30T23:59:00+07:00"})
    assert adjusts(OCTOBER, {"law_field": ("dat_dai", "khac")}, {"accepted_at": "2026-10-01T00:00:00+07:00"})
    assert adjusts(Period(*OCTOBER), {"deleted": (False, True)}, {"ended_on": "2026-10-31"}) == {"deleted"}
