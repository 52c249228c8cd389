"""What a push costs on the wire: its bytes against one compressed blob, and what a line that breaks adds to them."""

import random
import shutil
from pathlib import Path

import msgspec
import zstandard

from desktop.services.synchronise import Synchronise
from sync.contract.errors import Offline
from tests.benchmarks.bare_server import LEVEL
from tests.benchmarks.ground import Ground, lines_of, sign_in
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import real_server
from tests.fakes.proxy import FaultProxy

_KB = 1e3
_PIECE_KB = 64.0  # what one step may carry (SYNC §3), so what one reset may cost
_LIFE = (20_000, 200_000)  # bytes a connection lives on the bad line
_SEED = 2026
_LIFETIME = 900.0  # seconds


class Push(msgspec.Struct, frozen=True):
    """Bytes up and down, and how often the line broke."""

    up: int
    down: int
    breaks: int

    @property
    def both(self) -> int:
        """Bytes in both directions."""
        return self.up + self.down


def wire(ground: Ground) -> list[Row]:
    """Two offices, each pushed twice to new servers: over a good line, and over one that breaks all the time."""
    cases, filled = ground.sizes.pushed, ground.sizes.carried
    return [
        *_wire(ground, ground.office(cases), f"{cases} cases"),
        *_wire(ground, ground.filled_office(filled), f"{filled} cases filled in to the last field"),
    ]


def _wire(ground: Ground, office: Path, named: str) -> list[Row]:
    session = sign_in(office)
    lines = lines_of(session)
    session.database.close()
    blob = len(zstandard.compress(b"\n".join(lines), LEVEL))
    good = _push(ground, office, "good", bad_line=False)
    bad = _push(ground, office, "bad", bad_line=True)
    return [
        row(
            f"bytes on the wire, push of {named} ({len(lines)} records), with all heads",
            "kB",
            Aim(times=0.85),
            good.up / _KB,
            blob / _KB,
            floor_is="zstd-3 of the same entries as one blob",
            answers_kb=good.down / _KB,
        ),
        row(
            f"push of {named}, connections reset after {_LIFE[0] // 1000}–{_LIFE[1] // 1000} kB: bytes both ways",
            "kB",
            Aim(above=bad.breaks * _PIECE_KB),
            bad.both / _KB,
            good.both / _KB,
            floor_is="without resets; each may cost the one piece that was on its way",
            resets=bad.breaks,
        ),
    ]


def _push(ground: Ground, office: Path, name: str, *, bad_line: bool) -> Push:
    """Push everything, cycle after cycle until nothing is left."""
    home: Path = ground.copy(office, f"{name}-line")
    session = sign_in(home)
    chance = random.Random(_SEED)
    breaks = 0
    with real_server(ground.fresh(f"{name}.sqlite")) as server, FaultProxy(server.port, lifetime=_LIFETIME) as line:
        synchronise = Synchronise(session)
        synchronise.enrol(line.url, server.code())
        joined = (line.counts.up, line.counts.down)
        if bad_line:
            line.lives(lambda _number: chance.randint(*_LIFE))
            # The connection of the joining would live for ever.
            with line.down():
                pass
        while True:
            try:
                if synchronise.cycle().complete:
                    break
            except Offline:
                breaks += 1
        counts = line.counts
        push = Push(counts.up - joined[0], counts.down - joined[1], breaks)
    session.database.close()
    shutil.rmtree(home)
    return push
