"""The list of units that every PC keeps: to whom a case may be moved, and where an office went that was merged.

Names, codes and kinds only, which are public. A PC says up to where it knows the list and is sent what is newer; so an
idle step carries one number. Whatever the list says anew of a unit goes to its end.
"""

from sqlalchemy import BigInteger, Connection, bindparam, func, select, update

from sync.contract.messages import Directory, UnitInfo
from sync.server import tables
from sync.server.bulk import AnyRow

_unit = tables.unit
_NEWER = select(_unit).where(_unit.c.listed > bindparam("known", type_=BigInteger)).order_by(_unit.c.listed)


def next_place(connection: Connection) -> int:
    """The end of the list; two administrators at once wait for one another."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyhow
        connection.exec_driver_sql("LOCK TABLE unit IN SHARE ROW EXCLUSIVE MODE")
    return (connection.scalar(select(func.max(_unit.c.listed))) or 0) + 1


def relist(connection: Connection, unit_id: str) -> None:
    """Let every PC hear of a unit that has changed."""
    place = next_place(connection)
    connection.execute(update(_unit).where(_unit.c.id == unit_id).values(listed=place))


def newer_than(connection: Connection, known: int) -> Directory | None:
    """What a PC has not heard of; None if there is nothing."""
    rows = connection.execute(_NEWER, {"known": known}).all()
    return Directory(at=rows[-1].listed, units=tuple(map(info, rows))) if rows else None


def info(row: AnyRow) -> UnitInfo:
    """A unit as PCs know it, from its row."""
    return UnitInfo(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        province=row.province,
        parent=row.parent,
        merged_into=row.merged_into,
    )
