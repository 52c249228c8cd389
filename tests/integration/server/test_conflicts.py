"""Both values are kept until a person chooses; a choice is an edit like any other."""

from typing import Any

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.integration.server.pc import Pc


def quarrel(hoa: Pc, duc: Pc, hoas: dict[str, Any], ducs: dict[str, Any], kind: str = "case") -> str:
    """A record on which Đức's values wait for a person because Hoà's came first."""
    record = new_id()
    hoa.push(hoa.edit(kind, record, dict.fromkeys(hoas | ducs)))
    duc.pull()
    late = duc.edit(kind, record, ducs)
    hoa.push(hoa.edit(kind, record, hoas))
    assert duc.push(late)[0].outcome == Outcome.CONFLICT
    hoa.pull()
    return record


def test_both_values_stand_side_by_side_with_who_and_when(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    (conflict,) = hoa.conflicts()
    assert conflict["case"] == conflict["record"] == case
    assert (conflict["kind"], conflict["record_type"], conflict["names"]) == ("fields", "case", ["note"])
    assert (conflict["current"], conflict["incoming"]) == ({"note": "của Hoà"}, {"note": "của Đức"})
    names = {side: hoa.authors[conflict[f"{side}_author"]].name for side in ("current", "incoming")}
    assert names == {"current": "Hoa", "incoming": "Duc"}
    assert duc.conflicts() == hoa.conflicts()


def test_fields_that_make_sense_only_together_conflict_together(hoa: Pc, duc: Pc) -> None:
    ended = {"outcome": "hoan_thanh", "ended_on": "2026-11-01"}
    stopped = {"outcome": "dinh_chi", "ended_on": "2026-11-20", "end_reason": "rut_yeu_cau"}
    case = quarrel(hoa, duc, ended, stopped)
    (conflict,) = duc.conflicts()
    assert set(conflict["names"]) == {"outcome", "ended_on", "end_reason"}
    assert duc.value("case", case, "end_reason") is None


def test_what_nobody_contests_is_applied_beside_what_is_contested(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức", "channel": "buu_chinh"})
    assert hoa.value("case", case, "channel") == "buu_chinh"


def test_choosing_mine_closes_the_conflict(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    conflict = duc.conflicts()[0]
    (answer,) = duc.push(duc.edit("case", case, {"note": "của Đức"}, resolves=(conflict["id"],)))
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    assert hoa.value("case", case, "note") == "của Đức"
    (closed,) = hoa.conflicts(still_open=False)
    assert hoa.authors[closed["resolved_by"]].name == "Duc"


def test_choosing_theirs_stamps_the_value_again(hoa: Pc, duc: Pc) -> None:
    """So that a later edit from before the choice cannot slip past it."""
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    before = duc.records[("case", case)]["note"].stamp
    duc.push(duc.edit("case", case, {"note": "của Hoà"}, resolves=(duc.conflicts()[0]["id"],)))
    assert duc.records[("case", case)]["note"].stamp > before
    assert duc.conflicts() == []


def test_a_third_value_may_be_typed(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    hoa.push(hoa.edit("case", case, {"note": "cả hai"}, resolves=(hoa.conflicts()[0]["id"],)))
    duc.pull()
    assert (duc.value("case", case, "note"), duc.conflicts()) == ("cả hai", [])


def test_trap_17_a_second_different_choice_is_itself_a_conflict(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    (conflict,) = hoa.conflicts()
    mine = hoa.edit("case", case, {"note": "của Hoà"}, resolves=(conflict["id"],))
    his = duc.edit("case", case, {"note": "của Đức"}, resolves=(conflict["id"],))
    assert hoa.push(mine)[0].outcome == Outcome.APPLIED
    assert duc.push(his)[0].outcome == Outcome.CONFLICT
    assert duc.value("case", case, "note") == "của Hoà"
    (second,) = duc.conflicts()
    assert second["id"] != conflict["id"]
    assert second["incoming"] == {"note": "của Đức"}


def test_two_equal_choices_do_not_quarrel(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    (conflict,) = hoa.conflicts()
    choices = [pc.edit("case", case, {"note": "của Đức"}, resolves=(conflict["id"],)) for pc in (hoa, duc)]
    hoa.push(choices[0])
    assert duc.push(choices[1])[0].outcome == Outcome.APPLIED
    assert duc.conflicts() == []


def test_a_chain_of_edits_has_one_open_conflict_with_its_newest_value(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "gốc", "content": "gốc"}))
    duc.pull()
    first = duc.edit("case", case, {"note": "một"})
    second = duc.edit("case", case, {"note": "hai", "content": "hai"}, after={"note": key_of(first)})
    third = duc.edit("case", case, {"note": "ba"}, after={"note": key_of(second)})
    hoa.push(hoa.edit("case", case, {"note": "của Hoà", "content": "của Hoà"}))
    duc.push(first)
    duc.push(second, third)
    incoming = sorted((conflict["incoming"] for conflict in duc.conflicts()), key=str)
    assert incoming == [{"content": "hai"}, {"note": "ba"}]


def test_a_choice_does_not_close_a_conflict_over_a_newer_value_than_was_shown(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "gốc"}))
    duc.pull()
    first = duc.edit("case", case, {"note": "một"})
    second = duc.edit("case", case, {"note": "hai"}, after={"note": key_of(first)})
    hoa.push(hoa.edit("case", case, {"note": "của Hoà"}))
    duc.push(first)
    hoa.pull()
    (shown,) = hoa.conflicts()
    seen = {shown["id"]: hoa.versions["conflict", shown["id"]]}
    choice = hoa.edit("case", case, {"note": "của Hoà"}, resolves=(shown["id"],), seen=seen)
    duc.push(second)
    hoa.push(choice)
    (asked_again,) = hoa.conflicts()
    assert (shown["incoming"], asked_again["incoming"]) == ({"note": "một"}, {"note": "hai"})
    seen = {shown["id"]: hoa.versions["conflict", shown["id"]]}
    hoa.push(hoa.edit("case", case, {"note": "của Hoà"}, resolves=(shown["id"],), seen=seen))
    assert not hoa.conflicts()


def test_a_chain_that_comes_round_to_the_current_value_closes_its_conflict(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "gốc"}))
    duc.pull()
    first = duc.edit("case", case, {"note": "một"})
    second = duc.edit("case", case, {"note": "của Hoà"}, after={"note": key_of(first)})
    hoa.push(hoa.edit("case", case, {"note": "của Hoà"}))
    duc.push(first)
    assert len(duc.conflicts()) == 1
    assert duc.push(second)[0].outcome == Outcome.AGREED
    assert duc.conflicts() == []


