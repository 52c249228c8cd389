"""Statistical forms: their numbers are those worked out by hand, and each opens the cases it counts."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.domain.catalogues import catalogue
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.reports.forms import Form, shipped
from desktop.services.cases import Cases, Intake
from desktop.services.export import export_visible
from desktop.services.people import People
from desktop.services.practice import generate
from desktop.services.reports import Counted, Reports
from desktop.services.same_person import SamePerson
from desktop.services.session import Session
from desktop.words.reports import notes
from sync.contract.fields import Wire
from tests.factories import make_office, sample_intake
from tests.fakes import exported
from tests.fakes import form_25 as by_hand
from tests.fakes.form_24 import worked_out

YEAR = period("2026")
ENDED: dict[str, Wire] = {"ended_on": "2026-11-25", "outcome": "kt_xong"}
#: Days around the edges of the year and of its parts.
EDGES = ("2025-12-31", "2026-01-01", "2026-05-31", "2026-06-30", "2026-10-31", "2026-11-01", "2026-11-20")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An office with practice cases, and with as many as awkward as cases can be."""
    _office, session = make_office(tmp_path_factory.mktemp("reports"), practice=True)
    generate(session, 400, seed=5)
    chance = Random(24)
    for number in range(100):
        _take_in(session, chance, number)
    share_a_case(session)
    yield session
    session.database.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def _take_in(session: Session, chance: Random, number: int) -> str:
    """One more case, with anything that a statistic may stumble over."""
    accepted, version = chance.choice([(dt.date(2025, 11, 3), "bv2025b"), (dt.date(2026, 1, 5), "bv2026")])
    categories = [entry.code for entry in catalogue("beneficiary_category").entries if entry.group == version]
    chosen = chance.sample(categories, chance.choice([0, 1, 1, 2, 3]))
    if chance.random() < 0.2:
        chosen = ["ho_ngheo", "dtts_vung_dbkk"]
    part: dict[str, Wire] = {"categories": list(chosen)}
    if chosen:
        part["primary_category"] = primary = chance.choice(chosen)
        statuses = [each.code for each in catalogue("beneficiary_sub_status").valid(accepted, group=primary)]
        part["sub_status"] = chance.choice([*statuses, None])
    case: dict[str, Wire] = {
        "form": chance.choice([entry.code for entry in catalogue("form").valid(accepted)]),
        "law_field": chance.choice(["hinh_su", "dan_su", "hon_nhan_gia_dinh", "hanh_chinh", "dat_dai", "khac"]),
        "content": "Yêu cầu trợ giúp",
        "received_at": f"{accepted}T08:00:00+07:00",
        "accepted_at": f"{accepted}T08:30:00+07:00",
    }
    if case["form"] == "tham_gia_to_tung":
        case["representation"] = "bao_ve"
    person: dict[str, Wire] = {"full_name": f"Người {number}", "gender": chance.choice(["nam", "nu", None])}
    cases = Cases(session)
    taken = cases.take_in(Intake(person=person, part=part, case=case))
    if chance.random() < 0.8:
        cases.edit(
            "case",
            taken,
            {"ended_on": chance.choice([day for day in EDGES if day >= str(accepted)]), "outcome": "kt_xong"},
        )
    if chance.random() < 0.1:  # reopened: the end is taken back
        cases.edit("case", taken, {"ended_on": None, "outcome": None})
    if chance.random() < 0.1:
        cases.delete(taken)
    return taken


def _put_into_folder(session: Session, name: str, text: str) -> None:
    """What staff do with the file of a new version: into the folder of forms beside the office's data."""
    folder = session.database.path.parent / "forms"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def form_24(session: Session, between: Period = YEAR) -> tuple[Reports, Form, Counted]:
    reports = Reports(session)
    form = reports.form("24", between)
    return reports, form, reports.count(form, reports.asked(between))


