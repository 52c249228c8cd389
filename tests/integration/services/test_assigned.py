"""Several people share a PC; of a restricted case each sees what they may read (SYNC §4)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.restriction import UNREAD
from desktop.services.attachments import Attachments
from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.export import export_acknowledged, export_visible
from desktop.services.history import history_of_case
from desktop.services.office import NewUser
from desktop.services.people import People
from desktop.services.session import Session
from desktop.store.lists import CaseFilter
from sync.contract.errors import Invalid
from tests.factories import PASSWORD, make_office
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Clock, Pc

NAME, MATTER = "Lò Thị Pâng", "bị cha dượng đánh"
SignIn = Callable[[str], Session]


@pytest.fixture
def national(tmp_path: Path) -> Iterator[RunningServer]:
    """What the server decides is tested on both databases beside it; here it is about who sits before the PC."""
    with RunningServer(f"sqlite:///{tmp_path / 'server.db'}") as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        yield running


@pytest.fixture
def second(tmp_path: Path, national: RunningServer) -> Iterator[Pc]:
    """Minh's own PC at the branch; Minh is a practitioner."""
    national.add_account("minh", "CN1", role="nguoi_thuc_hien")
    role = "nguoi_thuc_hien"
    _office, session = make_office(tmp_path / "minh", clock=Clock(), login="minh", role=role, numbering=False)
    pc = Pc(tmp_path / "minh" / "office", session)
    pc.service.enrol(national.base_url, national.enrol_code("CN1"))
    yield pc
    pc.close()


@pytest.fixture
def sign_in(branch: Pc) -> Iterator[SignIn]:
    """Sign somebody else in at the branch's PC."""
    opened: list[Session] = []

    def signed_in(login: str, role: str = "nguoi_thuc_hien") -> Session:
        if login not in branch.office.keys.logins:
            new = NewUser(login=login, full_name=f"Bà {login}", role=role, password=PASSWORD)
            branch.office.add_user(branch.session, PASSWORD, new)
        opened.append(branch.office.sign_in(login, PASSWORD))
        return opened[-1]

    yield signed_in
    for session in opened:
        session.database.close()


@pytest.fixture
def case(branch: Pc) -> str:
    """A restricted case with a paper and a note."""
    cases = Cases(branch.session)
    case_id = cases.rows(cases.numbers(CaseFilter()))[0].id
    cases.edit("case", case_id, {"restricted": True, "note": MATTER})
    return case_id


def assign(branch: Pc, case: str, login: str) -> str:
    cases = Cases(branch.session)
    practitioner = cases.add("practitioner", {"full_name": "Phạm Thị Minh", "kind": "tgvpl", "login": login})
    return cases.add("assignment", {"case": case, "practitioner": practitioner})


def reads(session: Session, case: str) -> bool:
    """What the page, the form and the list say of the case; all of them or none."""
    page = Cases(session).page(case)
    told = {
        page.case.note == MATTER,
        any(person.full_name == NAME for person in page.people.values()),
        Cases(session).open("case", case).withheld == frozenset(),
        bool(page.row.content),
    }
    assert len(told) == 1, told
    return told.pop()


def test_on_one_pc_only_who_is_assigned_or_entitled_sees_a_restricted_case(
    branch: Pc, case: str, sign_in: SignIn
) -> None:
    assignment = assign(branch, case, "MINH")
    assert reads(branch.session, case)
    minh, lan = sign_in("minh"), sign_in("lan")
    assert reads(minh, case)
    assert not reads(lan, case)
    told = [any("note" in line.fields for line in history_of_case(each, case)) for each in (minh, lan)]
    assert told == [True, False]
    with pytest.raises(Invalid, match="not_entitled"):
        Cases(lan).edit("case", case, {"note": "viết đè"})
    Cases(lan).edit("case", case, {"law_field": "dan_su"})
    Cases(branch.session).edit("assignment", assignment, {"to_on": "2026-11-25"})
    assert not reads(minh, case)


def test_its_papers_and_conflicts_are_not_shown_either(
    branch: Pc, case: str, sign_in: SignIn, scan: Path, second: Pc
) -> None:
    papers = Attachments(branch.session)
    paper = papers.add(case, scan)
    assign(branch, case, "minh")
    branch.sync()
    second.sync()
    for pc in (branch, second):
        pc.note(case, f"của {pc.device}")
        pc.sync()
    branch.sync()
    assert len(Conflicts(branch.session).every_open()) == 1
    lan = sign_in("lan")
    assert Conflicts(lan).every_open() == []
    assert not Cases(lan).page(case).conflicts
    assert [each.record.title for each in Attachments(lan).of_case(case)] == [None]
    with pytest.raises(Invalid, match="not_entitled"):
        Attachments(lan).open(paper)
    assert papers.open(paper).exists()


