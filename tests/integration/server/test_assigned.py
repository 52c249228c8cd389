"""Who is assigned to a restricted case reads it, at a PC where they sign in, and only that case (SYNC §4)."""

import pytest

from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined
from tests.integration.server.test_files import Paper
from tests.integration.server.test_moves import move
from tests.integration.server.test_restricted import SECRET, _Filed, reads_nothing_secret


class Assigned:
    """Minh, whom Hoà has assigned to one of two restricted cases."""

    def __init__(self, hoa: Pc, login: str | None = "Minh") -> None:
        self.hoa = hoa
        self.mine, self.other = _Filed(hoa, restricted=True), _Filed(hoa, restricted=True)
        self.practitioner, self.assignment = new_id(), new_id()
        hoa.push(
            hoa.edit("practitioner", self.practitioner, {"full_name": "Phạm Văn Minh", "login": login}),
            hoa.edit("assignment", self.assignment, {"case": self.mine.case, "practitioner": self.practitioner}),
        )

    def change(self, kind: str, **fields: object) -> None:
        self.hoa.pull()
        record = {"assignment": self.assignment, "practitioner": self.practitioner, "case": self.mine.case}[kind]
        (answer,) = self.hoa.push(self.hoa.edit(kind, record, dict(fields)))
        assert answer.outcome == Outcome.APPLIED

    def read_by(self, pc: Pc) -> tuple[bool, bool]:
        """Whether a PC has what the two cases say of people."""
        pc.pull()
        read = [pc.value("person", each.person, "full_name") == SECRET[0] for each in (self.mine, self.other)]
        texts = [pc.value("case", each.case, "content") == SECRET[1] for each in (self.mine, self.other)]
        assert read == texts
        return read[0], read[1]


@pytest.fixture
def minh(server: RunningServer) -> Pc:
    """Minh's PC at the same branch as Hoà's."""
    server.add_account("minh", "CN1", role="nguoi_thuc_hien")
    return joined(server, "CN1", "minh")


def test_who_is_assigned_reads_that_case_and_no_other(hoa: Pc, minh: Pc) -> None:
    assigned = Assigned(hoa)
    assert assigned.read_by(minh) == (True, False)
    assert minh.withheld["case_person", assigned.other.part] == ("proof",)
    (answer,) = minh.push(minh.edit("case", assigned.mine.case, {"content": "Đã gặp"}))
    assert answer.outcome == Outcome.APPLIED


@pytest.mark.parametrize(
    "change",
    [
        ("assignment", {"to_on": "2026-11-20"}, {"to_on": None}),
        ("assignment", {"deleted": True}, {"deleted": False}),
        ("practitioner", {"left_on": "2026-11-20"}, {"left_on": None}),
        ("practitioner", {"login": None}, {"login": "minh"}),
        ("case", {"restricted": False}, {"restricted": True}),
    ],
)
def test_it_is_withdrawn_page_by_page_when_it_ends_and_comes_back(
    hoa: Pc, minh: Pc, change: tuple[str, dict[str, object], dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, fields, back = change
    monkeypatch.setattr("sync.server.regarding.PAGE", 3)
    assigned = Assigned(hoa)
    assert assigned.read_by(minh) == (True, False)
    cursors = dict(minh.cursors)
    assigned.change(kind, **fields)
    assert assigned.read_by(minh) == (kind == "case", False)
    assert minh.cursors.keys() == cursors.keys()
    assigned.change(kind, **back)
    assert assigned.read_by(minh) == (True, False)
    hoa.pull()
    assert minh.versions == hoa.versions


def test_another_practitioner_takes_over_the_right_with_the_case(server: RunningServer, hoa: Pc, minh: Pc) -> None:
    assigned = Assigned(hoa)
    server.add_account("lan", "CN1", role="nguoi_thuc_hien")
    lan, other = joined(server, "CN1", "lan"), new_id()
    assert (assigned.read_by(minh), assigned.read_by(lan)) == ((True, False), (False, False))
    hoa.push(hoa.edit("practitioner", other, {"full_name": "Lò Thị Lan", "login": "lan"}))
    assigned.change("assignment", practitioner=other)
    assert (assigned.read_by(minh), assigned.read_by(lan)) == ((False, False), (True, False))
    server.set_account("lan", "CN1", enabled=False)
    assert assigned.read_by(lan) == (False, False)


def test_in_whatever_order_it_arrives(hoa: Pc, minh: Pc) -> None:
    """The assignment before the practitioner, both before the case is restricted."""
    filed, practitioner = _Filed(hoa, restricted=False), new_id()
    hoa.push(hoa.edit("assignment", new_id(), {"case": filed.case, "practitioner": practitioner}))
    filed.restrict(hoa, restricted=True)
    minh.pull()
    assert reads_nothing_secret(minh)
    hoa.push(hoa.edit("practitioner", practitioner, {"full_name": "Phạm Văn Minh", "login": "minh"}))
    minh.pull()
    assert minh.value("person", filed.person, "full_name") == SECRET[0]


def test_nobody_lets_themselves_in(hoa: Pc, minh: Pc) -> None:
    """Neither by a sign-in nor by an assignment, made or revived, nor by opening the case to everybody."""
    assigned = Assigned(hoa)
    assigned.change("assignment", to_on="2026-11-20")
    assert assigned.read_by(minh) == (False, False)
    mine, record = {"practitioner": assigned.practitioner}, assigned.assignment
    tries = [
        (minh.edit("practitioner", assigned.practitioner, {"login": "minh"}), "login"),
        (minh.edit("assignment", new_id(), {"case": assigned.other.case, **mine}), "practitioner"),
        (minh.edit("assignment", record, {"to_on": None}), "practitioner"),
        (minh.edit("case", assigned.other.case, {"restricted": False}), "restricted"),
    ]
    for entry, field in tries:
        (answer,) = minh.push(entry)
        assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "no_right", field)
    assert assigned.read_by(minh) == (False, False)


def test_somebody_of_another_unit_with_the_same_sign_in_reads_nothing(server: RunningServer, hoa: Pc) -> None:
    assigned = Assigned(hoa)
    for unit in ("TT", "STP"):
        server.add_account("minh", unit, role="nguoi_thuc_hien" if unit == "TT" else "so_tu_phap_xem")
        assert assigned.read_by(joined(server, unit, "minh")) == (False, False)


def test_the_case_moves_and_who_was_assigned_reads_neither_it_nor_the_copy(
    server: RunningServer, hoa: Pc, minh: Pc
) -> None:
    assigned = Assigned(hoa)
    assert assigned.read_by(minh) == (True, False)
    server.add_account("minh", "CN2", role="nguoi_thuc_hien")
    there = joined(server, "CN2", "minh")
    hoa.pull()
    assert move(hoa, assigned.mine.case, there.feed).outcome == Outcome.FORWARDED
    minh.pull()
    there.pull()
    assert reads_nothing_secret(minh)
    assert reads_nothing_secret(there)


def test_a_paper_of_the_case_is_given_to_who_is_assigned(hoa: Pc, minh: Pc) -> None:
    paper, practitioner = Paper(hoa), new_id()
    paper.uploaded()
    hoa.push(hoa.edit("case", paper.case, {"restricted": True}))
    assert paper.fetch(minh).status_code == 404
    hoa.push(
        hoa.edit("practitioner", practitioner, {"full_name": "Phạm Văn Minh", "login": "minh"}),
        hoa.edit("assignment", new_id(), {"case": paper.case, "practitioner": practitioner}),
    )
    assert paper.fetch(minh).content == paper.content
