"""The simulator from the command line; 1 when something was lost, or when a planted fault was not found.

python -m tests.simulation MINUTES     fresh seeds until the time is over, each in a manner of its own
python -m tests.simulation --seed N    that seed again
python -m tests.simulation --planted   every planted fault, with the first seed that finds it

Flags say what happens besides; without any, fresh seeds draw it.
"""

import argparse
import tempfile
import time
from pathlib import Path
from random import Random

import msgspec

from tests.simulation import faults_of_repair, further_faults  # noqa: F401 - register what is in them
from tests.simulation.faults import FAULTS, NEEDS, planted
from tests.simulation.manner import Manner, flag_of
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
    for name in Manner.__struct_fields__:
        asked.add_argument(flag_of(name), action="store_true")
    options = asked.parse_args()
    manner = Manner(**{name: getattr(options, name) for name in Manner.__struct_fields__})
    if options.planted is not None:
        return _look_for(options.planted or list(FAULTS), options.steps, manner)
    if options.seed is not None:
        said = _run(options.seed, options.steps, manner)
        print(f"seed {options.seed}: {said or 'nothing lost'}")  # noqa: T201 - what the command is for
        return int(said is not None)
    return _search(options.minutes, options.steps, manner)


def _search(minutes: float, steps: int, manner: Manner) -> int:
    """Fresh seeds until the time is over or something is found."""
    ends = time.monotonic() + 60 * minutes
    first = seed = int(time.time())
    while time.monotonic() < ends:
        drawn = manner if manner != Manner() else Manner.drawn(Random(seed))
        if said := _run(seed, steps, drawn):
            print(f"--seed {seed} --steps {steps} {drawn}: {said}")  # noqa: T201
            return 1
        seed += 1
    print(f"{seed - first} seeds of {steps} steps from {first} on, nothing lost")  # noqa: T201
    return 0


def _look_for(names: list[str], steps: int, manner: Manner) -> int:
    """One line a fault: its name, the seed that found it, what the oracle said."""
    missed = 0
    for name in names:
        shown = msgspec.structs.replace(manner, **dict.fromkeys(NEEDS.get(name, ()), True))
        for seed in range(SEEDS):
            if said := _run(seed, steps, shown, name):
                print(f"{name} | {seed} | {shown} | {said}", flush=True)  # noqa: T201
                break
        else:
            missed += 1
            print(f"{name} | not found in {SEEDS} seeds | {shown} |", flush=True)  # noqa: T201
    return int(missed > 0)


def _run(seed: int, steps: int, manner: Manner, fault: str | None = None) -> str | None:
    """What the oracle says of one run; None if nothing."""
    with tempfile.TemporaryDirectory() as folder, planted(fault):
        try:
            simulate(seed, f"sqlite:///{folder}/server.db", Path(folder), steps, manner)
        except AssertionError as error:
            return str(error)
    return None


if __name__ == "__main__":
    raise SystemExit(main())
