"""How much everybody did is told of people, whatever records they have, and rated by the norm that holds for them."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.annual_figures import FIGURES, Facts
from desktop.services.cases import Cases
from desktop.services.dashboard import Dashboards
from desktop.services.nudging import Nudging
from desktop.services.ranking import By, Rankings, Whom
from desktop.services.session import Session
from desktop.services.workload import Workload, Workloads
from desktop.store import directory
from desktop.store.tables import TABLES
from sync.contract.fields import Wire
from sync.contract.messages import Directory, UnitInfo
from tests.factories import make_office, sample_intake

YEAR = period("2026")
OFFICER: dict[str, Wire] = {"full_name": "Sùng Thị Mỷ", "kind": "tgvpl", "appointed_on": "2015-01-01"}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Session]:
    """A centre with a branch, and a norm for whoever was appointed five years ago."""
    session = make_office(tmp_path, unit_kind="trung_tam")[1]
    own = session.office.unit
    branch = UnitInfo(id="branch", code="CN9", name="Chi nhánh số 9", kind="chi_nhanh", parent=own.id)
    with session.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=(own, branch)), anew=True)
    Cases(session).add("case_norm", {"year": 2026, "seniority": "tu_5", "passes": 2})
    yield session
    session.database.close()


def litigation(session: Session, practitioner: str, **assignment: Wire) -> str:
    """A case that ended in June."""
    cases = Cases(session)
    moment = "2026-03-02T08:00:00+07:00"
    intake = sample_intake(form="tham_gia_to_tung", representation="bao_ve", law_field="hinh_su", received_at=moment)
    case = cases.take_in(intake)
    cases.add("assignment", {"case": case, "practitioner": practitioner, **assignment})
    cases.edit("case", case, {"ended_on": "2026-06-30", "outcome": "kt_xong"})
    return case


def of_the_branch(session: Session, practitioner: str, copy: str = "") -> None:
    """Somebody of the branch, of whom a copy came here with a case."""
    table = TABLES["practitioner"]
    with session.database.write() as connection:
        connection.execute(table.update().where(table.c.id == practitioner).values(unit="branch"))
        connection.execute(table.update().where(table.c.id == copy).values(copied_from=practitioner))


def rated(found: Workload) -> list[tuple[str, str | None]]:
    return [(each.name, each.rating) for each in found.loads]


def test_the_norm_the_centre_entered_rates_the_people_of_one_branch_alone_too(centre: Session) -> None:
    of_the_branch(centre, Cases(centre).add("practitioner", OFFICER))
    assert rated(Workloads(centre).over(YEAR, ["CN9"])) == [("Sùng Thị Mỷ", "khong_dat")]


def test_whose_case_moved_to_the_centre_is_one_person_in_every_view(centre: Session) -> None:
    cases = Cases(centre)
    one, copy = cases.add("practitioner", OFFICER), cases.add("practitioner", OFFICER)
    of_the_branch(centre, one, copy)
    both = {litigation(centre, one), litigation(centre, copy)}
    service = Workloads(centre)
    found = service.over(YEAR)
    assert rated(found) == [("Sùng Thị Mỷ", "dat")]
    assert {row.id for row in service.behind(found, ("1", 4)).cases} == both
    rankings = Rankings(centre)
    for by in (By.ENDED, By.COMPLETE):
        shown = rankings.ranking(YEAR, Whom.PEOPLE, by)
        (line,) = shown.lines
        assert (line.one.key, line.one.cases, line.one.ended) == (one, 2, Fraction(2))
        assert {row.id for row in rankings.behind(shown, line).cases} == both
    dashboards = Dashboards(centre)
    shown_year = dashboards.dashboard(2026)
    assert [(each.practitioner, each.cases) for each in shown_year.people] == [(one, 2)]
    assert {row.id for row in dashboards.incomplete(shown_year, one)} == both
    facts = Facts(centre, YEAR, period("2025"))
    ((table,), (people,)) = FIGURES["seniority"](facts), FIGURES["practitioners"](facts)
    assert (table.rows[2][1:], people.rows[0][1]) == ((1, 2), 1)  # type: ignore[union-attr]


def test_whoever_is_appointed_to_a_case_twice_has_it_once(centre: Session) -> None:
    one = Cases(centre).add("practitioner", OFFICER)
    case = litigation(centre, one, share="1/2", to_on="2026-07-01")
    again = {"case": case, "practitioner": one, "share": "1/2", "capacity": "luat_su_to_chuc"}
    Cases(centre).add("assignment", again)
    found = Workloads(centre).over(period("2026-H1"))
    assert [found.counted.cells["1", column] for column in (1, 2, 3, 4)] == [1, 0, 1, 1]
    assert len(Nudging(centre).nudges(YEAR).entries) == 1


def test_somebody_in_the_bin_keeps_the_cases_that_count(centre: Session) -> None:
    cases = Cases(centre)
    one = cases.add("practitioner", OFFICER)
    litigation(centre, one)
    cases.edit("practitioner", one, {"deleted": True})
    found = Workloads(centre).over(YEAR)
    assert rated(found) == [("Sùng Thị Mỷ", None)]
    assert found.counted.cells["", 4] == 1


def test_a_norm_is_of_one_year_and_the_one_entered_last_is_the_one_that_is_told(centre: Session) -> None:
    cases = Cases(centre)
    litigation(centre, cases.add("practitioner", OFFICER))
    gone = cases.add("practitioner", {"full_name": "Đinh Văn Ấn", "kind": "tgvpl", "left_on": "2024-01-01"})
    cases.add("case_norm", {"year": 2026, "practitioner": gone, "passes": 9})
    cases.add("case_norm", {"year": 2026, "seniority": "tu_5", "passes": 1})
    found = Workloads(centre).over(YEAR)
    assert rated(found) == [("Sùng Thị Mỷ", "dat")]
    told = [note for note in found.counted.form.notes if note.startswith("Chỉ tiêu 2026")]
    assert told == ["Chỉ tiêu 2026, Từ đủ 05 năm trở lên: đạt từ 1"]
    assert rated(Workloads(centre).over(period("2025-01-01..2026-12-31"))) == [("Sùng Thị Mỷ", None)]


def test_steps_of_a_norm_that_were_typed_the_wrong_way_round_are_not_taken(centre: Session) -> None:
    """By them nobody could pass, for whoever has enough to pass would be rated good before."""
    cases, norm = Cases(centre), {"year": 2026, "seniority": "duoi_3"}
    for steps in (
        {"passes": 20, "good": 15},
        {"passes": 10, "excellent": 9},
        {"passes": 1, "good": 30, "excellent": 20},
    ):
        with pytest.raises(DomainError, match="ratings_reversed"):
            cases.add("case_norm", {**norm, **steps})
    cases.add("case_norm", {**norm, "passes": 10, "good": 10, "excellent": 20})


def test_the_annual_report_counts_no_branch_that_was_merged(centre: Session) -> None:
    own = centre.office.unit
    gone = UnitInfo(id="gone", code="CN8", name="Chi nhánh số 8", kind="chi_nhanh", parent=own.id, merged_into=own.id)
    with centre.database.write() as connection:
        directory.keep(connection, Directory(at=2, units=(gone,)), anew=False)
    ((told,),) = (FIGURES["branches"](Facts(centre, YEAR, period("2025"))),)
    assert told.text == "1 Chi nhánh."  # type: ignore[union-attr]
