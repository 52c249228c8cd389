"""Form 26: who performs legal aid here on a day, and every number opens them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.issued_changes import changes_since
from desktop.services.issuing import Issuing
from desktop.services.reports import Counted, Reports
from desktop.services.session import Session
from desktop.store import directory
from desktop.store.tables import TABLES
from sync.contract.fields import Wire
from sync.contract.messages import Directory, UnitInfo
from tests.factories import make_office

YEAR = period("2026")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """A branch with two law practices, one of which ended its contract in May, and four people."""
    _office, session = make_office(tmp_path)
    cases = Cases(session)

    def event(of: str, kind: str, on: str, **more: Wire) -> None:
        cases.add("organisation_event", {"organisation": of, "kind": kind, "on": on, **more})

    practice: dict[str, Wire] = {"kind": "to_chuc_ky_hop_dong", "sub_kind": "hanh_nghe_luat_su"}
    here = cases.add("organisation", {"name": "Văn phòng luật sư Ban Mai", **practice})
    gone = cases.add("organisation", {"name": "Công ty luật Hải Đăng", **practice})
    advice = cases.add("organisation", {"name": "Trung tâm tư vấn Hoa Sen", "kind": "to_chuc_dang_ky"})
    event(here, "ky_hop_dong", "2025-03-01")
    event(gone, "ky_hop_dong", "2025-03-01")
    event(gone, "cham_dut_hop_dong", "2026-05-31")
    event(advice, "cap_giay", "2026-07-01", valid_to="2026-11-30")
    people: list[dict[str, Wire]] = [
        {"full_name": "Vừ Thị Mái", "kind": "tgvpl", "gender": "nu", "appointed_on": "2020-01-01"},
        {"full_name": "Đinh Văn Ấn", "kind": "tgvpl", "gender": "nam", "left_on": "2026-02-01"},
        {"full_name": "Ôn Thị Ư", "kind": "luat_su_to_chuc", "organisation": here},
        {"full_name": "Hà Văn Ơ", "kind": "tap_su", "gender": "nam"},
    ]
    for one in people:
        cases.add("practitioner", one)
    yield session
    session.database.close()


def counted(session: Session, named: str = "2026", **readings: str) -> tuple[Reports, Counted]:
    reports = Reports(session)
    between = period(named)
    return reports, reports.count(reports.form("26", between), reports.asked(between, readings=readings))


def names(reports: Reports, form: Counted, column: int) -> list[str]:
    behind = reports.behind(form.form, form.asked, ("", column))
    assert behind.counted == len(behind.others) == form.cells["", column]
    return [each.name for each in behind.others]


def test_who_is_there_on_the_last_day_counts_and_each_number_names_them(office: Session) -> None:
    reports, form = counted(office)
    assert names(reports, form, 1) == [office.office.unit.name, "Văn phòng luật sư Ban Mai"]
    assert [form.cells["2", column] for column in (3, 4, 5, 6, 7)] == [1, 1, 1, 0, 0]
    assert names(reports, form, 10) == ["Vừ Thị Mái", "Ôn Thị Ư"]
    assert names(reports, form, 13) == ["Vừ Thị Mái"]
    assert reports.explain(form) == []
    excepted = {each.control.title: each.excepted for each in form.controls if each.excepted and each.at == ""}
    assert excepted == {"Tổng số người bằng nam và nữ": 1}


def test_a_certificate_counts_until_the_day_it_runs_out(office: Session) -> None:
    for named, there in (("2026-10", 1), ("2026-11", 1), ("2026-12", 0)):
        _reports, form = counted(office, named)
        assert form.cells["", 7] == there


def test_whoever_was_there_on_any_day_counts_where_the_office_chose_so(office: Session) -> None:
    reports, form = counted(office, present="anyone")
    assert names(reports, form, 4) == ["Công ty luật Hải Đăng", "Văn phòng luật sư Ban Mai"]
    assert names(reports, form, 13) == ["Vừ Thị Mái", "Đinh Văn Ấn"]
    assert "ít nhất một ngày trong kỳ" in " ".join(reports.page(form).notes)


def test_an_issued_form_26_stays_and_says_which_numbers_are_others_now(office: Session) -> None:
    _reports, form = counted(office)
    issuing = Issuing(office)
    report = issuing.named(issuing.issue(form, "12/BC"))
    Cases(office).add("practitioner", {"full_name": "Lý A Pó", "kind": "cong_tac_vien", "gender": "nam"})
    opened = issuing.opened(report)
    assert opened.counted.cells == form.cells
    since = changes_since(office, opened)
    assert {change.place[1]: int(change.now - change.then) for change in since.cells if change.place[0] == ""} == {
        10: 1,
        11: 1,
        17: 1,
    }


def test_as_of_an_earlier_moment_nobody_is_there_who_came_later(office: Session) -> None:
    before = office.clock()
    office.clock = lambda: before.replace(year=before.year + 1)
    Cases(office).add("practitioner", {"full_name": "Lý A Pó", "kind": "cong_tac_vien", "gender": "nam"})
    reports, form = counted(office)
    assert form.cells["", 10] == 3
    assert reports.count(form.form, form.asked, before).cells["", 10] == 2


def test_nobody_leaves_the_form_with_a_branch_that_was_merged(office: Session) -> None:
    own = office.office.unit
    gone = UnitInfo(id="gone", code="CN9", name="Chi nhánh số 9", kind="chi_nhanh", parent=own.id, merged_into=own.id)
    one = Cases(office).add("practitioner", {"full_name": "Lý A Pó", "kind": "cong_tac_vien", "gender": "nam"})
    with office.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(own, gone)), anew=True)
        table = TABLES["practitioner"]
        connection.execute(table.update().where(table.c.id == one).values(unit=gone.id))
    reports, form = counted(office)
    assert names(reports, form, 3) == [own.name]
    assert names(reports, form, 17) == ["Lý A Pó"]
    assert form.cells["2", 17] == 1


def test_whoever_came_with_a_case_from_another_unit_is_not_of_this_one(office: Session) -> None:
    """Else every case that moves would bring the office a practitioner more."""
    one = Cases(office).add("practitioner", {"full_name": "Lý A Pó", "kind": "tgvpl", "appointed_on": "2020-01-01"})
    with office.database.write() as connection:
        table = TABLES["practitioner"]
        connection.execute(table.update().where(table.c.id == one).values(copied_from="of-another-unit"))
    reports, form = counted(office)
    assert names(reports, form, 13) == ["Vừ Thị Mái"]
    Cases(office).add("staff_movement", {"practitioner": one, "kind": "bo_nhiem_moi", "on": "2026-12-31"})
    reports, form = counted(office)
    assert names(reports, form, 13) == ["Lý A Pó", "Vừ Thị Mái"]
