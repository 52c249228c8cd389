"""Rules across the records of a case, as the server and the desktop both see them."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.contract.rules import breaches, number_breach


def broken(case: dict[str, Any], **children: list[dict[str, Any]]) -> list[str]:
    """Names of the broken rules; children by type."""
    by_type = {kind: {f"{kind}{at}": child for at, child in enumerate(each)} for kind, each in children.items()}
    return [breach.rule for breach in breaches(case, by_type)]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=6))
def test_shares_are_added_exactly(shares: list[tuple[int, int]]) -> None:
    assignments = [{"share": f"{part}/{whole}"} for part, whole in shares]
    too_much = sum((Fraction(part, whole) for part, whole in shares), Fraction(0)) > 1
    assert broken({}, assignment=assignments) == (["shares_over_one"] if too_much else [])


def test_those_who_have_left_or_were_deleted_do_not_count() -> None:
    assert broken({}, assignment=[{"share": "1"}, {"to_on": "2026-05-31"}, {"deleted": True}]) == []
    assert broken({}, assignment=[{"share": "1"}, {}]) == ["shares_over_one"]


def test_a_case_may_end_on_the_day_it_was_accepted() -> None:
    accepted = {"accepted_at": "2026-05-01T16:30:00+07:00"}
    assert broken(accepted | {"ended_on": "2026-05-01"}) == []
    assert broken(accepted | {"ended_on": "2026-04-30"}) == ["ended_before_accepted"]


def test_an_interval_may_be_open_at_either_end() -> None:
    assert broken({}, stage=[{"from_on": "2026-05-02"}, {"to_on": "2026-05-01"}]) == []
    assert broken({}, stage=[{"from_on": "2026-05-02", "to_on": "2026-05-01"}]) == ["to_before_from"]


def test_what_lies_in_the_bin_breaks_nothing() -> None:
    wrong = {"from_on": "2026-05-02", "to_on": "2026-05-01"}
    assert broken({}, stage=[wrong | {"deleted": True}]) == []
    assert broken({"deleted": True}, stage=[wrong]) == []


def test_a_number_belongs_to_one_living_case() -> None:
    case = {"code": "CN1.TGTT.12.2026"}
    assert number_breach(case, [{"code": "CN1.TGTT.13.2026"}, {**case, "deleted": True}, {}]) is None
    assert number_breach({}, [{}]) is None
    breach = number_breach(case, [dict(case)])
    assert breach
    assert (breach.rule, breach.values) == ("number_twice", case)
