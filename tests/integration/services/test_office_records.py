"""What an office keeps of itself, on two of its PCs: it travels, merges field by field, and nothing is lost unseen."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.services.cases import Cases
from desktop.services.conflicts import Choice, Conflicts, Side
from desktop.services.export import export_visible
from desktop.services.office_records import OfficeRecords
from sync.contract.fields import Record
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


def the_one(pc: Pc, record_type: str) -> Record:
    (one,) = OfficeRecords(pc.session).listed(record_type).records
    return one


def test_an_activity_travels_two_people_add_to_it_and_it_comes_back_from_the_bin(
    branch: Pc, other: Pc, tmp_path: Path
) -> None:
    values = {"kind": "ngoai_tru_so", "title": "Xã An Lão", "on": "2026-03-05", "partners": ["Hội Nông dân"]}
    record = Cases(branch.session).add("activity", values)
    assert record in OfficeRecords(branch.session).listed("activity").way.unsent
    branch.sync()
    assert record not in OfficeRecords(branch.session).listed("activity").way.unsent
    other.sync()
    assert the_one(other, "activity") == the_one(branch, "activity")

    Cases(branch.session).edit("activity", record, {"attendance": 2000, "attendance_at_least": True})
    Cases(other.session).edit("activity", record, {"advised": 268})
    for pc in (branch, other, branch):
        pc.sync()
    one = the_one(branch, "activity")
    assert one == the_one(other, "activity")
    assert (one.attendance, one.attendance_at_least, one.advised) == (2000, True, 268)  # type: ignore[attr-defined]
    whose = {line.author for line in OfficeRecords(branch.session).history(record)}
    assert whose == {"Vũ Thị Hòa", "Lê Minh Đức"}

    Cases(other.session).edit("activity", record, {"deleted": True})
    for pc in (other, branch):
        pc.sync()
    assert OfficeRecords(branch.session).listed("activity").records == []
    Cases(branch.session).edit("activity", record, {"deleted": False})
    for pc in (branch, other):
        pc.sync()
    assert the_one(other, "activity") == one
    export_visible(other.session, tmp_path / "out")
    (line,) = (tmp_path / "out" / "activity.ndjson").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["attendance"] == 2000


def test_two_organisations_for_one_lawyer_stand_side_by_side_by_their_names(branch: Pc, other: Pc) -> None:
    cases = Cases(branch.session)
    first, second = (
        cases.add("organisation", {"name": name, "kind": "to_chuc_ky_hop_dong"})
        for name in ("Văn phòng A", "Công ty B")
    )
    lawyer = cases.add("practitioner", {"full_name": "Lê An", "kind": "luat_su_to_chuc"})
    branch.sync()
    other.sync()
    cases.edit("practitioner", lawyer, {"organisation": first})
    Cases(other.session).edit("practitioner", lawyer, {"organisation": second})
    for pc in (branch, other, branch):
        pc.sync()
    assert lawyer in OfficeRecords(branch.session).listed("practitioner").way.contested
    (conflict,) = Conflicts(branch.session).every_open()
    assert set(conflict.names.values()) == {"Văn phòng A", "Công ty B"}
    Conflicts(branch.session).resolve(conflict, {"organisation": Choice(side=Side.INCOMING)})
    for pc in (branch, other):
        pc.sync()
    assert the_one(other, "practitioner") == the_one(branch, "practitioner")
