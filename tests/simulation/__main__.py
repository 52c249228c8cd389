"""``python -m tests.simulation [MINUTES]``: fresh seeds until the time is over; a failure names the seed."""

import sys
import tempfile
import time
from pathlib import Path

from tests.simulation.test_simulation import simulate

STEPS = 300


def main() -> int:
    """Run for the minutes asked for; 1 at the first failure."""
    ends = time.monotonic() + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 30)
    seed = runs = int(time.time())
    while time.monotonic() < ends:
        with tempfile.TemporaryDirectory() as folder:
            try:
                simulate(seed, f"sqlite:///{folder}/server.db", Path(folder), STEPS)
            except AssertionError as error:
                print(f"seed {seed}, {STEPS} steps: {error}")  # noqa: T201 - what the command is for
                return 1
        seed += 1
    print(f"{seed - runs} runs of {STEPS} steps, nothing lost")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
