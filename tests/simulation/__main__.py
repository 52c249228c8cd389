"""The simulator from the command line; 1 when something was lost, or when a planted fault was not found.

python -m tests.simulation MINUTES     fresh seeds until the time is over
python -m tests.simulation --seed N    that seed again
python -m tests.simulation --planted   every planted fault, with the first seed that finds it

With --restoring, backups are made and restored meanwhile; with --by-stick, USB sticks travel, too; with
--scoping, rights come and go.
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.simulation.faults import FAULTS, OF_SCOPES, OF_STICKS, planted
from tests.simulation.world import simulate

STEPS = 150
#: Seeds after which a planted fault counts as not found.
SEEDS = 25


def main() -> int:
    """Do what was asked for."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("minutes", nargs="?", type=float, default=30.0)
    asked.add_argument("--seed", type=int, help="run this seed only")
    asked.add_argument("--steps", type=int, default=STEPS)
    asked.add_argument("--planted", nargs="*", metavar="FAULT", help="look for planted faults, all or these")
    asked.add_argument("--restoring", action="store_true", help="make and restore backups meanwhile")
    asked.add_argument("--by-stick", action="store_true", help="let USB sticks travel, and one PC have no line at all")
    asked.add_argument("--scoping", action="store_true", help="let rights come and go")
    options = asked.parse_args()
    manner = {"restoring": options.restoring, "by_stick": options.by_stick, "scoping": options.scoping}
    if options.planted is not None:
        return _look_for(options.planted or list(FAULTS), options.steps, restoring=options.restoring)
    if options.seed is not None:
        said = _run(options.seed, options.steps, None, **manner)
        print(f"seed {options.seed}: {said or 'nothing lost'}")  # noqa: T201 - what the command is for
        return int(said is not None)
    return _search(options.minutes, options.steps, **manner)


def _search(minutes: float, steps: int, *, restoring: bool, by_stick: bool) -> int:
    """Fresh seeds until the time is over or something is found; sticks travel in every other one at least."""
    ends = time.monotonic() + 60 * minutes
    first = seed = int(time.time())
    while time.monotonic() < ends:
        sticks = by_stick or seed % 2 == 1
        if said := _run(seed, steps, None, restoring=restoring, by_stick=sticks):
            print(f"seed {seed}, {steps} steps{', --by-stick' if sticks else ''}: {said}")  # noqa: T201
            return 1
        seed += 1
    print(f"{seed - first} seeds of {steps} steps from {first} on, nothing lost")  # noqa: T201
    return 0


def _look_for(names: list[str], steps: int, **manner: bool) -> int:
    """One line a fault: its name, the seed that found it, what the oracle said."""
    missed = 0
    for name in names:
        manner["by_stick"] = name in OF_STICKS
        manner["scoping"] = name in OF_SCOPES
        for seed in range(SEEDS):
            if said := _run(seed, steps, name, **manner):
                print(f"{name} | {seed} | {said}", flush=True)  # noqa: T201
                break
        else:
            missed += 1
            print(f"{name} | not found in {SEEDS} seeds |", flush=True)  # noqa: T201
    return int(missed > 0)


def _run(seed: int, steps: int, fault: str | None, **manner: bool) -> str | None:
    """What the oracle says of one run; None if nothing."""
    with tempfile.TemporaryDirectory() as folder, planted(fault):
        try:
            simulate(seed, f"sqlite:///{folder}/server.db", Path(folder), steps, **manner)
        except AssertionError as error:
            return str(error)
    return None


if __name__ == "__main__":
    raise SystemExit(main())