@pytest.mark.parametrize("named", ["2026", "2026-H1", "BC2026", "SB6T2026", "2026-01", "2025-12-31..2026-01-01"])
def test_every_cell_is_what_is_worked_out_by_hand(session: Session, named: str, tmp_path: Path) -> None:
    between = period(named)
    export_visible(session, tmp_path)
    units = [session.office.unit.id]
    expected = worked_out(exported.read(tmp_path), units, between.first.isoformat(), between.last.isoformat())
    _reports, _form, counted = form_24(session, between)
    assert {place: number for place, number in counted.cells.items() if number} == expected
    assert named != "2026" or counted.cells["", 1] > 100


def test_every_number_opens_as_many_as_it_counts(session: Session) -> None:
    reports, form, counted = form_24(session)
    for place, number in counted.cells.items():
        if number:
            behind = reports.behind(form, counted.asked, place)
            assert behind.counted == number
            assert 0 < len(behind.cases) <= number


def test_what_does_not_add_up_names_its_cases(office: Session) -> None:
    cases = Cases(office)
    whole = cases.take_in(sample_intake())
    without = cases.take_in(
        Intake(person={"full_name": "Vàng A Sử"}, case=sample_intake().case, part={"categories": []})
    )
    for case in (whole, without):
        cases.edit("case", case, ENDED)
    reports, _form, counted = form_24(office)
    explained = reports.explain(counted)
    assert {each.outcome.control.title for each in explained} == {"Nam và nữ bằng tổng số", "Các diện bằng tổng số"}
    assert all((each.outcome.whole == 2 and each.outcome.parts == 1) for each in explained if each.outcome.at == "")
    assert {row.id for each in explained for row in each.cases} == {without}


def test_a_category_without_a_column_is_a_lawful_exception(office: Session) -> None:
    cases = Cases(office)
    intake = sample_intake()
    part: dict[str, Wire] = {"categories": ["dien_khac"], "primary_category": "dien_khac"}
    case = cases.take_in(Intake(person=intake.person, case=intake.case, part=part))
    cases.edit("case", case, ENDED)
    reports, _form, counted = form_24(office)
    assert reports.explain(counted) == []
    assert [each.excepted for each in counted.controls if each.at == "" and each.control.allows] == [1]


def test_whoever_is_entered_twice_in_one_case_is_counted_once(office: Session) -> None:
    cases = Cases(office)
    case = cases.take_in(sample_intake())
    cases.edit("case", case, ENDED)
    one = next(iter(cases.page(case).people))
    other = cases.add("person", {"full_name": "Lò Thị Pâng", "gender": "nu"})
    for person in (one, other):
        cases.add("case_person", {"case": case, "person": person, "role": "nguoi_duoc_tgpl"})
    SamePerson(office).merge(other, one)
    reports, form, counted = form_24(office)
    assert [counted.cells["", column] for column in (1, 3, 5)] == [1, 1, 1]
    assert reports.behind(form, counted.asked, ("", 1)).counted == 1


def share_a_case(office: Session) -> str:
    """An ended case that an aid officer and a lawyer of an organisation performed by halves."""
    cases = Cases(office)
    case = cases.take_in(sample_intake())
    for kind, assigner in (("tgvpl", "trung_tam"), ("luat_su_to_chuc", "to_chuc_dang_ky")):
        performer = cases.add("practitioner", {"full_name": f"Người {kind}", "kind": kind})
        values: dict[str, Wire] = {"case": case, "practitioner": performer, "capacity": kind, "share": "1/2"}
        cases.add("assignment", {**values, "assigned_by": assigner, "from_on": "2026-11-25"})
    cases.edit("case", case, ENDED)
    return case


def form_25(session: Session, credit: str = "at_end") -> tuple[Reports, Form, Counted]:
    reports = Reports(session)
    form = reports.form("25", YEAR)
    return reports, form, reports.count(form, reports.asked(YEAR, readings={"credit": credit}))


