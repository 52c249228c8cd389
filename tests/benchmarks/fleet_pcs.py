"""Many PCs in one process, see `tests.benchmarks.light_pc`.

    python -m tests.benchmarks.fleet_pcs FILE

``FILE`` holds an `Orders`. The PCs join, say ``ready``, and for each line on standard input come on line once with the
changes that are theirs, at the moments they are told; then one JSON array of `Cycle` is printed.
"""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import psycopg

from sync.client.wire import Wire
from tests.benchmarks.light_pc import Exchanged, LightPc

#: The table of the floor, made by whoever gives the orders.
UPSERT = (
    "INSERT INTO bare (id, type, doc) VALUES (%s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET type = excluded.type, doc = excluded.doc"
)


class Orders(msgspec.Struct, frozen=True):
    """What the PCs of a process are to do; ``clients`` of them at once at most."""

    url: str
    database: str  # of the floor, as psycopg takes it
    clients: int
    pcs: list["Fitted"]


class Fitted(msgspec.Struct, frozen=True):
    """One PC: its code and ids, and for each time that it comes on line the entries made meanwhile."""

    code: str
    device: str
    user: str
    login: str
    days: list[list[bytes]]
    rows: list[tuple[str, str, bytes]]  # what the floor upserts in its place


class Go(msgspec.Struct, frozen=True):
    """Come on line: with which day's entries (none where there are no more), and how long after the word each PC does.

    ``bare``: upsert the rows of the floor instead.
    """

    day: int
    after: list[float]
    bare: bool = False


class Cycle(msgspec.Struct, frozen=True):
    """What became of one PC: seconds from its first request to the end."""

    seconds: float
    late: float  # behind its time, because no client was free
    done: Exchanged


def _come_on_line(pc: LightPc, entries: Sequence[bytes], url: str, at: float) -> Cycle:
    """One cycle at its time, on a connection of its own."""
    time.sleep(max(0.0, at - time.time()))
    began, late = time.perf_counter(), time.time() - at
    with closing(Wire(url)) as wire:
        done = pc.cycle(wire, entries)
    return Cycle(time.perf_counter() - began, late, done)


def main() -> None:
    """Do what the orders say."""
    orders = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Orders)
    pcs = [LightPc(fitted.device, fitted.user, fitted.login) for fitted in orders.pcs]
    with ThreadPoolExecutor(orders.clients) as pool:
        list(pool.map(lambda pc, fitted: _join(pc, fitted, orders.url), pcs, orders.pcs))
        print("ready", flush=True)
        for line in sys.stdin:
            go = msgspec.json.decode(line, type=Go)
            cycles = _bare(orders) if go.bare else _on_line(pool, orders, pcs, go)
            print(msgspec.json.encode(cycles).decode(), flush=True)


def _join(pc: LightPc, fitted: Fitted, url: str) -> None:
    with closing(Wire(url)) as wire:
        pc.join(wire, fitted.code)


def _on_line(pool: ThreadPoolExecutor, orders: Orders, pcs: Sequence[LightPc], go: Go) -> list[Cycle]:
    word = time.time()
    due = sorted(zip(go.after, range(len(pcs)), strict=True))

    def one(each: tuple[float, int]) -> Cycle:
        after, number = each
        days = orders.pcs[number].days
        return _come_on_line(pcs[number], days[go.day] if go.day < len(days) else [], orders.url, word + after)

    return list(pool.map(one, due))


def _bare(orders: Orders) -> list[Cycle]:
    """The floor: the rows of each PC in one transaction, as many PCs at once."""

    def upsert(mine: list[Fitted]) -> list[Cycle]:
        cycles = []
        with psycopg.connect(orders.database) as connection:
            for pc in mine:
                began = time.perf_counter()
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.executemany(UPSERT, pc.rows)
                cycles.append(Cycle(time.perf_counter() - began, 0.0, Exchanged(0.0, 0, 0, [])))
        return cycles

    shares = [orders.pcs[first :: orders.clients] for first in range(orders.clients)]
    with ThreadPoolExecutor(orders.clients) as pool:
        return [cycle for cycles in pool.map(upsert, shares) for cycle in cycles]


if __name__ == "__main__":
    main()