def test_a_choice_closes_its_authors_earlier_conflicts_of_the_field(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    stale = duc.edit("case", case, {"note": "của Đức, lần hai"}, base={"note": 1})
    duc.push(stale)
    assert len(duc.conflicts()) == 2
    newest = next(each for each in duc.conflicts() if each["incoming"] == {"note": "của Đức, lần hai"})
    duc.push(duc.edit("case", case, {"note": "xong"}, resolves=(newest["id"],)))
    assert duc.conflicts() == []


def test_a_conflict_about_a_person_needs_no_case(hoa: Pc, duc: Pc) -> None:
    person = quarrel(hoa, duc, {"phone": "0901"}, {"phone": "0902"}, kind="person")
    (conflict,) = hoa.conflicts()
    assert (conflict["record"], conflict.get("case")) == (person, None)
    hoa.push(hoa.edit("person", person, {"phone": "0902"}, resolves=(conflict["id"],)))
    assert hoa.conflicts() == []


def test_a_conflict_that_nobody_has_cannot_be_decided(hoa: Pc) -> None:
    (answer,) = hoa.push(hoa.edit("case", new_id(), {"note": "x"}, resolves=(new_id(),)))
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "out_of_scope")


def test_edits_after_an_answered_conflict_start_from_the_current_value(hoa: Pc, duc: Pc) -> None:
    case = quarrel(hoa, duc, {"note": "của Hoà"}, {"note": "của Đức"})
    (answer,) = duc.push(duc.edit("case", case, {"note": "tiếp"}))
    assert answer.outcome == Outcome.APPLIED
    assert len(duc.conflicts()) == 1
