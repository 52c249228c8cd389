"""The country's records without anybody in them, as the Department's PC was last told them (sync/decisions/0023).

They lie beside the PC's own records, not among them: nobody edits them and nothing of them is ever sent. Each unit is
replaced whole; all units of one taking are written in one transaction, so that figures are of one moment.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from desktop.store import settings
from desktop.store.tables import national_units, upsert
from sync.contract.national import NationalRecord, NationalUnit

_TAKEN_AT = "national_taken_at"
_READER = msgspec.json.Decoder(tuple[NationalRecord, ...])


class OfUnit(NamedTuple):
    """The records of a unit."""

    unit: str
    records: Sequence[NationalRecord]


def heads(connection: Connection) -> dict[str, int]:
    """Unit → the position of its feed at which it was last told."""
    return {row.unit: row.head for row in connection.execute(select(national_units.c.unit, national_units.c.head))}


def keep(connection: Connection, units: Sequence[NationalUnit], at: dt.datetime) -> None:
    """Take in the units that have changed, and the moment at which all are known to stand so."""
    rows = [{"unit": each.unit, "head": each.head, "records": msgspec.json.encode(each.records)} for each in units]
    if rows:
        connection.execute(upsert(national_units, "unit"), rows)
    settings.put(connection, _TAKEN_AT, at.isoformat(timespec="seconds"))


def taken_at(connection: Connection) -> dt.datetime | None:
    """When they were last taken; None where they never were."""
    at = settings.get(connection, _TAKEN_AT)
    return dt.datetime.fromisoformat(at) if at else None


def units(connection: Connection) -> list[str]:
    """Ids of the units of which anything is known."""
    return list(connection.scalars(select(national_units.c.unit).order_by(national_units.c.unit)))


def records(connection: Connection) -> Iterator[OfUnit]:
    """Everything, unit by unit."""
    for row in connection.execute(select(national_units).order_by(national_units.c.unit)):
        yield OfUnit(row.unit, _READER.decode(row.records))
