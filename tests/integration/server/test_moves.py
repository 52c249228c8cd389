"""A case goes to another unit with everything that hangs on it, and whatever was written before follows it."""

from typing import Any, NamedTuple

import pytest

from sync.contract.identity import new_id
from sync.contract.messages import Answer, Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined


class Case(NamedTuple):
    """A case of the first branch: who it is about, the part they play, one stage."""

    id: str
    person: str
    part: str
    stage: str


def known_case(hoa: Pc, *others: Pc, **fields: Any) -> Case:
    """A case that these PCs have seen."""
    case = Case(new_id(), new_id(), new_id(), new_id())
    values = {"content": "Đất đai", "accepted_at": "2026-03-02T08:00:00+07:00"} | fields
    hoa.push(
        hoa.edit("person", case.person, {"full_name": "Lò Thị Pâng", "phone": "0900000001"}),
        hoa.edit("case", case.id, values),
        hoa.edit("case_person", case.part, {"case": case.id, "person": case.person, "role": "nguoi_duoc_tgpl"}),
        hoa.edit("stage", case.stage, {"case": case.id, "kind": "dieu_tra"}),
    )
    for pc in others:
        pc.pull()
    return case


def request(pc: Pc, case: str, to: str, **fields: Any) -> bytes:
    """The entry that asks for a move."""
    return pc.edit("transfer", new_id(), {"case": case, "to_unit": to, "on": "2026-11-20"} | fields)


def move(pc: Pc, case: str, to: str) -> Answer:
    """Ask for a move and hear the answer."""
    (answer,) = pc.push(request(pc, case, to))
    return answer


def copy_of(pc: Pc, case: str) -> str:
    """The id of what the old unit keeps."""
    (found,) = [
        record_id
        for (kind, record_id), fields in pc.records.items()
        if "moved_as" in fields and fields["moved_as"].value == case
    ]
    return found


@pytest.fixture
def mai(server: RunningServer) -> Pc:
    """Mai's PC at the second branch."""
    return joined(server, "CN2", "mai")


def test_a_case_goes_with_everything_that_hangs_on_it(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc, code="CN1.TV.07.2026", register_number=7, register_year=2026)
    answer = move(hoa, case.id, mai.feed)
    assert (answer.outcome, answer.unit, answer.version) == (Outcome.FORWARDED, mai.feed, 0)
    mai.pull()
    assert mai.value("case", case.id, "content") == "Đất đai"
    assert mai.value("stage", case.stage, "kind") == "dieu_tra"
    assert {mai.feed_of[name] for name in mai.records if name[0] != "unit"} == {mai.feed}
    for pc in (hoa, duc):
        pc.pull()
        assert ("case", case.id) not in pc.records
        assert ("stage", case.stage) not in pc.records


def test_the_number_stays_in_the_old_book_and_the_new_unit_gives_its_own(hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa, code="CN1.TV.07.2026", register_number=7, register_year=2026)
    move(hoa, case.id, mai.feed)
    mai.pull()
    assert [mai.value("case", case.id, name) for name in ("code", "register_number", "moved_in_on")] == [
        None,
        None,
        "2026-11-20",
    ]
    (transfer,) = [record_id for kind, record_id in mai.records if kind == "transfer"]
    assert mai.value("transfer", transfer, "from_code") == "CN1.TV.07.2026"
    assert mai.value("transfer", transfer, "from_unit") == hoa.feed
    copy = copy_of(hoa, case.id)
    assert [hoa.value("case", copy, name) for name in ("code", "register_number", "moved_to")] == [
        "CN1.TV.07.2026",
        7,
        mai.feed,
    ]


