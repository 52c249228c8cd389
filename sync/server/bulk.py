"""Many rows at once, the fastest way each database has."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

_MANY = "many"


class Lookup:
    """Finds the rows whose ``column`` is one of many values: these travel as one array, however many.

    Made once for each statement, so that SQLAlchemy works it out once; what else the statement has to know, such as the
    feed, it holds as a `bindparam`. PostgreSQL gets an array of its own: of a set that it unpacks from JSON it knows
    neither the size nor that it stays the same, and while it has no statistics it unpacks it for every row anew.
    """

    def __init__(self, statement: AnySelect, column: ColumnElement[Any]) -> None:
        """Prepare the statement for either dialect."""
        in_json = func.json_each(bindparam(_MANY, type_=String)).table_valued("value").c.value
        self._on_sqlite = statement.where(column.in_(select(in_json)))
        self._on_postgresql = statement.where(column == any_(bindparam(_MANY, type_=ARRAY(String))))

    def rows(self, connection: Connection, values: Iterable[str], **others: str) -> Sequence[AnyRow]:
        """The rows; ``others`` are values of the statement's other parameters."""
        wanted = set(values)
        if not wanted:
            return ()
        if connection.dialect.name == "postgresql":
            return connection.execute(self._on_postgresql, {_MANY: list(wanted), **others}).all()
        return connection.execute(self._on_sqlite, {_MANY: msgspec.json.encode(wanted).decode(), **others}).all()


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have a value for every column."""
    if not rows:
        return
    columns = [column.name for column in table.columns]
    tuples = map(itemgetter(*columns), rows)
    if connection.dialect.name == "postgresql":
        names = ", ".join(map(connection.dialect.identifier_preparer.quote, columns))
        psycopg: Any = connection.connection.driver_connection
        statement = f"COPY {table.name} ({names}) FROM STDIN"
        try:
            with psycopg.cursor() as cursor, cursor.copy(statement) as copy:
                for each in tuples:
                    copy.write_row(each)
        except connection.dialect.loaded_dbapi.OperationalError as error:  # SQLAlchemy sees nothing of a COPY
            raise OperationalError(statement, None, error, hide_parameters=True) from None
    else:
        connection.exec_driver_sql(_insert_on_sqlite(table), list(tuples))


def update_many(
    connection: Connection, table: Table, by: tuple[str, ...], columns: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    """Update ``columns`` of the rows found ``by`` their key."""
    if not rows:
        return
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"the_{name}") for name in by))
        .values({name: bindparam(f"the_{name}") for name in columns})
        .execution_options(crosses_feeds=f"{table.name} by {by[0]}")  # by a key of its own, wherever it lies
    )
    connection.execute(statement, [{f"the_{name}": row[name] for name in (*by, *columns)} for row in rows])


@cache
def _insert_on_sqlite(table: Table) -> str:
    return str(insert(table).compile(dialect=sqlite.dialect()))
