"""What the server does not apply: it says why, keeps it open, and lets nothing that builds on it slip past."""

from collections.abc import Callable
from typing import Any

import pytest

from sync.contract import rules
from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

REFUSED = {"law_field": "kinh_doanh_thuong_mai"}


def test_a_business_dispute_is_refused_by_law(hoa: Pc) -> None:
    (answer,) = hoa.push(hoa.edit("case", new_id(), REFUSED))
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "law_field_excluded", "law_field")


@pytest.mark.parametrize(
    ("kind", "fields", "code", "field"),
    [
        ("case", {"accepted_at": "hôm qua"}, "value_not_allowed", "accepted_at"),
        ("case", {"note": "x" * 2001}, "text_too_long", "note"),
        ("person", {"citizen_number": "12345"}, "value_not_allowed", "citizen_number"),
        ("assignment", {"share": "0"}, "value_not_allowed", "share"),
    ],
)
def test_a_value_that_breaks_the_declaration_names_its_field(
    hoa: Pc, kind: str, fields: dict[str, object], code: str, field: str
) -> None:
    (answer,) = hoa.push(hoa.edit(kind, new_id(), fields))
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, code, field)


def test_an_issued_report_is_never_changed_but_may_go_into_the_bin(hoa: Pc) -> None:
    report, issued = new_id(), {"number": "3/BC", "content": {"cells": [1]}, "note": "Gửi Trung tâm"}
    assert [answer.outcome for answer in hoa.push(hoa.edit("issued_report", report, issued))] == [Outcome.APPLIED]
    for changed in ({"content": {"cells": [2]}}, {"reason": "thêm sau"}, {"note": None}):
        (answer,) = hoa.push(hoa.edit("issued_report", report, changed))
        assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "no_right", next(iter(changed)))
    (again,) = hoa.push(hoa.edit("issued_report", report, issued))
    assert again.outcome == Outcome.AGREED
    (gone,) = hoa.push(hoa.edit("issued_report", report, {"deleted": True}, seen=hoa.seen(report)))
    assert gone.outcome == Outcome.APPLIED


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"type":"case"}', "entry_malformed"),
        (b'{"at":"","author":"a","counter":1,"device":"d","group":1,"id":"x\\u0000","type":"case","unit":"u"}',
         "entry_malformed"),
        (b'{"at":"","author":"a","counter":-1,"device":"d","group":1,"id":"x","type":"case","unit":"u"}',
         "entry_malformed"),
        (b'{"at":"","author":"a","counter":1,"device":"d","fields":{"x":"%s"},"group":1,"id":"x","type":"case",'
         b'"unit":"u"}' % (b"y" * 65536), "entry_too_large"),
    ],
    ids=["incomplete", "a letter no database keeps", "a number below zero", "too large"],
)  # fmt: skip
def test_a_damaged_entry_does_not_hold_up_its_neighbours(hoa: Pc, raw: bytes, code: str) -> None:
    good = hoa.edit("case", new_id(), {"note": "tốt"})
    damaged, fine = hoa.push(raw, good)
    assert (damaged.key, damaged.outcome, damaged.code) == (key_of(raw), Outcome.REJECTED, code)
    assert fine.outcome == Outcome.APPLIED


def test_trap_4_what_builds_on_a_refused_entry_waits_for_it(hoa: Pc) -> None:
    """Followers by field, by record and by reference."""
    case = new_id()
    poisoned = hoa.edit("case", case, {**REFUSED, "note": "một"})
    by_field = hoa.edit("case", case, {"note": "hai"}, after={"note": key_of(poisoned)})
    by_record = hoa.edit("case", case, {"channel": "buu_chinh"})
    by_reference = hoa.edit("stage", new_id(), {"case": case, "kind": "dieu_tra"})
    stranger = hoa.edit("case", new_id(), {"note": "khác"})
    first, *followers, last = hoa.push(poisoned, by_field, by_record, by_reference, stranger)
    assert first.outcome == Outcome.REJECTED
    assert [(answer.outcome, answer.waits_for) for answer in followers] == [(Outcome.WAITS, first.key)] * 3
    assert last.outcome == Outcome.APPLIED


def test_mending_the_refused_entry_sets_its_followers_free(hoa: Pc) -> None:
    case = new_id()
    poisoned = hoa.edit("case", case, {**REFUSED, "note": "một"})
    follower = hoa.edit("case", case, {"note": "hai"}, after={"note": key_of(poisoned)})
    child = hoa.edit("stage", new_id(), {"case": case, "kind": "dieu_tra"})
    hoa.push(poisoned, follower, child)
    mended = hoa.edit("case", case, {"law_field": "dat_dai", "note": "một"}, supersedes=key_of(poisoned))
    answers = hoa.push(mended, follower, child)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED] * 3
    assert (hoa.value("case", case, "note"), hoa.conflicts()) == ("hai", [])


