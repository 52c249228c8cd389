"""An organisation without the program fills in a workbook; what it reports is checked, added, and stays told apart."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.errors import SheetError
from desktop.services.cases import Cases
from desktop.services.collecting import Collecting, Returned, Standing
from desktop.services.issued_changes import changes_since
from desktop.services.issuing import Issuing
from desktop.services.reports import Counted, Reports
from desktop.services.session import Session
from desktop.store import directory
from desktop.words import collected as words
from sync.contract.identity import new_id
from sync.contract.messages import Directory, UnitInfo
from tests.factories import NOW, make_office, sample_intake
from tests.fakes.organisations import LAWYERS, MORNING, ONE_WOMAN, fill_in, take_part

YEAR = period("2026")


class Ticking:
    """A clock that goes on whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office with one ended case of a poor woman about land, and two organisations under contract."""
    _office, session = make_office(tmp_path, clock=Ticking())
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    for name in (LAWYERS, MORNING):
        take_part(session, name)
    yield session
    session.database.close()


@pytest.fixture
def sheet(office: Session, tmp_path: Path) -> Path:
    """The workbook of form 24 that went to the lawyers' association."""
    return sent_out(office, tmp_path / "24.xlsx")


def sent_out(session: Session, path: Path, code: str = "24", name: str = LAWYERS, named: str = "2026") -> Path:
    collecting = Collecting(session)
    form = Reports(session).form(code, period(named))
    collecting.write_template(collecting.organisation(name.upper()), form, period(named), path)
    return path


def read(session: Session, path: Path) -> Returned:
    return Collecting(session).read(path)


def counted(session: Session, code: str = "24") -> Counted:
    reports = Reports(session)
    return reports.count(reports.form(code, YEAR), reports.asked(YEAR))


def standing(session: Session, name: str) -> Standing:
    found = Collecting(session).standing(Reports(session).form("24", YEAR), YEAR)
    return next(each for each in found if each.organisation.name == name)


def owing(session: Session) -> list[str | None]:
    found = Collecting(session).standing(Reports(session).form("24", YEAR), YEAR)
    return [each.organisation.name for each in found if each.owes]


def test_the_figures_enter_the_totals_and_stay_told_apart(office: Session, sheet: Path) -> None:
    fill_in(sheet, {spot: 3 * number for spot, number in ONE_WOMAN.items()})
    assert owing(office) == [LAWYERS, MORNING]
    returned = read(office, sheet)
    assert returned.problems == ()
    Collecting(office).take(returned)
    assert owing(office) == [MORNING]
    found = counted(office)
    assert [found.cells["4.1", column] for column in (1, 2, 3, 5)] == [4, 0, 4, 4]
    assert found.only(()).cells["4.1", 1] == 1
    assert found.only([returned.organisation.id]).cells["4.1", 1] == 3
    assert all(each.holds for each in found.controls)
    told = " ".join(words.notes(found))
    assert f"Số liệu gồm của đơn vị: 1 và của tổ chức tham gia trợ giúp pháp lý: {LAWYERS} (nhận 25/11/2026): 3" in told
    assert f"chưa gửi số liệu: {MORNING}." in told
    reports = Reports(office)
    behind = reports.behind(found.form, found.asked, ("4.1", 1))
    assert [behind.counted, len(behind.cases)] == [4, 1]
    assert [[each.name, number] for each, number in behind.given] == [[LAWYERS, 3]]


