"""A report that was issued stays as it went out, whatever is entered afterwards."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.paper.copying import tabs
from desktop.services.cases import Cases, Intake
from desktop.services.issued_changes import changes_since
from desktop.services.issuing import Issuing
from desktop.services.reports import Counted, Reports
from desktop.services.session import Session
from desktop.store import door
from desktop.store.door import Change
from desktop.store.lists import CaseFilter
from desktop.ui.reports.form_grid import failing_cells
from sync.contract.fields import RECORD_TYPES, Wire
from tests.factories import NOW, make_office, sample_intake

ENDED: dict[str, Wire] = {"ended_on": "2026-11-25", "outcome": "kt_xong"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office with one ended case that nobody was appointed to."""
    _office, session = make_office(tmp_path)
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), ENDED)
    yield session
    session.database.close()


def counted(session: Session, code: str = "24", named: str = "2026") -> Counted:
    reports, between = Reports(session), period(named)
    return reports.count(reports.form(code, between), reports.asked(between))


def end_another(session: Session, **person: Wire) -> str:
    cases, intake = Cases(session), sample_intake("Vàng A Sử")
    case = cases.take_in(Intake(person={**intake.person, **person}, part=intake.part, case=intake.case))
    cases.edit("case", case, ENDED)
    return case


def test_it_prints_the_same_after_late_entries_and_another_form_file(office: Session, tmp_path: Path) -> None:
    issuing = Issuing(office)
    issuing.issue(counted(office, "25"), "12/BC-TT", note="Gửi Sở Tư pháp")
    first = tabs(issuing.page(issuing.named("12/BC-TT")))
    end_another(office)
    folder = office.database.path.parent / "forms"
    folder.mkdir()
    (folder / "25.toml").write_text("code = 1", encoding="utf-8")
    assert counted(office, "25").cells["", 4] == 2
    again = Issuing(office)
    report = again.named("12/BC-TT")
    assert tabs(again.page(report)) == first
    assert again.opened(report).counted.cells["", 4] == 1
    assert "Gửi Sở Tư pháp" in again.page(report).notes
    assert again.write(report, tmp_path / "lại.pdf") > 0


def test_a_number_is_given_once_and_must_be_given(office: Session) -> None:
    issuing = Issuing(office)
    issuing.issue(counted(office), "1/BC")
    with pytest.raises(DomainError, match="number_taken"):
        issuing.issue(counted(office), " 1/BC ")
    with pytest.raises(DomainError, match="required"):
        issuing.issue(counted(office), " ")
    with pytest.raises(DomainError, match="no_such_report"):
        issuing.named("2/BC")


def test_numbers_that_changed_while_somebody_typed_are_not_issued(office: Session) -> None:
    """Else what changed since would never name the case that came meanwhile."""
    issuing, before = Issuing(office), counted(office)
    end_another(office)
    with pytest.raises(DomainError, match="figures_changed"):
        issuing.issue(before, "1/BC")
    issuing.issue(counted(office), "1/BC")


def test_what_does_not_add_up_goes_out_with_a_reason_that_is_printed(office: Session) -> None:
    case = end_another(office, gender=None)
    issuing = Issuing(office)
    with pytest.raises(DomainError, match="required") as caught:
        issuing.issue(counted(office), "1/BC")
    assert caught.value.field == "reason"
    issuing.issue(counted(office), "1/BC", reason="Chờ bổ sung giới tính")
    notes = " ".join(issuing.page(issuing.named("1/BC")).notes)
    assert "Lý do phát hành khi số liệu chưa khớp: Chờ bổ sung giới tính" in notes
    assert f"2 khác 1, lệch 1; xem {Cases(office).page(case).code}" in notes


def test_a_report_that_somebody_changed_is_told_from_one_that_was_issued(office: Session) -> None:
    issuing = Issuing(office)
    made = issuing.issue(counted(office), "1/BC")
    content = issuing.named("1/BC").content
    assert content
    content["figures"][""][0] = "7"
    with office.database.write() as connection:
        door.save(connection, office.author(), [Change(type="issued_report", id=made, fields={"content": content})])
    with pytest.raises(DomainError, match="report_altered"):
        issuing.opened(issuing.named("1/BC"))


def test_the_hash_is_of_every_field(office: Session) -> None:
    issuing = Issuing(office)
    issuing.issue(counted(office), "1/BC")
    report = issuing.named("1/BC")
    declared = RECORD_TYPES["issued_report"]
    for name in set(declared.fields) - {"hash", "deleted", "content", "units", "from_on", "to_on", "issued_at"}:
        other = declared.make(report.id, report.unit, {**declared.values_of(report), name: "khác"})
        with pytest.raises(DomainError, match="report_altered"):
            issuing.opened(other)  # type: ignore[arg-type]


