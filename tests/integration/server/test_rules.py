"""Rules across records: never a refusal, always a person's decision, and closed by themselves."""

from typing import Any

from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.integration.server.pc import Pc


def broken_rules(pc: Pc) -> list[str]:
    """The rules in open conflict."""
    return sorted(conflict["rule"] for conflict in pc.conflicts() if conflict["kind"] == "rule")


def assign(pc: Pc, case: str, share: str, **fields: Any) -> str:
    """Give somebody a part of a case; return the assignment."""
    assignment = new_id()
    (answer,) = pc.push(pc.edit("assignment", assignment, {"case": case, "share": share, **fields}))
    assert answer.outcome == Outcome.APPLIED
    return assignment


def test_two_offices_giving_away_more_than_the_whole_case(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    assign(hoa, case, "1/2")
    assign(duc, case, "2/3")
    hoa.pull()
    assert broken_rules(hoa) == ["shares_over_one"]
    (conflict,) = hoa.conflicts()
    assert (conflict["case"], conflict["current"]) == (case, {"share": "7/6"})


def test_thirds_make_exactly_one(hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    for _ in range(3):
        assign(hoa, case, "1/3")
    assert broken_rules(hoa) == []


def test_the_conflict_closes_when_the_first_performer_leaves(hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    first = assign(hoa, case, "1", from_on="2026-01-05")
    assign(hoa, case, "1", from_on="2026-06-01")
    assert broken_rules(hoa) == ["shares_over_one"]
    hoa.push(hoa.edit("assignment", first, {"to_on": "2026-05-31"}))
    assert broken_rules(hoa) == []
    (closed,) = hoa.conflicts(still_open=False)
    assert hoa.authors[closed["resolved_by"]].name == "Hoa"


def test_a_replacement_in_one_intent_never_quarrels(hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    first = assign(hoa, case, "1")
    hoa.push(
        hoa.edit("assignment", new_id(), {"case": case, "share": "1"}, group=99),
        hoa.edit("assignment", first, {"to_on": "2026-05-31"}, group=99),
    )
    assert hoa.conflicts(still_open=False) == []


def test_a_rule_has_one_open_conflict_however_often_it_is_broken(hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    for _ in range(3):
        assign(hoa, case, "1")
    assert broken_rules(hoa) == ["shares_over_one"]


def test_naming_a_broken_rule_does_not_mend_it(hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
    (conflict,) = hoa.conflicts()
    assert conflict["rule"] == "ended_before_accepted"
    hoa.push(hoa.edit("case", case, {"note": "kệ"}, resolves=(conflict["id"],)))
    assert broken_rules(hoa) == ["ended_before_accepted"]
    hoa.push(hoa.edit("case", case, {"ended_on": "2026-05-01"}, resolves=(conflict["id"],)))
    assert broken_rules(hoa) == []


def test_a_stage_that_ends_before_it_begins_is_named(hoa: Pc) -> None:
    case, stage = new_id(), new_id()
    hoa.push(hoa.edit("case", case, {"content": "x"}))
    hoa.push(hoa.edit("stage", stage, {"case": case, "from_on": "2026-03-02", "to_on": "2026-03-01"}))
    (conflict,) = hoa.conflicts()
    assert (conflict["rule"], conflict["record_type"], conflict["record"]) == ("to_before_from", "stage", stage)
    hoa.push(hoa.edit("stage", stage, {"deleted": True}))
    assert broken_rules(hoa) == []


def test_the_same_number_on_two_cases_of_one_unit(hoa: Pc, duc: Pc) -> None:
    first, second = new_id(), new_id()
    hoa.push(hoa.edit("case", first, {"code": "CN1.TGTT.12.2026"}))
    (answer,) = duc.push(duc.edit("case", second, {"code": "CN1.TGTT.12.2026"}))
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    assert broken_rules(hoa) == ["number_twice", "number_twice"]
    assert {conflict["case"] for conflict in hoa.conflicts()} == {first, second}


def test_a_new_number_for_one_of_them_closes_both(hoa: Pc, duc: Pc) -> None:
    first, second = new_id(), new_id()
    hoa.push(hoa.edit("case", first, {"code": "CN1.TGTT.12.2026"}))
    duc.push(duc.edit("case", second, {"code": "CN1.TGTT.12.2026"}))
    duc.push(duc.edit("case", second, {"code": "CN1.TGTT.13.2026"}))
    assert broken_rules(duc) == []


def test_quarrels_over_numbers_and_shares_end_the_same_on_every_pc(hoa: Pc, duc: Pc, centre: Pc) -> None:
    """Rules broken by edits that crossed each other, half of them put right again, a deleted case among them."""
    cases = [new_id() for _ in range(4)]
    crossing = [
        pc.edit("case", case, {"code": f"CN1.{number % 2}"}) for number, case in enumerate(cases) for pc in (hoa, duc)
    ]
    parts = [pc.edit("assignment", new_id(), {"case": cases[0], "share": "2/3"}) for pc in (hoa, duc)]
    hoa.push(*crossing[::2], parts[0])
    duc.push(*crossing[1::2], parts[1])
    assert broken_rules(duc) == ["number_twice"] * 4 + ["shares_over_one"]
    hoa.pull()
    hoa.push(hoa.edit("case", cases[2], {"code": "CN1.2"}))
    duc.pull()
    duc.push(duc.edit("case", cases[3], {"deleted": True}, seen=duc.seen(cases[3])))
    for pc in (hoa, duc, centre):
        pc.pull()
        assert broken_rules(pc) == ["shares_over_one"]
        assert {name: fields for name, fields in pc.records.items() if pc.feed_of[name] == hoa.feed} == hoa.records


def test_two_units_may_use_the_same_number(hoa: Pc, centre: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"code": "TT.TV.01.2026"}))
    centre.push(centre.edit("case", new_id(), {"code": "TT.TV.01.2026"}))
    assert centre.conflicts() == []


def test_a_deleted_case_breaks_no_rule(hoa: Pc) -> None:
    first, second = new_id(), new_id()
    hoa.push(*(hoa.edit("case", case, {"code": "CN1.TGTT.12.2026"}) for case in (first, second)))
    assert len(broken_rules(hoa)) == 2
    hoa.push(hoa.edit("case", second, {"deleted": True}, seen=hoa.seen(second)))
    assert broken_rules(hoa) == []
