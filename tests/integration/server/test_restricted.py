"""Restricted cases: who is in them, and what about, goes only to a PC on which somebody may read it (SYNC §4)."""

from collections.abc import Sequence
from typing import Any

import pytest

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined
from tests.integration.server.test_files import Paper, begin, held

#: Every word that nobody may read here.
SECRET = ("Lò Thị Pâng", "tố giác người thân", "Sổ hộ nghèo 77")


@pytest.fixture
def viewer(server: RunningServer) -> Pc:
    """Mai's PC at the same branch as Hoà's; she only counts."""
    server.add_account("mai", "CN1", role="thong_ke")
    return joined(server, "CN1", "mai")


class _Filed:
    """A case with its person, and what Hoà wrote of both."""

    def __init__(self, hoa: Pc, *, restricted: bool, order: Sequence[int] = ()) -> None:
        self.case, self.person, self.part, self.event = (new_id() for _ in range(4))
        self.entries = [
            hoa.edit("person", self.person, {"full_name": SECRET[0], "province": "08"}),
            hoa.edit("case", self.case, {"form": "tu_van_phap_luat", "restricted": restricted, "content": SECRET[1]}),
            hoa.edit("case_person", self.part, {"case": self.case, "person": self.person, "proof": SECRET[2]}),
            hoa.edit("event", self.event, {"case": self.case, "on": "2026-11-22", "content": SECRET[1]}),
        ]
        for batch in ([self.entries[place]] for place in order) if order else (self.entries,):
            hoa.push(*batch)

    def restrict(self, by: Pc, *, restricted: bool) -> None:
        """Mark it, or open it to everybody."""
        by.push(by.edit("case", self.case, {"restricted": restricted}))


def texts(pc: Pc) -> str:
    return repr([{name: cell.value for name, cell in fields.items()} for fields in pc.records.values()])


def reads_nothing_secret(pc: Pc) -> bool:
    return not any(secret in texts(pc) for secret in SECRET)


def same_as_the_server_shows(pc: Pc, whole: Pc) -> None:
    """Apart from what is withheld both hold the same, in the same versions."""
    assert pc.versions == whole.versions
    for name, fields in whole.records.items():
        mine = {field: cell for field, cell in fields.items() if field not in pc.withheld.get(name, ())}
        assert pc.records[name] == mine


@pytest.mark.parametrize("order", [(), (0, 1, 2, 3), (2, 3, 1, 0), (1, 0, 3, 2)])
def test_what_a_restricted_case_says_of_people_stays_with_those_who_may_read_it(
    hoa: Pc, viewer: Pc, order: tuple[int, ...]
) -> None:
    """At once as a rule; in whatever order and in however many requests its records arrive."""
    filed = _Filed(hoa, restricted=True, order=order)
    viewer.pull()
    assert reads_nothing_secret(viewer)
    assert hoa.value("person", filed.person, "full_name") == SECRET[0]
    assert viewer.value("case", filed.case, "form") == "tu_van_phap_luat"
    assert viewer.value("person", filed.person, "province") == "08"
    assert viewer.withheld["person", filed.person] == ("full_name",)
    assert viewer.withheld["case_person", filed.part] == ("proof",)
    same_as_the_server_shows(viewer, hoa)


def test_a_case_that_becomes_restricted_goes_from_a_pc_that_had_it_and_comes_back_when_opened(
    hoa: Pc, viewer: Pc
) -> None:
    filed = _Filed(hoa, restricted=False)
    viewer.pull()
    assert not reads_nothing_secret(viewer)
    filed.restrict(hoa, restricted=True)
    viewer.pull()
    assert reads_nothing_secret(viewer)
    same_as_the_server_shows(viewer, hoa)
    filed.restrict(hoa, restricted=False)
    viewer.pull()
    assert viewer.value("person", filed.person, "full_name") == SECRET[0]
    assert not any(viewer.withheld.values())
    same_as_the_server_shows(viewer, hoa)