def test_people_are_copied_for_they_may_have_other_cases(hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    move(hoa, case.id, mai.feed)
    mai.pull()
    person = mai.value("case_person", case.part, "person")
    assert person != case.person
    assert mai.value("person", person, "full_name") == "Lò Thị Pâng"
    assert mai.value("person", person, "copied_from") == case.person
    assert hoa.value("person", case.person, "full_name") == "Lò Thị Pâng"


def test_somebody_copied_once_is_known_the_next_time(hoa: Pc, mai: Pc) -> None:
    first = known_case(hoa)
    second, part = new_id(), new_id()
    hoa.push(
        hoa.edit("case", second, {"content": "Ly hôn"}),
        hoa.edit("case_person", part, {"case": second, "person": first.person}),
    )
    move(hoa, first.id, mai.feed)
    mai.pull()
    known = mai.value("case_person", first.part, "person")
    mai.push(mai.edit("person", known, {"phone": "0900000002"}))
    move(hoa, second, mai.feed)
    mai.pull()
    assert mai.value("case_person", part, "person") == known
    (conflict,) = mai.conflicts()
    assert (conflict["record"], conflict["current"], conflict["incoming"]) == (
        known,
        {"phone": "0900000002"},
        {"phone": "0900000001"},
    )


def test_a_late_edit_of_a_copied_person_stays_and_whoever_has_the_case_is_asked_when_it_concerns_it(
    hoa: Pc, duc: Pc, mai: Pc
) -> None:
    """What is said of the person belongs to the unit; what is said of the case follows it, with the person it names."""
    case = known_case(hoa, duc)
    of_the_person = duc.edit("person", case.person, {"phone": "0900000002"})
    of_the_case = duc.edit("case_person", case.part, {"person": case.person, "proof": "Sổ hộ nghèo 77"})
    move(hoa, case.id, mai.feed)
    (answer,) = duc.push(of_the_person)
    assert answer.outcome == Outcome.APPLIED
    mai.pull()
    copied = mai.value("case_person", case.part, "person")
    assert mai.value("person", copied, "phone") == "0900000001"
    (answer,) = duc.push(of_the_case)
    assert (answer.outcome, answer.unit) == (Outcome.FORWARDED, mai.feed)
    mai.pull()
    (asked,) = mai.conflicts()
    assert (asked["current"], asked["incoming"]) == ({"phone": "0900000001"}, {"phone": "0900000002"})
    hoa.pull()
    assert hoa.value("person", case.person, "phone") == "0900000002"


def test_a_case_that_comes_back_meets_the_people_it_left(hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    move(hoa, case.id, mai.feed)
    mai.pull()
    move(mai, case.id, hoa.feed)
    hoa.pull()
    assert hoa.value("case_person", case.part, "person") == case.person
    assert hoa.value("stage", case.stage, "kind") == "dieu_tra"
    mai.pull()
    assert ("case", case.id) not in mai.records


def test_the_copy_that_stays_cannot_be_changed(hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    move(hoa, case.id, mai.feed)
    copy = copy_of(hoa, case.id)
    for entry in (hoa.edit("case", copy, {"note": "thêm"}), hoa.edit("stage", new_id(), {"case": copy})):
        (answer,) = hoa.push(entry)
        assert (answer.outcome, answer.code) == (Outcome.REJECTED, "moved_away")


def test_trap_16_an_entry_made_before_the_move_follows_the_case(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    late = duc.edit("case", case.id, {"note": "gọi lại sau 17 giờ"})
    move(hoa, case.id, mai.feed)
    (answer,) = duc.push(late)
    assert (answer.outcome, answer.unit) == (Outcome.FORWARDED, mai.feed)
    mai.pull()
    assert mai.value("case", case.id, "note") == "gọi lại sau 17 giờ"
    assert not duc.conflicts()


def test_trap_16_an_entry_made_before_the_move_that_the_new_unit_contradicts(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    late = duc.edit("case", case.id, {"content": "Tranh chấp lối đi"})
    move(hoa, case.id, mai.feed)
    mai.pull()
    mai.push(mai.edit("case", case.id, {"content": "Tranh chấp ranh giới"}))
    (answer,) = duc.push(late)
    assert (answer.outcome, answer.conflicts) == (Outcome.FORWARDED, ())
    mai.pull()
    (conflict,) = mai.conflicts()
    assert conflict["incoming"] == {"content": "Tranh chấp lối đi"}
    assert not duc.conflicts()


def test_trap_16_what_was_added_before_the_move_and_then_changed(hoa: Pc, duc: Pc, mai: Pc) -> None:
    """A hearing and somebody new, made offline; then an edit of that hearing, in a request of its own."""
    case = known_case(hoa, duc)
    hearing, person, part = new_id(), new_id(), new_id()
    added = [
        duc.edit("hearing", hearing, {"case": case.id, "place": "TAND"}),
        duc.edit("person", person, {"full_name": "Sùng A Chía"}, group=70),
        duc.edit("case_person", part, {"case": case.id, "person": person}, group=70),
    ]
    move(hoa, case.id, mai.feed)
    answers = duc.push(*added)
    assert [answer.outcome for answer in answers] == [Outcome.FORWARDED, Outcome.APPLIED, Outcome.FORWARDED]
    (answer,) = duc.push(duc.edit("hearing", hearing, {"place": "TAND khu vực 2"}, base={"place": 1}))
    assert answer.outcome == Outcome.FORWARDED
    mai.pull()
    assert mai.value("hearing", hearing, "place") == "TAND khu vực 2"
    copied = mai.value("case_person", part, "person")
    assert mai.value("person", copied, "full_name") == "Sùng A Chía"
    assert duc.value("person", person, "full_name") == "Sùng A Chía"


def test_trap_16_a_number_given_before_the_move_stays_in_the_old_book(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    number = {"code": "CN1.TV.08.2026", "register_number": 8, "register_year": 2026}
    late = duc.edit("case", case.id, {**number, "note": "đã vào Sổ"})
    move(hoa, case.id, mai.feed)
    (answer,) = duc.push(late)
    assert answer.outcome == Outcome.FORWARDED
    assert duc.value("case", copy_of(duc, case.id), "code") == "CN1.TV.08.2026"
    mai.pull()
    assert mai.value("case", case.id, "note") == "đã vào Sổ"
    assert mai.value("case", case.id, "code") is None
    assert not mai.conflicts()


def test_trap_16_an_entry_sent_again_after_its_answer_was_lost(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    asked = request(hoa, case.id, mai.feed)
    hoa.send(asked)  # nobody hears the answer
    late = duc.edit("case", case.id, {"note": "một lần"})
    duc.send(late)
    assert hoa.push(asked)[0].outcome == Outcome.FORWARDED
    assert duc.push(late)[0].outcome == Outcome.FORWARDED
    mai.pull()
    before = mai.versions[("case", case.id)]
    mai.pull()
    assert mai.versions[("case", case.id)] == before
    assert len([name for name in mai.records if name[0] == "transfer"]) == 1


def test_trap_16_in_the_same_request_as_the_move(hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    answers = hoa.push(
        hoa.edit("case", case.id, {"note": "trước"}),
        request(hoa, case.id, mai.feed),
        hoa.edit("stage", case.stage, {"note": "sau"}),
    )
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED, Outcome.FORWARDED, Outcome.FORWARDED]
    mai.pull()
    assert (mai.value("case", case.id, "note"), mai.value("stage", case.stage, "note")) == ("trước", "sau")


def test_trap_16_a_rejected_entry_is_mended_after_the_move(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    wrong = duc.edit("case", case.id, {"law_field": "kinh_doanh_thuong_mai"})
    (refused,) = duc.push(wrong)
    move(hoa, case.id, mai.feed)
    assert duc.push(wrong)[0].code == "law_field_excluded"
    mended = duc.edit("case", case.id, {"law_field": "dan_su"}, supersedes=refused.key, base={})
    assert duc.push(mended)[0].outcome == Outcome.FORWARDED
    mai.pull()
    assert mai.value("case", case.id, "law_field") == "dan_su"


def test_a_deletion_against_a_move_leaves_the_choice_to_the_new_unit(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    deletion = duc.edit("case", case.id, {"deleted": True}, seen=duc.seen(case.id))
    move(hoa, case.id, mai.feed)
    assert duc.push(deletion)[0].outcome == Outcome.FORWARDED
    mai.pull()
    assert not mai.value("case", case.id, "deleted")
    assert [conflict["kind"] for conflict in mai.conflicts()] == ["deleted"]


def test_a_move_against_a_deletion_brings_the_case_back_where_it_goes(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    asked = request(hoa, case.id, mai.feed)
    duc.push(duc.edit("case", case.id, {"deleted": True}, seen=duc.seen(case.id)))
    assert hoa.push(asked)[0].outcome == Outcome.FORWARDED
    mai.pull()
    assert mai.value("case", case.id, "deleted") is False
    assert [conflict["kind"] for conflict in mai.conflicts()] == ["deleted"]


def test_a_conflict_goes_along_and_is_decided_from_either_side(hoa: Pc, duc: Pc, mai: Pc) -> None:
    case = known_case(hoa, duc)
    other = duc.edit("case", case.id, {"note": "của Đức"})
    hoa.push(hoa.edit("case", case.id, {"note": "của Hoà"}))
    duc.push(other)
    (conflict,) = duc.conflicts()
    decision = duc.edit("case", case.id, {"note": "của Đức"}, resolves=(conflict["id"],))
    move(hoa, case.id, mai.feed)
    mai.pull()
    assert [each["id"] for each in mai.conflicts()] == [conflict["id"]]
    assert duc.push(decision)[0].outcome == Outcome.FORWARDED
    assert not duc.conflicts()
    mai.pull()
    assert not mai.conflicts()
    assert mai.value("case", case.id, "note") == "của Đức"


def test_a_pc_that_sees_both_units_keeps_the_case(hoa: Pc, mai: Pc, centre: Pc) -> None:
    case = known_case(hoa, centre)
    late = centre.edit("case", case.id, {"note": "từ Trung tâm"}, unit=hoa.feed)
    move(hoa, case.id, mai.feed)
    centre.pull()
    assert centre.feed_of[("case", case.id)] == centre.feed_of[("stage", case.stage)] == mai.feed
    assert centre.push(late, feed=hoa.feed)[0].outcome == Outcome.FORWARDED
    assert centre.value("case", case.id, "note") == "từ Trung tâm"
    mai.pull()
    hoa.pull()
    for pc, feed in ((mai, mai.feed), (hoa, hoa.feed)):
        assert centre.export(feed) == pc.export(feed)


def test_a_pc_that_comes_later_sees_only_where_the_case_is(server: RunningServer, hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    move(hoa, case.id, mai.feed)
    mai.pull()
    move(mai, case.id, hoa.feed)
    hoa.push(hoa.edit("case", case.id, {"note": "về rồi"}))
    for unit, earlier in (("CN1", hoa), ("CN2", mai)):
        earlier.pull()
        assert joined(server, unit, "moi").export(earlier.feed) == earlier.export(earlier.feed)


def test_asking_twice_moves_it_once(server: RunningServer, hoa: Pc, duc: Pc, mai: Pc, centre: Pc) -> None:
    case = known_case(hoa, duc)
    second = request(duc, case.id, centre.feed)
    move(hoa, case.id, mai.feed)
    (answer,) = duc.push(second)
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "moved_already", "to_unit")
    centre.pull()
    assert centre.feed_of[("case", case.id)] == mai.feed


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("STP", "destination_not_accepting"),
        ("CN1", "destination_same"),
        ("", "destination_unknown"),
    ],
)
def test_a_destination_that_cannot_be(server: RunningServer, hoa: Pc, to: str, code: str) -> None:
    case = known_case(hoa)
    target = joined(server, to, "x").feed if to else new_id()
    answer = move(hoa, case.id, target)
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, code, "to_unit")
    assert hoa.value("case", case.id, "content") == "Đất đai"


def test_nobody_moves_or_reads_a_foreign_case(server: RunningServer, hoa: Pc, mai: Pc) -> None:
    case = known_case(hoa)
    for to in (mai.feed, hoa.feed):
        (answer,) = mai.push(request(mai, case.id, to))
        assert answer.code in ("out_of_scope", "destination_same")
    (answer,) = mai.push(mai.edit("case", case.id, {"note": "x"}))
    assert answer.code == "out_of_scope"
    move(hoa, case.id, mai.feed)
    stranger = joined(server, "TT2", "la")
    (answer,) = stranger.push(stranger.edit("case", case.id, {"note": "x"}))
    assert answer.code == "out_of_scope"


def test_only_the_server_says_that_a_case_has_left(hoa: Pc) -> None:
    case = known_case(hoa)
    (answer,) = hoa.push(hoa.edit("case", case.id, {"moved_to": new_id()}))
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "no_right", "moved_to")


def test_the_list_of_units_comes_once(server: RunningServer, hoa: Pc) -> None:
    first = hoa.send(directory=0).directory
    assert first
    assert {"STP", "TT", "CN1", "CN2", "TT2"} == {unit.code for unit in first.units}
    assert hoa.send(directory=first.at).directory is None
    server.add_unit("CN3", parent="TT")
    second = hoa.send(directory=first.at).directory
    assert second
    assert [unit.code for unit in second.units] == ["CN3"]
