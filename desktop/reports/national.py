"""Forms counted over the country: its de-identified records in tables of their own, in memory, under the same names.

So the population, the predicates and the list behind a cell are those of every other form. Days are known by their
month; they stand as its first day, and a form over whole months counts as if they were known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from desktop.store.engine import in_memory
from desktop.store.national import OfUnit
from desktop.store.tables import TABLES, person_index
from sync.client.tables import among

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
def in_tables(records: Iterable[OfUnit]) -> Iterator[Connection]:
    """A connection to these records; gone afterwards, and never on the disk."""
    with in_memory() as connection:
        for name in (*TYPES, "transfer"):
            TABLES[name].create(connection)
        person_index.create(connection)
        rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for unit, record in records:
            if record.type in TYPES:
                rows[record.type].append({"id": record.id, "unit": unit, "deleted": False, **_values(record.fields)})
        for name, found in rows.items():
            names = frozenset[str]().union(*found).intersection(TABLES[name].c.keys())
            connection.execute(insert(TABLES[name]), [{key: row.get(key) for key in names} for row in found])
        yield connection


def rows(connection: Connection, ids: Iterable[str]) -> Iterator[Row]:
    """These cases."""
    case = TABLES["case"].c
    days = {"accepted": case.accepted_at, "ended": case.ended_on}
    shown = {name: case[name] for name in ("form", "representation", "law_field", "outcome")}
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
