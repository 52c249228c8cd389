"""What is due next, by law."""

import datetime as dt

from desktop.domain.calendar import shipped_calendar
from desktop.domain.deadlines import Due, next_due
from sync.contract.records import Case, Hearing

VIETNAM = dt.timezone(dt.timedelta(hours=7))
FRIDAY = dt.datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM)


def due(case: Case, *, assigned: bool = False, hearings: tuple[Hearing, ...] = ()) -> Due | None:
    return next_due(case, assigned=assigned, hearings=hearings, calendar=shipped_calendar())


def accepted(**fields: object) -> Case:
    return Case(id="c", unit="u", form="tham_gia_to_tung", accepted_at=FRIDAY, **fields)  # type: ignore[arg-type]


def test_somebody_is_appointed_within_three_working_days() -> None:
    found = due(accepted())
    assert found == Due("dl_cu_nguoi", dt.datetime(2026, 11, 25, 23, 59, tzinfo=VIETNAM))


def test_for_a_person_under_arrest_it_is_twelve_hours_from_acceptance() -> None:
    assert due(accepted(in_custody=True)) == Due("dl_cu_nguoi_bat_giu", FRIDAY + dt.timedelta(hours=12))


def test_advice_is_due_after_ten_days_whoever_gives_it() -> None:
    advice = Case(id="c", unit="u", form="tu_van_phap_luat", accepted_at=FRIDAY)
    assert due(advice, assigned=True) == Due("dl_tu_van", dt.datetime(2026, 11, 30, 23, 59, tzinfo=VIETNAM))


def test_once_somebody_is_appointed_the_next_hearing_is_what_counts() -> None:
    later = Hearing(id="1", unit="u", at=FRIDAY + dt.timedelta(days=9))
    sooner = Hearing(id="2", unit="u", at=FRIDAY + dt.timedelta(days=4))
    assert due(accepted(), assigned=True) is None
    assert due(accepted(), assigned=True, hearings=(later, sooner)) == Due("phien_toa", sooner.at or FRIDAY)


def test_a_hearing_with_a_result_asks_for_nothing_and_one_without_goes_on_asking() -> None:
    written = Hearing(id="1", unit="u", at=FRIDAY - dt.timedelta(days=9), result="Hoãn phiên tòa")
    missing = Hearing(id="2", unit="u", at=FRIDAY - dt.timedelta(days=4))
    assert due(accepted(), assigned=True, hearings=(written,)) is None
    assert due(accepted(), assigned=True, hearings=(written, missing)) == Due("phien_toa", missing.at or FRIDAY)


def test_nothing_is_due_before_acceptance_or_after_the_end() -> None:
    assert due(Case(id="c", unit="u", form="tham_gia_to_tung")) is None
    assert due(accepted(outcome="kt_xong", ended_on=FRIDAY.date())) is None
    assert due(accepted(refused_on=FRIDAY.date())) is None


def test_what_would_be_due_after_the_calendar_ends_is_not_due() -> None:
    last = dt.datetime(9999, 12, 31, 23, 0, tzinfo=VIETNAM)
    hearing = Hearing(id="1", unit="u", at=FRIDAY)
    for form in ("tu_van_phap_luat", "tham_gia_to_tung"):
        for in_custody in (False, True):
            case = Case(id="c", unit="u", form=form, accepted_at=last, in_custody=in_custody)
            assert due(case) is None
            assert due(case, hearings=(hearing,)) == Due("phien_toa", FRIDAY)
