"""A first synchronisation on loopback: every record up, and every record down, against one request that does it all."""

import os
import time
from pathlib import Path

import requests
import zstandard

from desktop.services.bundles import Bundles
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from tests.benchmarks.bare_server import LEVEL, rows_of
from tests.benchmarks.ground import Ground, lines_of, new_office, raw_connection, sign_in
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import bare_server, real_server


def first_sync(ground: Ground) -> list[Row]:
    """An office that began offline sends all it has; another PC of the unit then fetches it."""
    cases = ground.sizes.first
    with real_server(ground.fresh("first.sqlite")) as server:
        sender = sign_in(ground.copy(cases, "sender"))
        lines = lines_of(sender)
        push = _cycle(sender, server.url, server.code())
        fetcher = new_office(ground.fresh("fetcher"))
        pull = _cycle(fetcher, server.url, server.code())
        carried = new_office(ground.fresh("carried"))
        load, size = _by_stick(carried, server.url, server.code(), ground.fresh("stick"))
        for session in (sender, fetcher, carried):
            session.database.close()
    with bare_server(ground.folder) as (url, _):
        began = time.perf_counter()
        blob = zstandard.compress(b"\n".join(lines), LEVEL)
        requests.post(f"{url}/records", data=blob, timeout=600)
        bare_push = time.perf_counter() - began
        bare_pull = _bare_pull(url, ground.fresh("bare.db"))
    return [
        row(
            f"first push of {cases} cases ({len(lines)} records) on loopback",
            "s",
            Aim(times=3),
            push,
            bare_push,
            floor_is="one POST of the zstd blob of the same entries + one bulk insert",
            records_per_second=len(lines) / push,
        ),
        row(
            f"first pull of {cases} cases ({len(lines)} records) on loopback",
            "s",
            Aim(times=3),
            pull,
            bare_pull,
            floor_is="one GET of the zstd blob of the same entries + one bulk insert into SQLCipher",
            records_per_second=len(lines) / pull,
        ),
        row(
            f"first load of {cases} cases ({len(lines)} records) as one file: written, carried on loopback, taken in",
            "s",
            Aim(times=3),
            load,
            bare_pull,
            floor_is="one GET of the zstd blob of the same entries + one bulk insert into SQLCipher",
            records_per_second=len(lines) / load,
        ),
        row(
            f"size of that file, {cases} cases",
            "kB",
            Aim(times=1.15),
            size / 1000,
            len(blob) / 1000,
            floor_is=f"the zstd blob of the same entries, level {LEVEL}",
        ),
    ]


def _cycle(session: Session, url: str, code: str) -> float:
    """Join and exchange until both sides are empty; seconds of the exchange."""
    synchronise = Synchronise(session)
    synchronise.enrol(url, code)
    began = time.perf_counter()
    cycle = synchronise.cycle()
    elapsed = time.perf_counter() - began
    if not cycle.complete:
        raise RuntimeError(cycle)
    return elapsed


def _by_stick(session: Session, url: str, code: str, stick: Path) -> tuple[float, int]:
    """Join, and fetch everything as one sealed file; seconds of the three ways together, and its size."""
    Synchronise(session).enrol(url, code)
    stick.mkdir()
    bundles = Bundles(session)
    began = time.perf_counter()
    answer = bundles.carry(bundles.export(stick).path)
    bundles.take_in(answer.path)
    elapsed = time.perf_counter() - began
    if not Synchronise(session).status().green:
        raise RuntimeError(Synchronise(session).status())
    return elapsed, answer.path.stat().st_size


def _bare_pull(url: str, file: Path) -> float:
    raw = raw_connection(file, os.urandom(32))
    raw.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT, type TEXT, doc BLOB)")
    began = time.perf_counter()
    packed = requests.get(f"{url}/records", timeout=600).content
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT INTO record (id, type, doc) VALUES (?, ?, ?)", rows_of(packed))
    raw.execute("COMMIT")
    elapsed = time.perf_counter() - began
    raw.close()
    return elapsed
