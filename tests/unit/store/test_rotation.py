"""Which backups are kept as the months go by."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.store.backup import KEEP_DAYS, KEEP_MONTHS, KEEP_WEEKS, to_delete

MOMENTS = st.sets(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    max_size=60,
)
TODAY = date(2026, 11, 22)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@given(MOMENTS)
def test_the_newest_backup_is_never_deleted(made: set[datetime]) -> None:
    past = {moment for moment in made if moment.date() <= TODAY}
    if past:
        assert max(past) not in to_delete(made, TODAY)


@given(MOMENTS)
def test_no_more_is_kept_than_was_promised(made: set[datetime]) -> None:
    kept = {moment for moment in made if moment.date() <= TODAY} - to_delete(made, TODAY)
    assert len(kept) <= KEEP_DAYS + KEEP_WEEKS + KEEP_MONTHS


@given(MOMENTS)
def test_a_backup_from_a_wrong_clock_is_left_alone_and_pushes_nothing_out(made: set[datetime]) -> None:
    past = {moment for moment in made if moment.date() <= TODAY}
    assert to_delete(made, TODAY) == to_delete(past, TODAY) <= past


@given(MOMENTS)
def test_rotating_again_deletes_nothing_more(made: set[datetime]) -> None:
    kept = made - to_delete(made, TODAY)
    assert to_delete(kept, TODAY) == set()


@given(MOMENTS)
def test_each_of_the_last_days_weeks_and_months_keeps_its_newest(made: set[datetime]) -> None:
    past = {moment for moment in made if moment.date() <= TODAY}
    kept = past - to_delete(past, TODAY)
    days = sorted({moment.date() for moment in past})[-KEEP_DAYS:]
    weeks = sorted({moment.isocalendar()[:2] for moment in past})[-KEEP_WEEKS:]
    months = sorted({(moment.year, moment.month) for moment in past})[-KEEP_MONTHS:]
    assert all(max(m for m in past if m.date() == day) in kept for day in days)
    assert all(max(m for m in past if m.isocalendar()[:2] == week) in kept for week in weeks)
    assert all(max(m for m in past if (m.year, m.month) == month) in kept for month in months)


def test_two_years_of_daily_backups_leave_a_week_a_month_and_a_year() -> None:
    kept: set[datetime] = set()
    for number in range(730):
        today = date(2024, 11, 23) + timedelta(days=number)
        kept.add(noon(today))
        kept -= to_delete(kept, today)
    days = {moment.date() for moment in kept}
    assert {TODAY - timedelta(days=back) for back in range(7)} <= days
    assert {date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)} <= days
    assert {(day.year, day.month) for day in days} == {(2025, 12)} | {(2026, month) for month in range(1, 12)}
    assert date(2026, 1, 31) in days
    assert len(days) <= KEEP_DAYS + KEEP_WEEKS + KEEP_MONTHS


def test_a_pc_that_was_off_for_a_year_keeps_all_seven_days() -> None:
    made = {noon(date(2025, 6, day)) for day in range(1, 8)}
    assert to_delete(made, TODAY) == set()


def test_two_backups_of_one_day_leave_the_later_one() -> None:
    early, late = noon(TODAY), noon(TODAY) + timedelta(hours=4)
    assert to_delete({early, late}, TODAY) == {early}
