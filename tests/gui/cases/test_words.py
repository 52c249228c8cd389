"""What the screens of cases say, without a screen: values, states, deadlines, initials, addresses."""

import datetime as dt

import pytest

from desktop.domain.restriction import restricts
from desktop.qt.table_model import Mark
from desktop.services.session import VIETNAM
from desktop.store.lists import CaseFilter
from desktop.ui.cases.address import Communes
from desktop.ui.cases.intake import Entry, intake_of, parse_citizen_number
from desktop.ui.cases.marks import due_mark, initials, people_shown, sync_mark
from desktop.ui.cases.views import ALL, RUNNING, narrowed
from desktop.ui.values import EMPTY, shown
from sync.contract.fields import RECORD_TYPES, Wire
from tests.factories import NOW

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("record", "name", "value", "words"),
    [
        ("case", "form", "tham_gia_to_tung", "Tham gia tố tụng"),
        ("case", "accepted_at", "2026-11-22T09:02:00+00:00", "16:02 ngày 22/11/2026"),
        ("case", "ended_on", "2026-11-02", "02/11/2026"),
        ("case", "in_custody", True, "Có"),
        ("case", "in_custody", False, "Không"),
        ("case", "register_year", 2026, "2026"),
        ("case", "register_number", 1274, "1.274"),
        ("case", "note", "", EMPTY),
        ("case_person", "categories", ["ho_ngheo", "tre_em"], "Người thuộc hộ nghèo; Trẻ em"),
        ("case_person", "categories", [], EMPTY),
        ("case_person", "person", "p1", "Lò Thị Pâng"),
        ("case_person", "person", "p2", "(chưa có trên máy này)"),
        ("assignment", "share", "1/2", "1/2"),
    ],
)
def test_a_value_reads_as_people_write_it(record: str, name: str, value: Wire, words: str) -> None:
    field = RECORD_TYPES[record].fields[name]
    assert shown(field, value, on=TODAY, names={"p1": "Lò Thị Pâng"}) == words


def test_a_category_is_worded_by_the_law_of_its_day() -> None:
    field = RECORD_TYPES["case_person"].fields["categories"]
    worded = {shown(field, ["nan_nhan_blgd"], on=dt.date(year, 6, 1), names={}) for year in (2019, 2026)}
    assert worded == {"Nạn nhân trong vụ việc bạo lực gia đình"}


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-25T16:00:00+07:00", "trễ hôm nay"),
        ("2026-11-22T23:59:00+07:00", "trễ 3 ngày"),
        ("2026-11-25T23:59:00+07:00", "hôm nay"),
        ("2026-11-26T08:00:00+07:00", "ngày mai"),
        ("2026-11-27T16:00:00+07:00", "ngày kia"),
        ("2026-12-05T23:59:00+07:00", "05/12/2026"),
        (None, ""),
    ],
)
def test_a_deadline_is_worded_by_how_near_it_is(due: str | None, words: str) -> None:
    mark = due_mark(due, NOW)
    assert (mark.word if isinstance(mark, Mark) else mark) == words


def test_only_what_was_acknowledged_is_called_sent() -> None:
    assert sync_mark(unsent=0, contested=0, rejected=False).word == "Đã gửi"
    assert sync_mark(unsent=1, contested=0, rejected=False).word == "Chờ gửi"
    assert sync_mark(unsent=1, contested=0, rejected=True).word == "Chưa được nhận"
    assert sync_mark(unsent=1, contested=1, rejected=True).word == "Cần chọn"


def test_a_restricted_name_is_initials_to_all_but_its_performers() -> None:
    assert initials("Lò Thị Pâng, H’Hen Niê") == "L.T.P., H.N."
    assert people_shown("Lò Thị Pâng", restricted=True, performers="Hà Đào", reader="Vũ Hòa") == "L.T.P."
    assert people_shown("Lò Thị Pâng", restricted=True, performers="Hà Đào, Vũ Hòa", reader="Vũ Hòa") == "Lò Thị Pâng"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Bản Nà Tấu, na tau", "Bản Nà Tấu, Xã Nà Tấu, Tỉnh Điện Biên"),
        ("nà tấu", "Xã Nà Tấu, Tỉnh Điện Biên"),
        ("Tổ 2, Xã Nà Tấu, Tỉnh Điện Biên", "Tổ 2, Xã Nà Tấu, Tỉnh Điện Biên"),
    ],
)
def test_an_address_is_completed_after_its_last_comma(typed: str, first: str) -> None:
    assert Communes(TODAY, "11").find(typed)[0].title == first


def test_old_and_new_numbers_are_read_however_they_are_spaced() -> None:
    assert parse_citizen_number("011 187 001 234") == "011187001234"
    assert parse_citizen_number("111.222.333") == "111222333"


def test_what_is_empty_is_not_sent_and_a_year_is_not_a_day() -> None:
    values = {"person.full_name": "Lò Thị Pâng", "person.birth": "1987", "part.categories": [], "case.form": "tu_van"}
    intake = intake_of(Entry(values=values, moment=dt.datetime(2026, 11, 25, 16, 2, tzinfo=VIETNAM)))
    assert intake.person == {"full_name": "Lò Thị Pâng", "birth_year": 1987}
    assert intake.part == {}
    assert intake.case["accepted_at"] == intake.case["received_at"] == "2026-11-25T16:02:00+07:00"


def test_a_search_looks_at_everything_and_a_state_by_hand_replaces_the_view() -> None:
    assert narrowed(RUNNING, CaseFilter(query="đức")).states == ()
    assert narrowed(RUNNING, CaseFilter(states=("tu_choi",))).states == ("tu_choi",)
    assert narrowed(ALL, CaseFilter()) == CaseFilter()


def test_children_and_victims_are_shielded_and_others_are_not() -> None:
    assert restricts(["ho_ngheo", "tre_em"])
    assert not restricts(["ho_ngheo", "nguoi_co_cong"])
