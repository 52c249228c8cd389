"""Saving: one durable case against one durable commit of the same bytes; and how much room it all takes."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from desktop.services.cases import Cases, Intake
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store.tables import TABLES, case_index, person_index
from sync.client.tables import entries
from tests.benchmarks.ground import Ground, Stopwatch, database_of, lines_of, new_office, raw_connection, sign_in
from tests.benchmarks.rows import Aim, Row, median, percentile, row
from tests.benchmarks.servers import real_server


def save(ground: Ground) -> Row:
    """A case taken in at an office with many, through the service, until it is safe on the disk."""
    session = sign_in(ground.copy(ground.office(ground.sizes.listed), "saving"))
    cases = Cases(session)
    floor = raw_connection(ground.fresh("floor.db"), os.urandom(32))
    floor.execute("CREATE TABLE blob (number INTEGER PRIMARY KEY, value BLOB)")
    sizes, saves, commits = [], Stopwatch(), Stopwatch()
    for number in range(ground.sizes.saves):  # in turns, so that both meet the same disk
        intake = _intake(number)
        with saves:
            case_id = cases.take_in(intake)
        sizes.append(_bytes_of(session, case_id))
        value = os.urandom(sizes[-1])
        with commits:
            floor.execute("BEGIN IMMEDIATE")
            floor.execute("INSERT INTO blob (value) VALUES (?)", (value,))
            floor.execute("COMMIT")
    floor.close()
    session.database.close()
    return row(
        f"save a case, durable, beside {ground.sizes.listed} others: median",
        "ms",
        Aim(times=3),
        median(saves.times),
        median(commits.times),
        floor_is="one raw SQLCipher commit (WAL, FULL) of the same bytes: median",
        p95_ms=percentile(saves.times, 0.95),
        floor_p95_ms=percentile(commits.times, 0.95),
        size_bytes=median(sizes),
    )


def store(ground: Ground) -> list[Row]:
    """The files of two offices with search, index, audit and acknowledged state: who entered, who fetched."""
    usual, filled = ground.office(ground.sizes.stored), ground.filled_office(ground.sizes.filled)
    return [*_files(ground, usual, "of usual cases"), *_files(ground, filled, "of cases filled in to the last field")]


def _files(ground: Ground, office: Path, of: str) -> Iterator[Row]:
    homes = {"sent": ground.copy(office, "sender"), "fetched": ground.fresh("fetcher")}
    sender, fetcher = sign_in(homes["sent"]), new_office(homes["fetched"])
    lines = lines_of(sender)
    with real_server(ground.fresh("stored.sqlite")) as server:
        for session in (sender, fetcher):
            way = Synchronise(session)
            way.enrol(server.url, server.code())
            way.cycle()
            session.database.close()
    floor = ground.fresh("floor.db")
    raw = raw_connection(floor, os.urandom(32))
    raw.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, value BLOB)")
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT INTO record (value) VALUES (?)", [(line,) for line in lines])
    raw.execute("COMMIT")
    raw.close()
    for did, home in homes.items():
        yield row(
            f"file of a PC that {did} {len(lines)} records {of}",
            "MB",
            Aim(times=2),
            database_of(home).stat().st_size / 1e6,
            floor.stat().st_size / 1e6,
            floor_is="the same entries in one table of raw SQLCipher",
        )


def _intake(number: int) -> Intake:
    return Intake(
        person={
            "full_name": f"Lò Thị Pâng {number}",
            "birth_date": "1987-03-05",
            "gender": "nu",
            "phone": f"09{number:08}",
            "address": "Bản Nà Tấu",
            "province": "11",
        },
        part={"categories": ["ho_ngheo"], "primary_category": "ho_ngheo"},
        case={
            "form": "tu_van_phap_luat",
            "law_field": "dat_dai",
            "content": "Tranh chấp ranh giới đất nương với hộ liền kề, đã hòa giải ở xã không thành.",
        },
    )


def _bytes_of(session: Session, case_id: str) -> int:
    """How many bytes the save of a case has left in the tables, as JSON."""
    with session.database.read() as connection:
        rows: list[Any] = []
        part = TABLES["case_person"]
        of_case = part.select().where(part.c.case == case_id)
        link = connection.execute(of_case).mappings().one()
        rows.append(dict(link))
        for table, record in ((TABLES["case"], case_id), (TABLES["person"], link["person"])):
            rows += map(dict, connection.execute(table.select().where(table.c.id == record)).mappings())
        for table, record in ((case_index, case_id), (person_index, link["person"])):
            rows += map(dict, connection.execute(table.select().where(table.c.id == record)).mappings())
        ids = [row["id"] for row in rows]
        raws = connection.scalars(entries.select().with_only_columns(entries.c.raw).where(entries.c.id.in_(ids)))
        return len(msgspec.json.encode(rows)) + sum(map(len, raws))
