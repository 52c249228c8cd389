"""Whatever the line, the clocks and the power do: no edit is lost, hidden, applied twice or overwritten unseen."""

from pathlib import Path

import pytest

from tests.simulation.manner import Manner
from tests.simulation.world import simulate

STEPS = 150
#: Seed and manner of each run, so that every manner comes alone and together with others.
RUNS = [
    (0, Manner()),
    (6, Manner(copying=True, asking=True)),
    (8, Manner(restoring=True, damaging=True, rebuilding=True)),
    (0, Manner(papers=True, doubled=True)),
    (0, Manner(by_stick=True)),
    (0, Manner(scoping=True)),
    (0, Manner(moving=True)),
    (19, Manner(failing=True)),
    (207, Manner(moving=True, failing=True)),
    (1, Manner(moving=True, by_stick=True, papers=True, updating=True)),
    (2, Manner(moving=True, by_stick=True, scoping=True, restoring=True)),
]
RUNS_ON_POSTGRESQL = [
    (20, Manner(copying=True, damaging=True, rebuilding=True, asking=True)),
    (1, Manner(failing=True)),
    (3, Manner(moving=True, scoping=True)),
]


@pytest.mark.parametrize(("seed", "manner"), RUNS, ids=str)
def test_nothing_is_lost_on_a_line_that_breaks(seed: int, manner: Manner, tmp_path: Path) -> None:
    simulate(seed, f"sqlite:///{tmp_path}/server.db", tmp_path, STEPS, manner)


@pytest.mark.parametrize(("seed", "manner"), RUNS_ON_POSTGRESQL, ids=str)
def test_nothing_is_lost_with_the_server_on_postgresql(
    seed: int, manner: Manner, tmp_path: Path, postgresql_url: str
) -> None:
    simulate(seed, postgresql_url, tmp_path, STEPS, manner)
