"""What scores and verdicts come to (TT 12/2018/TT-BTP Điều 16–17; QĐ 1179/QĐ-BTP)."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.catalogues import catalogue
from desktop.domain.checks import check, check_in_case
from desktop.domain.errors import DomainError
from desktop.domain.quality import MOST, Rating, is_successful, points, rating
from sync.contract.records import Appraisal, Case, SuccessVerdict

TODAY = dt.date(2026, 11, 25)
FULL: dict[str, Any] = dict(MOST)


def appraisal(**scores: Any) -> Appraisal:
    return Appraisal(id="a", unit="u", act="tham_dinh", body="to_chuc", on=TODAY, **scores)


def losing(lost: int) -> dict[str, Any]:
    """All points but so many, taken from the criteria in turn."""
    scores = {}
    for name, most in MOST.items():
        taken = min(most, lost)
        lost -= taken
        scores[name] = most - taken
    return scores


def verdict(**values: Any) -> SuccessVerdict:
    known: dict[str, Any] = {"body": "to_chuc", "on": TODAY, "verdict": "thanh_cong", "version": "qd1179_2022"}
    return SuccessVerdict(id="v", unit="u", **known | values)


def case(**values: Any) -> Case:
    known: dict[str, Any] = {"form": "tham_gia_to_tung", "ended_on": TODAY}
    return Case(id="c", unit="u", **known | values)


def wrong(record: object) -> list[tuple[str, str | None]]:
    with pytest.raises(DomainError) as caught:
        check(record, TODAY)
    return [(caught.value.code, caught.value.field)]


def test_all_criteria_together_are_a_hundred_points() -> None:
    assert sum(MOST.values()) == 100
    assert points(appraisal(**FULL)) == 100


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (100, "tot"),
        (90, "tot"),
        (89, "kha"),
        (70, "kha"),
        (69, "dat"),
        (50, "dat"),
        (49, "khong_dat"),
        (0, "khong_dat"),
    ],
)
def test_a_rating_begins_at_its_first_point(total: int, expected: str) -> None:
    scored = appraisal(**losing(100 - total))
    assert (points(scored), rating(scored)) == (total, expected)


@given(lost=st.integers(0, 100))
def test_a_breach_fails_whatever_the_points(lost: int) -> None:
    scored = appraisal(**losing(lost))
    assert rating(scored) is not None
    assert rating(msgspec.structs.replace(scored, breach=True)) is Rating.FAILED


@given(missing=st.sets(st.sampled_from(sorted(MOST)), min_size=1))
def test_a_sheet_with_a_score_missing_has_no_rating(missing: set[str]) -> None:
    scored = appraisal(**{name: None if name in missing else most for name, most in MOST.items()})
    assert (points(scored), rating(scored)) == (None, None)


@given(name=st.sampled_from(sorted(MOST)), above=st.integers(1, 1000))
def test_no_criterion_gets_more_than_its_most(name: str, above: int) -> None:
    assert wrong(appraisal(**FULL | {name: MOST[name] + above})) == [("score_too_high", name)]


def test_an_organisation_appraises_and_the_justice_department_evaluates() -> None:
    check(msgspec.structs.replace(appraisal(), act="danh_gia", body="so_tu_phap"), TODAY)
    assert wrong(msgspec.structs.replace(appraisal(), body="so_tu_phap")) == [("act_not_of_body", "act")]


def test_a_case_that_two_bodies_call_successful_is_successful_once_and_a_no_beside_it_changes_nothing() -> None:
    no = verdict(verdict="khong_thanh_cong", body="so_tu_phap")
    assert is_successful([verdict(), verdict(body="so_tu_phap")]) is True
    assert is_successful([no, verdict()]) is True
    assert is_successful([no]) is False
    assert is_successful([]) is False


def test_only_litigation_can_be_successful() -> None:
    with pytest.raises(DomainError, match="success_needs_litigation"):
        check_in_case(verdict(), case(form="tu_van_phap_luat"))


@given(days=st.integers(-400, 400))
def test_a_success_is_found_on_the_day_of_the_end_or_after_it(days: int) -> None:
    ended = case(ended_on=TODAY + dt.timedelta(days=days))
    if days <= 0:
        check_in_case(verdict(), ended)
    else:
        with pytest.raises(DomainError, match="success_needs_end"):
            check_in_case(verdict(), ended)
    check_in_case(verdict(verdict="khong_thanh_cong"), ended)


def test_a_success_in_a_case_that_goes_on_is_refused_but_one_that_came_so_can_be_mended() -> None:
    running = case(ended_on=None)
    with pytest.raises(DomainError, match="success_needs_end"):
        check_in_case(verdict(), running)
    check_in_case(verdict(note="Đã xem lại"), running, before=verdict())


def test_the_main_criterion_is_one_of_those_that_were_met() -> None:
    check(verdict(criteria=("hs_tc05", "hs_tc06"), main_criterion="hs_tc06"), TODAY)
    assert wrong(verdict(criteria=("hs_tc05",), main_criterion="hs_tc06")) == [
        ("main_criterion_not_chosen", "main_criterion")
    ]


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (dt.date(2020, 10, 15), None),
        (dt.date(2020, 10, 16), "cv427_2020"),
        (dt.date(2022, 5, 15), "cv427_2020"),
        (dt.date(2022, 5, 16), "qd1179_2022"),
    ],
)
def test_the_criteria_are_those_of_the_day(day: dt.date, version: str | None) -> None:
    in_force = [entry.code for entry in catalogue("success_version").valid(day)]
    assert in_force == ([version] if version else [])
    assert {entry.group for entry in catalogue("success_criterion").valid(day)} == set(in_force)


def test_decision_1179_has_thirty_criteria() -> None:
    found = [entry.code[:2] for entry in catalogue("success_criterion").valid(TODAY)]
    assert {letters: found.count(letters) for letters in set(found)} == {"hs": 19, "ds": 7, "hc": 4}
