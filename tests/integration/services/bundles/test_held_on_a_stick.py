"""What a person holds back does not go on a stick; what was on one before it was held may arrive all the same."""

from pathlib import Path

import pytest

from desktop.services.bundles import Bundles
from desktop.services.unsent import hold, release
from sync.client.tables import EntryState
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered
from tests.integration.services.branch_pc import Pc, case_named, note_of, shown

NAME = "Lò Thị Pâng"


@pytest.fixture
def doubtful(branch: Pc) -> str:
    """A note nobody is sure of yet; its key."""
    branch.note(case_named(branch, NAME), "chưa chắc")
    (item,) = branch.service.queue()
    return item.key


def states(pc: Pc) -> list[EntryState]:
    return [item.state for item in pc.service.queue()]


def test_what_is_held_and_what_builds_on_it_is_in_no_bundle(
    branch: Pc, national: RunningServer, stick: Path, doubtful: str
) -> None:
    hold(branch.session, [doubtful])
    branch.note(case_named(branch, NAME), "chắc hơn")
    branch.take_in("Vừ A Dơ")
    written = Bundles(branch.session).export(stick)
    assert written.receipt.sent == 3
    assert {item.exported_at for item in branch.service.queue() if item.type == "case" and item.names == ("note",)} == {
        None
    }
    Bundles(branch.session).take_in(answered(national, written.path))
    assert states(branch) == [EntryState.HELD, EntryState.WAITS]

    release(branch.session, [doubtful])
    Bundles(branch.session).take_in(answered(national, Bundles(branch.session).export(stick).path))
    assert (states(branch), note_of(branch, NAME)) == ([], "chắc hơn")
    assert branch.service.status().green


def test_what_was_held_after_it_was_written_may_arrive_and_is_done_then(
    branch: Pc, national: RunningServer, stick: Path, doubtful: str
) -> None:
    early = Bundles(branch.session).export(stick)
    hold(branch.session, [doubtful])
    assert branch.service.status().totals.on_stick == 1, "it is out of the house, and nobody is told otherwise"
    branch.note(case_named(branch, NAME), "chắc hơn")
    assert Bundles(branch.session).export(stick).receipt.sent == 0
    answer = answered(national, early.path)
    branch.service.cycle()  # hears of its own note as news while it is held here
    assert states(branch) == [EntryState.HELD, EntryState.WAITS]

    for _ in range(2):
        Bundles(branch.session).take_in(answer)
    branch.sync()
    assert (states(branch), note_of(branch, NAME)) == ([], "chắc hơn")
    assert branch.service.status().green
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing) == (0, 0)


def test_a_stick_thrown_away_after_a_change_on_it_was_held_leaves_no_gap_once_it_is_released(
    branch: Pc, national: RunningServer, stick: Path, doubtful: str
) -> None:
    Bundles(branch.session).export(stick).path.unlink()
    hold(branch.session, [doubtful])
    branch.take_in("Vừ A Dơ")
    branch.service.cycle()
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing) == (0, 1), "the supervisor sees that something is on its way"
    release(branch.session, [doubtful])
    branch.sync()
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing) == (0, 0)
    assert branch.service.status().green
