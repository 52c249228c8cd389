"""Two people edit the same records: what merges, what agrees, and what the server never does twice."""

import msgspec

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined


def test_a_case_recorded_at_the_branch_appears_at_the_centre(hoa: Pc, centre: Pc) -> None:
    case = new_id()
    (answer,) = hoa.push(hoa.edit("case", case, {"content": "Ly hôn, tranh chấp nuôi con"}))
    assert (answer.outcome, answer.version) == (Outcome.APPLIED, 1)
    centre.pull()
    assert centre.value("case", case, "content") == "Ly hôn, tranh chấp nuôi con"
    assert centre.feed_of[("case", case)] == hoa.feed


def test_the_news_says_who_edited_even_though_the_office_began_offline(hoa: Pc, centre: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "Gọi lại"}))
    centre.pull()
    author = centre.records[("case", case)]["note"].author
    assert author == hoa.accounts[hoa.users["hoa"]]
    assert (centre.authors[author].name, centre.authors[author].unit) == ("Hoa", hoa.feed)


def test_two_people_editing_different_fields_of_a_case_both_keep_their_work(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "Đất đai", "channel": "truc_tiep"}))
    duc.pull()
    from_hoa = hoa.edit("case", case, {"note": "Mời họp"})
    from_duc = duc.edit("case", case, {"channel": "buu_chinh"})
    assert hoa.push(from_hoa)[0].outcome == Outcome.APPLIED
    assert duc.push(from_duc)[0].outcome == Outcome.APPLIED
    hoa.pull()
    assert (hoa.value("case", case, "note"), hoa.value("case", case, "channel")) == ("Mời họp", "buu_chinh")
    assert hoa.conflicts() == duc.conflicts() == []


def test_two_people_typing_the_same_value_agree(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "x"}))
    duc.pull()
    first, second = (pc.edit("case", case, {"note": "Đã gọi"}) for pc in (hoa, duc))
    hoa.push(first)
    (answer,) = duc.push(second)
    assert (answer.outcome, answer.stamps) == (Outcome.AGREED, {"note": 2})
    assert duc.conflicts() == []


def test_emptying_a_field_is_an_edit_like_any_other(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "x", "content": "y"}))
    duc.pull()
    emptied = duc.edit("case", case, {"note": None, "content": None})
    hoa.push(hoa.edit("case", case, {"note": "mới", "content": None}))
    (answer,) = duc.push(emptied)
    assert (answer.outcome, answer.contested, answer.stamps) == (Outcome.CONFLICT, ("note",), {"content": 2})
    (conflict,) = duc.conflicts()
    assert (conflict["current"], conflict["incoming"]) == ({"note": "mới"}, {"note": None})


def test_trap_15_a_form_opened_before_news_and_saved_after_does_not_overwrite_it(hoa: Pc, duc: Pc) -> None:
    """The stamps of the screen are the base, not those of the row at the moment of saving."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}))
    duc.pull()
    on_screen = {"note": duc.records[("case", case)]["note"].stamp}
    hoa.push(hoa.edit("case", case, {"note": "hai"}))
    duc.pull()
    (answer,) = duc.push(duc.edit("case", case, {"note": "ba"}, base=on_screen))
    assert answer.outcome == Outcome.CONFLICT
    assert duc.value("case", case, "note") == "hai"


def test_trap_1_an_answer_lost_after_the_commit_costs_nothing(hoa: Pc) -> None:
    """The same entries again get the same answers, and nothing is applied twice."""
    case = new_id()
    entry = hoa.edit("case", case, {"note": "một"})
    lost = hoa.send(entry)
    again = hoa.send(entry)
    assert again.answers == lost.answers
    assert again.feeds == lost.feeds
    hoa.take_in(again)
    assert hoa.versions[("case", case)] == 1


def test_the_same_entry_twice_in_one_request_is_applied_once(hoa: Pc) -> None:
    entry = hoa.edit("case", new_id(), {"note": "một"})
    first, second = hoa.push(entry, entry)
    assert first == second
    assert first.outcome == Outcome.APPLIED


def test_a_second_edit_made_before_the_first_was_answered_builds_on_it(hoa: Pc) -> None:
    case = new_id()
    first = hoa.edit("case", case, {"note": "một"})
    second = hoa.edit("case", case, {"note": "hai"}, after={"note": key_of(first)})
    assert [answer.outcome for answer in hoa.push(first, second)] == [Outcome.APPLIED, Outcome.APPLIED]
    assert hoa.value("case", case, "note") == "hai"


def test_trap_3_a_second_edit_after_unseen_news_does_not_hide_the_news(hoa: Pc, duc: Pc) -> None:
    """The base of a field does not move while an edit of it is unanswered."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}))
    duc.pull()
    seen = {"note": 1}
    first = duc.edit("case", case, {"note": "của Đức"}, base=seen)
    hoa.push(hoa.edit("case", case, {"note": "của Hoà"}))
    second = duc.edit("case", case, {"note": "của Đức, lần hai"}, base=seen, after={"note": key_of(first)})
    answers = duc.push(first, second)
    assert {answer.outcome for answer in answers} == {Outcome.CONFLICT}
    assert duc.value("case", case, "note") == "của Hoà"
    (conflict,) = duc.conflicts()
    assert conflict["incoming"] == {"note": "của Đức, lần hai"}


