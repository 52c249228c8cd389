"""Whatever the line, the clocks and the power do: no edit is lost, hidden, applied twice or overwritten unseen."""

from pathlib import Path

import pytest

from tests.simulation.world import simulate

STEPS = 150


@pytest.mark.parametrize("seed", range(7))
def test_nothing_is_lost_on_a_line_that_breaks(seed: int, tmp_path: Path) -> None:
    simulate(seed, f"sqlite:///{tmp_path}/server.db", tmp_path, STEPS)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_lost_with_the_server_on_postgresql(seed: int, tmp_path: Path, postgresql_url: str) -> None:
    simulate(seed, postgresql_url, tmp_path, STEPS)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_lost_when_backups_are_restored(seed: int, tmp_path: Path) -> None:
    simulate(seed, f"sqlite:///{tmp_path}/server.db", tmp_path, STEPS, restoring=True)


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_lost_when_sticks_travel_and_one_pc_has_no_line(seed: int, tmp_path: Path) -> None:
    simulate(seed, f"sqlite:///{tmp_path}/server.db", tmp_path, STEPS, restoring=seed > 0, by_stick=True)


def test_rights_that_come_and_go_lose_nothing_and_leave_nothing_behind(tmp_path: Path) -> None:
    simulate(0, f"sqlite:///{tmp_path}/server.db", tmp_path, STEPS, scoping=True)
