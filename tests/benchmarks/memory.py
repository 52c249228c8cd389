"""Memory of both ends during a first push and a first pull, over what each process holds when it is idle.

Every process is a real one of its own; the peak is what Linux counted between two words to it.
"""

from typing import NamedTuple

from tests.benchmarks import processes
from tests.benchmarks.ground import Ground, lines_of, sign_in
from tests.benchmarks.pcs import RunningPc, running_pc
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import bare_server, real_server

#: How much more four times the records may take, in megabytes: the pages that a connection keeps of its database.
_CONSTANT = 16.0


class _Peaks(NamedTuple):
    """Megabytes over the idle process."""

    client: float
    server: float


def memory(ground: Ground) -> list[Row]:
    """Push and pull a few records and four times as many; against bare pieces."""
    large = ground.sizes.remembered
    few, many = _engine(ground, large // 4), _engine(ground, large)
    session = sign_in(ground.office(large))
    lines = lines_of(session)
    session.database.close()
    floor = _floor(ground, lines)
    rows = []
    for way in ("push", "pull"):
        for end in _Peaks._fields:
            most, less, bare = (getattr(peaks[way], end) for peaks in (many, few, floor))
            rows += [
                row(
                    f"memory of the {end} during a first {way} of {len(lines)} records, over the idle process",
                    "MB",
                    Aim(below=80),
                    most,
                    bare,
                    floor_is="bare pieces of 100 records",
                ),
                row(
                    f"the same against that for a quarter of the records, {end}, {way}",
                    "MB",
                    Aim(above=_CONSTANT),
                    most,
                    less,
                    floor_is="a quarter of the records",
                ),
            ]
    return rows


def _engine(ground: Ground, cases: int) -> dict[str, _Peaks]:
    found, database = {}, ground.fresh("memory.sqlite")
    for way, home in (("push", ground.copy(ground.office(cases), "sender")), ("pull", ground.fresh("fetcher"))):
        # Each time a new process, even of the same server.
        with real_server(database) as server, running_pc(str(home), server.url, server.code()) as pc:
            found[way] = _peaks(pc, server.pid, "cycle")
    return found


def _floor(ground: Ground, lines: list[bytes]) -> dict[str, _Peaks]:
    file = ground.fresh("lines.ndjson")
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    with bare_server(ground.folder) as (url, pid), running_pc(str(file), url) as pc:
        return {way: _peaks(pc, pid, way) for way in ("push", "pull")}


def _peaks(pc: RunningPc, server: int, word: str) -> _Peaks:
    pids = (pc.pid, server)
    idle = [processes.resident(pid) for pid in pids]
    for pid in pids:
        processes.forget_peak(pid)
    pc.do(word)
    return _Peaks(*(max(processes.peak(pid) - before, 0.1) for pid, before in zip(pids, idle, strict=True)))
