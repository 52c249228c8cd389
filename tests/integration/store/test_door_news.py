"""Taking in answers and news: what becomes acknowledged, what shows, what is left for later (SYNC §1, §3)."""

import msgspec

from desktop.services.export import export_acknowledged
from desktop.services.history import history_of_case
from sync.client.tables import EntryState
from sync.contract.identity import new_id
from sync.contract.messages import Answer, Departure, FeedNews, Outcome
from tests.integration.store.desk import COLLEAGUE, Desk


def test_what_a_colleague_recorded_shows_in_the_list_and_is_found(desk: Desk) -> None:
    case_id, person_id, part_id = new_id(), new_id(), new_id()
    desk.hear("case_person", part_id, 1, {"case": (case_id, 1), "person": (person_id, 1)})  # trap 5: child first
    desk.hear("person", person_id, 1, {"full_name": ("Đặng Thị Hoà", 1)})
    desk.hear("case", case_id, 1, {"form": ("tu_van_phap_luat", 1), "content": ("Thừa kế", 1)})
    assert [row.people for row in desk.listed("dang thi hoa")] == ["Đặng Thị Hoà"]
    assert desk.entries() == []


def test_an_applied_edit_is_acknowledged_with_its_stamp_and_is_no_longer_unsent(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    kept = desk.edit(case_id, note="Mới")
    assert desk.listed()[0].unsent == 1
    desk.accept(kept, version=2)
    known = desk.acknowledged(case_id)
    assert known is not None
    assert (known.doc["note"].value, known.doc["note"].stamp) == ("Mới", 2)
    assert known.version == 1  # news raise it: what lies between is not seen yet, and a deletion must not claim it
    assert desk.again(kept).state is EntryState.APPLIED
    assert desk.listed()[0].unsent == 0


def test_an_agreed_field_keeps_the_stamp_it_had(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    kept = desk.edit(case_id, note="Mới")
    desk.take(Answer(key=kept.key, outcome=Outcome.AGREED, version=4, stamps={"note": 3}))
    assert desk.seen(case_id)["note"].base == 3


def test_what_went_to_another_unit_does_not_come_back_with_a_late_answer(desk: Desk) -> None:
    case_id = new_id()
    kept = desk.edit(case_id, form="tu_van_phap_luat", content="Thừa kế")
    assert len(desk.listed()) == 1
    gone = Departure(type="case", id=case_id, version=1, unit="don-vi-khac")
    desk.take(news=[FeedNews(feed=desk.feed, since=desk.cursor(), to=9, head=9, records=(), departures=(gone,))])
    desk.accept(kept)  # the answer lay on a stick, while the news came over a line
    assert desk.acknowledged(case_id) is None
    assert desk.listed() == []
    assert desk.again(kept).state is EntryState.APPLIED


def test_a_contested_edit_leaves_the_screen_to_the_value_in_force(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    kept = desk.edit(case_id, note="Của tôi")
    desk.hear("case", case_id, 2, {"note": ("Của người khác", 2)})
    assert desk.shown(case_id)["note"] == "Của tôi"
    desk.take(Answer(key=kept.key, outcome=Outcome.CONFLICT, version=2, contested=("note",), conflicts=("c1",)))
    assert desk.shown(case_id)["note"] == "Của người khác"
    assert desk.again(kept).state is EntryState.CONFLICT


def test_news_never_hide_what_was_typed_here_and_not_answered(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ", content="Tranh chấp đất")
    desk.edit(case_id, note="Của tôi")
    desk.hear("case", case_id, 2, {"note": ("Của người khác", 2), "content": ("Thừa kế", 2)})
    shown = desk.shown(case_id)
    assert (shown["note"], shown["content"]) == ("Của tôi", "Thừa kế")


def test_an_older_value_never_replaces_a_newer_one(desk: Desk) -> None:
    case_id = desk.known_case(note="Một")
    desk.hear("case", case_id, 5, {"note": ("Năm", 5)})
    desk.hear("case", case_id, 3, {"note": ("Ba", 3), "content": ("Nội dung ba", 3)})
    known = desk.acknowledged(case_id)
    assert known is not None
    assert known.version == 5
    assert (desk.shown(case_id)["note"], desk.shown(case_id)["content"]) == ("Năm", "Nội dung ba")


def test_news_of_an_own_edit_bring_the_servers_wording_of_it(desk: Desk) -> None:
    case_id = desk.known_case()
    kept = desk.edit(case_id, note="Mới")
    desk.accept(kept, version=2)
    desk.hear("case", case_id, 2, {"note": ("Mới", 2)}, author="tai-khoan-hoa")
    known = desk.acknowledged(case_id)
    assert known is not None
    assert known.doc["note"].author == "tai-khoan-hoa"
    assert [line.state for line in history_of_case(desk.session, case_id)] == [EntryState.APPLIED]


def test_a_colleagues_change_is_in_the_history_with_what_was_there_before(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    desk.hear("case", case_id, 2, {"note": ("Mới", 2)})
    (line,) = history_of_case(desk.session, case_id)
    assert line.fields == {"note": ("Cũ", "Mới")}
    assert line.state is None


def test_news_that_begin_beyond_the_cursor_are_left_for_the_next_step(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    cursor = desk.cursor()
    changed = desk.hear("case", case_id, 9, {"note": ("Từ xa", 9)}, since=cursor + 3, to=cursor + 5)
    assert changed == frozenset()
    assert (desk.cursor(), desk.shown(case_id)["note"]) == (cursor, "Cũ")


def test_news_heard_before_are_not_taken_in_again(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    desk.hear("case", case_id, 2, {"note": ("Hai", 2)})
    cursor = desk.cursor()
    assert desk.hear("case", case_id, 2, {"note": ("Hai", 2)}, since=cursor - 1, to=cursor) == frozenset()
    assert len(history_of_case(desk.session, case_id)) == 1


def test_news_that_overlap_the_cursor_are_taken_in_and_move_it(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    cursor = desk.cursor()
    desk.hear("case", case_id, 2, {"note": ("Hai", 2)}, since=0, to=cursor + 4)
    assert (desk.cursor(), desk.shown(case_id)["note"]) == (cursor + 4, "Hai")


def test_a_field_of_a_newer_program_is_kept_and_goes_out_in_the_export(desk: Desk) -> None:
    case_id = desk.known_case()
    desk.hear("case", case_id, 2, {"field_of_2030": ({"a": [1]}, 2)})
    assert "field_of_2030" not in desk.shown(case_id)
    out = desk.office.home.with_name("out")
    export_acknowledged(desk.session, out)
    (line,) = (out / desk.feed / "case.ndjson").read_bytes().splitlines()
    assert msgspec.json.decode(line)["fields"]["field_of_2030"][:2] == [{"a": [1]}, 2]


def test_a_record_type_of_a_newer_program_is_kept_and_disturbs_nothing(desk: Desk) -> None:
    record_id = new_id()
    assert desk.hear("evaluation_of_2030", record_id, 1, {"grade": ("tot", 1)}) == frozenset()
    known = desk.acknowledged(record_id)
    assert known is not None
    assert (known.type, known.doc["grade"].value) == ("evaluation_of_2030", "tot")


def test_a_case_deleted_elsewhere_leaves_the_list_and_comes_back_when_revived(desk: Desk) -> None:
    case_id = desk.known_case()
    desk.hear("case", case_id, 2, {"deleted": (True, 2)})
    assert desk.listed() == []
    desk.hear("case", case_id, 3, {"deleted": (False, 3)})
    assert [row.id for row in desk.listed()] == [case_id]


def test_an_open_conflict_marks_its_case_until_it_is_decided(desk: Desk) -> None:
    case_id, conflict_id = desk.known_case(note="Cũ"), new_id()
    told = {"case": case_id, "record_type": "case", "record": case_id, "names": ["note"], "incoming": {"note": "X"}}
    desk.hear("conflict", conflict_id, 1, {name: (value, 1) for name, value in told.items()})
    assert desk.listed()[0].contested == 1
    desk.hear(
        "conflict", conflict_id, 2, {"resolved_at": ("2026-11-25T17:00:00+07:00", 2), "resolved_by": (COLLEAGUE, 2)}
    )
    assert desk.listed()[0].contested == 0
