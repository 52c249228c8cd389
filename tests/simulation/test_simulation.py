"""Whatever the line, the clocks and the power do: no edit is lost, hidden, applied twice or overwritten unseen."""

from pathlib import Path

import pytest

from tests.simulation.oracle import judge
from tests.simulation.world import World


def simulate(seed: int, server_url: str, root: Path, steps: int) -> None:
    """One run; a failure names the seed that replays it."""
    world = World(seed, server_url, root)
    try:
        world.live(steps)
        world.quiesce()
        judge(world)
    except AssertionError as error:
        error.add_note(f"seed {seed}, {steps} steps")
        raise
    finally:
        world.close()


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_on_a_line_that_breaks(seed: int, tmp_path: Path) -> None:
    simulate(seed, f"sqlite:///{tmp_path}/server.db", tmp_path, steps=150)


@pytest.mark.parametrize("seed", range(100, 103))
def test_nothing_is_lost_with_the_server_on_postgresql(seed: int, tmp_path: Path, postgresql_url: str) -> None:
    simulate(seed, postgresql_url, tmp_path, steps=150)
