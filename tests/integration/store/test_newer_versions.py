"""News from a later version: nothing of them is lost, none stops the others, none is overwritten unseen."""

from typing import Any

import pytest

from desktop.services.conflicts import Conflicts
from desktop.services.people import People
from desktop.services.synchronise import Synchronise
from desktop.store import exporting
from desktop.store.door import Change
from desktop.words.errors import words_for
from sync.contract import canonical
from sync.contract.canonical import writes_in
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import new_id
from sync.contract.messages import FeedNews, NewsRecord, Stamped
from tests.integration.store.desk import AT, COLLEAGUE, Desk

#: What fields may hold one day, and what none should.
STRANGE: list[Wire] = [
    None,
    "",
    "x" * 9000,
    "moi_2031",
    "một\x00hai",
    "9999-12-31",
    "9999-12-31T23:59:59+07:00",
    "0001-01-01T00:00:00+14:00",
    "2026-12-01T08:00:00",
    "2026-02-30",
    "1000/7",
    "1/0",
    7,
    -1,
    2**63,
    2**70,
    1.5,
    True,
    [],
    ["a"] * 60,
    [1, None],
    {},
    {"a": {"b": [1]}},
]


def screens(desk: Desk, case_id: str) -> None:
    """Look at everything that shows records."""
    desk.listed()
    desk.listed("Pâng")
    desk.cases.page(case_id)
    desk.cases.counts()
    desk.cases.number_waiting()
    conflicts = Conflicts(desk.session)
    for shown in conflicts.every_open():
        conflicts.one(shown.conflict.id)
    Synchronise(desk.session).queue()
    People(desk.session).practitioners()
    People(desk.session).alike("Lò Thị Pâng", "1987", None)


def exported(desk: Desk) -> set[bytes]:
    """The canonical lines of everything acknowledged."""
    with desk.database.read() as connection:
        return {line for _, _, lines in exporting.acknowledged(connection) for line in lines}


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_whatever_a_later_version_sends_is_kept_to_the_byte_and_the_rest_comes_in(desk: Desk, record_type: str) -> None:
    declared = RECORD_TYPES[record_type]
    moment = "2026-11-20T08:00:00+07:00"
    case_id = desk.known_case(form="tham_gia_to_tung", accepted_at=moment)
    like_all: dict[str, Wire] = {"case": case_id} if "case" in declared.fields else {}
    if record_type == "case":
        like_all = {"form": "tham_gia_to_tung", "accepted_at": moment}
    sent = []
    for strange in STRANGE:
        for name in declared.fields:
            values = {**like_all, name: strange, "new_in_2031": strange}
            cells = {each: Stamped(value, 1, COLLEAGUE, AT) for each, value in values.items()}
            sent.append(NewsRecord(type=record_type, id=new_id(), version=1, writes=writes_in(cells)))
    plain = NewsRecord(
        type="case", id=new_id(), version=1, writes=writes_in({"content": Stamped("Đòi nợ", 1, COLLEAGUE, AT)})
    )
    news = FeedNews(feed=desk.feed, since=1, to=2, head=2, records=(*sent, plain))
    desk.take(news=[news])
    screens(desk, case_id)
    assert [row.id for row in desk.listed("đòi nợ")] == [plain.id]
    assert {canonical.line(record.id, 1, record.fields) for record in sent} <= exported(desk)


def test_a_longer_text_than_this_version_lets_one_type_is_shown_whole_and_the_rest_can_be_changed(desk: Desk) -> None:
    long = "Tranh chấp đất. " * 600
    case_id = desk.known_case(content=long, law_field="luat_moi")
    assert desk.cases.page(case_id).case.content == long
    desk.cases.edit("case", case_id, {"note": "Đã gọi điện"})
    assert desk.entries()[-1].entry.fields == {"note": "Đã gọi điện"}
    assert desk.shown(case_id)["content"] == long


def test_a_value_only_a_later_version_can_show_is_not_overwritten_unseen(desk: Desk) -> None:
    case_id = desk.known_case(ended_on="cuối năm 2031", outcome="kt_xong")
    opened = desk.cases.open("case", case_id)
    assert opened.unreadable == {"ended_on"}
    for fields in ({"ended_on": "2026-11-20"}, {"end_reason": "rut_don"}):  # they conflict as one
        with pytest.raises(Invalid) as caught:
            desk.save(Change(type="case", id=case_id, fields=fields))
        assert caught.value.field == "ended_on"
        assert "Cần bản mới hơn" in words_for(caught.value).text
    assert desk.entries() == []


def test_a_record_of_another_kind_of_id_is_listed(desk: Desk) -> None:
    fields: dict[str, tuple[Any, int]] = {"content": ("Tranh chấp đất", 1)}
    desk.hear("case", "ho-so-2031-1", 1, fields)
    (row,) = desk.listed("tranh chap")
    assert row.code.startswith("Tạm-")


def test_a_case_of_a_form_nobody_here_knows_waits_for_its_number_and_the_others_get_theirs(desk: Desk) -> None:
    moment = "2026-11-20T08:00:00+07:00"
    strange = desk.known_case(form="tro_giup_2031", accepted_at=moment, received_at=moment)
    plain = desk.known_case(form="tu_van_phap_luat", accepted_at=moment, received_at=moment)
    desk.cases.number_waiting()
    assert desk.shown(plain)["code"] == "CN1.TV.01.2026"
    assert desk.shown(strange)["code"] is None


def test_a_moment_at_the_end_of_the_calendar_has_no_deadline_and_stops_nothing(desk: Desk) -> None:
    for form in ("tu_van_phap_luat", "tham_gia_to_tung"):
        for custody in (False, True):
            desk.known_case(form=form, in_custody=custody, accepted_at="9999-12-31T23:00:00+07:00")
    assert [row.due_at for row in desk.listed()] == [None] * 4
