"""The tree of units, which says whose feeds a PC sees (decisions/0008)."""

from sqlalchemy import Connection, select, update

from sync.server import directory, tables
from sync.server.accounts import audit, unit_by_code
from sync.server.database import ServerError
from sync.server.own import OwnHand


def move_unit(connection: Connection, code: str, *, parent: str | None) -> None:
    """Put a unit below another one, or below none; from the next step on other PCs see its feed.

    Raises:
        ServerError: ``unit_unknown``, ``unit_below_itself``.
    """
    unit_id = unit_by_code(connection, code)
    above = unit_by_code(connection, parent) if parent else None
    step = above
    while step is not None:
        if step == unit_id:
            raise ServerError("unit_below_itself", unit=code)
        step = connection.scalar(select(tables.unit.c.parent).where(tables.unit.c.id == step))
    hand = OwnHand(connection, unit_id, [("unit", unit_id)])
    hand.write(("unit", unit_id), parent=above)
    hand.save()
    directory.relist(connection, unit_id)  # after the feed's lock, as numbering does, and before the row's
    connection.execute(update(tables.unit).where(tables.unit.c.id == unit_id).values(parent=above))
    audit(connection, "unit_moved", unit_id, above)
