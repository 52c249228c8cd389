"""What is said of the synchronisation: calm, complete, and never green while something is not (trap 14)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.session import VIETNAM
from desktop.services.synchronise import Status
from desktop.services.unsent import QueueItem
from desktop.store.replica import Receipt
from desktop.words.errors import words_for
from desktop.words.sync import (
    SENT,
    Activity,
    Tone,
    age,
    progress_sentence,
    reason,
    receipt,
    state,
    status_parts,
    status_sentence,
    subject,
    whole_subject,
)
from sync.client.ports import Totals
from sync.client.tables import EntryState
from sync.contract.errors import CodedError, NeedsUser, Offline, ProtocolViolation

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)
COMPLETE = "2026-11-19T16:02:10+07:00"


def standing(
    *,
    enrolled: bool = True,
    practice: bool = False,
    conflicts_open: int = 0,
    last_complete: str | None = COMPLETE,
    waited: dt.timedelta | None = None,
    behind: bool = False,
    unsent_bytes: int = 0,
    unfetched: int = 0,
    on_stick: int = 0,
    **counts: int,
) -> Status:
    oldest = (NOW - waited).isoformat() if waited is not None else None
    values = {"pending": 0, "waits": 0, "rejected": 0, "conflicts": 0} | counts
    return Status(
        enrolled=enrolled,
        practice=practice,
        totals=Totals(
            oldest_at=oldest,
            behind=behind,
            on_stick=on_stick,
            on_stick_since=oldest if on_stick else None,
            pending=values["pending"],
            waits=values["waits"],
            rejected=values["rejected"],
            conflicts=values["conflicts"],
        ),
        conflicts_open=conflicts_open,
        last_complete=last_complete,
        unsent_bytes=unsent_bytes,
        unfetched=unfetched,
    )


def test_what_lies_on_a_stick_is_said_with_since_when_and_is_not_sent() -> None:
    status = standing(pending=3, on_stick=3, waited=dt.timedelta(hours=2))
    said = status_sentence(status, NOW)
    assert "3 thay đổi chờ gửi, lâu nhất đã 2 giờ. 3 thay đổi trên USB từ 06:00 ngày 22/11/2026." in said
    assert not status.green


def test_offline_for_three_days() -> None:
    status = standing(pending=5, waited=dt.timedelta(days=3, hours=2))
    assert status_sentence(status, NOW, Activity(trouble=Offline("no_line"))) == (
        "Không có kết nối. 5 thay đổi chờ gửi, lâu nhất đã 3 ngày. Đồng bộ đầy đủ lần gần nhất: 16:02 ngày 19/11/2026."
    )


def test_everything_sent() -> None:
    parts = status_parts(standing(), NOW)
    assert [part.text for part in parts] == [SENT, "Đồng bộ đầy đủ lần gần nhất: 16:02 ngày 19/11/2026."]
    assert [part.tone for part in parts] == [Tone.OK, Tone.NEUTRAL]


@pytest.mark.parametrize(
    ("waited", "text", "tone"),
    [
        (dt.timedelta(minutes=59), None, None),
        (dt.timedelta(hours=5), "lâu nhất đã 5 giờ.", Tone.NEUTRAL),
        (dt.timedelta(hours=24), "lâu nhất đã 1 ngày.", Tone.NEUTRAL),
        (dt.timedelta(hours=24, seconds=1), "lâu nhất đã 1 ngày.", Tone.WAIT),
        (-dt.timedelta(days=2), None, None),  # a clock that was put back
    ],
)
def test_only_what_has_waited_for_more_than_a_day_is_coloured(
    waited: dt.timedelta, text: str | None, tone: Tone | None
) -> None:
    parts = status_parts(standing(pending=2, waited=waited), NOW)
    said = [part for part in parts if part.text.startswith("lâu nhất")]
    assert [(part.text, part.tone) for part in said] == ([(text, tone)] if text else [])
    assert all(part.tone is Tone.NEUTRAL for part in parts if part not in said)


def test_what_was_refused_and_what_waits_for_a_choice_are_counted_apart() -> None:
    status = standing(pending=1204, waits=1, rejected=2, conflicts_open=3, conflicts=1, waited=dt.timedelta(minutes=3))
    assert status_sentence(status, NOW).startswith(
        "1.205 thay đổi chờ gửi, 2 thay đổi chưa được nhận. 3 chỗ có hai giá trị, cần chọn."
    )


def test_what_only_others_may_read_does_not_ask_for_a_choice_here() -> None:
    said = status_sentence(standing(conflicts_open=1, conflicts=3), NOW)
    assert "1 chỗ có hai giá trị, cần chọn. 2 thay đổi chờ người được xem vụ việc chọn ở máy khác." in said
    assert "cần chọn." not in status_sentence(standing(conflicts=3), NOW)


def test_in_a_narrow_window_less_is_said_about_each_thing_and_nothing_is_left_out() -> None:
    status = standing(pending=4, rejected=2, conflicts_open=3, waited=dt.timedelta(days=3))
    parts = status_parts(status, NOW, Activity(trouble=Offline("no_line")))
    assert " ".join(part.short or part.text for part in parts) == (
        "Không có kết nối. 4 chờ gửi, 2 chưa được nhận, lâu nhất đã 3 ngày. 3 chỗ cần chọn. "
        "Đồng bộ đầy đủ: 16:02 ngày 19/11/2026."
    )


def test_practice_and_an_office_that_has_not_joined() -> None:
    assert status_sentence(standing(practice=True, enrolled=False, pending=9), NOW) == (
        "Dữ liệu tập: không bao giờ được gửi đi."
    )
    alone = standing(enrolled=False, pending=7, last_complete=None, waited=dt.timedelta(days=40))
    assert status_sentence(alone, NOW) == (
        "Máy này chưa kết nối với Hệ thống quản lý TGPL. 7 thay đổi được giữ trên máy."
    )


def test_a_first_fetch_that_has_not_come_to_its_end() -> None:
    assert status_sentence(standing(behind=True, last_complete=None), NOW) == (
        "Còn thay đổi của nơi khác chưa nhận về. Chưa đồng bộ đầy đủ lần nào."
    )


def test_progress_is_said_once_something_moves_or_a_person_waits_for_it() -> None:
    assert progress_sentence(Activity(running=True)) == ""
    assert progress_sentence(Activity(running=True, asked=True)) == "Đang đồng bộ…"
    assert progress_sentence(Activity(running=True, sent=40, left=1200, taken=3)) == (
        "Đang đồng bộ: đã gửi 40, còn 1.200, đã nhận 3."
    )
    assert progress_sentence(Activity(running=True, stopping=True, sent=40)) == "Đang dừng…"


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (NeedsUser("captive_portal"), "Mạng này đòi đăng nhập trên trình duyệt trước."),
        (NeedsUser("proxy_auth"), "Máy chủ trung gian đòi mật khẩu."),
        (NeedsUser("enrolment_needed"), "Máy này cần kết nối lại."),
        (Offline("server_busy"), "Hệ thống đang bận."),
        (ProtocolViolation("bad_answer"), "Đã dừng đồng bộ."),
    ],
)
def test_what_stands_in_the_way_is_named(error: CodedError, begins: str) -> None:
    assert status_sentence(standing(pending=1), NOW, Activity(trouble=error)).startswith(begins)


COUNTS = st.integers(min_value=0, max_value=3)
CODES = ["no_line", "captive_portal", "bad_answer", "enrolment_needed"]
ACTIVITIES = st.builds(
    Activity,
    running=st.booleans(),
    asked=st.booleans(),
    stopping=st.booleans(),
    sent=COUNTS,
    taken=COUNTS,
    left=COUNTS,
    trouble=st.none() | st.builds(CodedError, st.sampled_from(CODES)),
    halted=st.booleans(),
)
STANDINGS = st.builds(
    standing,
    enrolled=st.booleans(),
    practice=st.booleans(),
    conflicts_open=COUNTS,
    last_complete=st.none() | st.just(COMPLETE),
    waited=st.none() | st.timedeltas(dt.timedelta(days=-9), dt.timedelta(days=900)),
    pending=COUNTS,
    waits=COUNTS,
    rejected=COUNTS,
    conflicts=COUNTS,
    behind=st.booleans(),
    again=COUNTS,
    differing=COUNTS,
)


@given(status=STANDINGS, activity=ACTIVITIES)
def test_trap_14_green_is_never_said_while_something_is_not(status: Status, activity: Activity) -> None:
    parts = status_parts(status, NOW, activity)
    nothing_left = status.green and not status.practice
    assert any(part.tone is Tone.OK for part in parts) == nothing_left
    assert any("Đã gửi hết" in part.text for part in parts) == nothing_left


@given(status=STANDINGS, activity=ACTIVITIES)
def test_every_sentence_is_whole(status: Status, activity: Activity) -> None:
    sentence = status_sentence(status, NOW, activity)
    assert sentence[-1] in ".…"
    assert "{" not in sentence
    assert "  " not in sentence


def test_ages_are_never_rounded_up() -> None:
    assert [age(dt.timedelta(**span)) for span in ({"minutes": 59}, {"minutes": 119}, {"hours": 47})] == [
        "59 phút",
        "1 giờ",
        "1 ngày",
    ]


def item(**changes: object) -> QueueItem:
    values = {
        "key": "k",
        "at": COMPLETE,
        "author": "Vũ Thị Hòa",
        "type": "case",
        "record": "r",
        "names": ("ended_on", "outcome"),
        "case_id": "r",
        "code": "CN1.TV.01.2026",
        "people": "Lò Thị Pâng",
        "restricted": False,
        "performers": "",
        "state": EntryState.PENDING,
        "tries": 0,
        "error": None,
        "error_field": None,
    }
    return QueueItem(**(values | changes))  # type: ignore[arg-type]


def test_an_unsent_change_says_what_it_changes() -> None:
    assert subject(item()) == "Vụ việc trợ giúp pháp lý: Kết thúc do, Ngày kết thúc"
    many = item(names=("form", "law_field", "content", "note", "result"))
    assert subject(many) == (
        "Vụ việc trợ giúp pháp lý: Hình thức trợ giúp pháp lý, Lĩnh vực pháp luật, Nội dung vụ việc và 2 mục khác"
    )
    assert whole_subject(many).endswith("Kết quả, Ghi chú")
    assert subject(item(names=())) == "Vụ việc trợ giúp pháp lý: bỏ một thay đổi"


def test_a_change_of_a_later_version_is_shown_by_its_names() -> None:
    assert subject(item(type="contract", names=("signed_on",))) == "contract: signed_on"


def test_where_a_change_stands_and_why() -> None:
    assert [state(item(state=each)) for each in (EntryState.PENDING, EntryState.WAITS, EntryState.REJECTED)] == [
        "Chờ gửi",
        "Đang chờ",
        "Chưa được nhận",
    ]
    assert reason(item()) is None
    assert reason(item(error="no_right")) == words_for(CodedError("no_right"))


def test_a_receipt_says_what_moved_and_whether_it_was_all() -> None:
    kept = Receipt(number=12, at=COMPLETE, sent=5, taken=1274, hash="0123456789abcdef", complete=True)
    assert receipt(kept) == ("Biên nhận số 12: 16:02 ngày 19/11/2026, gửi 5, nhận 1.274. Mã 0123456789ab.")
    unfinished = Receipt(number=13, at=COMPLETE, sent=1, taken=0, hash="0123456789abcdef", complete=False)
    assert "(chưa xong)" in receipt(unfinished)


def test_a_pause_and_the_quiet_hours_are_said_before_anything_else() -> None:
    assert status_sentence(standing(), NOW, Activity(paused=True, trouble=Offline("no_line"))).startswith(
        f"Đang tạm dừng đồng bộ. {SENT}"
    )
    assert status_sentence(standing(), NOW, Activity(quiet_until="11:30")).startswith("Giờ không đồng bộ, đến 11:30.")


def test_what_is_on_its_way_now_is_said_while_it_is() -> None:
    assert progress_sentence(Activity(running=True, going=128, left=40)) == "Đang gửi 128 thay đổi…"
    assert progress_sentence(Activity(running=True, sent=1204, going=128, left=3100)) == (
        "Đang đồng bộ: đã gửi 1.204, đang gửi 128, còn 3.100, đã nhận 0."
    )
