"""A deletion covers what its author had seen, and nothing else."""

from typing import Any

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.integration.server.pc import Pc


def known_case(hoa: Pc, duc: Pc) -> str:
    """A case with one stage that both PCs have seen."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "Đất đai"}), hoa.edit("stage", new_id(), {"case": case}))
    duc.pull()
    return case


def delete(pc: Pc, case: str, **rest: Any) -> bytes:
    """The entry that puts a case in the bin, with everything seen of it."""
    return pc.edit("case", case, {"deleted": True}, **({"seen": pc.seen(case)} | rest))


def test_a_case_that_everybody_knows_goes_to_the_bin(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    (answer,) = duc.push(delete(duc, case))
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    assert hoa.value("case", case, "deleted") is True


def test_a_change_the_deleter_had_not_seen_keeps_the_case(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    deletion = delete(duc, case)
    hoa.push(hoa.edit("case", case, {"note": "mới"}))
    (answer,) = duc.push(deletion)
    assert (answer.outcome, answer.contested) == (Outcome.CONFLICT, ("deleted",))
    assert not duc.value("case", case, "deleted")
    (conflict,) = duc.conflicts()
    assert (conflict["kind"], conflict["record"]) == ("deleted", case)
    assert (conflict["current"], conflict["incoming"]) == ({"deleted": False}, {"deleted": True})


def test_trap_18_a_new_child_the_deleter_had_not_seen_keeps_the_case(hoa: Pc, duc: Pc) -> None:
    """The child arrives first."""
    case = known_case(hoa, duc)
    deletion = delete(duc, case)
    hoa.push(hoa.edit("hearing", new_id(), {"case": case, "place": "TAND"}))
    assert duc.push(deletion)[0].outcome == Outcome.CONFLICT


def test_trap_18_a_new_child_brings_a_deleted_case_back(hoa: Pc, duc: Pc) -> None:
    """The deletion arrives first."""
    case = known_case(hoa, duc)
    hearing = hoa.edit("hearing", new_id(), {"case": case, "place": "TAND"})
    duc.push(delete(duc, case))
    (answer,) = hoa.push(hearing)
    assert answer.outcome == Outcome.APPLIED
    assert hoa.value("case", case, "deleted") is False
    (conflict,) = hoa.conflicts()
    assert (conflict["kind"], conflict["incoming"]) == ("deleted", {"deleted": True})
    assert hoa.authors[conflict["incoming_author"]].name == "Duc"


def test_an_edit_of_a_deleted_case_brings_it_back(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    edit = hoa.edit("case", case, {"note": "mới"})
    duc.push(delete(duc, case))
    hoa.push(edit)
    assert (hoa.value("case", case, "deleted"), hoa.value("case", case, "note")) == (False, "mới")
    assert len(hoa.conflicts()) == 1


def test_an_edit_in_conflict_on_a_deleted_case_is_not_hidden_in_the_bin(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    late = hoa.edit("case", case, {"content": "của Hoà"})
    duc.push(duc.edit("case", case, {"content": "của Đức"}))
    duc.push(delete(duc, case))
    assert hoa.push(late)[0].outcome == Outcome.CONFLICT
    assert hoa.value("case", case, "deleted") is False
    assert sorted(conflict["kind"] for conflict in hoa.conflicts()) == ["deleted", "fields"]


def test_a_case_deleted_with_an_open_conflict_nobody_saw_stays(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    late = hoa.edit("case", case, {"content": "của Hoà"})
    duc.push(duc.edit("case", case, {"content": "của Đức"}))
    deletion = delete(duc, case)
    hoa.push(late)
    assert duc.push(deletion)[0].outcome == Outcome.CONFLICT


def test_what_one_recorded_offline_and_deleted_again_is_gone(hoa: Pc) -> None:
    """The deleter's own unanswered edits need no version: they were on the screen."""
    case = new_id()
    recorded = hoa.edit("case", case, {"note": "nhầm"})
    stage = hoa.edit("stage", new_id(), {"case": case})
    deletion = hoa.edit("case", case, {"deleted": True}, seen={}, own=[key_of(recorded), key_of(stage)])
    answers = hoa.push(recorded, stage, deletion)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED] * 3
    assert hoa.value("case", case, "deleted") is True
    assert hoa.conflicts() == []


def test_undoing_a_deletion_is_an_edit_like_any_other(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    duc.push(delete(duc, case))
    hoa.pull()
    (answer,) = hoa.push(hoa.edit("case", case, {"deleted": False}))
    assert answer.outcome == Outcome.APPLIED
    assert (hoa.value("case", case, "deleted"), hoa.conflicts()) == (False, [])


def test_deleting_after_all_decides_the_conflict(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    deletion = delete(duc, case)
    hoa.push(hoa.edit("case", case, {"note": "mới"}))
    duc.push(deletion)
    (conflict,) = duc.conflicts()
    (answer,) = duc.push(delete(duc, case, resolves=(conflict["id"],)))
    assert answer.outcome == Outcome.APPLIED
    assert (duc.value("case", case, "deleted"), duc.conflicts()) == (True, [])


def test_keeping_the_case_decides_the_conflict(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    edit = hoa.edit("case", case, {"note": "mới"})
    duc.push(delete(duc, case))
    hoa.push(edit)
    (conflict,) = hoa.conflicts()
    hoa.push(hoa.edit("case", case, {"deleted": False}, resolves=(conflict["id"],)))
    assert (hoa.value("case", case, "deleted"), hoa.conflicts()) == (False, [])


def test_two_people_deleting_the_same_case_agree(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    first, second = delete(hoa, case), delete(duc, case)
    hoa.push(first)
    assert duc.push(second)[0].outcome == Outcome.AGREED
    assert duc.conflicts() == []


def test_a_deletion_sent_twice_deletes_once(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    deletion = delete(hoa, case)
    first = hoa.send(deletion)
    second = hoa.send(deletion)
    assert first.answers == second.answers
    assert first.feeds == second.feeds


def test_a_person_touched_by_somebody_else_is_not_deleted(hoa: Pc, duc: Pc) -> None:
    person = new_id()
    hoa.push(hoa.edit("person", person, {"full_name": "Đặng Thị Hoà"}))
    duc.pull()
    deletion = duc.edit("person", person, {"deleted": True}, seen={person: 1})
    hoa.push(hoa.edit("person", person, {"phone": "0901"}))
    assert duc.push(deletion)[0].outcome == Outcome.CONFLICT


def test_deleting_a_stage_is_one_field_like_any_other(hoa: Pc) -> None:
    case, stage = new_id(), new_id()
    hoa.push(hoa.edit("case", case, {"note": "x"}), hoa.edit("stage", stage, {"case": case}))
    assert hoa.push(hoa.edit("stage", stage, {"deleted": True}))[0].outcome == Outcome.APPLIED
    assert not hoa.value("case", case, "deleted")


def test_taking_back_ones_own_refused_deletion_closes_the_conflict(hoa: Pc, duc: Pc) -> None:
    case = known_case(hoa, duc)
    deletion = delete(duc, case)
    regret = duc.edit("case", case, {"deleted": False}, after={"deleted": key_of(deletion)})
    hoa.push(hoa.edit("case", case, {"note": "mới"}))
    duc.push(deletion)
    duc.push(regret)
    assert (duc.value("case", case, "deleted"), duc.conflicts()) == (False, [])
