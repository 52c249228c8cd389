"""``python -m tests.oracle --cases 5000 --seed 1``: recompute every figure over a made office, and print what differs.

Every cell of every shipped form over ten periods, for one unit and two together, by both ways of crediting a case; the
lines of the Sổ; the figures of the annual report; bars, rankings and workload; the bulletin of the country. Each cell
that is not nought is opened, and its cases are counted. Ends with 1 if anything differs.
"""

import argparse
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.factories import make_office
from tests.oracle.checking import differences, made

_AT_MOST = 50  # differences that are printed


def main() -> int:
    """Make the office, compare, say what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory(prefix="tgpl-oracle-") as folder:
        _office, session = make_office(Path(folder))
        made(session, asked.cases, asked.seed)
        found = list(islice(differences(session, Path(folder) / "export"), _AT_MOST))
        session.database.close()
    for each in found:
        print(each)  # noqa: T201 - a command
    took = time.monotonic() - began
    print(f"{asked.cases} cases, seed {asked.seed}: {len(found)} differences, {took:.0f} s")  # noqa: T201 - a command
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