def test_a_shared_case_counts_its_exact_parts_and_a_number_shows_them(office: Session, tmp_path: Path) -> None:
    case = share_a_case(office)
    reports, form, counted = form_25(office)
    half = Fraction(1, 2)
    assert [counted.cells["", column] for column in range(1, 14)] == [1, 0, 1, 1, half, half, 0, 0, half, 0, 0, 0, 0]
    assert reports.explain(counted) == []
    behind = reports.behind(form, counted.asked, ("", 9))
    assert (behind.counted, behind.parts, [row.id for row in behind.cases]) == (half, {case: half}, [case])
    reports.write(counted, tmp_path / "25.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "25.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {cell.number_format for cell in cells if cell.value == 0.5} == {"#,##0.0##"}


def test_who_is_credited_after_a_replacement_is_chosen_and_printed(office: Session) -> None:
    cases = Cases(office)
    case = cases.take_in(sample_intake())
    for kind, until in (("tgvpl", "2026-11-24"), ("cong_tac_vien", None)):
        performer = cases.add("practitioner", {"full_name": f"Người {kind}", "kind": kind})
        values: dict[str, Wire] = {"practitioner": performer, "capacity": kind, "to_on": until}
        cases.add("assignment", {"case": case, **values})
    cases.edit("case", case, ENDED)
    _reports, _form, counted = form_25(office)
    assert [counted.cells["", column] for column in (4, 5, 13)] == [1, 0, 1]
    reports, form, counted = form_25(office, "equally")
    assert [counted.cells["", column] for column in (4, 5, 13)] == [1, Fraction(1, 2), Fraction(1, 2)]
    assert "Vụ việc có thay người thực hiện được chia đều cho mọi người đã thực hiện." in notes(counted)
    reports.choose("credit", "equally")
    assert Reports(office).count(form, reports.asked(YEAR)).cells["", 5] == Fraction(1, 2)
    with pytest.raises(DomainError, match="no_such_reading"):
        reports.choose("credit", "by_lot")


def test_an_end_before_anybody_was_appointed_is_lawful_and_named(office: Session) -> None:
    case = Cases(office).take_in(sample_intake())
    Cases(office).edit("case", case, {**ENDED, "outcome": "kt_dinh_chi"})
    reports, _form, counted = form_25(office)
    assert reports.explain(counted) == []
    assert counted.beside["", "nobody_appointed"] == 1
    assert "Vụ việc kết thúc khi chưa cử người thực hiện: 1." in notes(counted)


@pytest.mark.parametrize("named", ["2026", "2026-H1", "BC2026", "2026-11"])
def test_form_25_is_what_is_worked_out_by_hand(session: Session, named: str, tmp_path: Path) -> None:
    between = period(named)
    export_visible(session, tmp_path)
    units, days = [session.office.unit.id], (between.first.isoformat(), between.last.isoformat())
    expected = by_hand.worked_out(exported.read(tmp_path), units, *days)
    reports = Reports(session)
    counted = reports.count(reports.form("25", between), reports.asked(between))
    assert {spot: n for spot, n in [*counted.cells.items(), *counted.beside.items()] if n} == expected
    assert named != "2026" or any(n.denominator == 2 for n in counted.cells.values())


def test_whoever_was_entered_twice_is_counted_as_who_stands_for_them(office: Session) -> None:
    cases = Cases(office)
    intake = sample_intake()
    ids = []
    for gender in ("nam", "nu"):
        taken = cases.take_in(Intake(person={**intake.person, "gender": gender}, case=intake.case, part=intake.part))
        cases.edit("case", taken, ENDED)
        ids.append(next(iter(cases.page(taken).people)))
    assert len(People(office).matching("lò thị pâng")) == 2
    SamePerson(office).merge(ids[0], ids[1])
    _reports, _form, counted = form_24(office)
    assert [counted.cells["", column] for column in (1, 2, 3)] == [2, 0, 2]


def test_a_new_version_of_a_form_is_a_file_and_no_code(office: Session) -> None:
    cases = Cases(office)
    began: dict[str, Any] = {"received_at": "2026-05-04T08:00:00+07:00", "accepted_at": "2026-05-04T08:30:00+07:00"}
    case = cases.take_in(sample_intake(**began))
    cases.edit("case", case, {"ended_on": "2026-05-31", "outcome": "kt_xong"})
    newer = """
code = "24/BTP/TGPL"
version = "thử"
legal_basis = "Thông tư thử"
valid_from = 2026-01-01
title = "Biểu thử"
counted = "Lượt người"
stub = "Lĩnh vực"
population = "people_of_ended_cases"
columns = [{number = 1, heads = ["Tổng số"]}, {number = 2, heads = ["Nữ"], of = ["woman"]}]
rows = [{mark = "", title = "Tổng số", of = ["everything"]}, {mark = "1", title = "Khác", of = ["other_field"]}]
"""
    _put_into_folder(office, "biểu thử.toml", newer)
    reports = Reports(office)
    for named, version in (("2025", "2019"), ("SB6T2026", "thử")):
        assert reports.form("24/BTP/TGPL", period(named)).version == version
    between = period("SB6T2026")
    counted = reports.count(reports.form("24", between), reports.asked(between))
    assert counted.cells == {("", 1): 1, ("", 2): 1, ("1", 1): 1, ("1", 2): 1}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('of = ["man"]', 'of = ["nobody"]'),
        ('population = "people_of_ended_cases"', 'population = "everybody"'),
        ("number = 18", "number = 17"),
        ('mark = "4.3"', 'mark = "4.2"'),
        ("parts = [2, 3]", "parts = [2, 33]"),
        ('stub = "Phân', 'stuff = "Phân'),
        ("[[columns]]", "[[columns"),
    ],
)
def test_a_form_that_means_nothing_is_refused(office: Session, before: str, after: str) -> None:
    text = next(text for text in shipped() if before in text)
    _put_into_folder(office, "sai.toml", text.replace(before, after, 1))
    reports = Reports(office)
    assert [(error.code, error.values["file"]) for error in reports.refused] == [("form_malformed", "sai.toml")]
    assert len(reports.forms) == len(shipped())


