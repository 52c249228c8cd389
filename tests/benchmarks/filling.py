"""Fills a server's feed with as many records as one likes, past the exchange and as it would have left them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import update

from sync.contract import canonical, digest
from sync.contract.digest import Change
from sync.contract.entry import Entry, encode, key_of
from sync.contract.fields import Wire
from sync.contract.identity import new_id
from sync.contract.merge import Cell
from sync.contract.messages import Answer, Outcome
from sync.server import digests, storage, tables
from sync.server.bulk import insert_many
from sync.server.cells import encode_cells
from sync.server.database import Database, now

_AT = "2026-11-22T08:00:00+07:00"
_AT_ONCE = 20_000
_FIELDS: dict[str, Wire] = {
    "form": "tu_van_phap_luat",
    "law_field": "dat_dai",
    "content": "Tranh chấp quyền sử dụng đất với hộ liền kề, đã hòa giải ở xã hai lần không thành.",
    "result": "Đã hoàn thành, người được trợ giúp pháp lý hài lòng.",
    "received_at": _AT,
}


def fill(database: Database, unit: str, account: str, device: str, records: int) -> int:
    """Let a unit have so many records more, each a case that one PC wrote with one entry; return the feed's head."""
    with database.write() as connection:
        head, _ = storage.lock_feed(connection, unit)
        left = iter(range(head + 1, head + 1 + records))
        while seqs := list(islice(left, _AT_ONCE)):
            rows = list(_rows(unit, account, device, seqs))
            for number, table in enumerate((tables.record, tables.change, tables.entry)):
                insert_many(connection, table, [each[number] for each in rows])
            digests.change(connection, unit, [Change(row["id"], 0, row["hash"]) for row, _, _ in rows])
        connection.execute(update(tables.feed).where(tables.feed.c.unit == unit).values(head=head + records))
    if database.engine.dialect.name == "postgresql":  # as it does by itself before long
        with database.read() as connection:
            connection.exec_driver_sql("ANALYZE")
    return head + records


def _rows(
    unit: str, account: str, device: str, seqs: list[int]
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """What each case leaves in the tables of records, positions and entries."""
    received_at = now()
    for seq in seqs:
        record = new_id()
        entry = Entry(
            type="case",
            id=record,
            unit=unit,
            author=account,
            at=_AT,
            device=device,
            counter=seq,
            group=seq,
            fields=_FIELDS,
        )
        raw = encode(entry)
        key = key_of(raw)
        cells = {name: Cell(value, 1, seq, key, account, _AT) for name, value in _FIELDS.items()}
        yield (
            {
                "id": record,
                "type": "case",
                "feed": unit,
                "root": None,
                "code": None,
                "version": 1,
                "seq": seq,
                "doc": encode_cells(cells),
                "hash": digest.hash_of("case", record, 1, canonical.writes_of(cells)),
            },
            {"feed": unit, "seq": seq, "record": record, "type": "case", "whole": False},
            {
                "key": key,
                "feed": unit,
                "seq": seq,
                "type": "case",
                "record": record,
                "raw": raw,
                "author": account,
                "sender": device,
                "device": device,
                "chained": True,
                "counter": seq,
                "group": seq,
                "received_at": received_at,
                "open": False,
                "replaces": None,
                "discards": False,
                "plain": True,
                "answer": _encoded(Answer(key=key, outcome=Outcome.APPLIED, version=1)),
            },
        )


def _encoded(answer: Answer) -> bytes:
    return msgspec.json.encode(answer)