def test_trap_20_two_users_on_one_pc_keep_their_own_names_on_their_edits(server: RunningServer) -> None:
    """The device's credential carries the entries, each is its author's."""
    pc = joined(server, "CN1", "hoa", "minh")
    case = new_id()
    first = pc.edit("case", case, {"note": "một"}, by="hoa")
    second = pc.edit("case", case, {"note": "hai", "content": "x"}, by="minh", after={"note": key_of(first)})
    pc.push(first, second)
    beside = joined(server, "CN1", "duc")
    for each in (pc, beside):
        fields = each.records[("case", case)]
        assert {stamped.author for stamped in fields.values()} == {pc.accounts[pc.users["minh"]]}
    assert beside.authors[fields["note"].author].name == "Minh"


def test_trap_7_clocks_that_are_years_wrong_change_nothing(hoa: Pc, duc: Pc) -> None:
    """Nothing in the merge reads a clock."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}, at="2099-01-01T00:00:00+07:00"))
    duc.pull()
    (answer,) = duc.push(duc.edit("case", case, {"note": "hai"}, at="1980-01-01T00:00:00+07:00"))
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    assert hoa.value("case", case, "note") == "hai"


def test_trap_5_a_child_that_arrives_before_its_case_is_kept(hoa: Pc) -> None:
    """Order of arrival is free."""
    case, stage = new_id(), new_id()
    (answer,) = hoa.push(hoa.edit("stage", stage, {"case": case, "kind": "dieu_tra"}))
    assert answer.outcome == Outcome.APPLIED
    (answer,) = hoa.push(hoa.edit("case", case, {"content": "Sau"}))
    assert answer.outcome == Outcome.APPLIED


def test_trap_12_an_older_server_keeps_what_it_does_not_know(hoa: Pc, duc: Pc) -> None:
    """Unknown fields and record types pass through unharmed."""
    case, novelty = new_id(), new_id()
    answers = hoa.push(
        hoa.edit("case", case, {"note": "x", "ai_summary": {"lines": [1, 2]}}, protocol=9),
        hoa.edit("loan", novelty, {"amount": 12.5}, protocol=9),
    )
    assert {answer.outcome for answer in answers} == {Outcome.APPLIED}
    duc.pull()
    assert duc.value("case", case, "ai_summary") == {"lines": [1, 2]}
    assert duc.value("loan", novelty, "amount") == 12.5


def test_nobody_can_claim_to_have_seen_a_version_that_does_not_exist(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}))
    (answer,) = duc.push(duc.edit("case", case, {"note": "hai"}, base={"note": 1_000_000}))
    assert answer.outcome == Outcome.CONFLICT


def test_an_idle_step_writes_nothing(hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "một"}))
    before = hoa.heads
    hoa.pull()
    response = hoa.send()
    assert (response.feeds, response.news, response.answers) == (before, (), ())


def test_the_centre_edits_a_case_of_its_branch(hoa: Pc, centre: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}))
    centre.pull()
    (answer,) = centre.push(centre.edit("case", case, {"note": "hai"}, unit=hoa.feed), feed=hoa.feed)
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    assert hoa.value("case", case, "note") == "hai"


def test_the_stored_answer_is_given_to_whoever_brings_the_entry(hoa: Pc, duc: Pc) -> None:
    entry = hoa.edit("case", new_id(), {"note": "một"}, unit=hoa.feed)
    (first,) = hoa.push(entry)
    (second,) = duc.push(entry)
    assert msgspec.structs.asdict(first) == msgspec.structs.asdict(second)


def test_a_chain_of_edits_within_a_merge_group_does_not_quarrel_with_itself(hoa: Pc) -> None:
    """The middle edit agrees with what it does not change; whoever builds on it has seen that as well."""
    part, group = new_id(), ("proof", "proof_number")
    first = hoa.edit("case_person", part, {"proof": "Sổ hộ nghèo"})
    fields = {"proof": "Sổ hộ nghèo", "proof_number": "1"}
    second = hoa.edit("case_person", part, fields, after={"proof": key_of(first)})
    after = dict.fromkeys(group, key_of(second))
    third = hoa.edit("case_person", part, {"proof": "Sổ hộ nghèo", "proof_number": "2"}, after=after)
    assert [answer.outcome for answer in hoa.push(first, second, third)] == ["applied"] * 3
    assert hoa.conflicts() == []
