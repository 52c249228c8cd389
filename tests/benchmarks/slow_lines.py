"""A thousand records over the lines of a remote district: 64 and 256 kbit/s, 600 ms a round trip, whole and breaking.

The floors go over the very same line: one blob where the line holds, and bare pieces, each sent until it arrives,
where it breaks (a blob would never arrive). What was acknowledged, either way, must not travel again.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias
from unittest.mock import patch

import requests

from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from sync.client.http import HttpTransport
from sync.contract.entry import key_of
from sync.contract.errors import Offline
from sync.contract.messages import ExchangeRequest, ExchangeResponse
from tests.benchmarks import bare_client
from tests.benchmarks.ground import Ground, lines_of, new_office, sign_in
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import Server, bare_server, real_server
from tests.fakes.proxy import Fault, FaultProxy

_LIFE = (20_000, 200_000)  # bytes a connection lives on a line that breaks
_SEED = 2026
_LIFETIME = 900.0  # seconds
_Exchange: TypeAlias = Callable[[HttpTransport, ExchangeRequest], ExchangeResponse]
#: What may be taken, as a share of the floor and in seconds: a blob, and where the line breaks bare pieces. The seconds
#: are those of 1.86 MB of text, as in `FULL`.
_LINES = {
    64: (Aim(times=28 / 34, below=28.0), Aim(times=40 / 56, below=40.0)),
    256: (Aim(times=1.0, below=10.0), Aim(times=15 / 21, below=15.0)),
}


class _Acknowledged:
    """What has come to this PC: answers to its entries, and pages of news. Counts what travels again after that."""

    def __init__(self) -> None:
        self.again = 0
        self._answered: set[str] = set()
        self._read_to: dict[str, int] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts every step is looked at."""
        with patch.object(HttpTransport, "exchange", self._watched(HttpTransport.exchange)):
            yield

    def _watched(self, exchange: _Exchange) -> _Exchange:
        def watched(transport: HttpTransport, request: ExchangeRequest) -> ExchangeResponse:
            keys = {key_of(raw) for raw in request.entries}
            self.again += len(keys & self._answered)
            response = exchange(transport, request)
            self._answered |= keys
            for page in response.news:
                self.again += page.to <= self._read_to.get(page.feed, 0)
                self._read_to[page.feed] = page.to
            return response

        return watched


class _Carried(NamedTuple):
    """What became of one way: seconds, how often the line broke, and what travelled though it had been acknowledged."""

    seconds: float
    resets: int
    again: int


def slow_lines(ground: Ground) -> list[Row]:
    """Push and pull over each line; then over the same line, reset at random."""
    session = sign_in(ground.filled_office(ground.sizes.carried))
    lines = lines_of(session)
    session.database.close()
    rows = []
    for rate, (whole, broken) in _LINES.items():
        fault = Fault(delay=ground.sizes.round_trip, rate=rate * 125)
        line = f"{rate} kbit/s, {ground.sizes.round_trip * 1000:.0f} ms"
        rows += _over(ground, lines, fault, line, whole)
        rows += _over_breaking(ground, lines, fault, f"{line}, reset after 20–200 kB", broken)
    return rows


def _over(ground: Ground, lines: Sequence[bytes], fault: Fault, named: str, aim: Aim) -> list[Row]:
    push, pull = _both_ways(ground, fault)
    with _bare_line(ground.folder, fault) as url:
        bare_push = _seconds(lambda: bare_client.push(url, lines))
        bare_pull = _seconds(lambda: requests.get(f"{url}/records", timeout=_LIFETIME).content)
    blob = "one zstd-3 blob of the same entries over the same line"
    what = f"of {len(lines)} records ({sum(map(len, lines)) / 1e6:.2f} MB) at {named}"
    return [
        row(f"push {what}", "s", aim, push.seconds, bare_push, floor_is=blob),
        row(f"pull {what}", "s", aim, pull.seconds, bare_pull, floor_is=blob),
    ]


def _over_breaking(ground: Ground, lines: Sequence[bytes], fault: Fault, named: str, aim: Aim) -> list[Row]:
    push, pull = _both_ways(ground, fault, breaking=True)
    with _bare_line(ground.folder, fault, breaking=True) as url:
        bare_push = _seconds(lambda: _post_in_pieces(url, lines))
        bare_pull = _seconds(lambda: _get_in_pieces(url, len(lines)))
    pieces = f"bare pieces of {bare_client.PIECE} records, each asked for until it arrives"
    what = f"of {len(lines)} records ({sum(map(len, lines)) / 1e6:.2f} MB) at {named}"
    return [
        row(
            f"{way} {what}",
            "s",
            aim,
            carried.seconds,
            bare,
            floor_is=pieces,
            resets=carried.resets,
            acknowledged_and_sent_again=carried.again,
        )
        for way, carried, bare in (("push", push, bare_push), ("pull", pull, bare_pull))
    ]


def _both_ways(ground: Ground, fault: Fault, *, breaking: bool = False) -> list[_Carried]:
    """The office sends all it has, then another PC fetches it; see `_cycled`."""
    done = []
    with real_server(ground.fresh("slow.sqlite")) as server:
        office = ground.filled_office(ground.sizes.carried)
        for home in (ground.copy(office, "sender"), ground.fresh("fetcher")):
            session = sign_in(home) if home.exists() else new_office(home)
            done.append(_cycled(session, server, fault, breaking=breaking))
            session.database.close()
    return done


def _cycled(session: Session, server: Server, fault: Fault, *, breaking: bool = False) -> _Carried:
    """Exchange everything over such a line. Joining is not counted."""
    breaks, acknowledged = 0, _Acknowledged()
    with FaultProxy(server.port, lifetime=_LIFETIME) as line, acknowledged.watching():
        synchronise = Synchronise(session)
        synchronise.enrol(line.url, server.code())
        _spoil(line, fault, breaking=breaking)
        began = time.perf_counter()
        while True:
            try:
                if synchronise.cycle().complete:
                    return _Carried(time.perf_counter() - began, breaks, acknowledged.again)
            except Offline:
                breaks += 1


@contextmanager
def _bare_line(folder: Path, fault: Fault, *, breaking: bool = False) -> Iterator[str]:
    with bare_server(folder) as (url, _), FaultProxy(int(url.rpartition(":")[2]), lifetime=_LIFETIME) as line:
        _spoil(line, fault, breaking=breaking)
        yield line.url


def _spoil(line: FaultProxy, fault: Fault, *, breaking: bool) -> None:
    chance = random.Random(_SEED)
    line.each(lambda _number: fault)
    if breaking:
        line.lives(lambda _number: chance.randint(*_LIFE))
        with line.down():  # the connection of the joining would live for ever
            pass


def _post_in_pieces(url: str, lines: Sequence[bytes]) -> None:
    with requests.Session() as connection:
        for start in range(0, len(lines), bare_client.PIECE):
            packed = bare_client.packed(lines[start : start + bare_client.PIECE])
            while True:
                try:
                    connection.post(f"{url}/records", data=packed, timeout=_LIFETIME)
                    break
                except requests.ConnectionError:
                    continue


def _get_in_pieces(url: str, records: int) -> None:
    with requests.Session() as connection:
        for start in range(0, records, bare_client.PIECE):
            while True:
                try:
                    connection.get(f"{url}/records?after={start}&limit={bare_client.PIECE}", timeout=_LIFETIME)
                    break
                except requests.RequestException:
                    continue


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
