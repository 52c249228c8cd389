"""A PC without a line holds what the national system holds, also after that has gone back in time (SYNC §6, §7)."""

from pathlib import Path

import pytest

from desktop.services.cases import Cases
from sync.server import compare, numbering
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, blocks, case_named, note_of, round_trip
from tests.integration.services.test_digests import lose, spoil


def test_what_a_restored_server_forgot_stays_on_no_pc_without_a_line(
    branch: Pc, counting: Pc, national: RunningServer, stick: Path
) -> None:
    Cases(branch.session).edit("case", case_named(branch, "Lò Thị Pâng"), {"restricted": True})
    branch.sync()
    yesterday = national.back_up()
    with national.database.write() as connection:
        numbering.take_over(connection, "CN1", counting.device)
    for pc in (branch, counting):
        pc.sync()
        assert len(blocks(pc)) == 2
    national.put_back(yesterday)
    for pc in (branch, counting) * 3:
        round_trip(pc, national, stick)
    assert len(blocks(branch)) == len(blocks(counting)) == 1
    assert branch.service.status().green
    assert counting.service.status().green


def test_what_differs_comes_by_stick_as_much_as_one_holds(
    branch: Pc, national: RunningServer, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Vàng A Sử", "Hờ A Dê"):
        branch.take_in(name)
    branch.note(case := case_named(branch, "Vàng A Sử"), "đúng")
    branch.sync()
    spoil(branch, case, note="sai")
    lose(branch, lost := case_named(branch, "Hờ A Dê"))
    monkeypatch.setattr(compare, "_LISTED", 1)  # a bucket an answer
    for _ in range(3):
        round_trip(branch, national, stick)
    assert note_of(branch, "Vàng A Sử") == "đúng"
    assert case_named(branch, "Hờ A Dê") == lost
    assert branch.service.status().green
