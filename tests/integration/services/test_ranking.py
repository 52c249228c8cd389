"""People and units are ranked by a rule that is printed, and each line opens the cases that decide."""

from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.practice import generate
from desktop.services.ranking import By, Rankings, Whom
from desktop.services.reports import Reports
from desktop.services.session import Session
from tests.factories import make_office, sample_intake

YEAR = period("2026")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return make_office(tmp_path)[1]


def test_shares_count_exactly_and_equals_share_a_rank(session: Session, tmp_path: Path) -> None:
    cases = Cases(session)
    people = {n: cases.add("practitioner", {"full_name": n, "kind": "tgvpl"}) for n in ("Bùi An", "Cao Ba", "Lò Tư")}
    for names, share in ((("Bùi An", "Cao Ba"), "1/2"), (("Lò Tư",), "1"), (("Lò Tư",), "1")):
        case = cases.take_in(sample_intake())
        for name in names:
            cases.add("assignment", {"case": case, "practitioner": people[name], "share": share})
        cases.edit("case", case, {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    cases.take_in(sample_intake())

    service = Rankings(session)
    shown = service.ranking(YEAR, Whom.PEOPLE, By.ENDED)
    assert [(each.rank, each.one.name, each.one.ended) for each in shown.lines] == [
        (1, "Lò Tư", Fraction(2)),
        (2, "Bùi An", Fraction(1, 2)),
        (2, "Cao Ba", Fraction(1, 2)),
    ]
    (unit,) = service.ranking(YEAR, Whom.UNITS, By.ENDED).lines
    assert (unit.one.name, unit.one.cases, unit.one.ended) == ("Chi nhánh số 1", 4, Fraction(3))
    file = tmp_path / "xep-hang.xlsx"
    service.write(shown, file)
    told = [str(cell.value) for row in load_workbook(file).worksheets[0].iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Xếp theo số vụ việc kết thúc trong kỳ") for text in told)
    assert "0,5" in told


def test_every_line_opens_what_decides_it_and_units_have_what_form_25_ended(tmp_path: Path) -> None:
    session = make_office(tmp_path, practice=True)[1]
    generate(session, 150, seed=4)
    service, reports = Rankings(session), Reports(session)
    cells = reports.count(reports.form("25", YEAR), reports.asked(YEAR)).cells
    (unit,) = service.ranking(YEAR, Whom.UNITS, By.ENDED).lines
    assert unit.one.ended == cells["", 4]
    for whom in Whom:
        for by in By:
            shown = service.ranking(YEAR, whom, by)
            assert [each.one.value(by) for each in shown.lines] == sorted(
                (each.one.value(by) for each in shown.lines), reverse=True
            )
            for line in shown.lines:
                behind = service.behind(shown, line)
                lacking = line.one.cases - line.one.complete
                assert behind.counted == (lacking if by is By.COMPLETE else line.one.value(by))
                assert {row.id for row in behind.cases} == behind.parts.keys()
    successful = service.ranking(YEAR, Whom.PEOPLE, By.SUCCESSFUL)
    assert sum(line.one.successful for line in successful.lines) > 0


def test_whose_part_ended_before_the_case_did_has_the_credit_form_25_gives_them(session: Session) -> None:
    cases = Cases(session)
    one = cases.add("practitioner", {"full_name": "Lò Tư", "kind": "tgvpl"})
    case = cases.take_in(sample_intake(received_at="2026-03-02T08:00:00+07:00"))
    cases.add("assignment", {"case": case, "practitioner": one, "from_on": "2026-03-02", "to_on": "2026-05-01"})
    cases.edit("case", case, {"ended_on": "2026-06-30", "outcome": "kt_xong"})
    service, reports = Rankings(session), Reports(session)
    shown = service.ranking(YEAR, Whom.PEOPLE, By.ENDED)
    (line,) = shown.lines
    assert (line.one.name, line.one.ended) == ("Lò Tư", Fraction(1))
    assert line.one.ended == reports.count(reports.form("25", YEAR), reports.asked(YEAR)).cells["", 5]
    assert [row.id for row in service.behind(shown, line).cases] == [case]
    assert service.ranking(YEAR, Whom.PEOPLE, By.COMPLETE).lines == []
    service.page(shown)


def test_equals_stand_by_the_alphabet_of_their_names(session: Session) -> None:
    cases = Cases(session)
    for name in ("Bùi Văn Én", "Lò Thị Đào", "Cao Ba"):
        one = cases.add("practitioner", {"full_name": name, "kind": "tgvpl"})
        cases.add("assignment", {"case": cases.take_in(sample_intake()), "practitioner": one})
    lines = Rankings(session).ranking(YEAR, Whom.PEOPLE, By.COMPLETE).lines
    assert [(each.rank, each.one.name) for each in lines] == [(1, "Cao Ba"), (1, "Lò Thị Đào"), (1, "Bùi Văn Én")]
