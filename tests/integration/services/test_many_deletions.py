"""Unusually many deletions wait for a person, whether others made them or somebody here did (decisions/0017)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.deletions import Choice, Count, Deletions, Way
from desktop.services.verifying import verify
from desktop.store import deletions
from desktop.store.deletions import too_many
from desktop.store.lists import CaseFilter
from sync.client.http import HttpTransport
from sync.contract.messages import ExchangeRequest, ExchangeResponse
from sync.server import news, status
from sync.server.pages.overview import as_csv, overview
from sync.server.scope import UnitKind
from sync.server.sign_in import Viewer
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered
from tests.integration.services.branch_pc import Pc, office_pc

#: As many as are one too many, where a few are as good as the real number.
FEW, ALL = 3, 5


@pytest.fixture(autouse=True)
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletions, "MANY", FEW)


@pytest.fixture
def national(server: RunningServer) -> RunningServer:
    return server


def ids(pc: Pc) -> list[str]:
    """The cases that show."""
    cases = Cases(pc.session)
    return [row.id for row in cases.rows(cases.numbers(CaseFilter()))]


def delete(pc: Pc, cases: list[str]) -> None:
    for case in cases:
        Cases(pc.session).delete(case)


@pytest.fixture
def branch(branch: Pc) -> Pc:
    """The first PC, with as many cases as make the difference."""
    for number in range(ALL - 1):
        branch.take_in(f"Người số {number}")
    branch.sync()
    return branch


@pytest.fixture
def other(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """The second PC of the branch, which has them all."""
    with office_pc(tmp_path / "other", numbering=False, login="an", full_name="Lý An") as pc:
        pc.join(national, "CN1")
        pc.sync()
        assert len(ids(pc)) == len(ids(branch)) == ALL
        yield pc


def delete_all(other: Pc) -> None:
    """Somebody deletes everything on the second PC and means it."""
    delete(other, ids(other))
    other.service.cycle()
    (question,) = Deletions(other.session).waiting()
    Deletions(other.session).decide(question.number, Choice.ACCEPT)
    other.sync()


def test_nothing_goes_before_somebody_has_agreed(branch: Pc, other: Pc) -> None:
    delete_all(other)
    branch.service.cycle()
    assert len(ids(branch)) == ALL
    (question,) = Deletions(branch.session).waiting()
    assert (question.way, question.unit, question.counts) == (Way.IN, "Chi nhánh số 1", {"case": Count(ALL, ALL)})
    assert question.authors == ("Lý An",)
    status = branch.service.status()
    assert (status.green, status.needs_person) == (False, True)
    branch.close()
    branch.open()  # as after the power went off
    branch.service.cycle()
    assert Deletions(branch.session).waiting() == [question]
    changed = Deletions(branch.session).decide(question.number, Choice.ACCEPT)
    assert {name for name, _id in changed} == {"case"}
    assert ids(branch) == []
    branch.sync()
    assert branch.service.status().green
    (kept,) = Deletions(branch.session).every()
    assert (kept.choice, kept.by) == (Choice.ACCEPT, branch.session.user.id)
    assert Deletions(branch.session).decide(question.number, Choice.RESTORE) == frozenset()


def test_what_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert not too_many({"case": Count(25, 25)})
    assert too_many({"case": Count(26, 129), "person": Count(0, 500)})
    assert not too_many({"case": Count(26, 130)})
    assert too_many({"case": Count(401, 2000)})


def test_few_go_without_a_question(branch: Pc, other: Pc) -> None:
    delete(other, ids(other)[:FEW])
    other.sync()
    branch.sync()
    assert len(ids(branch)) == ALL - FEW
    assert branch.service.status().green


def test_what_is_kept_stays_can_be_worked_on_and_is_never_green(branch: Pc, other: Pc) -> None:
    delete_all(other)
    branch.service.cycle()
    (question,) = Deletions(branch.session).waiting()
    Deletions(branch.session).decide(question.number, Choice.KEEP)
    branch.sync()
    assert len(ids(branch)) == ALL
    assert not branch.service.status().green
    assert verify(branch.service).equal  # what the national system says is known here all the same
    later = branch.take_in("Người đến sau")
    branch.sync()
    other.sync()
    Cases(other.session).delete(later)
    other.sync()
    branch.sync()
    assert later not in ids(branch)  # one more is not part of what was asked about
    worked_on = ids(branch)[0]
    branch.note(worked_on, "vẫn đang làm")
    branch.sync()
    other.sync()
    assert ids(other) == [worked_on]  # whoever works on it brings it back
    (left,) = Deletions(branch.session).waiting()
    assert left.counts["case"].gone == ALL - 1


def test_the_centre_sees_on_which_pc_how_many_wait_for_an_answer(
    branch: Pc, other: Pc, national: RunningServer
) -> None:
    delete_all(other)
    for _told in range(2):  # what the first cycle has found the next one says
        branch.service.cycle()
    with national.database.read() as connection:
        department = Viewer("1", "cuc", "Vũ An", "quan_tri", unit="", kind=UnitKind.CUC, form_key="")
        shown = as_csv(overview(connection, department, 7)).decode("utf-8-sig")
        table = status.as_table(status.status(connection))
    said = f"{ALL} mục máy khác đã xóa còn chờ trả lời"
    assert (shown.count(said), table.count(said)) == (1, 1)
    Deletions(branch.session).decide(Deletions(branch.session).waiting()[0].number, Choice.ACCEPT)
    for _told in range(2):
        branch.service.cycle()
    with national.database.read() as connection:
        assert said not in status.as_table(status.status(connection))


def test_they_can_be_brought_back_everywhere(branch: Pc, other: Pc) -> None:
    delete_all(other)
    branch.service.cycle()
    (question,) = Deletions(branch.session).waiting()
    Deletions(branch.session).decide(question.number, Choice.KEEP)
    Deletions(branch.session).decide(question.number, Choice.RESTORE)
    branch.sync()
    other.sync()
    assert len(ids(other)) == len(ids(branch)) == ALL
    assert branch.service.status().green
    assert other.service.status().green


def test_many_are_many_however_they_are_cut_into_pages(
    branch: Pc, other: Pc, national: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete_all(other)
    monkeypatch.setattr(news, "PAGE_BYTES", 700)
    lengths: list[int] = []
    right = branch.kind.exchange

    def counted(self: HttpTransport, request: ExchangeRequest) -> ExchangeResponse:
        answer = right(self, request)
        lengths.append(sum(len(page.records) for page in answer.news))
        assert len(ids(branch)) == ALL
        return answer

    monkeypatch.setattr(branch.kind, "exchange", counted)
    branch.service.cycle()
    assert len([length for length in lengths if length]) > 2
    (question,) = Deletions(branch.session).waiting()
    assert question.counts["case"].gone == ALL


def test_a_pc_that_would_send_many_asks_first(branch: Pc, other: Pc) -> None:
    delete(branch, ids(branch))
    assert not branch.service.cycle().complete
    other.sync()
    assert len(ids(other)) == ALL
    (question,) = Deletions(branch.session).waiting()
    assert (question.way, question.counts) == (Way.OUT, {"case": Count(ALL, ALL)})
    assert branch.service.status().totals.held == ALL
    Deletions(branch.session).decide(question.number, Choice.KEEP)
    branch.service.cycle()
    assert len(Deletions(branch.session).waiting()) == 1
    Deletions(branch.session).decide(question.number, Choice.ACCEPT)
    branch.sync()
    assert branch.service.status().green


def test_deleting_many_can_be_given_up_before_it_was_sent(branch: Pc, other: Pc) -> None:
    delete(branch, ids(branch))
    branch.service.cycle()
    (question,) = Deletions(branch.session).waiting()
    Deletions(branch.session).decide(question.number, Choice.RESTORE)
    assert len(ids(branch)) == ALL
    branch.sync()
    other.sync()
    assert len(ids(other)) == ALL
    assert branch.service.status().green


def test_a_stick_takes_none_along_and_brings_none_in_unasked(
    branch: Pc, other: Pc, national: RunningServer, tmp_path: Path
) -> None:
    delete(branch, ids(branch))
    written = Bundles(branch.session).export(tmp_path)
    assert written.receipt.sent == 0
    Bundles(branch.session).take_in(answered(national, written.path))
    assert [question.way for question in Deletions(branch.session).waiting()] == [Way.OUT]
    Deletions(branch.session).decide(1, Choice.ACCEPT)
    branch.sync()
    back = answered(national, Bundles(other.session).export(tmp_path).path)
    Bundles(other.session).take_in(back)
    assert [question.way for question in Deletions(other.session).waiting()] == [Way.IN]
    assert len(ids(other)) == ALL


def test_what_was_never_sent_is_deleted_without_a_question(branch: Pc) -> None:
    made = [branch.take_in(f"Nhập nhầm {number}") for number in range(2 * ALL)]
    delete(branch, made)
    branch.sync()
    assert len(ids(branch)) == ALL