def test_a_mending_that_is_refused_again_can_be_mended_again(hoa: Pc) -> None:
    case = new_id()
    poisoned = hoa.edit("case", case, {**REFUSED, "note": "một"})
    worse = hoa.edit("case", case, {"channel": 5, "note": "một"}, supersedes=key_of(poisoned))
    follower = hoa.edit("case", case, {"note": "hai"}, after={"note": key_of(poisoned)})
    hoa.push(poisoned)
    answers = hoa.push(worse, follower)
    assert [answer.outcome for answer in answers] == [Outcome.REJECTED, Outcome.WAITS]
    assert answers[1].waits_for == key_of(worse)
    better = hoa.edit("case", case, {"note": "một"}, supersedes=key_of(worse))
    answers = hoa.push(better, follower)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED, Outcome.APPLIED]
    assert hoa.conflicts() == []


def test_giving_up_the_refused_entry_sets_its_followers_free(hoa: Pc) -> None:
    case = new_id()
    poisoned = hoa.edit("case", case, REFUSED)
    follower = hoa.edit("case", case, {"note": "hai"})
    hoa.push(poisoned, follower)
    given_up = hoa.edit("case", case, {}, discards=key_of(poisoned))
    answers = hoa.push(given_up, follower)
    assert [answer.outcome for answer in answers] == [Outcome.AGREED, Outcome.APPLIED]
    (late,) = hoa.push(poisoned)
    assert (late.outcome, late.code) == (Outcome.REJECTED, "given_up")


def test_one_intent_is_applied_whole_or_not_at_all(hoa: Pc) -> None:
    person, case, role = new_id(), new_id(), new_id()
    intent = [
        hoa.edit("person", person, {"full_name": "Đặng Thị Hoà"}, group=7),
        hoa.edit("case", case, REFUSED, group=7),
        hoa.edit("case_person", role, {"case": case, "person": person}, group=7),
    ]
    before = hoa.heads
    one, culprit, three = hoa.push(*intent)
    assert (culprit.outcome, culprit.code) == (Outcome.REJECTED, "law_field_excluded")
    for other in (one, three):
        assert (other.outcome, other.code, other.waits_for) == (Outcome.REJECTED, "group", culprit.key)
    assert hoa.heads == before
    mended = hoa.edit("case", case, {"law_field": "dat_dai"}, group=7, supersedes=key_of(intent[1]))
    answers = hoa.push(mended, intent[0], intent[2])
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED] * 3


def test_an_intent_is_applied_after_all_when_the_server_learns_better(hoa: Pc, server: RunningServer) -> None:
    """A refusal is not final: the same bytes may be sent again."""
    server.set_account("hoa", "CN1", role="thong_ke")
    entry = hoa.edit("case", new_id(), {"note": "x"})
    (answer,) = hoa.push(entry)
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "no_right")
    server.set_account("hoa", "CN1", role="van_thu_tiep_nhan")
    (answer,) = hoa.push(entry)
    assert answer.outcome == Outcome.APPLIED


def test_trap_10_entries_of_a_disabled_author_wait_and_go_on_later(hoa: Pc, server: RunningServer) -> None:
    """Rights lost with a full queue."""
    case = new_id()
    queue = [hoa.edit("case", case, {"note": "một"}), hoa.edit("stage", new_id(), {"case": case})]
    server.set_account("hoa", "CN1", enabled=False)
    answers = hoa.push(*queue)
    assert {(answer.outcome, answer.code) for answer in answers} == {(Outcome.WAITS, "author_disabled")}
    server.set_account("hoa", "CN1", enabled=True)
    assert [answer.outcome for answer in hoa.push(*queue)] == [Outcome.APPLIED] * 2


def test_an_author_the_pc_never_enrolled_waits(hoa: Pc) -> None:
    (answer,) = hoa.push(hoa.edit("case", new_id(), {"note": "x"}, author=new_id()))
    assert (answer.outcome, answer.code) == (Outcome.WAITS, "author_unknown")


@pytest.mark.parametrize("role", ["thong_ke", "so_tu_phap_xem", "cuc_xem"])
def test_those_who_only_read_write_nothing(server: RunningServer, hoa: Pc, role: str) -> None:
    server.set_account("hoa", "CN1", role=role)
    (answer,) = hoa.push(hoa.edit("case", new_id(), {"note": "x"}))
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "no_right")