def test_a_person_of_two_restricted_cases_is_open_only_when_both_are(hoa: Pc, viewer: Pc) -> None:
    filed = _Filed(hoa, restricted=True)
    other = new_id()
    hoa.push(
        hoa.edit("case", other, {"restricted": True}),
        hoa.edit("case_person", new_id(), {"case": other, "person": filed.person}),
    )
    filed.restrict(hoa, restricted=False)
    viewer.pull()
    assert SECRET[0] not in texts(viewer)
    hoa.pull()
    hoa.push(hoa.edit("case", other, {"restricted": False}))
    viewer.pull()
    assert viewer.value("person", filed.person, "full_name") == SECRET[0]


def test_a_pc_catches_up_when_somebody_entitled_is_enrolled_and_forgets_when_they_lose_the_right(
    server: RunningServer, hoa: Pc, viewer: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, without starting over."""
    monkeypatch.setattr("sync.server.regarding.PAGE", 3)
    for _ in range(3):
        filed = _Filed(hoa, restricted=True)
    viewer.pull()
    pages, cursors = viewer.pages, dict(viewer.cursors)
    server.set_account("mai", "CN1", role="van_thu_tiep_nhan")
    viewer.pull()
    assert viewer.value("person", filed.person, "full_name") == SECRET[0]
    assert (viewer.records, viewer.versions) == (hoa.records, hoa.versions)
    assert (viewer.pages, viewer.cursors) == (pages, cursors)
    server.set_account("mai", "CN1", role="thong_ke")
    viewer.pull()
    assert reads_nothing_secret(viewer)
    same_as_the_server_shows(viewer, hoa)
    server.set_account("mai", "CN1", role="truong_chi_nhanh")
    viewer.pull()
    server.set_account("mai", "CN1", enabled=False)
    viewer.pull()
    assert reads_nothing_secret(viewer)


def test_who_may_not_read_a_case_edits_the_rest_of_it_without_quarrels(server: RunningServer, hoa: Pc) -> None:
    server.add_account("mai", "CN1", role="nguoi_thuc_hien")
    mai = joined(server, "CN1", "mai")
    filed = _Filed(hoa, restricted=True)
    mai.pull()
    hoa.push(hoa.edit("case", filed.case, {"content": "đổi điều nhạy cảm"}))
    (answer,) = mai.push(mai.edit("case", filed.case, {"law_field": "dan_su"}))
    assert answer.outcome == Outcome.APPLIED
    assert "nhạy cảm" not in texts(mai)
    assert mai.versions["case", filed.case] == 3


@pytest.mark.parametrize("guess", ["tố giác người thân", "khác"])
def test_what_is_withheld_can_be_neither_guessed_nor_replaced(server: RunningServer, hoa: Pc, guess: str) -> None:
    """Right or wrong, known base or none: the answer is the same."""
    server.add_account("mai", "CN1", role="nguoi_thuc_hien")
    mai = joined(server, "CN1", "mai")
    filed = _Filed(hoa, restricted=True)
    mai.pull()
    for base in ({}, {"content": 1}):
        (answer,) = mai.push(mai.edit("case", filed.case, {"content": guess}, base=base))
        assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "not_entitled", "content")
    hoa.pull()
    assert hoa.value("case", filed.case, "content") == SECRET[1]


def test_what_somebody_wrote_themselves_stays_theirs_until_another_changes_it(server: RunningServer, hoa: Pc) -> None:
    """Also what they take in at a PC where nobody reads restricted cases."""
    server.add_account("mai", "CN1", role="nguoi_thuc_hien")
    mai = joined(server, "CN1", "mai")
    filed = _Filed(mai, restricted=True)
    assert mai.value("case", filed.case, "content") == SECRET[1]
    (answer,) = mai.push(mai.edit("case", filed.case, {"content": "sửa lại"}))
    assert answer.outcome == Outcome.APPLIED
    hoa.pull()
    hoa.push(hoa.edit("case", filed.case, {"content": "điều khác"}))
    mai.pull()
    assert mai.value("case", filed.case, "content") is None
    assert mai.withheld["case", filed.case] == ("content",)


def test_a_conflict_says_as_little_as_the_fields_it_is_about(hoa: Pc, duc: Pc, viewer: Pc) -> None:
    filed = _Filed(hoa, restricted=True)
    duc.pull()
    for name, value in (("content", "điều kín"), ("law_field", "dan_su")):
        hoa.push(hoa.edit("case", filed.case, {name: value}))
        duc.push(duc.edit("case", filed.case, {name: value[::-1] if name == "content" else "dat_dai"}))
    hoa.push(hoa.edit("person", filed.person, {"phone": "0912000001"}))
    duc.push(duc.edit("person", filed.person, {"phone": "0912000002"}))
    viewer.pull()
    shown = {tuple(each["names"]): each for each in viewer.conflicts()}
    assert shown[("law_field",)]["incoming"] == {"law_field": "dat_dai"}
    assert not {"current", "incoming"} & shown[("content",)].keys()
    assert not {"current", "incoming"} & shown[("phone",)].keys()
    assert not any(secret in texts(viewer) for secret in ("điều kín", "ník uềiđ", "0912"))
    hoa.pull()
    hoa.push(hoa.edit("case", filed.case, {"restricted": False}))
    viewer.pull()
    shown = {tuple(each["names"]): each for each in viewer.conflicts()}
    assert shown[("phone",)]["incoming"] == {"phone": "0912000002"}


@pytest.mark.parametrize(
    ("unit", "role", "reads"),
    [
        ("CN1", "truong_chi_nhanh", True),
        ("CN1", "van_thu_tiep_nhan", True),
        ("CN1", "quan_tri", True),
        ("CN1", "nguoi_thuc_hien", False),
        ("CN1", "tham_dinh", False),
        ("TT", "lanh_dao_trung_tam", True),
        ("TT", "van_thu_tiep_nhan", False),
        ("TT", "quan_tri", False),
        ("STP", "so_tu_phap_xem", False),
    ],
)
def test_who_reads_the_restricted_cases_of_a_branch(
    server: RunningServer, hoa: Pc, unit: str, role: str, reads: bool
) -> None:
    filed = _Filed(hoa, restricted=True)
    server.add_account("ban", unit, role=role)
    somebody = joined(server, unit, "ban")
    assert somebody.value("case", filed.case, "form") == "tu_van_phap_luat"
    assert (somebody.value("person", filed.person, "full_name") == SECRET[0]) is reads


def test_a_field_and_a_record_type_of_a_later_version_are_withheld_too(hoa: Pc, viewer: Pc) -> None:
    """Nobody here knows what they say."""
    filed = _Filed(hoa, restricted=True)
    later: dict[str, Any] = {"case": filed.case, "words": "điều của bản sau"}
    hoa.push(hoa.edit("case", filed.case, {"later": "điều của bản sau"}), hoa.edit("later", new_id(), later))
    viewer.pull()
    assert "bản sau" not in texts(viewer)


def test_an_entry_of_a_withheld_field_goes_through_once_its_author_may_read_it(server: RunningServer, hoa: Pc) -> None:
    server.add_account("mai", "CN1", role="nguoi_thuc_hien")
    mai = joined(server, "CN1", "mai")
    filed = _Filed(hoa, restricted=False)
    mai.pull()
    entry = mai.edit("case", filed.case, {"content": "sửa trước khi hạn chế"})
    filed.restrict(hoa, restricted=True)
    (answer,) = mai.push(entry)
    assert (answer.key, answer.code) == (key_of(entry), "not_entitled")
    server.set_account("mai", "CN1", role="van_thu_tiep_nhan")
    (answer,) = mai.push(entry)
    assert answer.outcome == Outcome.APPLIED


def test_a_paper_of_a_restricted_case_is_given_only_to_who_may_read_it(server: RunningServer, hoa: Pc) -> None:
    server.add_account("mai", "CN1", role="nguoi_thuc_hien")
    mai = joined(server, "CN1", "mai")
    paper, own = Paper(hoa), Paper(mai, "giấy khác".encode())
    for each in (paper, own):
        each.uploaded()
        each.pc.push(each.pc.edit("case", each.case, {"restricted": True}))
    assert (paper.fetch(mai).status_code, held(mai, paper.id, own.id)) == (404, (own.id,))
    assert own.fetch(mai).content == own.content
    assert paper.fetch(hoa).content == paper.content
    assert begin(mai, paper.id, len(paper.content)).json() == begin(mai, new_id(), 5).json()
