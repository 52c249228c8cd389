"""What the conflict window says of two values, a deletion, and rules that do not hold."""

import pytest

from desktop.words.conflicts import broken_rule, deletion, edited, heading
from sync.contract.rules import Breach, breaches, number_breach


def broken() -> list[Breach]:
    """Every rule of the contract, broken once."""
    found = breaches(
        {"accepted_at": "2026-11-20T08:00:00+07:00", "ended_on": "2026-11-19"},
        {
            "assignment": {"a": {"share": "3/4"}, "b": {"share": "3/4"}},
            "stage": {"s": {"from_on": "2026-11-20", "to_on": "2026-11-01"}},
        },
    )
    number = number_breach({"code": "CN1.TV.01.2026"}, [{"code": "CN1.TV.01.2026"}])
    assert number
    return [*found, number]


@pytest.mark.parametrize("breach", broken(), ids=lambda breach: breach.rule)
def test_every_rule_of_the_contract_has_words_of_its_own(breach: Breach) -> None:
    text, advice = broken_rule(breach.rule, breach.record_type, breach.values)
    assert "…" not in text
    assert (text, advice) != broken_rule("unheard_of", None, {})


def test_a_rule_names_the_values_that_do_not_fit() -> None:
    by_rule = {each.rule: broken_rule(each.rule, each.record_type, each.values)[0] for each in broken()}
    assert "20/11/2026" in by_rule["ended_before_accepted"]
    assert "19/11/2026" in by_rule["ended_before_accepted"]
    assert "3/2" in by_rule["shares_over_one"]
    assert "CN1.TV.01.2026" in by_rule["number_twice"]


def test_who_when_and_where() -> None:
    assert edited("Vũ Thị Hòa", "2026-11-20T08:12:00+07:00", here=True) == (
        "Vũ Thị Hòa, sửa trên máy này, 08:12 ngày 20/11/2026"
    )
    assert edited("Nguyễn Văn An", "2026-11-20T09:40:00+07:00", here=False, place="Trung tâm") == (
        "Nguyễn Văn An, Trung tâm, 09:40 ngày 20/11/2026"
    )
    assert edited("", None, here=False) == "Người chưa rõ tên"


def test_a_deletion_is_a_choice_between_keeping_and_deleting() -> None:
    assert deletion("case", delete=True) == "Xóa vụ việc"
    assert deletion("case", delete=False) == "Giữ vụ việc"
    assert deletion("hearing", delete=False).startswith("Giữ “")
    assert {heading(kind) for kind in ("fields", "deleted", "rule")} == {
        "Hai người đã sửa cùng một mục",
        "Một người đã xóa, một người đã sửa",
        "Các thông tin không khớp nhau",
    }
