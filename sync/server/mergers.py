"""Merging units: a province, a centre, a branch takes the place of another (63 → 34, NQ 203/2025/QH15; decisions/0009).

No record moves. The old unit's feed stays what it is, the closed book of an office that was: every case keeps its
number, every number its prefix, and what its PCs have not sent yet still arrives where it belongs. The unit that takes
its place sees that feed and works in it; the PCs of the old one belong to the new one from their next exchange on.
"""

import msgspec
from sqlalchemy import Connection, func, select, update

from sync.server import directory, storage, tables
from sync.server.accounts import audit, unit_by_code
from sync.server.database import ServerError
from sync.server.own import OwnHand
from sync.server.scope import UnitKind

#: Kinds of unit → those that may take their place.
_INTO = {
    UnitKind.CHI_NHANH: frozenset({UnitKind.CHI_NHANH, UnitKind.TRUNG_TAM}),
    UnitKind.TO_CHUC_KY_HOP_DONG: frozenset({UnitKind.TO_CHUC_KY_HOP_DONG, UnitKind.TO_CHUC_DANG_KY}),
    UnitKind.TO_CHUC_DANG_KY: frozenset({UnitKind.TO_CHUC_KY_HOP_DONG, UnitKind.TO_CHUC_DANG_KY}),
}
_unit, _account, _device, _record = tables.unit, tables.account, tables.device, tables.record


class Merger(msgspec.Struct, frozen=True, kw_only=True):
    """What a merger would do, counted; nothing is done by asking.

    Attributes:
        old, new: ids of the units.
        cases, people: records that stay in the old unit's feed and that the new one will see.
        devices, waiting: PCs that will follow, and changes they have not sent by their own account.
        accounts: people whose accounts will follow.
        same_login: logins that both units have; these accounts stay with the old unit's name.
        below: codes of the units below the old one, which come under the new one.
    """

    old: str
    new: str
    cases: int
    people: int
    devices: int
    waiting: int
    accounts: int
    same_login: tuple[str, ...]
    below: tuple[str, ...]


def plan(connection: Connection, old_code: str, new_code: str) -> Merger:
    """Count what a merger of two units (by code) would do.

    Raises:
        ServerError: ``unit_unknown``, ``merge_same``, ``merge_kinds``, ``merged_already``, ``merge_below``.
    """
    old, new = unit_by_code(connection, old_code), unit_by_code(connection, new_code)
    _check(connection, old, new)
    logins = set(connection.scalars(select(_account.c.login).where(_account.c.unit == new)))
    own = set(connection.scalars(select(_account.c.login).where(_account.c.unit == old)))
    pcs = connection.execute(select(func.count(), func.sum(_device.c.waiting)).where(_device.c.unit == old)).one()
    of_type = select(_record.c.type, func.count().label("number")).where(_record.c.feed == old).group_by(_record.c.type)
    records = {row.type: row.number for row in connection.execute(of_type)}
    below = connection.scalars(select(_unit.c.code).where(_unit.c.parent == old).order_by(_unit.c.code))
    return Merger(
        old=old,
        new=new,
        cases=records.get("case", 0),
        people=records.get("person", 0),
        devices=pcs[0],
        waiting=pcs[1] or 0,
        accounts=len(own - logins),
        same_login=tuple(sorted(own & logins)),
        below=tuple(below),
    )


def carry_out(connection: Connection, merger: Merger) -> None:
    """Do it; inside a writing transaction. Raise `ServerError` as `plan`, for something may have changed meanwhile."""
    old, new = merger.old, merger.new
    children = _lock(connection, old, new)
    _check(connection, old, new)
    hands = {unit: OwnHand(connection, unit, [("unit", unit)]) for unit in sorted({old, *children} - {new})}
    hands[old].write(("unit", old), parent=new, merged_into=new)
    for child in set(children) & hands.keys():
        hands[child].write(("unit", child), parent=new)
    for hand in hands.values():
        hand.save()
    for unit in (old, *children):
        directory.relist(connection, unit)
    connection.execute(update(_unit).where(_unit.c.parent == old, _unit.c.id != new).values(parent=new))
    connection.execute(update(_unit).where(_unit.c.id == old).values(parent=new, merged_into=new))
    connection.execute(update(_device).where(_device.c.unit == old).values(unit=new))
    follow = update(_account).where(_account.c.unit == old, _account.c.login.not_in(merger.same_login))
    connection.execute(follow.values(unit=new))
    connection.execute(update(tables.enrol_code).where(tables.enrol_code.c.unit == old).values(unit=new))
    audit(connection, "unit_merged", old, f"into={new} devices={merger.devices} accounts={merger.accounts}")


def _lock(connection: Connection, old: str, new: str) -> list[str]:
    """Lock every feed that a merger writes in the order of their ids, as all who write several do; then the two rows.

    Returns the units below the old one. Which these are is only certain under its lock: where more turn out to be,
    all are given back and taken anew.
    """
    known: set[str] = set()
    while True:
        with connection.begin_nested() as attempt:
            for feed in sorted({old, new, *known}):
                storage.lock_feed(connection, feed)
            below = list(connection.scalars(select(_unit.c.id).where(_unit.c.parent == old).order_by(_unit.c.id)))
            if known >= set(below):
                # After the feeds, as who numbers; other rows may refer to these two meanwhile.
                rows = select(_unit.c.id).where(_unit.c.id.in_((old, new))).order_by(_unit.c.id)
                connection.execute(rows.with_for_update(key_share=True)).all()
                return below
            attempt.rollback()
        known |= set(below)


def _check(connection: Connection, old: str, new: str) -> None:
    if old == new:
        raise ServerError("merge_same")
    units = select(_unit.c.id, _unit.c.code, _unit.c.kind, _unit.c.merged_into).where(_unit.c.id.in_((old, new)))
    rows = {row.id: row for row in connection.execute(units)}
    for row in rows.values():
        if row.merged_into is not None:
            raise ServerError("merged_already", unit=row.code)
    kind = UnitKind(rows[old].kind)
    if rows[new].kind not in _INTO.get(kind, {kind}):
        raise ServerError("merge_kinds", old=rows[old].code, new=rows[new].code)
    above = connection.scalar(select(_unit.c.parent).where(_unit.c.id == new))
    while above is not None:
        if above == old:
            raise ServerError("merge_below", old=rows[old].code, new=rows[new].code)
        above = connection.scalar(select(_unit.c.parent).where(_unit.c.id == above))