def test_other_days_and_other_forms_do_not_take_them(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    Collecting(office).take(read(office, sheet))
    reports, half = Reports(office), period("2026-H2")
    assert reports.count(reports.form("24", half), reports.asked(half)).cells["", 1] == 1
    assert counted(office, "25").cells["", 4] == 1


def test_form_25_takes_exact_parts_and_works_out_what_is_carried_on(office: Session, tmp_path: Path) -> None:
    sheet = sent_out(office, tmp_path / "25.xlsx", "25")
    columns: dict[int, float] = {1: 5, 2: 2, 3: 3, 4: 2, 6: 1.5, 8: 1.5, 10: 1 / 3, 11: 1 / 3, 13: 1 / 6}
    marks = ("Tổng số", "1 ", "1.2 ", "II.2 ")
    fill_in(sheet, {(mark, column): number for mark in marks for column, number in columns.items()})
    returned = read(office, sheet)
    assert [words.problem(each) for each in returned.problems] == []
    Collecting(office).take(returned)
    found = counted(office, "25")
    assert [found.cells["1.2", column] for column in (1, 4, 6, 10)] == [5, 2, Fraction(3, 2), Fraction(1, 3)]
    assert found.beside["1.2", "carried_on"] == 3
    failing = [each.control.title for each in found.controls if not each.holds]
    assert failing == []


WRONG: dict[str, tuple[Any, str]] = {
    "a formula": ("=1+1", "Ô {cell} là công thức. Chép ô đó rồi dán giá trị"),
    "a text": ("ba", "Ô {cell} là chữ “ba”, không phải số."),
    "a number as text": ("'3", "Ô {cell} là chữ “'3”, không phải số."),
    "a day": (dt.date(2026, 3, 1), "Ô {cell} là “2026-03-01 00:00:00”, không phải số."),
    "a truth": (True, "Ô {cell} là “True”, không phải số."),
    "an error": ("#REF!", "Ô {cell} báo lỗi #REF!."),
    "less than nothing": (-1, "Ô {cell} là số âm (-1)."),
    "half a person": (1.5, "Ô {cell} ghi 1,5; cột này chỉ nhận số nguyên."),
    "too many": (10**8, "Ô {cell} ghi 100000000, lớn hơn mức có thể có."),
    "a wrong sum": (2, "Ô {cell} ghi 2 nhưng các ô "),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_taken_is_named_with_its_cell_and_nothing_is_kept(
    office: Session, sheet: Path, what: str
) -> None:
    value, told = WRONG[what]
    places = fill_in(sheet, ONE_WOMAN | {("Tổng số", 1): value})
    returned = read(office, sheet)
    assert told.format(cell=places["Tổng số", 1]) in words.problem(returned.problems[0])
    with pytest.raises(DomainError, match="figures_wrong"):
        Collecting(office).take(returned)
    assert counted(office).given == ()
    assert owing(office) == [LAWYERS, MORNING]


def test_the_cells_of_a_wrong_sum_are_named(office: Session, sheet: Path) -> None:
    places = fill_in(sheet, ONE_WOMAN | {("Tổng số", 1): 2, ("Tổng số", 3): 2, ("Tổng số", 5): 2})
    told = [words.problem(each) for each in read(office, sheet).problems]
    parts = ", ".join(fill_in(sheet, {(mark, 1): None for mark in ("1 ", "2 ", "3 ", "4 ")}).values())
    assert f"Ô {places['Tổng số', 1]} ghi 2 nhưng các ô {parts} cộng lại là 1 (Các lĩnh vực bằng tổng số)" in told[0]


def test_a_layout_somebody_changed_is_named(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    workbook = load_workbook(sheet)
    workbook.worksheets[0].insert_rows(16)
    workbook["tgpl"].cell(2, 2)
    workbook.save(sheet)
    told = [words.problem(each) for each in read(office, sheet).problems]
    assert told[0].startswith("Ô A16 phải là “1 Pháp luật hình sự”, nay là “”: mẫu đã bị sửa.")
    assert words.problems(read(office, sheet).problems)[-1].startswith("Và ")


def test_a_file_that_is_about_something_else_is_refused(office: Session, sheet: Path, tmp_path: Path) -> None:
    collecting, reports = Collecting(office), Reports(office)
    form, half = reports.form("24", YEAR), period("2026-H1")
    with pytest.raises(DomainError, match="figures_blank"):
        collecting.read(sheet)
    fill_in(sheet, ONE_WOMAN)
    with pytest.raises(DomainError, match="figures_of_other_period"):
        collecting.read(sheet, form, half)
    with pytest.raises(DomainError, match="figures_of_other_form"):
        collecting.read(sheet, reports.form("25", YEAR), YEAR)
    _office, elsewhere = make_office(tmp_path / "elsewhere", unit_code="CN2", unit_name="Chi nhánh số 2")
    with pytest.raises(DomainError, match="figures_of_unknown"):
        read(elsewhere, sheet)
    elsewhere.database.close()
    workbook = load_workbook(sheet)
    kept = workbook["tgpl"]
    wanted = next(row for row in kept.iter_rows(max_col=2) if row[0].value == "organisation")
    wanted[1].value = collecting.organisation(MORNING).id
    workbook.save(sheet)
    with pytest.raises(SheetError, match="sheet_tampered"):
        collecting.read(sheet)


def test_what_is_no_workbook_of_ours_is_refused(office: Session, tmp_path: Path) -> None:
    path = tmp_path / "24.xlsx"
    with pytest.raises(SheetError, match="sheet_missing"):
        read(office, path)
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(SheetError, match="sheet_unreadable"):
        read(office, path)
    sent_out(office, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/picture.bmp", bytes(17 << 20))
    with pytest.raises(SheetError, match="sheet_unreadable"):
        read(office, path)
    Reports(office).write(counted(office), path)
    with pytest.raises(SheetError, match="sheet_not_ours"):
        read(office, path)


def test_a_second_file_takes_the_place_of_the_first_only_when_it_is_to(office: Session, sheet: Path) -> None:
    collecting = Collecting(office)
    fill_in(sheet, ONE_WOMAN)
    collecting.take(read(office, sheet))
    fill_in(sheet, dict.fromkeys(ONE_WOMAN, 2))
    with pytest.raises(DomainError, match="figures_here"):
        collecting.take(read(office, sheet))
    collecting.take(read(office, sheet), replace=True)
    found = counted(office)
    assert found.cells["", 1] == 3
    assert len(found.given) == 1
    collecting.forget(standing(office, LAWYERS))
    assert counted(office).cells["", 1] == 1


def test_two_files_taken_in_on_two_pcs_are_both_known_of_until_somebody_says_which(
    office: Session, sheet: Path
) -> None:
    collecting = Collecting(office)
    fill_in(sheet, ONE_WOMAN)
    first = read(office, sheet)
    fill_in(sheet, dict.fromkeys(ONE_WOMAN, 4))
    second = read(office, sheet)  # on another PC: nothing is here yet
    collecting.take(first)
    assert words.doubt(standing(office, LAWYERS)) == ""
    collecting.take(second)
    assert counted(office).cells["", 1] == 5
    assert words.doubt(standing(office, LAWYERS)) == words.TWO_FILES
    form = Reports(office).form("24", YEAR)
    assert f"{LAWYERS}: hai máy đã nhận hai tệp khác nhau" in words.told(collecting.standing(form, YEAR))
    fill_in(sheet, dict.fromkeys(ONE_WOMAN, 2))
    collecting.take(read(office, sheet), replace=True)
    assert words.doubt(standing(office, LAWYERS)) == ""
    assert counted(office).cells["", 1] == 3
    collecting.take(first)
    collecting.forget(standing(office, LAWYERS))
    assert counted(office).cells["", 1] == 1


def test_the_same_file_taken_in_twice_is_no_doubt(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    returned = read(office, sheet)
    for _pc in range(2):
        Collecting(office).take(returned)
    assert words.doubt(standing(office, LAWYERS)) == ""
    assert counted(office).cells["", 1] == 2


def test_what_an_organisation_in_the_bin_reported_does_not_count(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    Collecting(office).take(read(office, sheet))
    one = Collecting(office).organisation(LAWYERS).id
    Cases(office).edit("organisation", one, {"deleted": True})
    assert counted(office).cells["", 1] == 1
    Cases(office).edit("organisation", one, {"deleted": False})
    assert counted(office).cells["", 1] == 2


def test_more_ended_than_there_was_is_named_with_its_cells(office: Session, tmp_path: Path) -> None:
    sheet = sent_out(office, tmp_path / "25.xlsx", "25")
    columns = {1: 2, 2: 1, 3: 1, 4: 5, 6: 5, 8: 5}
    marks = ("Tổng số", "1 ", "1.2 ", "II.2 ")
    places = fill_in(sheet, {(mark, column): number for mark in marks for column, number in columns.items()})
    told = [words.problem(each) for each in read(office, sheet).problems]
    ended, before, new = (places["Tổng số", column] for column in (4, 2, 3))
    assert told[0] == f"Các ô {ended} cộng lại là 5, lớn hơn các ô {before}, {new} cộng lại là 2. Sửa cho khớp."
    assert len(told) == len(marks)


def test_organisations_of_one_name_and_of_a_long_one_each_get_a_file(office: Session, tmp_path: Path) -> None:
    take_part(office, LAWYERS)
    take_part(office, "Trung tâm tư vấn pháp luật " * 7)
    collecting, form = Collecting(office), Reports(office).form("24", YEAR)
    owing = [each.organisation for each in collecting.standing(form, YEAR) if each.owes]
    paths = collecting.write_templates(owing, form, YEAR, tmp_path)
    assert len(list(tmp_path.glob("24 BTP*.xlsx"))) == len(owing) == 4
    assert max(len(path.name) for path in paths) < 110
    fill_in(paths[1], ONE_WOMAN)
    assert read(office, paths[1]).organisation == owing[1]
    (again,) = collecting.write_templates([owing[1]], form, YEAR, tmp_path)
    assert again not in paths
    assert read(office, paths[1]).problems == ()  # what came back filled in is still there


def test_who_had_not_sent_on_a_day_owed_on_it(office: Session, sheet: Path) -> None:
    before = office.clock()
    fill_in(sheet, ONE_WOMAN)
    Collecting(office).take(read(office, sheet))
    reports = Reports(office)
    then = reports.count(reports.form("24", YEAR), reports.asked(YEAR), as_of=before)
    assert (then.given, then.owing) == ((), [LAWYERS, MORNING])


def test_an_organisation_that_runs_the_program_is_not_counted_twice(office: Session, tmp_path: Path) -> None:
    unit = UnitInfo(id=new_id(), code="TC1", name=MORNING, kind="to_chuc", parent=office.office.unit.id)
    with office.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(unit,)), anew=True)
    collecting, form = Collecting(office), Reports(office).form("24", YEAR)
    found = {each.organisation.name: each for each in collecting.standing(form, YEAR)}
    assert (found[MORNING].in_program, found[LAWYERS].in_program) == (True, False)
    assert owing(office) == [LAWYERS]
    sheet = sent_out(office, tmp_path / "own.xlsx", name=MORNING)
    fill_in(sheet, ONE_WOMAN)
    with pytest.raises(DomainError, match="figures_counted_already"):
        collecting.read(sheet)


def test_who_begins_to_use_the_program_after_sending_is_looked_at(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    Collecting(office).take(read(office, sheet))
    unit = UnitInfo(id=new_id(), code="TC1", name=LAWYERS, kind="to_chuc", parent=office.office.unit.id)
    with office.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(unit,)), anew=True)
    assert words.doubt(standing(office, LAWYERS)) == words.TWICE
    assert words.state(standing(office, LAWYERS)) == "Đã gửi, nhận 25/11/2026; có thể tính hai lần"
    reports, form = Reports(office), Reports(office).form("24", YEAR)
    own = reports.asked(YEAR)._replace(units=(office.office.unit.id,))
    assert reports.count(form, own).owing == [MORNING]


def test_who_took_part_for_a_while_reports_and_who_came_later_does_not(office: Session) -> None:
    cases = Cases(office)
    gone, _later = take_part(office, "Gone", "2025-01-01"), take_part(office, "Later", "2027-01-01")
    cases.add("organisation_event", {"organisation": gone, "kind": "cham_dut_hop_dong", "on": "2026-02-01"})
    assert owing(office) == ["Gone", LAWYERS, MORNING]


def test_an_issued_report_keeps_them_and_tells_when_they_change(office: Session, sheet: Path) -> None:
    fill_in(sheet, ONE_WOMAN)
    collecting, issuing = Collecting(office), Issuing(office)
    collecting.take(read(office, sheet))
    issuing.issue(counted(office), "1/BC")
    opened = issuing.opened(issuing.named("1/BC"))
    same = changes_since(office, opened)
    assert (same.cells, same.organisations, same.explained) == ([], [], True)
    fill_in(sheet, dict.fromkeys(ONE_WOMAN, 5))
    collecting.take(read(office, sheet), replace=True)
    again = issuing.opened(issuing.named("1/BC"))
    assert again.counted.cells["", 1] == 2
    assert [each.name for each in again.counted.given] == [LAWYERS]
    assert f"{LAWYERS} (nhận 25/11/2026): 1" in " ".join(issuing.page(issuing.named("1/BC")).notes)
    since = changes_since(office, again)
    assert since.organisations == [LAWYERS]
    assert since.explained
    assert [[each.then, each.now] for each in since.cells if each.place == ("", 1)] == [[2, 6]]
