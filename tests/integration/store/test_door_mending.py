"""Rejected entries: they stay on the screen, are mended or given up, and hold nothing up for ever (SYNC §3, trap 4)."""

import pytest

from desktop.services.unsent import retry
from desktop.store.door import Change
from sync.client import queue
from sync.client.journal import Kept
from sync.client.tables import EntryState
from sync.contract.errors import Invalid
from sync.contract.identity import new_id
from tests.factories import sample_intake
from tests.integration.store.desk import Desk


def test_a_rejected_edit_still_shows_what_was_typed(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai")
    kept = desk.edit(case_id, law_field="khac")
    desk.reject(kept, field="law_field")
    assert desk.shown(case_id)["law_field"] == "khac"
    assert desk.listed()[0].unsent == 1


def test_mending_takes_the_place_of_the_rejected_edit_with_all_its_fields(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai", note="Cũ")
    rejected = desk.edit(case_id, law_field="khac", note="Mới")
    desk.reject(rejected, field="law_field")
    mended = desk.edit(case_id, law_field="dan_su")
    assert mended.entry.fields == {"law_field": "dan_su", "note": "Mới"}
    assert mended.entry.supersedes == rejected.key
    assert mended.entry.base == {"law_field": 1, "note": 1}
    assert desk.again(rejected).state is EntryState.SUPERSEDED


def test_an_edit_of_something_else_does_not_touch_the_rejected_one(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai")
    rejected = desk.edit(case_id, law_field="khac")
    desk.reject(rejected, field="law_field")
    other = desk.edit(case_id, note="Việc khác")
    assert other.entry.supersedes is None
    assert desk.again(rejected).state is EntryState.REJECTED


def test_a_new_case_that_was_rejected_is_mended_and_its_person_and_part_go_again(desk: Desk) -> None:
    case_id = desk.cases.take_in(sample_intake())
    person, case, part = desk.entries()
    desk.reject(case, field="law_field")
    assert {desk.again(kept).state for kept in (person, part)} == {EntryState.REJECTED}
    mended = desk.edit(case_id, law_field="dan_su")
    assert mended.entry.supersedes == case.key
    assert {desk.again(kept).state for kept in (person, part)} == {EntryState.PENDING}


def test_trap_4_what_waited_for_a_rejected_edit_goes_on_when_it_is_mended(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai")
    rejected = desk.edit(case_id, law_field="khac")
    desk.reject(rejected, field="law_field")
    follower = desk.edit(case_id, note="Sau đó")
    desk.hold(follower, rejected)
    assert desk.again(follower).state is EntryState.WAITS
    desk.edit(case_id, law_field="dan_su")
    assert desk.again(follower).state is EntryState.PENDING


def test_mending_does_not_hide_what_was_typed_after_the_rejected_edit(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai", note="Cũ")
    rejected = desk.edit(case_id, law_field="khac", note="Một")
    desk.reject(rejected, field="law_field")
    later = desk.edit(case_id, note="Hai")
    desk.edit(case_id, law_field="dan_su")
    assert desk.shown(case_id)["note"] == "Hai"
    assert desk.edit(case_id, note="Ba").entry.after == {"note": later.key}


def test_a_mended_edit_that_is_rejected_again_is_mended_again(desk: Desk) -> None:
    case_id = desk.known_case(note="Cũ")
    rejected = desk.edit(case_id, note="Một")
    desk.reject(rejected, code="no_right")
    later = desk.edit(case_id, content="Khác", note="Hai")
    assert later.entry.supersedes == rejected.key
    desk.reject(later, code="no_right")
    newest = desk.edit(case_id, content="Khác nữa")
    assert newest.entry.fields == {"note": "Hai", "content": "Khác nữa"}


def test_the_newest_text_wins_although_an_older_one_still_waits_behind_a_rejected_edit(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai", note="Cũ")
    rejected = desk.edit(case_id, law_field="khac", note="Một")
    desk.reject(rejected, field="law_field")
    waiting = desk.edit(case_id, note="Hai")
    desk.hold(waiting, rejected)
    change = Change(type="case", id=case_id, fields={"law_field": "dan_su", "note": "Ba"})
    mending, newest = desk.save(change)
    assert mending.entry.fields == {"law_field": "dan_su", "note": "Một"}
    assert (newest.entry.fields, newest.entry.after) == ({"note": "Ba"}, {"note": waiting.key})
    assert mending.entry.group == rejected.entry.group  # it takes its place in the intent, which is applied as a whole
    assert newest.entry.group == newest.entry.counter - 1
    assert desk.shown(case_id)["note"] == "Ba"


def test_giving_up_brings_the_acknowledged_value_back_and_tells_the_server(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai")
    rejected = desk.edit(case_id, law_field="khac")
    desk.reject(rejected, field="law_field")
    desk.hear("case", case_id, 2, {"law_field": ("dan_su", 2)})
    changed = desk.discard(rejected)
    assert changed == frozenset({("case", case_id)})
    assert desk.shown(case_id)["law_field"] == "dan_su"
    assert desk.again(rejected).state is EntryState.DISCARDED
    told = desk.entries()[-1]
    assert (told.entry.discards, told.entry.fields, told.state) == (rejected.key, {}, EntryState.PENDING)


def test_giving_up_a_new_case_takes_it_out_of_the_list_and_the_search(desk: Desk) -> None:
    case_id = desk.cases.take_in(sample_intake("Nguyễn Văn Đức"))
    _person, case, _part = desk.entries()
    desk.reject(case)
    desk.discard(case)
    assert desk.shown(case_id) == {}
    assert desk.listed() == []
    assert desk.listed("nguyen van duc") == []


def test_giving_up_part_of_an_intent_gives_up_all_of_it(desk: Desk) -> None:
    desk.cases.take_in(sample_intake())
    person, case, part = desk.entries()
    desk.reject(person, field="full_name")
    desk.discard(person)
    assert {desk.again(kept).state for kept in (person, case, part)} == {EntryState.DISCARDED}


def test_giving_up_a_new_hearing_takes_its_deadline_off_the_case(desk: Desk) -> None:
    case_id = desk.known_case(accepted_at="2026-11-20T08:00:00+07:00")
    hearing = Change(type="hearing", id=new_id(), fields={"case": case_id, "at": "2026-11-26T08:00:00+07:00"})
    (kept,) = desk.save(hearing)
    assert desk.listed()[0].due == "phien_toa"
    desk.reject(kept)
    desk.discard(kept)
    assert desk.listed()[0].due != "phien_toa"
    assert desk.listed()[0].unsent <= 1


def given_up_with_a_follower(desk: Desk) -> tuple[Kept, Kept]:
    """A rejected edit that was given up, and one that waited for it."""
    case_id = desk.known_case(law_field="dat_dai")
    rejected = desk.edit(case_id, law_field="khac")
    desk.reject(rejected, field="law_field")
    follower = desk.edit(case_id, note="Sau đó")
    desk.hold(follower, rejected)
    desk.discard(rejected)
    return rejected, follower


def test_what_waited_for_a_rejected_edit_goes_on_when_it_is_given_up(desk: Desk) -> None:
    _rejected, follower = given_up_with_a_follower(desk)
    assert desk.again(follower).state is EntryState.PENDING


def test_the_giving_up_travels_before_what_waited_for_it_however_short_the_batch(desk: Desk) -> None:
    """Else the follower waits on the server for what only the next batch would tell it, and goes first for ever."""
    rejected, _follower = given_up_with_a_follower(desk)
    told = desk.entries()[-1]
    with desk.database.read() as connection:
        batch = queue.next_batch(connection, limit_bytes=64_000, limit_entries=1)
    assert batch is not None
    assert (told.entry.discards, batch.keys) == (rejected.key, (told.key,))


def test_an_edit_that_was_not_rejected_cannot_be_given_up(desk: Desk) -> None:
    kept = desk.edit(desk.known_case(), note="Mới")
    with pytest.raises(Invalid, match="not_rejected"):
        desk.discard(kept)


def test_a_rejected_edit_is_sent_again_as_it_is_under_the_same_key(desk: Desk) -> None:
    kept = desk.edit(desk.known_case(), note="Mới")
    desk.reject(kept, code="no_right")
    retry(desk.session, [kept.key])
    with desk.database.read() as connection:
        batch = queue.next_batch(connection, 1 << 20, 10)
    assert batch is not None
    assert batch.keys == (kept.key,)


def test_what_waits_for_the_servers_side_tries_again_with_every_cycle(desk: Desk) -> None:
    kept = desk.edit(desk.known_case(), note="Mới")
    desk.hold_for_server(kept, "author_disabled")
    with desk.database.write() as connection:
        queue.try_again(connection)
    assert desk.again(kept).state is EntryState.PENDING
