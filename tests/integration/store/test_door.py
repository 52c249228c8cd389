"""Saving: what an edit becomes, and what it says of the values it replaces (SYNC §2)."""

import hashlib
import unicodedata

import pytest
from sqlalchemy import select

from desktop.domain.errors import DomainError
from desktop.services.cases import Edit
from desktop.store import door
from desktop.store.door import Change, Seen
from sync.client.tables import EntryState, entries
from sync.contract.canonical import writes_in
from sync.contract.errors import Invalid
from sync.contract.identity import new_id
from sync.contract.messages import FeedNews, NewsRecord, Stamped
from tests.factories import sample_intake
from tests.integration.store.desk import AT, COLLEAGUE, Desk


def test_a_saved_case_is_in_the_journal_in_the_list_and_found_at_once(desk: Desk) -> None:
    case_id = desk.cases.take_in(sample_intake("Nguyễn Văn Đức"))
    assert {kept.entry.type for kept in desk.entries()} == {"person", "case", "case_person"}
    assert all(kept.state is EntryState.PENDING for kept in desk.entries())
    assert [row.id for row in desk.listed("nguyen van duc")] == [case_id]
    assert desk.listed()[0].unsent == 3


def test_the_records_of_one_intent_share_a_group_and_the_next_intent_has_another(desk: Desk) -> None:
    desk.cases.take_in(sample_intake())
    desk.cases.take_in(sample_intake("Vàng A Sử"))
    assert [kept.entry.group for kept in desk.entries()] == [1, 1, 1, 4, 4, 4]
    assert [kept.entry.counter for kept in desk.entries()] == [1, 2, 3, 4, 5, 6]


def test_what_is_wrong_in_one_record_keeps_the_whole_intent_out(desk: Desk) -> None:
    case_id = desk.cases.take_in(sample_intake())
    part = desk.cases.page(case_id).parts[0]
    edits = [
        Edit(type="case", id=case_id, fields={"content": "Đã sửa"}),
        Edit(type="case_person", id=part.id, fields={"person": None}, where="part."),
    ]
    with pytest.raises(DomainError, match=r"required \(part.person\)"):
        desk.cases.edit_together(edits)
    assert len(desk.entries()) == 3
    assert desk.shown(case_id)["content"] != "Đã sửa"


def test_a_value_that_breaks_its_declaration_is_named_and_nothing_is_written(desk: Desk) -> None:
    good = Change(type="person", id=new_id(), fields={"full_name": "Lò Thị Mai"})
    bad = Change(type="person", id=new_id(), fields={"citizen_number": "12"})
    with pytest.raises(Invalid, match="value_not_allowed") as caught:
        desk.save(good, bad)
    assert caught.value.field == "citizen_number"
    assert desk.entries() == []
    assert desk.shown(good.id, "person") == {}


