"""What a person may not save, and where it says so."""

import datetime as dt
from typing import Any

import pytest

from desktop.domain.checks import check, check_codes, problems
from desktop.domain.errors import DomainError
from sync.contract.records import Assignment, Case, CasePerson, Event, Hearing, Person, Practitioner, Stage

TODAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def case(**facts: Any) -> Case:
    good: dict[str, Any] = {
        "form": "tham_gia_to_tung",
        "representation": "bao_chua",
        "law_field": "hinh_su",
        "content": "Bào chữa, Điều 173 BLHS",
        "received_at": NOON,
        "accepted_at": NOON,
    }
    return Case(id="c", unit="u", **(good | facts))


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"form": None}, "required", "form"),
        ({"content": ""}, "required", "content"),
        ({"representation": None}, "required", "representation"),
        ({"law_field": "kinh_doanh_thuong_mai", "representation": "bao_ve"}, "law_field_excluded", "law_field"),
        ({"law_field": "dan_su"}, "defence_needs_criminal", "law_field"),
        ({"accepted_at": NOON - dt.timedelta(days=1)}, "dates_reversed", "accepted_at"),
        ({"accepted_at": NOON + dt.timedelta(days=1)}, "date_in_future", "accepted_at"),
        ({"outcome": "kt_xong"}, "required", "ended_on"),
        ({"ended_on": TODAY}, "required", "outcome"),
        ({"outcome": "kt_khong_tiep_tuc", "ended_on": TODAY}, "required", "end_reason"),
        ({"outcome": "kt_xong", "ended_on": TODAY - dt.timedelta(days=1)}, "dates_reversed", "ended_on"),
        ({"outcome": "kt_xong", "ended_on": TODAY + dt.timedelta(days=1)}, "date_in_future", "ended_on"),
        ({"outcome": "kt_xong", "ended_on": TODAY, "accepted_at": None}, "required", "accepted_at"),
    ],
)
def test_a_case_says_what_is_wrong_and_where(facts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        check(case(**facts), TODAY)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Person(id="p", unit="u"), "full_name"),
        (Practitioner(id="p", unit="u"), "full_name"),
        (CasePerson(id="p", unit="u"), "person"),
        (Assignment(id="a", unit="u"), "practitioner"),
        (Stage(id="s", unit="u"), "kind"),
        (Hearing(id="h", unit="u"), "at"),
        (Event(id="e", unit="u", content="x"), "on"),
    ],
)
def test_what_a_record_cannot_do_without_is_asked_for(record: object, field: str) -> None:
    assert [(problem.code, problem.field) for problem in problems(record, TODAY)] == [("required", field)]


def test_a_good_case_passes() -> None:
    check(case(), TODAY)
    check(case(outcome="kt_xong", ended_on=TODAY), TODAY)


def test_what_was_wrong_before_does_not_stop_a_change_elsewhere() -> None:
    came_so = case(accepted_at=NOON + dt.timedelta(days=900))  # from a PC whose clock was wrong
    check(case(accepted_at=came_so.accepted_at, note="đã gọi điện"), TODAY, before=came_so)
    with pytest.raises(DomainError):
        check(case(accepted_at=came_so.accepted_at, content=""), TODAY, before=came_so)


@pytest.mark.parametrize(("share", "fine"), [("1", True), ("1/2", True), ("3/2", False), ("2", False)])
def test_a_share_is_a_part_of_the_whole(share: str, fine: bool) -> None:
    found = list(problems(Assignment(id="a", unit="u", practitioner="p", share=share), TODAY))
    assert ([problem.code for problem in found] == []) is fine


def part(*categories: str, sub_status: str | None = None) -> CasePerson:
    return CasePerson(id="p", unit="u", person="n", categories=categories, sub_status=sub_status)


LAST_YEAR = dt.date(2025, 11, 22)


@pytest.mark.parametrize(
    ("category", "accepted_on", "fine"),
    [
        ("ho_ngheo", None, True),
        ("ho_can_ngheo", None, False),
        ("ho_can_ngheo", dt.date(2027, 2, 1), False),  # the law of 2027 is switched off
        ("nctn_16_18", None, True),
        ("nctn_16_18", LAST_YEAR, False),
        ("bi_buoc_toi_16_18", None, False),
        ("bi_buoc_toi_16_18", LAST_YEAR, True),
    ],
)
def test_a_category_counts_on_the_day_of_acceptance(category: str, accepted_on: dt.date | None, fine: bool) -> None:
    if fine:
        check_codes(part(category), TODAY, accepted_on)
    else:
        with pytest.raises(DomainError, match="not_in_catalogue") as caught:
            check_codes(part(category), TODAY, accepted_on)
        assert caught.value.field == "categories"


def test_a_category_that_stands_there_already_stops_nobody() -> None:
    before = part("bi_buoc_toi_16_18")
    check_codes(part("bi_buoc_toi_16_18", "ho_ngheo"), TODAY, None, before)
    with pytest.raises(DomainError):
        check_codes(part("bi_buoc_toi_16_18", "bi_hai_16_18"), TODAY, None, before)


def test_an_old_case_goes_on_under_newer_lists() -> None:
    check_codes(Stage(id="s", unit="u", kind="xu_ly_chuyen_huong"), TODAY, dt.date(2019, 5, 6))
    check_codes(case(channel="phong_tu_phap"), TODAY, dt.date(2019, 5, 6))
    with pytest.raises(DomainError, match="not_in_catalogue"):
        check_codes(case(channel="phong_tu_phap"), TODAY, None)


def test_a_commune_on_old_papers_may_still_be_written_down() -> None:
    check_codes(Person(id="p", unit="u", full_name="Lò Thị Mẫu", legacy_commune="00001"), TODAY, None)
