"""One PC as a process of its own, which does what it is told a line of standard input at a time.

    python -m tests.benchmarks.one_pc HOME URL CODE    the real program without its window: joins, then ``cycle``
    python -m tests.benchmarks.one_pc FILE URL         the floor: ``push`` sends the lines of FILE in bare pieces,
                                                       ``pull`` fetches everything and writes it down

After the start and after each line it prints ``done``.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from desktop.services.synchronise import Synchronise
from tests.benchmarks import bare_client
from tests.benchmarks.ground import new_office, sign_in


def _pc(home: Path, url: str, code: str) -> dict[str, Callable[[], None]]:
    session = sign_in(home) if home.exists() else new_office(home)
    synchronise = Synchronise(session)
    synchronise.enrol(url, code)

    def cycle() -> None:
        if not synchronise.cycle().complete:
            raise RuntimeError(synchronise.status())

    return {"cycle": cycle}


def _bare(file: Path, url: str) -> dict[str, Callable[[], None]]:
    def push() -> None:
        with file.open("rb") as lines:
            bare_client.push_in_pieces(url, map(bytes.rstrip, lines))

    return {"push": push, "pull": lambda: bare_client.pull_in_pieces(url, file.with_suffix(".db"))}


if __name__ == "__main__":
    place, words = Path(sys.argv[1]), sys.argv[2:]
    acts = _pc(place, *words) if len(words) == 2 else _bare(place, *words)
    print("done", flush=True)
    for told in sys.stdin:
        acts[told.strip()]()
        print("done", flush=True)
