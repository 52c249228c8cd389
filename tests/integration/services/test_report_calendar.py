"""Which report is due when, and whether it was sent."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.issuing import Issuing
from desktop.services.report_calendar import Owed, ReportCalendar
from desktop.services.reports import Reports
from desktop.services.session import VIETNAM, Session
from desktop.store import directory
from sync.contract.messages import Directory, UnitInfo
from tests.factories import make_office


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return make_office(tmp_path, unit_kind="trung_tam")[1]


def owed(session: Session, code: str, year: int = 2026) -> list[Owed]:
    return [each for each in ReportCalendar(session).year(year) if each.duty.code == code]


def test_a_centre_has_its_days_in_order(session: Session) -> None:
    days = [(each.on, each.duty.code) for each in ReportCalendar(session).year(2026)]
    assert days == sorted(days)
    assert [on for on, code in days if code == "thang"] == [dt.date(2026, month, 1) for month in range(1, 13)]
    assert (dt.date(2026, 6, 6), "tk-6t") in days
    assert (dt.date(2026, 11, 7), "tk-nam") in days
    (official,) = owed(session, "tk-nam-chinh-thuc")
    assert (official.on, official.period) == (dt.date(2026, 1, 20), period("2025"))
    assert not [code for _on, code in days if code.startswith(("so-", "17-"))]


def test_it_was_sent_once_all_its_forms_were_issued(session: Session) -> None:
    reports, between = Reports(session), period("SBN2026")
    for number, form in enumerate(("24", "25", "26")):
        (now,) = owed(session, "tk-nam")
        assert now.sent_on is None
        assert len(now.missing) == 3 - number
        counted = reports.count(reports.form(form, between), reports.asked(between))
        Issuing(session).issue(counted, f"{number}/BC", reason="thử")
    (now,) = owed(session, "tk-nam")
    assert (now.sent_on, now.number, now.noted) == (session.today(), "0/BC, 1/BC, 2/BC", None)


def issue_all(session: Session, named: str, number: str, **asked: Any) -> None:
    reports, between = Reports(session), period(named)
    for form in ("24", "25", "26"):
        counted = reports.count(reports.form(form, between), reports.asked(between, **asked))
        Issuing(session).issue(counted, f"{number}-{form}", reason="thử")


def test_what_was_issued_of_a_branch_alone_is_not_what_the_centre_owes(session: Session) -> None:
    own = session.office.unit
    branch = UnitInfo(id="branch", code="CN9", name="Chi nhánh số 9", kind="chi_nhanh", parent=own.id)
    with session.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(own, branch)), anew=True)
    issue_all(session, "SBN2026", "CN9", codes=["CN9"])
    assert owed(session, "tk-nam")[0].sent_on is None
    issue_all(session, "SBN2026", "TT")
    assert owed(session, "tk-nam")[0].sent_on == session.today()


def test_the_official_figures_of_a_year_are_not_sent_before_the_year_is_over(session: Session) -> None:
    issue_all(session, "2026", "11")
    (official,) = owed(session, "tk-nam-chinh-thuc", 2027)
    assert official.sent_on is None
    january = dt.datetime(2027, 1, 12, 9, 0, tzinfo=VIETNAM)
    session.clock = lambda: january
    assert official in ReportCalendar(session).pressing()
    issue_all(session, "2026", "1")
    (official,) = owed(session, "tk-nam-chinh-thuc", 2027)
    assert official.sent_on == january.date()


def test_somebody_notes_that_it_was_sent_and_takes_that_back(session: Session) -> None:
    calendar = ReportCalendar(session)
    (outline,) = owed(session, "de-cuong-nam")
    assert outline in calendar.pressing()
    with pytest.raises(DomainError, match="date_in_future"):
        calendar.note_sent(outline, session.today() + dt.timedelta(days=1))
    calendar.note_sent(outline, dt.date(2026, 11, 12), "45/BC-TTTGPL")
    (outline,) = owed(session, "de-cuong-nam")
    assert (outline.sent_on, outline.number) == (dt.date(2026, 11, 12), "45/BC-TTTGPL")
    assert outline not in calendar.pressing()
    calendar.take_back(outline)
    (outline,) = owed(session, "de-cuong-nam")
    assert outline.sent_on is None


def test_an_office_moves_a_day_and_adds_a_report_with_a_file_of_its_own(session: Session) -> None:
    folder = session.database.path.parent / "duties"
    folder.mkdir()
    own = """
        [[duties]]
        code = "de-cuong-nam"
        title = "Báo cáo năm theo công văn mới"
        kinds = ["trung_tam"]
        to = "Cục"
        periods = ["BC{year}"]
        month = 11
        day = 30
        source = "Công văn của Cục"

        [[duties]]
        code = "quy"
        title = "Báo cáo quý I"
        kinds = ["trung_tam"]
        to = "Sở Tư pháp"
        periods = ["{year}-Q1"]
        month = 2
        day = 31
        source = "Sở Tư pháp"
    """
    (folder / "cua-toi.toml").write_text(own, encoding="utf-8")
    (outline,) = owed(session, "de-cuong-nam")
    assert (outline.on, outline.duty.unverified) == (dt.date(2026, 11, 30), False)
    assert [each.on for each in owed(session, "quy")] == [dt.date(2026, 2, 28)]
    (folder / "hong.toml").write_text('[[duties]]\ncode = "x"', encoding="utf-8")
    with pytest.raises(DomainError, match="duties_malformed"):
        ReportCalendar(session).year(2026)


def test_a_report_the_office_was_asked_for_is_due_on_its_day(session: Session) -> None:
    asked_for = {"title": "Báo cáo chuyên đề", "recipient": "Sở Tư pháp", "headings": "I. Tình hình"}
    cases = Cases(session)
    for due, named in (("2026-12-15", "{year}"), ("2027-01-20", "{year}"), ("2026-06-25", "{year}-H1")):
        cases.add("report_template", {**asked_for, "due_on": due, "period": named})
    found = [
        each for year in (2026, 2027) for each in ReportCalendar(session).year(year) if each.duty.to == "Sở Tư pháp"
    ]
    own = {each.on: each.period for each in found if each.duty.title == "Báo cáo chuyên đề"}
    assert own == {
        dt.date(2026, 6, 25): period("2026-H1"),
        dt.date(2026, 12, 15): period("2026"),
        dt.date(2027, 1, 20): period("2026"),
    }
    (first, *_others) = (each for each in found if each.on == dt.date(2026, 6, 25))
    ReportCalendar(session).note_sent(first, dt.date(2026, 6, 24))
    assert dt.date(2026, 6, 24) in [each.sent_on for each in ReportCalendar(session).year(2026)]
