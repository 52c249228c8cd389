"""What a form looks at as this PC knew it at an earlier moment, in a database of its own in memory.

What was changed since is taken back: own entries by what the journal keeps of the values they replaced, those of others
by what came with their news. Of what others made, and had not come here yet, nothing is known but when it was made: by
its id, as if it had been here at once. What has left this PC since, or had been fetched anew, is not remembered.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.sql import visitors

from desktop.reports import collected
from desktop.reports.forms import Form
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store import history, sameness
from desktop.store.engine import fill, in_memory
from desktop.store.history import Known
from desktop.store.tables import TABLES, person_index
from sync.contract.identity import made_at

#: A record type and the name of one of its fields.
FieldOf = tuple[str, str]


def fields_of(form: Form) -> frozenset[FieldOf]:
    """Every field of a record that a form looks at."""
    elements: list[Any] = [PREDICATES[name] for name in form.predicates]
    for name in form.populations:
        population = POPULATIONS[name]
        elements += [
            population.source,
            population.where,
            *([population.weight] if population.weight is not None else []),
        ]
    found = set()
    for element in elements:
        part: Any
        for part in visitors.iterate(element):
            table = getattr(part, "table", None)
            if part.__visit_name__ == "column" and table is not None:
                found.add((str(getattr(getattr(table, "element", table), "name", "")), part.name))
    known = {(name, field) for name, field in found if name in TABLES and field not in ("id", "unit")}
    return frozenset(known | {("person", "merged_into")} if (person_index.name, "same_as") in found else known)


@contextmanager
def remembered(
    connection: Connection, form: Form, at: dt.datetime, came_until: int | None = None
) -> Iterator[Connection]:
    """A connection to what the form looks at, as known here at a moment; ``came_until`` as in `history.since`."""
    reported = collected.TYPES if form.from_organisations else ()
    types = sorted({name for name, _field in fields_of(form)} | {"person", "transfer", *reported})
    changes = history.since(connection, at, types, came_until)
    own = history.known_before(connection, at, types)
    with in_memory() as past:
        people: Mapping[str, Mapping[str, Any]] = {}
        for name in types:
            rows = _rows(connection, TABLES[name], [each for each in changes if each.type == name], at, own)
            people = rows if name == "person" else people
            fill(past, TABLES[name], rows.values())
        into = {one: row["merged_into"] for one, row in people.items()}
        entries = [{"id": one, **_NOBODY, "same_as": _same_as(into, one)} for one in people]
        fill(past, person_index, entries)
        yield past


_NOBODY: Mapping[str, Any] = {"sort": b"", "loose_name": "", "hidden": False}


def _same_as(into: Mapping[str, str | None], one: str) -> str | None:
    end = sameness.end_of(into, one)
    return None if end == one else end


def _rows(
    connection: Connection, table: Table, changes: Sequence[Known], at: dt.datetime, own: frozenset[str]
) -> dict[str, dict[str, Any]]:
    """Id → the row as it was."""
    rows = {row.id: dict(row._mapping) for row in connection.execute(select(table))}
    for change in reversed(changes):
        row = rows.get(change.id)
        if row is not None and not change.made:
            row.update({name: old for name, (old, _new) in change.fields.items() if name in row})
    made = {change.id for change in changes if change.made}
    return {one: row for one, row in rows.items() if one not in made and (one in own or not _is_later(one, at))}


def _is_later(record_id: str, at: dt.datetime) -> bool:
    made = made_at(record_id)
    return made is not None and made > at
