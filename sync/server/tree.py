"""The tree of units, which says whose feeds a PC sees (decisions/0008)."""

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.contract.digest import Change
from sync.contract.identity import derived_id
from sync.contract.merge import Cell, State
from sync.server import digests, directory, epochs, tables
from sync.server.accounts import ADMINISTRATOR, audit, unit_by_code
from sync.server.database import ServerError, now
from sync.server.own import OwnHand
from sync.server.scope import UnitKind
from sync.server.storage import record_row


def add_unit(
    connection: Connection, *, code: str, name: str, kind: str, province: str | None = None, parent: str | None = None
) -> str:
    """Add a unit, its feed and its record; return its id, which follows from its code.

    So a unit that a restored server has forgotten is the same one once it is entered again: its PCs give back what they
    have. Its feed then begins above everything that was ever given (`sync.server.epochs`).

    Raises:
        ServerError: ``unit_kind_unknown``, ``unit_unknown`` (the parent's code), ``unit_exists``.
    """
    if kind not in frozenset(UnitKind):
        raise ServerError("unit_kind_unknown", kind=kind)
    unit_id = derived_id("unit", code.casefold())
    above = unit_by_code(connection, parent) if parent else None
    row = {"code": code, "name": name, "kind": kind, "province": province, "parent": above}
    try:
        connection.execute(insert(tables.unit).values(id=unit_id, listed=directory.next_place(connection), **row))
    except IntegrityError:
        raise ServerError("unit_exists", unit=code) from None
    at, start = now(), epochs.start(connection)
    seq, version = start.head + 1, start.floor + 1
    cells = {
        field: Cell(value=value, stamp=version, seq=seq, key="", author=ADMINISTRATOR, at=at)
        for field, value in row.items()
        if value is not None
    }
    state = State(type="unit", id=unit_id, unit=unit_id, version=version, seq=seq, cells=cells)
    connection.execute(insert(tables.feed).values(unit=unit_id, head=seq, floor=start.floor))
    counted = record_row(state)
    connection.execute(insert(tables.record).values(**counted))
    digests.begin(connection, unit_id)
    digests.change(connection, unit_id, [Change(unit_id, 0, counted["hash"])])
    connection.execute(insert(tables.change).values(feed=unit_id, seq=seq, record=unit_id, type="unit"))
    audit(connection, "unit_added", unit_id)
    return unit_id


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
