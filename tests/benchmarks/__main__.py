"""``python -m tests.benchmarks [NAME …]``: measure, and print one JSON object.

Each row has its figure, the floor of the same run, their ratio, the aim, and whether it is met. ``--full`` measures as
much of everything as the aims are about, and takes most of an hour; ``--tiny`` goes through all of it with next to no
data, to see that it works; its figures mean nothing.
"""

import argparse
import datetime as dt
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.benchmarks.fleet import fleet
from tests.benchmarks.ground import FULL, TINY, Ground, Sizes
from tests.benchmarks.gui_block import gui_block
from tests.benchmarks.idling import idling
from tests.benchmarks.inventing import invent
from tests.benchmarks.memory import memory
from tests.benchmarks.papers import papers
from tests.benchmarks.reporting import reports
from tests.benchmarks.rows import Row
from tests.benchmarks.saving import save, store
from tests.benchmarks.searching import search
from tests.benchmarks.slow_lines import slow_lines
from tests.benchmarks.starting import start
from tests.benchmarks.syncing import first_sync
from tests.benchmarks.wire import wire
from tests.benchmarks.workbooks import workbooks
from tests.benchmarks.working import working

MEASUREMENTS: dict[str, Callable[[Ground], Row | list[Row]]] = {
    "invent": invent,
    "save": save,
    "search": search,
    "first-sync": first_sync,
    "gui-block": gui_block,
    "start": start,
    "store": store,
    "wire": wire,
    "working": working,
    "reports": reports,
    "workbooks": workbooks,
    "slow-lines": slow_lines,
    "papers": papers,
    "memory": memory,
    "idling": idling,
    "fleet": fleet,
}


def main() -> None:
    """Measure what was asked for, everything if nothing was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], help="what to measure; everything if left out")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_const", dest="sizes", const=FULL, help="as much as the aims are about")
    size.add_argument("--tiny", action="store_const", dest="sizes", const=TINY, help="next to no data")
    chosen = parser.parse_args()
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        ground = Ground(Path(folder), chosen.sizes or Sizes())
        for name in chosen.names or MEASUREMENTS:
            found = MEASUREMENTS[name](ground)
            rows += found if isinstance(found, list) else [found]
    answer = {
        "measured_on": dt.datetime.now(dt.UTC).date(),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "rows": rows,
    }
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n")


if __name__ == "__main__":
    main()