def test_only_ones_own_units_are_counted(office: Session) -> None:
    reports = Reports(office)
    assert reports.asked(YEAR, ["CN1"]).units == (office.office.unit.id,)
    with pytest.raises(DomainError, match="not_your_unit"):
        reports.asked(YEAR, ["CN2"])


def test_the_workbook_is_laid_out_as_the_form_is_printed(session: Session, tmp_path: Path) -> None:
    reports, form, counted = form_24(session)
    file = tmp_path / "biểu 24.xlsx"
    assert reports.write(counted, file) == len(form.rows)
    sheet = load_workbook(file).worksheets[0]
    texts = {str(cell.value): cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert texts["Biểu số: 24/BTP/TGPL"] == "A4"
    assert {"SỐ LƯỢT NGƯỜI ĐÃ ĐƯỢC TRỢ GIÚP PHÁP LÝ", "Từ ngày 01/01/2026 đến ngày 31/12/2026"} <= texts.keys()
    merged = {str(each) for each in sheet.merged_cells.ranges}
    heads = {texts[name]: name for name in ("Chia theo giới tính", "Người có khó khăn về tài chính", "Trẻ em")}
    assert sorted(heads) == ["C8", "I8", "L8"]
    assert {"C8:D8", "L8:S8", "I8:I9", "A8:A9"} <= merged
    first = next(number for number in range(1, 20) if sheet.cell(number, 1).value == "Tổng số")
    for at, row in enumerate(form.rows, start=first):
        cells = [sheet.cell(at, 2 + number).value for number in range(len(form.columns))]
        assert cells == [counted.cells[row.mark, each.number] if row.of else None for each in form.columns]
    assert sheet.print_area.startswith("'24-BTP-TGPL'!$A$1:$S$")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert any(text.startswith("Thủ trưởng đơn vị") for text in texts)
