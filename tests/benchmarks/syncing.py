"""A first synchronisation on loopback: every record up, and every record down, against one request that does it all."""

import os
import time
from pathlib import Path

import requests
import zstandard

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
        sender.database.close()
        fetcher.database.close()
    with bare_server(ground.folder) as url:
        began = time.perf_counter()
        requests.post(f"{url}/records", data=zstandard.compress(b"\n".join(lines), LEVEL), timeout=600)
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
