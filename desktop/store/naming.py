"""What people call the records that other records refer to: the name of a person, the code of a case."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from desktop.domain.numbering import temporary_code
from desktop.store.records import rows_among
from desktop.store.tables import TABLES
from sync.contract.fields import RecordType, Wire

#: Record type → the columns its name is made of, and how; what is not here has none of its own.
_CALLED: dict[str, tuple[str, Callable[[Any], str]]] = {
    "person": ("full_name", lambda row: row.full_name or ""),
    "practitioner": ("full_name", lambda row: row.full_name or ""),
    "organisation": ("name", lambda row: row.name or ""),
    "unit": ("name", lambda row: row.name or ""),
    "case": ("code", lambda row: row.code or temporary_code(row.id)),
}


def names_of(connection: Connection, record_type: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → name of these records, for those that are here and have one."""
    wanted = sorted(set(ids))
    if not wanted or record_type not in _CALLED:
        return {}
    column, name = _CALLED[record_type]
    rows = connection.execute(rows_among(TABLES[record_type], "id", "id", column), {"ids": wanted})
    return {row.id: said for row in rows if (said := name(row))}


def names_in(connection: Connection, declared: RecordType, rows: Iterable[Mapping[str, Wire]]) -> dict[str, str]:
    """Id → name of everything that rows of one type refer to."""
    asked: dict[str, set[str]] = {}
    for values in rows:
        for field in declared.references:
            if isinstance(referred := values.get(field.name), str):
                asked.setdefault(field.info.refers_to or "", set()).add(referred)
    return {
        record_id: name
        for record_type, ids in asked.items()
        for record_id, name in names_of(connection, record_type, ids).items()
    }
