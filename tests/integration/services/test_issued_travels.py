"""A report issued on one PC of a branch is there on the others, prints the same, and tells what others changed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.periods import period
from desktop.exchange.paper.copying import tabs
from desktop.services.cases import Cases
from desktop.services.issued_changes import changes_since
from desktop.services.issuing import Issuing
from desktop.services.reports import Reports
from desktop.store.lists import CaseFilter
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, office_pc


@pytest.fixture
def other(branch: Pc, national: RunningServer, tmp_path: Path, name_pc: Callable[[str], None]) -> Iterator[Pc]:
    """The second PC of the branch."""
    name_pc("may-thu-hai")
    with office_pc(tmp_path / "other", numbering=False, login="duc", full_name="Lê Minh Đức") as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


def test_a_report_travels_whole_and_a_colleagues_late_change_is_told(branch: Pc, other: Pc) -> None:
    cases = Cases(branch.session)
    (row,) = cases.rows(cases.numbers(CaseFilter()))
    cases.edit("case", row.id, {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    reports, between = Reports(branch.session), period("2026")
    issuing, elsewhere = Issuing(branch.session), Issuing(other.session)
    counted = reports.count(reports.form("25", between), reports.asked(between))
    issuing.issue(counted, "3/BC", note="Gửi Trung tâm")
    for pc in (branch, other):
        pc.sync()
    report = elsewhere.named("3/BC")
    assert tabs(elsewhere.page(report)) == tabs(issuing.page(issuing.named("3/BC")))

    Cases(other.session).edit("case", row.id, {"law_field": "hinh_su"})
    for pc in (other, branch):
        pc.sync()
    since = changes_since(branch.session, issuing.opened(issuing.named("3/BC")))
    assert since.explained
    told = {name: values for each in since.changes for name, values in each.line.fields.items()}
    assert told == {"law_field": ("dat_dai", "hinh_su")}
    assert [[each.then, each.now] for each in since.cells if each.place == ("1", 4)] == [[0, 1]]


def test_a_report_from_before_the_office_joined_is_still_about_it(
    national: RunningServer, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    with office_pc(tmp_path / "first") as pc, office_pc(tmp_path / "second", numbering=False, login="duc") as second:
        pc.take_in("Lò Thị Pâng")
        reports, issuing = Reports(pc.session), Issuing(pc.session)
        form, november = reports.form("25", period("2026-11")), period("2026-11")
        issuing.issue(reports.count(form, reports.asked(november)), "1/BC")
        pc.join(national, "CN1")
        pc.sync()
        name_pc("may-thu-hai")
        second.join(national, "CN1")
        second.sync()
        for each in (pc, second):
            opened = Issuing(each.session).opened(Issuing(each.session).named("1/BC"))
            assert changes_since(each.session, opened).cells == []
            december = Reports(each.session).count(form, Reports(each.session).asked(period("2026-12")))
            assert "1/BC" in december.controls[-1].control.title