@pytest.mark.parametrize("kind", ["unit", "conflict"])
def test_what_the_server_writes_nobody_else_does(hoa: Pc, kind: str) -> None:
    (answer,) = hoa.push(hoa.edit(kind, hoa.feed, {"name": "Trung tâm giả"}))
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "no_right")


def test_a_record_of_a_later_version_may_call_any_text_its_case(hoa: Pc) -> None:
    record = new_id()
    assert hoa.push(hoa.edit("surety", record, {"case": "x" * 100}))[0].outcome == Outcome.APPLIED
    hoa.pull()
    assert hoa.value("surety", record, "case") == "x" * 100


def test_foreign_and_unknown_things_get_the_same_answer(server: RunningServer, hoa: Pc) -> None:
    """Scope is checked before existence."""
    stranger = joined(server, "TT2", "sau")
    case = new_id()
    stranger.push(stranger.edit("case", case, {"note": "bí mật"}))
    attempts = [
        hoa.send(hoa.edit("case", new_id(), {"note": "x"}, unit=stranger.feed), feed=stranger.feed),
        hoa.send(hoa.edit("case", new_id(), {"note": "x"}, unit=new_id()), feed=new_id()),
        hoa.send(hoa.edit("case", case, {"note": "x"})),
        hoa.send(hoa.edit("case", new_id(), {"note": "x"}, unit=stranger.feed)),
    ]
    verdicts = {(answer.outcome, answer.code, answer.field) for step in attempts for answer in step.answers}
    assert verdicts == {(Outcome.REJECTED, "out_of_scope", None)}
    assert all(stranger.feed not in step.feeds for step in attempts)
    stranger.pull()
    assert stranger.value("case", case, "note") == "bí mật"


def test_what_was_applied_is_not_called_refused_once_the_unit_is_out_of_sight(
    server: RunningServer, centre: Pc, hoa: Pc
) -> None:
    """The answer was lost, and then the branch went to another centre; nobody else is told what lies there."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "của chi nhánh"}))
    centre.pull()
    mine = centre.edit("case", case, {"result": "của trung tâm"}, unit=hoa.feed)
    later = centre.edit("case", case, {"result": "chưa gửi"}, unit=hoa.feed)
    stranger = joined(server, "TT2", "sau")
    (applied,) = centre.send(mine, feed=hoa.feed).answers
    assert applied.outcome == Outcome.APPLIED
    server.move_unit("CN1", parent="STP")
    assert centre.send(mine, feed=hoa.feed).answers == (applied,)
    refused = (*centre.send(later, feed=hoa.feed).answers, *stranger.send(mine, feed=hoa.feed).answers)
    assert [(answer.outcome, answer.code) for answer in refused] == [(Outcome.REJECTED, "out_of_scope")] * 2


def test_trap_24_one_entry_that_makes_the_server_fail_stops_only_itself(
    hoa: Pc, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    """It leaves no trace, its neighbours are applied, and its values are not in the log."""
    breaches = rules.breaches

    def failing(case: rules.Values, children: Any) -> list[rules.Breach]:
        if case.get("note") == "bí mật":
            raise ZeroDivisionError(case["note"])
        return breaches(case, children)

    monkeypatch.setattr("sync.server.rules.breaches", failing)
    expected_log(r"ERROR sync\.server\.judge: entry [0-9a-f]{64} failed: ZeroDivisionError at ")
    poisoned, neighbour = new_id(), new_id()
    entries = [hoa.edit("case", poisoned, {"note": "bí mật"}), hoa.edit("case", neighbour, {"note": "khác"})]
    failed, fine = hoa.push(*entries)
    assert (failed.outcome, failed.code) == (Outcome.REJECTED, "server_failed")
    assert fine.outcome == Outcome.APPLIED
    assert ("case", poisoned) not in hoa.records
    monkeypatch.undo()
    assert hoa.push(entries[0])[0].outcome == Outcome.APPLIED


def test_a_conflicting_mend_of_an_entry_that_was_applied_after_all(hoa: Pc) -> None:
    """Its author mended it while the server, asked again, had taken the original: that is no quarrel with oneself."""
    case = new_id()
    entry = hoa.edit("case", case, {"note": "một"})
    mended = hoa.edit("case", case, {"note": "hai"}, supersedes=key_of(entry))
    hoa.push(entry)
    (answer,) = hoa.push(mended)
    assert answer.outcome == Outcome.APPLIED
    assert (hoa.value("case", case, "note"), hoa.conflicts()) == ("hai", [])
