"""A restricted case on a PC where nobody may read it: its rest is there, its people are not (SYNC §4)."""

from pathlib import Path

import pytest

from desktop.domain.periods import period
from desktop.domain.restriction import UNREAD
from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.history import history_of_case
from desktop.services.nudging import Lack, Nudging
from desktop.services.reports import Reports, named
from desktop.store.lists import CaseFilter
from desktop.words import reports as words
from sync.client import positions
from sync.contract.errors import Invalid
from sync.server import regarding
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered
from tests.integration.services.branch_pc import Pc

NAME, MATTER = "Lò Thị Pâng", "bị cha dượng đánh"


def case_of(pc: Pc) -> str:
    cases = Cases(pc.session)
    return cases.rows(cases.numbers(CaseFilter()))[0].id


def restrict(pc: Pc, case: str, *, restricted: bool) -> None:
    Cases(pc.session).edit("case", case, {"restricted": restricted})
    pc.sync()


def test_a_case_that_becomes_restricted_leaves_the_pc_that_may_not_read_it_and_comes_back(
    branch: Pc, counting: Pc
) -> None:
    case = case_of(branch)
    branch.note(case, MATTER)
    branch.sync()
    counting.sync()
    assert NAME in counting.cases()
    assert counting.holds(NAME, MATTER) == [NAME, MATTER]
    restrict(branch, case, restricted=True)
    counting.sync()
    assert list(counting.cases()) == [UNREAD]
    page = Cases(counting.session).page(case)
    assert page.case.form == Cases(branch.session).page(case).case.form
    assert {"content", "note"} <= page.withheld[case]
    assert page.case.note is None
    assert counting.holds(NAME, MATTER, "pang") == []
    assert not Cases(counting.session).numbers(CaseFilter(query="pang"))
    assert not any({"note", "full_name"} & set(line.fields) for line in history_of_case(counting.session, case))
    restrict(branch, case, restricted=False)
    counting.sync()
    assert list(counting.cases()) == [NAME]
    assert Cases(counting.session).page(case).case.note == MATTER
    assert Cases(counting.session).page(case).withheld == {}
    assert Cases(counting.session).numbers(CaseFilter(query="pang"))


def test_the_pc_catches_up_without_starting_over_once_somebody_entitled_works_there(
    branch: Pc, counting: Pc, national: RunningServer
) -> None:
    case = case_of(branch)
    restrict(branch, case, restricted=True)
    counting.sync()
    with counting.session.database.read() as connection:
        before = positions.read(connection)
    national.set_account("dem", "CN1", role="van_thu_tiep_nhan")
    counting.sync()
    assert list(counting.cases()) == [NAME]
    with counting.session.database.read() as connection:
        assert positions.read(connection) == before
        assert positions.marks(connection) == {}
    national.set_account("dem", "CN1", role="nguoi_thuc_hien")
    counting.sync()
    assert list(counting.cases()) == [UNREAD]
    assert counting.holds(NAME) == []


def test_a_stick_brings_all_that_somebody_may_read_from_now_on(
    branch: Pc, counting: Pc, national: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regarding, "PAGE", 1)
    restrict(branch, case_of(branch), restricted=True)
    counting.sync()
    national.set_account("dem", "CN1", role="van_thu_tiep_nhan")
    (tmp_path / "stick").mkdir()
    exported = Bundles(counting.session).export(tmp_path / "stick")
    Bundles(counting.session).take_in(answered(national, exported.path))
    assert list(counting.cases()) == [NAME]
    with counting.session.database.read() as connection:
        assert positions.marks(connection) == {}


def test_a_result_that_may_not_be_read_here_is_not_said_to_be_missing(branch: Pc, counting: Pc) -> None:
    case = case_of(branch)
    Cases(branch.session).edit(
        "case", case, {"ended_on": "2026-11-25", "outcome": "kt_xong", "result": "Hòa giải thành"}
    )
    restrict(branch, case, restricted=True)
    branch.sync()
    counting.sync()
    for pc in (branch, counting):
        (lacking,) = Nudging(pc.session).nudges(period("2026")).entries
        assert lacking.lacks == (Lack.PAPER,)


def test_a_sum_that_fails_for_what_may_not_be_read_here_says_so(branch: Pc, counting: Pc) -> None:
    case = case_of(branch)
    Cases(branch.session).edit("case", case, {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    restrict(branch, case, restricted=True)
    counting.sync()
    told = []
    for pc in (branch, counting):
        reports, year = Reports(pc.session), period("2026")
        told.append(reports.explain(reports.count(reports.form("24", year), reports.asked(year))))
    assert told[0] == []
    assert {name for each in told[1] for name in named(each)} == {words.unread(Cases(branch.session).page(case).code)}


def test_nobody_types_over_what_they_may_not_read(branch: Pc, counting: Pc) -> None:
    case = case_of(branch)
    restrict(branch, case, restricted=True)
    counting.sync()
    cases = Cases(counting.session)
    opened = cases.open("case", case)
    assert "content" in opened.withheld
    with pytest.raises(Invalid) as refused:
        cases.edit("case", case, {"content": "viết đè"}, opened.seen)
    assert (refused.value.code, refused.value.field) == ("not_entitled", "content")


def test_a_conflict_of_ones_own_that_may_not_be_read_any_more_is_not_green(
    branch: Pc, counting: Pc, national: RunningServer
) -> None:
    case = case_of(branch)
    national.set_account("dem", "CN1", role="van_thu_tiep_nhan")
    counting.sync()
    for pc in (branch, counting):
        pc.note(case, f"của {pc.device}")
    branch.sync()
    counting.sync()
    assert counting.service.status().conflicts_open == 1
    national.set_account("dem", "CN1", role="thong_ke")
    restrict(branch, case, restricted=True)
    counting.sync()
    status = counting.service.status()
    assert (status.conflicts_open, status.totals.conflicts, status.green) == (0, 1, False)
