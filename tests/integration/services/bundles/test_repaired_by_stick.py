"""A PC without a line holds what the national system holds, also after that has gone back in time (SYNC §6, §7)."""

from itertools import count
from pathlib import Path

import pytest

from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from sync.contract.errors import BundleError
from sync.server import compare, epochs, numbering
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered
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


def test_trap_21_a_stick_from_between_two_restores_that_comes_after_one_from_behind_them(
    branch: Pc, national: RunningServer, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Believed, it would bring this PC back to a time that the server has left, and no answer of now would be any."""
    monkeypatch.setattr(epochs, "_seconds", count(epochs._seconds()).__next__)  # no two restores in one second
    yesterday = national.back_up()
    written = Bundles(branch.session).export(stick).path
    national.put_back(yesterday)
    between = answered(national, written).rename(stick / "between.tgpl")
    national.put_back(yesterday)
    Bundles(branch.session).take_in(answered(national, written))
    with pytest.raises(BundleError, match="bundle_outdated"):
        Bundles(branch.session).take_in(between)
    branch.note(case_named(branch, "Lò Thị Pâng"), "sau đó")
    round_trip(branch, national, stick)
    assert branch.service.status().green


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
