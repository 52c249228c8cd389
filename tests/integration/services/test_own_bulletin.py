"""The office's own bulletin: figures from its cases, in words that the reader of published ones understands."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from desktop.domain.periods import period
from desktop.exchange.paper.letter import prose
from desktop.reports.bulletins.checking import check
from desktop.reports.bulletins.figures import Split
from desktop.reports.bulletins.reading import Measure, read
from desktop.services.cases import Cases, Intake
from desktop.services.own_bulletin import FORM, OwnBulletin
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import directory
from desktop.store.tables import TABLES
from desktop.words.own_bulletin import sentence
from sync.contract.fields import Wire
from sync.contract.messages import Directory, UnitInfo
from tests.factories import make_office

OCTOBER = period("2026-10")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def case(session: Session, accepted: str, representation: str | None, ended: str | None = None, **other: Wire) -> str:
    at = f"{accepted}T08:00:00+07:00"
    fields: dict[str, Wire] = {"received_at": at, "accepted_at": at, "content": "…", "law_field": "hinh_su"}
    litigation: dict[str, Wire] = {"form": "tham_gia_to_tung", "representation": representation}
    person: dict[str, Wire] = {"full_name": "Vàng A Sử"}
    case_id = Cases(session).take_in(Intake(person=person, case={**fields, **litigation, **other}))
    if ended:
        Cases(session).edit("case", case_id, {"ended_on": ended, "outcome": "kt_xong"})
    return case_id


def verdict(
    session: Session, case_id: str, on: str, said: str = "thanh_cong", body: str = "to_chuc", **other: Wire
) -> None:
    Cases(session).add("success_verdict", {"case": case_id, "body": body, "on": on, "verdict": said, **other})


def fill(session: Session) -> None:
    """September: 4 accepted. October: 3 + 2 accepted, 2 ended, 2 successful, one of them ended before."""
    for _number in range(3):
        case(session, "2026-09-30", "bao_chua")
    early = case(session, "2026-09-01", "bao_ve", "2026-09-20")
    for _number in range(2):
        case(session, "2026-10-01", "bao_chua")
    done = case(session, "2026-10-31", "bao_chua", "2026-10-31")
    case(session, "2026-10-15", "bao_ve", "2026-10-20")
    case(session, "2026-10-15", "bao_ve", "2026-11-01")
    case(session, "2026-10-15", None, form="tu_van_phap_luat", law_field="dat_dai")
    verdict(session, early, "2026-10-02")
    verdict(session, early, "2026-11-02", body="so_tu_phap")
    verdict(session, done, "2026-10-31", "khong_thanh_cong")
    verdict(session, done, "2026-10-31", body="so_tu_phap")


def test_the_figures_are_those_of_the_cases_and_each_opens_them(office: Session) -> None:
    fill(office)
    made = OwnBulletin(office).make(OCTOBER)
    assert made.figures == {
        Measure.ACCEPTED: Split(5, 3, 2),
        Measure.ENDED: Split(2, 1, 1),
        Measure.SUCCESSFUL: Split(2, 1, 1),
    }
    assert made.before == {
        Measure.ACCEPTED: Split(4, 3, 1),
        Measure.ENDED: Split(1, 0, 1),
        Measure.SUCCESSFUL: Split(0, 0, 0),
    }
    reports = Reports(office)
    form, asked = reports.form(FORM, OCTOBER), reports.asked(OCTOBER)
    for number, count in ((1, 5), (2, 2), (3, 2)):
        assert len(reports.behind(form, asked, ("", number)).cases) == count
    november = OwnBulletin(office).make(period("2026-11"))
    assert november.figures[Measure.SUCCESSFUL].total == 0


def test_its_words_are_read_back_as_a_bulletin_without_a_mistake(office: Session) -> None:
    fill(office)
    service = OwnBulletin(office)
    made = service.make(OCTOBER)
    bulletin = read(prose(service.letter(made)))
    assert (bulletin.first_day, bulletin.last_day) == (OCTOBER.first, OCTOBER.last)
    assert bulletin.taken_at == made.taken_at.replace(tzinfo=None, second=0, microsecond=0)
    assert [(each.measure, each.total, [part.count for part in each.parts]) for each in bulletin.figures] == [
        (measure, split.total, [split.defence, split.protection]) for measure, split in made.figures.items()
    ]
    assert bulletin.figures[0].change
    assert (bulletin.figures[0].change.by, bulletin.figures[0].change.percent) == (1, Decimal(25))
    assert [each for each in check(bulletin) if not each.holds] == []


def test_each_successful_case_counts_by_its_main_criterion_and_those_without_one_are_named(office: Session) -> None:
    """Several criteria, several bodies, both sets of criteria: the parts are the total, and each opens its cases."""
    done = {name: case(office, "2026-10-01", "bao_chua", "2026-10-05") for name in ("two", "later", "none")}
    done["old"] = case(office, "2022-04-01", "bao_chua", "2026-10-05")
    done["side"] = case(office, "2026-10-01", "bao_ve", "2026-10-05")
    verdict(office, done["two"], "2026-10-09", criteria=["hs_tc01", "hs_tc05"], main_criterion="hs_tc05")
    verdict(office, done["two"], "2026-10-09", body="so_tu_phap", criteria=["hs_tc06"])
    verdict(office, done["later"], "2026-10-07", criteria=["hs_tc01", "hs_tc05"])
    verdict(office, done["later"], "2026-11-07", body="so_tu_phap", criteria=["hs_tc06"])
    verdict(office, done["old"], "2026-10-08", criteria=["cv427"])
    verdict(office, done["none"], "2026-10-08", criteria=["hs_tc01", "hs_tc05"])
    verdict(office, done["none"], "2026-10-08", "khong_thanh_cong", "so_tu_phap", criteria=["hs_tc01"])
    verdict(office, done["side"], "2026-10-08", criteria=["ds_tc07"])

    made = OwnBulletin(office).make(OCTOBER)
    assert {each.code: each.figures for each in made.criteria} == {
        "cv427": Split(1, 1, 0),
        "hs_tc05": Split(1, 1, 0),
        "hs_tc06": Split(1, 1, 0),
        "ds_tc07": Split(1, 0, 1),
        "without": Split(1, 1, 0),
    }
    assert sum(each.figures.total for each in made.criteria) == made.figures[Measure.SUCCESSFUL].total == 5
    assert made.unnamed == [Cases(office).page(done["none"]).code]

    reports = Reports(office)
    form, asked = reports.form("TC", OCTOBER), reports.asked(OCTOBER)
    counted = reports.count(form, asked)
    assert all(outcome.holds for outcome in counted.controls)
    assert [counted.cells[mark, 1] for mark in ("", "I", "II", "III", "HS05", "DS07")] == [5, 1, 3, 1, 1, 1]
    for (mark, column), number in counted.cells.items():
        assert len(reports.behind(form, asked, (mark, column)).cases) == number

    text = prose(OwnBulletin(office).letter(made))
    assert "tham gia tố tụng thành công xét theo từng tiêu chí là: 5 vụ việc" in text
    assert "hiệu quả" not in text
    assert "- Theo tiêu chí của Công văn 427/2020: Công văn 427 (1 vụ)." in text
    assert "- Theo tiêu chí của Quyết định 1179/2022: Hình sự 05 (1 vụ), Hình sự 06 (1 vụ), Dân sự 07 (1 vụ)." in text
    assert f"- Chưa ghi tiêu chí chính (1 vụ): {made.unnamed[0]}." in text
    bulletin = read(text)
    assert [(each.code, each.count) for each in bulletin.criteria] == [
        (each.code, each.figures.total) for each in made.criteria
    ]
    assert [each for each in check(bulletin) if not each.holds] == []


def test_a_change_is_worded_and_rounded_as_the_department_does() -> None:
    assert sentence(Measure.ACCEPTED, Split(1003, 752, 251), Split(1201, 0, 0)) == (
        "Trong kỳ, số vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý là: 1.003 vụ việc (752 vụ việc bào chữa "
        "+ 251 vụ việc bảo vệ), giảm 198 vụ việc (16%) so với tháng trước."
    )
    assert "(1 vụ việc bào chữa + 1 vụ việc bảo vệ + 1 chưa ghi" in sentence(
        Measure.ENDED, Split(3, 1, 1), Split(0, 0, 0)
    )
    assert "tăng 3 vụ việc so với tháng trước" in sentence(Measure.ENDED, Split(3, 1, 1), Split(0, 0, 0))
    assert "không thay đổi" in sentence(Measure.ENDED, Split(3, 1, 1), Split(3, 1, 1))


def test_it_leaves_for_word_as_a_pdf_and_as_text(office: Session, tmp_path: Path) -> None:
    fill(office)
    service = OwnBulletin(office)
    made = service.make(OCTOBER)
    told = prose(service.letter(made))
    (figure,) = [line[2:] for line in told.splitlines() if "thụ lý là: 5 vụ việc" in line]
    for ending in ("docx", "pdf", "txt"):
        service.write(made, tmp_path / f"bản tin.{ending}")
    document = Document(str(tmp_path / "bản tin.docx"))
    paragraphs = [
        (paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs
    ]
    assert ("List Bullet", figure) in paragraphs
    assert any(style == "Heading 1" and text.startswith("I. Kết quả") for style, text in paragraphs)
    assert [cell.text for cell in document.tables[2].rows[-2].cells] == ["Cộng", "5", "2", "2"]
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "bản tin.pdf").pages).split())
    assert figure in pdf
    assert (tmp_path / "bản tin.txt").read_text(encoding="utf-8") == told


def test_the_hour_of_the_figures_is_that_of_the_clock(office: Session) -> None:
    assert OwnBulletin(office).make(OCTOBER).taken_at.date() == dt.date(2026, 11, 25)


def test_a_branch_that_was_merged_is_not_told_to_have_no_cases(office: Session) -> None:
    own = office.office.unit
    gone = UnitInfo(id="gone", code="CN9", name="Chi nhánh số 9", kind="chi_nhanh", parent=own.id, merged_into=own.id)
    with office.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(own, gone)), anew=True)
    fill(office)
    moved = case(office, "2026-10-02", "bao_ve")
    with office.database.write() as connection:
        table = TABLES["case"]
        connection.execute(table.update().where(table.c.id == moved).values(unit=gone.id))
    made = OwnBulletin(office).make(OCTOBER)
    (unit,) = made.by_unit
    assert (unit.name, unit.figures) == (own.name, made.figures)
    assert made.figures[Measure.ACCEPTED].total == 6
