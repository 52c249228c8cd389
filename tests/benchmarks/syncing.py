"""A first synchronisation on loopback: every record up, and every record down, against the least that could do it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from desktop.services.bundles import Bundles
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from tests.benchmarks import bare_client
from tests.benchmarks.bare_server import LEVEL
from tests.benchmarks.ground import Ground, lines_of, new_office, sign_in
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import Server, bare_server, real_server

#: What PouchDB took for 10,000 records of forty fields there and back, in seconds; Morango took 41 and 36.
_POUCHDB_PUSH, _POUCHDB_PULL = 4.9, 5.2


class _Took(msgspec.Struct, frozen=True):
    """Seconds of one way, and of them what each end worked itself."""

    seconds: float
    pc: float
    server: float


class _Floor(msgspec.Struct, frozen=True):
    """Seconds of the least that brings the same lines there and back: in one request each, and in pieces."""

    push: float
    pull: float
    push_in_pieces: float
    pull_in_pieces: float


def first_sync(ground: Ground) -> list[Row]:
    """An office that began offline sends all it has; another PC of the unit then fetches it.

    Once with cases filled in to the last field, as many bytes as the peers were measured with, once with those of
    usual offices, whose many small records are more work for their bytes.
    """
    sizes = ground.sizes
    filled = f"{sizes.filled} cases filled in to the last field"
    aims = Aim(times=2.5, below=_POUCHDB_PUSH), Aim(times=2.5, below=_POUCHDB_PULL)
    return [
        *_both_ways(ground, ground.filled_office(sizes.filled), filled, aims),
        *_both_ways(ground, ground.office(sizes.first), f"{sizes.first} cases", (Aim(times=2.5), Aim(times=2.5))),
    ]


def _both_ways(ground: Ground, office: Path, named: str, aims: tuple[Aim, Aim]) -> list[Row]:
    with real_server(ground.fresh("first.sqlite")) as server:
        sender = sign_in(ground.copy(office, "sender"))
        lines = lines_of(sender)
        push = _cycle(sender, server)
        fetcher = new_office(ground.fresh("fetcher"))
        pull = _cycle(fetcher, server)
        carried = new_office(ground.fresh("carried"))
        load, size = _by_stick(carried, server, ground.fresh("stick"))
        for session in (sender, fetcher, carried):
            session.database.close()
    floor = _floor(ground, lines)
    blob = len(bare_client.packed(lines))
    what = f"{named} ({len(lines)} records, {sum(map(len, lines)) / 1e6:.1f} MB)"
    one_get = "one GET of the zstd blob of the same entries + one bulk insert into SQLCipher"
    return [
        row(
            f"first push of {what} on loopback",
            "s",
            aims[0],
            push.seconds,
            floor.push,
            floor_is="one POST of the zstd blob of the same entries + one bulk insert",
            in_bare_pieces_s=floor.push_in_pieces,
            **_shares(push, len(lines)),
        ),
        row(
            f"first pull of {what} on loopback",
            "s",
            aims[1],
            pull.seconds,
            floor.pull,
            floor_is=one_get,
            in_bare_pieces_s=floor.pull_in_pieces,
            **_shares(pull, len(lines)),
        ),
        row(
            f"first load of {what} as one file: written, carried on loopback, taken in",
            "s",
            aims[1],
            load,
            floor.pull,
            floor_is=one_get,
        ),
        row(
            f"size of that file, {named}",
            "kB",
            Aim(times=1.15),
            size / 1000,
            blob / 1000,
            floor_is=f"the zstd blob of the same entries, level {LEVEL}",
        ),
    ]


def _shares(took: _Took, records: int) -> dict[str, float]:
    return {"pc_us_a_record": took.pc / records * 1e6, "server_us_a_record": took.server / records * 1e6}


def _cycle(session: Session, server: Server) -> _Took:
    """Join and exchange until both sides are empty; the exchange alone counts."""
    synchronise = Synchronise(session)
    synchronise.enrol(server.url, server.code())
    worked = processor_seconds(server.pid)
    began, own = time.perf_counter(), time.process_time()
    cycle = synchronise.cycle()
    took = _Took(time.perf_counter() - began, time.process_time() - own, processor_seconds(server.pid) - worked)
    if not cycle.complete:
        raise RuntimeError(cycle)
    return took


def _by_stick(session: Session, server: Server, stick: Path) -> tuple[float, int]:
    """Join, and fetch everything as one sealed file; seconds of the three ways together, and its size."""
    Synchronise(session).enrol(server.url, server.code())
    stick.mkdir()
    bundles = Bundles(session)
    began = time.perf_counter()
    answer = bundles.carry(bundles.export(stick).path)
    bundles.take_in(answer.path)
    elapsed = time.perf_counter() - began
    if not Synchronise(session).status().green:
        raise RuntimeError(Synchronise(session).status())
    return elapsed, answer.path.stat().st_size


def _floor(ground: Ground, lines: Sequence[bytes]) -> _Floor:
    with bare_server(ground.folder) as (url, _):
        push = _seconds(lambda: bare_client.push(url, lines))
        pull = _seconds(lambda: bare_client.pull(url, ground.fresh("bare.db")))
    with bare_server(ground.folder) as (url, _):
        push_in_pieces = _seconds(lambda: bare_client.push_in_pieces(url, lines))
        pull_in_pieces = _seconds(lambda: bare_client.pull_in_pieces(url, ground.fresh("bare.db")))
    return _Floor(push, pull, push_in_pieces, pull_in_pieces)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