def test_what_somebody_took_in_themselves_they_still_see(branch: Pc, sign_in: SignIn) -> None:
    lan = sign_in("lan")
    here = Pc(branch.home, lan)
    case = here.take_in(NAME)
    Cases(lan).edit("case", case, {"note": MATTER})
    Cases(branch.session).edit("case", case, {"restricted": True})
    assert Cases(lan).page(case).case.note == MATTER
    Cases(branch.session).edit("case", case, {"note": "điều khác"})
    assert Cases(lan).page(case).case.note is None


def test_a_pc_of_a_practitioner_receives_the_cases_they_are_assigned_to(branch: Pc, case: str, second: Pc) -> None:
    branch.take_in("Giàng A Páo")
    cases = Cases(branch.session)
    (other,) = (row.id for row in cases.rows(cases.numbers(CaseFilter())) if row.people == "Giàng A Páo")
    cases.edit("case", other, {"restricted": True})
    assignment = assign(branch, case, "minh")
    branch.sync()
    second.sync()
    assert second.cases().keys() == {NAME, UNREAD}
    assert reads(second.session, case)
    cases.edit("assignment", assignment, {"to_on": "2026-11-25"})
    branch.sync()
    second.sync()
    assert second.cases().keys() == {UNREAD}
    assert second.holds(NAME, MATTER) == []


def found(session: Session, query: str) -> list[str]:
    cases = Cases(session)
    return [row.id for row in cases.rows(cases.numbers(CaseFilter(query=query)))]


def test_nobody_finds_a_restricted_case_by_what_they_may_not_read(branch: Pc, case: str, sign_in: SignIn) -> None:
    code = Cases(branch.session).page(case).code
    lan = sign_in("lan")
    for query in (NAME, "pang lo", MATTER.partition(",")[0]):
        assert found(branch.session, query) == [case]
        assert found(lan, query) == []
    assert found(lan, code) == [case]
    assign(branch, case, "minh")
    assert found(sign_in("minh"), NAME) == [case]
    assert found(lan, "minh") == [case]  # who performs it everybody sees


def test_nobody_learns_of_somebody_in_it_by_typing_their_name(branch: Pc, case: str, sign_in: SignIn) -> None:
    lan = sign_in("lan")
    assert [len(People(each).matching("lò thị")) for each in (branch.session, lan)] == [1, 0]
    assert [len(People(each).alike(NAME, None, None)) for each in (branch.session, lan)] == [1, 0]


def test_somebody_finds_by_name_the_case_they_took_in_themselves(branch: Pc, sign_in: SignIn) -> None:
    lan = sign_in("lan")
    case = Pc(branch.home, lan).take_in("Giàng Thị Mỷ")
    Cases(branch.session).edit("case", case, {"restricted": True})
    assert found(lan, "giàng mỷ") == [case]
    assert len(People(lan).matching("giàng")) == 1


def test_only_who_reads_at_home_opens_it_to_everybody(branch: Pc, case: str, sign_in: SignIn) -> None:
    lan = sign_in("lan")
    with pytest.raises(Invalid, match="no_right"):
        Cases(lan).edit("case", case, {"restricted": False})
    Cases(branch.session).edit("case", case, {"restricted": False})
    assert reads(lan, case)


def test_the_export_holds_what_its_reader_may_read(branch: Pc, case: str, sign_in: SignIn, tmp_path: Path) -> None:
    branch.sync()
    lan = sign_in("lan")
    export_visible(lan, tmp_path / "lan")
    export_visible(branch.session, tmp_path / "office")
    written = {
        who: "".join(file.read_text(encoding="utf-8") for file in (tmp_path / who).glob("*.ndjson"))
        for who in ("lan", "office")
    }
    assert case in written["lan"]
    assert [NAME in text or MATTER in text for text in written.values()] == [False, True]
    with pytest.raises(DomainError, match="export_withheld"):
        export_acknowledged(lan, tmp_path / "refused")
    assert not (tmp_path / "refused").exists()
    assert export_acknowledged(branch.session, tmp_path / "whole")