class Ticking:
    """A clock that goes on by a minute whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now


@pytest.fixture
def ticking(tmp_path: Path) -> Iterator[Session]:
    """The same office, where time goes on."""
    _office, session = make_office(tmp_path, clock=Ticking())
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), ENDED)
    yield session
    session.database.close()


def test_what_changed_since_names_case_field_old_new_who_and_the_numbers(ticking: Session) -> None:
    issuing, cases = Issuing(ticking), Cases(ticking)
    kept = cases.numbers(CaseFilter())
    (row,) = cases.rows(kept)
    issuing.issue(counted(ticking), "1/BC")
    opened = issuing.opened(issuing.named("1/BC"))
    nothing = changes_since(ticking, opened)
    assert (nothing.cells, nothing.changes, nothing.explained) == ([], [], True)
    cases.edit("case", row.id, {"law_field": "hinh_su", "note": "Ghi chú không thuộc biểu"})
    late = end_another(ticking)
    since = changes_since(ticking, opened)
    assert since.explained
    cells = {each.place: [each.then, each.now] for each in since.cells}
    assert cells["", 1] == [1, 2]
    assert cells["1", 1] == [0, 1]
    told = {(each.case.id, name): values for each in since.changes for name, values in each.line.fields.items()}
    assert told[row.id, "law_field"] == ("dat_dai", "hinh_su")
    assert (row.id, "note") not in told
    assert told[late, "ended_on"] == (None, "2026-11-25")
    assert {each.line.author for each in since.changes} == {"Vũ Thị Hòa"}


def test_a_case_that_left_the_report_and_a_merged_person_are_told(ticking: Session) -> None:
    issuing, cases = Issuing(ticking), Cases(ticking)
    other = end_another(ticking)
    issuing.issue(counted(ticking, "25"), "1/BC")
    opened = issuing.opened(issuing.named("1/BC"))
    cases.edit("case", other, {"ended_on": None, "outcome": None})
    since = changes_since(ticking, opened)
    assert since.explained
    assert {each.case.id for each in since.changes} == {other}
    assert [[each.then, each.now] for each in since.cells if each.place == ("", 4)] == [[2, 1]]
    cases.delete(other)
    assert changes_since(ticking, opened).explained


def test_where_the_history_does_not_reach_it_is_said(ticking: Session) -> None:
    issuing = Issuing(ticking)
    issuing.issue(counted(ticking), "1/BC")
    opened = issuing.opened(issuing.named("1/BC"))
    with ticking.database.write() as connection:
        connection.exec_driver_sql("UPDATE \"case\" SET ended_on = '2020-01-01'")
    since = changes_since(ticking, opened)
    assert since.cells
    assert not since.explained


def test_a_form_can_be_asked_for_as_of_a_moment(ticking: Session) -> None:
    reports, between = Reports(ticking), period("2026")
    form, asked = reports.form("24", between), reports.asked(between)
    before = ticking.clock()
    late = end_another(ticking)
    assert reports.count(form, asked).cells["", 1] == 2
    assert reports.count(form, asked, before).cells["", 1] == 1
    assert late not in {row.id for row in reports.behind(form, asked, ("", 1), before).cases}


def test_a_period_opens_with_what_the_issued_one_before_closed_with(ticking: Session) -> None:
    issuing, cases, reports = Issuing(ticking), Cases(ticking), Reports(ticking)
    began: dict[str, Wire] = {"received_at": "2026-06-01T08:00:00+07:00", "accepted_at": "2026-06-01T08:00:00+07:00"}
    cases.take_in(sample_intake(**began))

    def of(named: str) -> Counted:
        between = period(named)
        return reports.count(reports.form("25", between), reports.asked(between))

    issuing.issue(of("2026-H1"), "6/BC")
    title = "Kỳ trước chuyển qua bằng chuyển kỳ sau của báo cáo số 6/BC"
    opening = [each for each in of("2026-H2").controls if each.control.title == title]
    assert opening
    assert all(each.holds for each in opening)
    late = cases.take_in(sample_intake("Vàng A Sử", **began))
    second = of("2026-H2")
    explained = {each.outcome.at: each for each in reports.explain(second) if each.outcome.control.title == title}
    assert [explained[""].outcome.whole - explained[""].outcome.parts] == [1]
    assert [row.id for row in explained[""].cases] == [late]
    assert ("", 2) in failing_cells(second)


def test_a_case_that_ended_before_it_was_accepted_is_named(office: Session) -> None:
    with office.database.write() as connection:
        connection.exec_driver_sql("UPDATE \"case\" SET ended_on = '2026-01-02'")
    half = counted(office, "25", "2026-H2")
    explained = Reports(office).explain(half)
    (balance,) = (each for each in explained if "chuyển kỳ sau" in each.outcome.control.title and each.outcome.at == "")
    assert len(balance.cases) == 1
    assert ("", 2) in failing_cells(half)
