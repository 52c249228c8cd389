"""Many rows at once, the fastest way each database has."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Table,
    any_,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


def rows_in(
    connection: Connection, statement: AnySelect, column: ColumnElement[Any], values: Iterable[str]
) -> Sequence[AnyRow]:
    """The rows whose column is one of the values, however many: these travel as one parameter."""
    wanted = sorted(set(values))
    if not wanted:
        return ()
    if connection.dialect.name == "postgresql":
        among = column == any_(cast(wanted, ARRAY(String)))
    else:
        values_json = msgspec.json.encode(wanted).decode()
        among = column.in_(select(func.json_each(values_json).table_valued("value").c.value))
    return connection.execute(statement.where(among)).all()


def insert_many(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that have a value for every column."""
    if not rows:
        return
    columns = [column.name for column in table.columns]
    tuples = [tuple(map(row.__getitem__, columns)) for row in rows]
    if connection.dialect.name == "postgresql":
        names = ", ".join(map(connection.dialect.identifier_preparer.quote, columns))
        psycopg: Any = connection.connection.driver_connection
        with psycopg.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for each in tuples:
                copy.write_row(each)
    else:
        connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), tuples)


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
    )
    connection.execute(statement, [{f"the_{name}": row[name] for name in (*by, *columns)} for row in rows])
