"""Every statement of an exchange names its feed, so that each feed can lie on a machine of its own (decisions/0013)."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Table, event, text

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import RefreshRequest
from sync.server import tables
from tests.fakes.server import RunningServer
from tests.integration.server.pc import joined
from tests.integration.server.test_moves import move

#: Tables that lie where their feed lies. Every other one is small and lies everywhere.
PARTED = {table.name for table in tables.metadata.tables.values() if "feed" in table.c} | {"feed"}
#: What looks beyond one feed; each finds its rows by a key that is unique in the country. A new one is a new line in
#: decisions/0013, with how a distributed database answers it.
CROSSING = {"record by id", "entry by key", "entry by key it replaces"}

_MENTIONED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|COPY) (\w+)")


class Statements:
    """Hears every statement of a server's database."""

    def __init__(self) -> None:
        self.heard = 0
        self.crossing: set[str] = set()
        self.strays: set[str] = set()

    def hear(self, _connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        mentioned = {name for name in _MENTIONED.findall(" ".join(statement.split())) if name in PARTED}
        if not mentioned:
            return
        self.heard += 1
        if crossing := context.execution_options.get("crosses_feeds"):
            self.crossing.add(crossing)
        elif not all(_names_its_feed(statement, name) for name in mentioned):
            self.strays.add(statement)


def _names_its_feed(statement: str, table: str) -> bool:
    if statement.startswith("INSERT"):
        return True  # each row bears its feed
    narrowed = statement.partition("WHERE")[2]
    column = "unit" if table == "feed" else "feed"
    return re.search(rf"\b{table}\.{column} (=|IN)", narrowed) is not None


@pytest.fixture
def server(server_database_url: str) -> Iterator[RunningServer]:
    with RunningServer(server_database_url) as running:
        running.add_unit("TT", kind="trung_tam")
        running.add_unit("CN1", parent="TT")
        running.add_unit("CN2", parent="TT")
        yield running


@pytest.fixture
def statements(server: RunningServer) -> Statements:
    heard = Statements()
    event.listen(server.database.engine, "before_cursor_execute", heard.hear)
    return heard


def test_every_statement_of_an_exchange_names_its_feed(server: RunningServer, statements: Statements) -> None:
    a_day_at_the_office(server)
    assert statements.heard > 100
    assert statements.strays == set()
    assert statements.crossing == CROSSING


def test_the_exchange_works_on_tables_parted_by_feed(postgresql_url: str) -> None:
    """As declared to PostgreSQL: a query that names its feed looks into one part of four."""
    with RunningServer(postgresql_url) as server:
        for unit, parent in (("TT", None), ("CN1", "TT"), ("CN2", "TT")):
            server.add_unit(unit, kind="trung_tam" if unit == "TT" else "chi_nhanh", parent=parent)
        with server.database.write() as connection:
            for table in (tables.record, tables.change, tables.departure, tables.entry):
                _part(connection, table)
        a_day_at_the_office(server)
        with server.database.read() as connection:
            plan = "\n".join(connection.scalars(text("EXPLAIN SELECT id FROM record WHERE feed = 'x' AND root = 'y'")))
        assert len(set(re.findall(r"record_\d\b", plan))) == 1, plan


def test_the_listener_hears_a_statement_that_names_no_feed(server: RunningServer, statements: Statements) -> None:
    with server.database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM record WHERE record.code = 'x'")
        connection.exec_driver_sql("UPDATE record SET feed = 'x' WHERE record.id = 'x'")
    assert len(statements.strays) == 2


def a_day_at_the_office(server: RunningServer) -> None:
    """Joining, entries of every kind and fate, a move, news for a branch and for the centre, tokens."""
    centre, hoa, duc = joined(server, "TT", "lan"), joined(server, "CN1", "hoa"), joined(server, "CN1", "duc")
    case, person = new_id(), new_id()
    hoa.push(
        hoa.edit("case", case, {"code": "01/2026", "note": "một"}),
        hoa.edit("person", person, {"full_name": "Giàng A Páo"}),
        hoa.edit("case_person", new_id(), {"case": case, "person": person, "role": "nguoi_duoc_tgpl"}),
    )
    duc.pull()
    hoa.push(hoa.edit("case", case, {"note": "hai"}))
    duc.push(duc.edit("case", case, {"note": "ba"}))
    (conflict,) = duc.conflicts()
    duc.push(duc.edit("case", case, {"note": "ba"}, resolves=(conflict["id"],)))
    refused = hoa.edit("case", new_id(), {"law_field": "kinh_doanh_thuong_mai"})
    given_up = hoa.edit("case", new_id(), {"law_field": "kinh_doanh_thuong_mai"})
    hoa.push(refused, given_up)
    hoa.push(refused)
    hoa.push(hoa.edit("case", new_id(), {"law_field": "dat_dai"}, supersedes=key_of(refused)))
    hoa.push(hoa.edit("case", new_id(), {}, discards=key_of(given_up)))
    hoa.pull()
    hoa.push(hoa.edit("case", case, {"deleted": True}, seen=hoa.seen(case)))
    duc.push(duc.edit("stage", new_id(), {"case": case, "kind": "dieu_tra"}))
    other = new_id()
    hoa.push(hoa.edit("case", other, {"note": "chuyển"}))
    duc.pull()
    move(hoa, other, joined(server, "CN2", "mai").feed)
    duc.push(duc.edit("case", other, {"note": "sau khi chuyển"}))
    centre.pull()
    assert centre.value("case", other, "note") == "sau khi chuyển"
    hoa.post("/v1/token", msgspec.json.encode(RefreshRequest(device=hoa.device, refresh=hoa.tokens.refresh)))


def _part(connection: Connection, table: Table) -> None:
    """Lay a table out in four parts by feed; its key then holds the feed."""
    name, key = table.name, ", ".join(["feed", *(column.name for column in table.primary_key if column.name != "feed")])
    statements = [
        f"ALTER TABLE {name} RENAME TO whole",
        f"CREATE TABLE {name} (LIKE whole) PARTITION BY HASH (feed)",
        *(
            f"CREATE TABLE {name}_{part} PARTITION OF {name} FOR VALUES WITH (MODULUS 4, REMAINDER {part})"
            for part in range(4)
        ),
        f"ALTER TABLE {name} ADD PRIMARY KEY ({key})",
        f"INSERT INTO {name} SELECT * FROM whole",  # noqa: S608 - names of our own tables
        "DROP TABLE whole",
    ]
    for statement in statements:
        connection.execute(text(statement))
