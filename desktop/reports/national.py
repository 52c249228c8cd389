"""Forms counted over the country: its de-identified records in tables of their own, in memory, under the same names.

So the population, the predicates and the list behind a cell are those of every other form. Days are known by their
month; they stand as its first day, and a form over whole months counts as if they were known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from desktop.reports.criteria import MAIN_CRITERION
from desktop.store.engine import fill, in_memory
from desktop.store.national import OfUnit
from desktop.store.tables import TABLES, person_index
from sync.client.tables import among
from sync.contract.national import NationalRecord

#: What the bulletin of the country is counted from.
TYPES = ("case", "success_verdict")
#: Seen from the whole country no case comes or goes: one that moved is with the unit that has it now.
_MOVES = frozenset({"moved_in_on", "moved_to", "moved_as"})
_MONTH = re.compile(r"\d{4}-\d\d")


class Row(NamedTuple):
    """A case behind a number; ``shown`` is what of it can be shown, days by their month."""

    id: str
    unit: str
    shown: Mapping[str, str | None]


@contextmanager
def in_tables(units: Iterable[OfUnit], months: AbstractSet[str]) -> Iterator[Connection]:
    """A connection to what these units had to do with in some months (``2021-08``); gone afterwards, never on the disk.

    A case is there with all that hangs on it if any day of these is in the months: for forms that count what happened.
    """
    with in_memory() as connection:
        for table in (*(TABLES[name] for name in (*TYPES, "transfer")), person_index):
            fill(connection, table, ())
        for unit, records in units:
            wanted = {_case_of(record) for record in records if not months.isdisjoint(_texts(record.fields))}
            for name in TYPES:
                found = [
                    {"id": record.id, "unit": unit, "deleted": False, **_values(record.fields)}
                    for record in records
                    if record.type == name and _case_of(record) in wanted
                ]
                names = frozenset[str]().union(*found).intersection(TABLES[name].c.keys())
                fill(connection, TABLES[name], [{key: row.get(key) for key in names} for row in found])
        yield connection


def _case_of(record: NationalRecord) -> Any:
    return record.id if record.type == "case" else record.fields.get("case")


def _texts(fields: Mapping[str, Any]) -> list[str]:
    return [value for value in fields.values() if isinstance(value, str)]


def rows(connection: Connection, ids: Iterable[str]) -> Iterator[Row]:
    """These cases."""
    case = TABLES["case"].c
    days: dict[str, ColumnElement[Any]] = {"accepted": case.accepted_at, "ended": case.ended_on}
    shown: dict[str, ColumnElement[Any]] = {"criterion": MAIN_CRITERION}
    shown |= {name: case[name] for name in ("form", "representation", "law_field", "outcome")}
    columns = [column.label(name) for name, column in (shown | days).items()]
    for row in connection.execute(select(case.id, case.unit, *columns).where(among(case.id)), {"ids": sorted(ids)}):
        found = row._mapping
        months = {name: found[name] and found[name][:7] for name in days}
        yield Row(row.id, row.unit, {**{name: found[name] for name in shown}, **months})


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _day(value) for name, value in fields.items() if name not in _MOVES}


def _day(value: Any) -> Any:
    """A month as its first day; anything else as it is."""
    return f"{value}-01" if isinstance(value, str) and _MONTH.fullmatch(value) else value