def test_a_text_typed_letter_and_accent_apart_is_kept_as_everybody_else_types_it(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    apart = unicodedata.normalize("NFD", "Hẹn gặp ông \u00d0ặng Văn Ế ") + "o\u0302" * 3985
    desk.edit(case_id, result=apart[:2000], note=apart[:2400])
    assert desk.shown(case_id)["note"] == unicodedata.normalize("NFC", apart[:2400]).replace("\u00d0", "Đ")


def test_saving_what_is_there_already_makes_no_entry(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    assert desk.save(Change(type="case", id=case_id, fields={"note": "Cũ"})) == []


def test_an_entry_holds_only_what_was_touched_and_the_value_it_replaces(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    kept = desk.edit(case_id, note="Mới", content="Tranh chấp đất")
    assert kept.entry.fields == {"note": "Mới"}
    assert kept.entry.base == {"note": 1}
    assert kept.old == {"note": "Cũ"}


def test_the_first_edit_of_a_field_nobody_wrote_has_no_base(desk: Desk) -> None:
    case_id = desk.known_case()
    assert desk.edit(case_id, note="Mới").entry.base == {}


def test_an_entry_keeps_its_bytes_whatever_comes_after(desk: Desk) -> None:
    case_id = desk.known_case()
    first = desk.edit(case_id, note="Một")
    desk.edit(case_id, note="Hai")
    desk.accept(first, version=2)
    with desk.database.read() as connection:
        raw = connection.execute(select(entries.c.raw).where(entries.c.number == 1)).scalar_one()
    assert hashlib.sha256(raw).hexdigest() == first.key


def test_equal_edits_have_different_keys(desk: Desk) -> None:
    case_id = desk.known_case()
    texts = ["Một", "Hai", "Một"]
    assert len({desk.edit(case_id, note=text).key for text in texts}) == 3


def test_trap_3_a_second_edit_after_unseen_news_still_stands_on_what_the_first_saw(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    first = desk.edit(case_id, note="Của tôi")
    desk.hear("case", case_id, 2, {"note": ("Của người khác", 2)})
    assert desk.shown(case_id)["note"] == "Của tôi"
    second = desk.edit(case_id, note="Của tôi, sửa lại")
    assert second.entry.base == {"note": 1}
    assert second.entry.after == {"note": first.key}


def test_trap_2_an_edit_made_while_the_first_was_on_its_way_stays_on_top_of_its_answer(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    first = desk.edit(case_id, note="Gửi đi")
    second = desk.edit(case_id, note="Sửa khi đang gửi")
    desk.accept(first, version=2)
    assert desk.shown(case_id)["note"] == "Sửa khi đang gửi"
    assert second.entry.after == {"note": first.key}
    desk.accept(second, version=3)
    third = desk.edit(case_id, note="Lần ba")
    assert (third.entry.base, third.entry.after) == ({"note": 3}, {})


def test_trap_15_a_form_opened_before_news_and_saved_after_names_the_value_it_showed(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ", content="Tranh chấp đất")
    seen = desk.seen(case_id)
    desk.hear("case", case_id, 2, {"note": ("Của người khác", 2), "content": ("Người khác sửa", 2)})
    kept = desk.edit(case_id, seen=seen, note="Của tôi")
    assert kept.entry.base == {"note": 1}
    assert desk.shown(case_id)["content"] == "Người khác sửa"  # what was not touched is not reverted


def test_trap_15_a_form_opened_over_an_unanswered_edit_builds_on_it_though_it_was_answered_since(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    first = desk.edit(case_id, note="Một")
    seen = desk.seen(case_id)
    assert seen["note"] == Seen(1, first.key)
    desk.accept(first, version=2)
    kept = desk.edit(case_id, seen=seen, note="Hai")
    assert (kept.entry.base, kept.entry.after) == ({"note": 1}, {"note": first.key})


def test_trap_20_two_people_at_one_pc_build_on_each_other_under_their_own_names(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    change = Change(type="case", id=case_id, fields={"note": "Của Hòa"})
    (first,) = desk.save(change, author=desk.colleague("hoa"))
    change = Change(type="case", id=case_id, fields={"note": "Của Lan"})
    (second,) = desk.save(change, author=desk.colleague("lan"))
    assert (first.entry.author, second.entry.author) == ("hoa", "lan")
    assert second.entry.after == {"note": first.key}
    assert first.entry.device == second.entry.device


def test_outcome_day_and_reason_travel_together_though_only_one_was_changed(desk: Desk) -> None:
    case_id = desk.known_case(outcome="kt_khong_tiep_tuc", ended_on="2026-11-20", end_reason="ktt_rut_yeu_cau")
    kept = desk.edit(case_id, ended_on="2026-11-21")
    assert kept.entry.fields == {
        "outcome": "kt_khong_tiep_tuc",
        "ended_on": "2026-11-21",
        "end_reason": "ktt_rut_yeu_cau",
    }
    assert kept.entry.base == {"outcome": 1, "ended_on": 1, "end_reason": 1}


def test_a_deletion_names_everything_its_author_saw(desk: Desk) -> None:
    case_id, stage_id = desk.known_case(), new_id()
    desk.hear("stage", stage_id, 3, {"case": (case_id, 1), "kind": ("dieu_tra", 3)})
    desk.cases.delete(case_id)
    assert desk.entries()[-1].entry.seen == {case_id: 1, stage_id: 3}
    assert desk.listed() == []


def test_a_resolution_is_an_entry_even_if_the_value_stays(desk: Desk) -> None:
    case_id = desk.known_case(note="Giữ nguyên")
    change = Change(type="case", id=case_id, fields={"note": "Giữ nguyên"}, resolves=("conflict-1",))
    (kept,) = desk.save(change)
    assert kept.entry.fields == {"note": "Giữ nguyên"}
    assert kept.entry.resolves == ("conflict-1",)


def test_many_intents_in_one_go_are_as_many_groups(desk: Desk) -> None:
    author = desk.session.author()
    people = [Change(type="person", id=new_id(), fields={"full_name": name}) for name in ("Lò Văn A", "Lò Văn B")]
    with desk.database.write() as connection:
        door.save_many(connection, [(author, [person]) for person in people])
    assert [kept.entry.group for kept in desk.entries()] == [1, 2]


def test_one_record_twice_in_one_go_is_refused_as_a_defect(desk: Desk) -> None:
    person_id = new_id()
    twice = [Change(type="person", id=person_id, fields={"full_name": name}) for name in ("Lò Văn A", "Lò Văn B")]
    with pytest.raises(ValueError, match="twice"):
        desk.save(*twice)
    assert desk.entries() == []


def test_a_field_that_is_not_declared_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid, match="unknown_field"):
        desk.save(Change(type="person", id=new_id(), fields={"shoe_size": 41}))


def test_what_is_changed_in_two_offices_at_once_is_saved_together_and_judged_by_each(desk: Desk) -> None:
    own, other = desk.known_case(note="Cũ"), new_id()
    fields = {"form": Stamped("tu_van_phap_luat", 1, COLLEAGUE, AT), "content": Stamped("Đòi nợ", 1, COLLEAGUE, AT)}
    record = NewsRecord(type="case", id=other, version=1, writes=writes_in(fields))
    desk.take(news=[FeedNews(feed="another-office", since=0, to=1, head=1, records=(record,))])
    new_part, person = new_id(), new_id()
    desk.cases.edit_together(
        [
            Edit(type="case", id=own, fields={"note": "Mới"}),
            Edit(type="case", id=other, fields={"note": "Mới"}),
            Edit(type="person", id=person, fields={"full_name": "Lò Thị Mai"}, new=True),
            Edit(type="case_person", id=new_part, fields={"case": other, "person": person}, new=True),
        ]
    )
    of_own, *of_other = desk.entries()
    assert (of_own.feed, of_own.entry.id) == (desk.feed, own)
    assert {kept.entry.id for kept in of_other} == {other, person, new_part}
    assert {(kept.feed, kept.entry.group) for kept in of_other} == {("another-office", 2)}


def test_one_intent_over_two_offices_is_a_defect_of_the_program(desk: Desk) -> None:
    own, other = desk.known_case(note="Cũ"), new_id()
    record = NewsRecord(type="case", id=other, version=1, writes=writes_in({"note": Stamped("Cũ", 1, COLLEAGUE, AT)}))
    desk.take(news=[FeedNews(feed="another-office", since=0, to=1, head=1, records=(record,))])
    with pytest.raises(ValueError, match="two feeds"):
        desk.save(*[Change(type="case", id=case_id, fields={"note": "Mới"}) for case_id in (own, other)])
    assert desk.entries() == []


def test_a_word_in_any_script_is_found_as_one_word(desk: Desk) -> None:
    case_id = desk.known_case(content="Bản Nà Tấu a\u19b0b; 𞤀𞤁, H'Hen Niê, ô2²")
    for words in ("a\u19b0b", "a\u19b0", "𞤀𞤁", "hhen nie", "na tau", "ô2²"):
        assert [row.id for row in desk.listed(words)] == [case_id], words
    assert desk.listed("b") == desk.listed("bản")
    assert desk.listed("hen") == []
