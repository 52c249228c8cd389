"""The country comes on line after a night: PCs of every centre, each with changes of its own, two server processes.

Servers, PostgreSQL and the PCs share this machine's processors; how much each took is told beside the figures. The PCs
are light (`tests.benchmarks.light_pc`), but speak as real ones do; their access tokens have expired over night.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

import msgspec
from sqlalchemy import func, make_url, select, update

from sync.contract.entry import decode, key_of
from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from sync.server import tables
from tests.benchmarks.fleet_pcs import Cycle, Fitted, Go, Orders
from tests.benchmarks.fleet_work import minted, packs
from tests.benchmarks.ground import Ground
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.rows import Aim, Row, median, percentile, row
from tests.benchmarks.servers import Server, country_server, postgres

_PROCESSES = 2  # of the server, and of the PCs
_CLIENTS = 8  # PCs at once in each of those
_A_CENTRE = 40
_CHANGES = 20
_SEED = 2026
#: The whole country's PCs, and the seconds within which they come on line; fewer of them do in as much less.
_COUNTRY, _WITHIN = 1360, 600.0
_SPREAD, _AT_ONCE = 0, 1


class _Drivers:
    """The processes of the PCs."""

    def __init__(self, processes: "Sequence[subprocess.Popen[bytes]]", orders: Sequence[Orders]) -> None:
        self.pids = [process.pid for process in processes]
        self._processes = processes
        self._orders = orders
        self._answers()

    def go(self, day: int, within: float, *, bare: bool = False) -> tuple[float, list[Cycle]]:
        """Let every PC come on line at some moment of so many seconds; return how long it took, and the cycles."""
        chance = Random(_SEED)
        began = time.perf_counter()
        for process, orders in zip(self._processes, self._orders, strict=True):
            after = [chance.uniform(0.0, within) for _ in orders.pcs]
            assert process.stdin
            process.stdin.write(msgspec.json.encode(Go(day, after, bare)) + b"\n")
            process.stdin.flush()
        cycles = [cycle for line in self._answers() for cycle in msgspec.json.decode(line, type=list[Cycle])]
        return time.perf_counter() - began, cycles

    def _answers(self) -> list[bytes]:
        lines = [process.stdout.readline() for process in self._processes if process.stdout]
        if not all(lines):
            raise RuntimeError("a driver has ended")
        return lines


def fleet(ground: Ground) -> list[Row]:
    """Spread over their minutes as the country is over ten, then as fast as they can, against bare upserts."""
    count = ground.sizes.pcs
    folder = ground.fresh("fleet")
    folder.mkdir()
    with (
        postgres() as (address, database_pid),
        country_server(address, folder, centres=-(-count // _A_CENTRE), processes=_PROCESSES) as server,
    ):
        pcs = _fitted(ground, server, count)
        _make_bare_table(server)
        with _driven(ground, server, address, pcs) as drivers:
            before = processor_seconds(database_pid)
            bare_seconds, _ = drivers.go(_SPREAD, 0.0, bare=True)
            bare_took = processor_seconds(database_pid) - before
            _a_night_passes(server)
            _, spread = drivers.go(_SPREAD, _WITHIN * count / _COUNTRY)
            drivers.go(len(pcs[0].days), 0.0)  # everybody hears of everybody's, before they all work on
            _a_night_passes(server)
            watched = (server.pid, database_pid, *drivers.pids)
            before_all = [processor_seconds(pid) for pid in watched]
            seconds, at_once = drivers.go(_AT_ONCE, 0.0)
            took = [processor_seconds(pid) - was for pid, was in zip(watched, before_all, strict=True)]
        _every_change_came_once(server, pcs)
    changes = count * _CHANGES
    _all_applied([*spread, *at_once], 2 * changes)
    within = _WITHIN * count / _COUNTRY
    named = f"{count} PCs, {_A_CENTRE} a centre, {_CHANGES} changes each, PostgreSQL, {_PROCESSES} processes"
    return [
        row(
            f"{named}, on line within {within:.0f} s: p95 of a cycle",
            "s",
            Aim(below=1.0),
            percentile([cycle.seconds for cycle in spread], 0.95),
            median_s=median([cycle.seconds for cycle in spread]),
            answered_p95_s=percentile([cycle.done.answered_in for cycle in spread], 0.95),
            requests_a_cycle=sum(cycle.done.requests for cycle in spread) / count,
            news_records_a_cycle=sum(cycle.done.records for cycle in spread) / count,
            changes_acknowledged_once=changes,
            latest_start_s=max(cycle.late for cycle in spread),
        ),
        row(
            f"{named}, all at once by {_PROCESSES * _CLIENTS} clients: seconds a change",
            "ms",
            Aim(times=3),
            seconds / changes * 1000,
            bare_seconds / changes * 1000,
            floor_is="the same rows by as many clients as bare upserts, a transaction a PC",
            changes_a_second=changes / seconds,
            p95_s=percentile([cycle.seconds for cycle in at_once], 0.95),
            news_records_a_second=sum(cycle.done.records for cycle in at_once) / seconds,
            server_ms_a_pc=took[0] / count * 1000,
            database_ms_a_pc=took[1] / count * 1000,
            drivers_ms_a_pc=sum(took[2:]) / count * 1000,
            floors_database_ms_a_pc=bare_took / count * 1000,
        ),
    ]


def _fitted(ground: Ground, server: Server, count: int) -> list[Fitted]:
    """PCs with ids and the entries of two nights, centre by centre."""
    nights = 2
    made = packs(ground, min(_A_CENTRE, count) * nights, _CHANGES)
    with server.database.read() as connection:
        units = [row.id for row in connection.execute(select(tables.unit).order_by(tables.unit.c.listed))]
    codes = [server.code(f"C{number}", uses=_A_CENTRE) for number in range(1, len(units) + 1)]
    found = []
    for number in range(count):
        centre, place = divmod(number, _A_CENTRE)
        device, user, unit = new_id(), new_id(), units[centre]
        days = [
            minted(made[nights * place + night], device, user, unit, first=1 + night * _CHANGES)
            for night in range(nights)
        ]
        rows = [(entry.id, entry.type, raw) for raw in days[_SPREAD] if (entry := decode(raw))]
        found.append(Fitted(codes[centre], device, user, f"may{place}", days, rows))
    return found


@contextmanager
def _driven(ground: Ground, server: Server, address: str, pcs: Sequence[Fitted]) -> Iterator[_Drivers]:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    orders = [Orders(server.url, plain, _CLIENTS, list(pcs[first::_PROCESSES])) for first in range(_PROCESSES)]
    processes = []
    try:
        for each in orders:
            file = ground.fresh("orders")
            file.write_bytes(msgspec.msgpack.encode(each))
            words = [sys.executable, "-m", "tests.benchmarks.fleet_pcs", str(file)]
            processes.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        yield _Drivers(processes, orders)
    finally:
        for process in processes:
            with process:
                process.terminate()


def _a_night_passes(server: Server) -> None:
    with server.database.write() as connection:
        connection.execute(update(tables.token).values(access_expires_at="2026-01-01T00:00:00.000000Z"))


def _make_bare_table(server: Server) -> None:
    with server.database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE bare (id text PRIMARY KEY, type text, doc bytea)")


def _all_applied(cycles: Sequence[Cycle], expected: int) -> None:
    outcomes = [outcome for cycle in cycles for outcome in cycle.done.outcomes]
    if outcomes != [str(Outcome.APPLIED)] * expected:
        raise RuntimeError({each: outcomes.count(each) for each in set(outcomes)} | {"expected": expected})


def _every_change_came_once(server: Server, pcs: Sequence[Fitted]) -> None:
    """What lies in the server's tables is what was sent: each entry once, and each made one version of its record."""
    sent = {key_of(raw) for pc in pcs for day in pc.days for raw in day}
    entry, record = tables.entry.c, tables.record.c
    with server.database.read() as connection:
        kept = set(connection.scalars(select(entry.key)))
        records = select(entry.record).distinct()
        versions = connection.scalar(select(func.sum(record.version)).where(record.id.in_(records)))
    if kept != sent or versions != len(sent):
        raise RuntimeError({"sent": len(sent), "kept": len(kept), "both": len(kept & sent), "versions": versions})
