"""Reading records as the structs they are declared as."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select

from desktop.store.tables import TABLES
from sync.client.tables import among
from sync.contract.fields import Record, build, type_of

R = TypeVar("R", bound=Record)


def one(connection: Connection, struct: type[R], record_id: str) -> R | None:
    """The record with this id as it is visible now, in the bin or not."""
    return by_id(connection, struct, [record_id]).get(record_id)


def by_id(connection: Connection, struct: type[R], ids: Iterable[str]) -> dict[str, R]:
    """Id → record, for those that exist."""
    query = rows_among(TABLES[type_of(struct).name], "id")
    wanted = sorted(set(ids))
    rows = connection.execute(query, {"ids": wanted}) if wanted else ()
    return {row.id: _built(struct, row) for row in rows}


def of_cases(connection: Connection, struct: type[R], cases: Iterable[str]) -> dict[str, list[R]]:
    """Case id → what hangs on it of this type and is not in the bin, oldest first; every asked case is there."""
    found: dict[str, list[R]] = {case: [] for case in cases}
    query = _hanging_on(TABLES[type_of(struct).name])
    for row in connection.execute(query, {"ids": list(found)}):
        found[row.case].append(_built(struct, row))
    return found


def every(connection: Connection, struct: type[R]) -> list[R]:
    """Every record of this type that is not in the bin, oldest first; for short lists such as practitioners."""
    table = TABLES[type_of(struct).name]
    query = select(table).where(table.c.deleted.is_(False)).order_by(table.c.id)
    return [_built(struct, row) for row in connection.execute(query)]


@cache
def rows_among(table: Table, name: str, *wanted: str) -> Select[Any]:
    """Rows (or only the ``wanted`` columns) whose column ``name`` is among the parameter ``ids``; made once."""
    columns = [table.c[column] for column in wanted] or [*table.c]
    return select(*columns).where(among(table.c[name]))


@cache
def _hanging_on(table: Table) -> Select[Any]:
    return rows_among(table, "case").where(table.c.deleted.is_(False)).order_by(table.c.id)


def _built(struct: type[R], row: Row[Any]) -> R:
    """The struct of a whole row; its columns stand in the order of the declaration."""
    return build(struct, dict(zip(("id", "unit", *type_of(struct).fields), row, strict=True)))
