"""Many PCs in one process, without a desktop behind them: the real way to the server, tokens, chains and entries.

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

from sync.client.engine import BATCH_ENTRIES
from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.entry import chain, key_of
from sync.contract.messages import (
    Chain,
    EnrolRequest,
    ExchangeRequest,
    ExchangeResponse,
    LocalUser,
    Tokens,
)
from sync.contract.version import PROGRAM_VERSION

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
    """What became of one PC: seconds from its first request to the end, and until its changes were answered."""

    seconds: float
    answered_in: float
    late: float  # behind its time, because no client was free
    requests: int
    records: int  # of news
    outcomes: list[str]


class _Tokens:
    """Where a PC keeps its tokens: in memory."""

    def __init__(self) -> None:
        self._kept: Tokens | None = None

    def load(self) -> Tokens | None:
        return self._kept

    def keep(self, tokens: Tokens) -> None:
        self._kept = tokens

    def forget(self) -> None:
        self._kept = None


class _Pc:
    """A PC that remembers what a replica would, but for the records."""

    def __init__(self, fitted: Fitted) -> None:
        self.fitted = fitted
        self._tokens = _Tokens()
        self._feed = ""
        self._cursors: dict[str, int] = {}
        self._sent: list[str] = []
        self._epoch: str | None = None
        self._directory = 0

    def join(self, url: str) -> None:
        """Join with a code, and see what there is."""
        with closing(Wire(url)) as wire, closing(HttpTransport(wire, self.fitted.device, self._tokens)) as transport:
            user = LocalUser(
                id=self.fitted.user, login=self.fitted.login, full_name="Vũ Thị Hòa", role="van_thu_tiep_nhan"
            )
            request = EnrolRequest(
                code=self.fitted.code, device=self.fitted.device, device_name="Máy một cửa", users=(user,)
            )
            self._feed = transport.enrol(request).unit.id
            while self._took(transport.exchange(self._request(()))):
                pass

    def come_on_line(self, url: str, day: int, at: float) -> Cycle:
        """One cycle: send, and fetch until nothing is left, as `sync.client.engine` does."""
        time.sleep(max(0.0, at - time.time()))
        began = time.perf_counter()
        late = time.time() - at
        entries = self.fitted.days[day] if day < len(self.fitted.days) else []
        requests = records = 0
        outcomes: list[str] = []
        answered_in = 0.0
        with closing(Wire(url)) as wire, closing(HttpTransport(wire, self.fitted.device, self._tokens)) as transport:
            going: Sequence[bytes] = entries[:BATCH_ENTRIES]
            while True:
                response = transport.exchange(self._request(going))
                requests += 1
                outcomes += [str(answer.outcome) for answer in response.answers]
                answered_in = answered_in or time.perf_counter() - began
                taken = self._took(response)
                records += taken
                if not going and not taken:
                    break
                going = ()
        return Cycle(time.perf_counter() - began, answered_in, late, requests, records, outcomes)

    def _request(self, entries: Sequence[bytes]) -> ExchangeRequest:
        self._sent += map(key_of, entries)
        return ExchangeRequest(
            device=self.fitted.device,
            cursors=self._cursors,
            feed=self._feed if entries else None,
            entries=tuple(map(msgspec.Raw, entries)),
            chain=Chain(len(self._sent), chain("", self._sent)) if entries else None,
            program=PROGRAM_VERSION,
            epoch=self._epoch,
            directory=self._directory,
        )

    def _took(self, response: ExchangeResponse) -> int:
        """Stand where the answer leads; return how many records it brought."""
        self._epoch = response.epoch
        if response.directory:
            self._directory = response.directory.at
        for page in response.news:
            if not page.since <= self._cursors.get(page.feed, 0) < page.to:
                raise RuntimeError("news do not join on")
            self._cursors[page.feed] = page.to
        return sum(len(page.records) for page in response.news)


def main() -> None:
    """Do what the orders say."""
    orders = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Orders)
    pcs = [_Pc(fitted) for fitted in orders.pcs]
    with ThreadPoolExecutor(orders.clients) as pool:
        list(pool.map(lambda pc: pc.join(orders.url), pcs))
        print("ready", flush=True)
        for line in sys.stdin:
            go = msgspec.json.decode(line, type=Go)
            cycles = _bare(orders) if go.bare else _on_line(pool, orders.url, pcs, go)
            print(msgspec.json.encode(cycles).decode(), flush=True)


def _on_line(pool: ThreadPoolExecutor, url: str, pcs: Sequence[_Pc], go: Go) -> list[Cycle]:
    word = time.time()
    due = sorted(zip(go.after, pcs, strict=True), key=lambda pair: pair[0])
    return list(pool.map(lambda each: each[1].come_on_line(url, go.day, word + each[0]), due))


def _bare(orders: Orders) -> list[Cycle]:
    """The floor: the rows of each PC in one transaction, as many PCs at once."""

    def upsert(mine: list[Fitted]) -> list[Cycle]:
        cycles = []
        with psycopg.connect(orders.database) as connection:
            for pc in mine:
                began = time.perf_counter()
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.executemany(UPSERT, pc.rows)
                cycles.append(Cycle(time.perf_counter() - began, 0.0, 0.0, 1, 0, []))
        return cycles

    shares = [orders.pcs[first :: orders.clients] for first in range(orders.clients)]
    with ThreadPoolExecutor(orders.clients) as pool:
        return [cycle for cycles in pool.map(upsert, shares) for cycle in cycles]


if __name__ == "__main__":
    main()
