"""One PC as a process of its own, which does what it is told a line of standard input at a time.

    python -m tests.benchmarks.one_pc HOME URL CODE    the real program without its window: joins, then ``cycle``
    python -m tests.benchmarks.one_pc FILE URL         the floor: ``push`` sends the lines of FILE in bare pieces,
                                                       ``pull`` fetches everything and writes it down

After the start and after each line it prints ``done``.
"""

import os
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import requests
import zstandard

from desktop.services.synchronise import Synchronise
from tests.benchmarks.bare_server import LEVEL, rows_of
from tests.benchmarks.ground import new_office, raw_connection, sign_in

_PIECE = 100  # records


def _pc(home: Path, url: str, code: str) -> dict[str, Callable[[], None]]:
    session = sign_in(home) if home.exists() else new_office(home)
    synchronise = Synchronise(session)
    synchronise.enrol(url, code)

    def cycle() -> None:
        if not synchronise.cycle().complete:
            raise RuntimeError(synchronise.status())

    return {"cycle": cycle}


def _bare(file: Path, url: str) -> dict[str, Callable[[], None]]:
    line = requests.Session()

    def push() -> None:
        with file.open("rb") as lines:
            while piece := b"".join(islice(lines, _PIECE)):
                line.post(f"{url}/records", data=zstandard.compress(piece, LEVEL), timeout=600)

    def pull() -> None:
        raw = raw_connection(file.with_suffix(".db"), os.urandom(32))
        raw.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT, type TEXT, doc BLOB)")
        after = 0
        while rows := rows_of(line.get(f"{url}/records?after={after}&limit={_PIECE}", timeout=600).content):
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("INSERT INTO record (id, type, doc) VALUES (?, ?, ?)", rows)
            raw.execute("COMMIT")
            after += len(rows)
        raw.close()

    return {"push": push, "pull": pull}


if __name__ == "__main__":
    place, words = Path(sys.argv[1]), sys.argv[2:]
    acts = _pc(place, *words) if len(words) == 2 else _bare(place, *words)
    print("done", flush=True)
    for told in sys.stdin:
        acts[told.strip()]()
        print("done", flush=True)
