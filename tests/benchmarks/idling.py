"""What a PC costs that has nothing to send and nothing to fetch, while its feed grows: the server, and the PC itself.

A feed of a million records is not pushed but filled (`tests.benchmarks.filling`). Whether a statement would look
through a table that grows is asked of the databases themselves.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, select

from sync.client.meter import Meter, Request
from sync.client.wire import Wire
from sync.contract.identity import new_id
from sync.server import tables
from sync.server.exchange import exchange
from tests.benchmarks.filling import fill
from tests.benchmarks.ground import Ground
from tests.benchmarks.light_pc import Exchanged, LightPc
from tests.benchmarks.pcs import running_pc
from tests.benchmarks.processes import processor_each
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import Server, country_server, postgres, real_server

_MS = 1000
#: Tables that grow with the work, as a plan names them that goes through all of one.
_THROUGH = re.compile(r"(?:\bSCAN|Seq Scan on) (record|change|entry|guard|departure)\b")


class _Cost(NamedTuple):
    """Of one idle cycle: processor milliseconds of the server and its database, bytes of bodies, statements."""

    ms: float
    up: float
    down: float
    statements: float


class _Grown(NamedTuple):
    """A PC whose feed has so many records, written under this id."""

    pc: LightPc
    device: str
    records: int


class _Counting(Meter):
    """Adds up the bodies."""

    def __init__(self) -> None:
        super().__init__()
        self.up = self.down = 0

    def answered(self, request: Request) -> None:
        self.up += request.up
        self.down += request.down


def idling(ground: Ground) -> list[Row]:
    """The server on SQLite and on PostgreSQL, then the PC, each at a small and a large feed."""
    folder = ground.fresh("idling")
    folder.mkdir()
    sizes = (ground.sizes.idled // 1000 or 1, ground.sizes.idled)
    with country_server(f"sqlite:///{folder / 'server.sqlite'}", folder, centres=1, processes=1) as server:
        on_sqlite = _server_row("SQLite", server, [server.pid], sizes, ground.sizes.idle_cycles)
    with (
        postgres() as (address, pid),
        country_server(address, folder, centres=1, processes=1) as server,
    ):
        on_postgres = _server_row("PostgreSQL", server, [server.pid, pid], sizes, ground.sizes.idle_cycles)
    return [on_sqlite, on_postgres, _pc_row(ground)]


def _server_row(named: str, server: Server, pids: Sequence[int], sizes: tuple[int, int], cycles: int) -> Row:
    device, user = new_id(), new_id()
    pc = LightPc(device, user, "hoa")
    with closing(Wire(server.url)) as wire:
        pc.join(wire, server.code("C1"))
    small, large = [_server_cost(server, pids, _Grown(pc, device, size), cycles) for size in sizes]
    return row(
        f"an idle PC: processor time of the server on {named}, {sizes[1]} records in the feed",
        "ms",
        Aim(times=1.25),
        large.ms,
        small.ms,
        floor_is=f"the same with {sizes[0]} records",
        statements=large.statements,
        statements_with_few=small.statements,
        up_bytes=large.up,
        down_bytes=large.down,
        down_bytes_with_few=small.down,
    )


def _server_cost(server: Server, pids: Sequence[int], grown: _Grown, cycles: int) -> _Cost:
    """Let the feed grow, and the PC know all of it."""
    pc, device, records = grown
    with server.database.read() as connection:
        account = connection.scalars(select(tables.account.c.id)).one()
    held = pc.cursors.get(pc.feed, 0)
    pc.cursors[pc.feed] = fill(server.database, pc.feed, account, device, records - held)
    meter = _Counting()
    with closing(Wire(server.url, meter=meter)) as wire:
        for _ in range(10):  # what is only done once a minute is done
            pc.cycle(wire)
        meter.up = meter.down = 0
        took, cycles = processor_each(pids, lambda: _one_request(pc.cycle(wire)), cycles)
    with _heard(server) as statements:
        exchange(server.database, pc.access, pc.request())
    with server.database.read() as connection:
        for statement, values in statements:
            _looks_through_nothing(connection, statement, values)
    return _Cost(took * _MS, meter.up / cycles, meter.down / cycles, len(statements))


def _one_request(cycle: Exchanged) -> None:
    if cycle.requests != 1:
        raise RuntimeError("an idle cycle of several requests")


@contextmanager
def _heard(server: Server) -> Iterator[list[tuple[str, Any]]]:
    """Every statement of the block."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        heard.append((statement, values))

    event.listen(server.database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(server.database.engine, "before_cursor_execute", hear)


def _looks_through_nothing(connection: Connection, statement: str, values: Any) -> None:
    if not statement.startswith(("SELECT", "WITH")):
        return
    how = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    plan = "\n".join(str(each[-1]) for each in connection.exec_driver_sql(how + statement, values))
    if found := _THROUGH.search(plan):
        raise RuntimeError(found.group(1), statement)


def _pc_row(ground: Ground) -> Row:
    """The real program without its window, on a feed it has fetched."""
    few, many, cycles = ground.sizes.idled_pc // 30 or 1, ground.sizes.idled_pc, ground.sizes.idle_cycles
    costs = []
    with real_server(ground.fresh("idle.sqlite")) as server:
        with server.database.read() as connection:
            account, unit = connection.execute(select(tables.account.c.id, tables.account.c.unit)).one()
        fill(server.database, unit, account, new_id(), few)
        with running_pc(str(ground.fresh("idle")), server.url, server.code()) as pc:
            for more in (0, many - few):
                if more:
                    fill(server.database, unit, account, new_id(), more)
                pc.do("cycle")  # fetches
                took, _ = processor_each([pc.pid], lambda: pc.do("cycle"), cycles)
                costs.append(took * _MS)
    return row(
        f"an idle PC: processor time of its own, {many} records on it",
        "ms",
        Aim(times=1.25),
        costs[1],
        costs[0],
        floor_is=f"the same with {few} records",
    )
