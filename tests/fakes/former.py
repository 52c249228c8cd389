"""A program one version older, within this process: it has not heard of some fields, nor of a type of record.

What a version knows is its declarations and the tables that follow from them. So the former program is this one with
fewer of both; its file has the columns all the same, empty, as a file has that was just brought up to date.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Column, MetaData, Table

from desktop.store import reading
from desktop.store.tables import TABLES
from sync.client import wire
from sync.contract.fields import _BY_STRUCT, RECORD_TYPES, RecordType
from sync.contract.version import PROTOCOL_VERSION

#: What the newer of the two programs says it speaks.
NEWEST = PROTOCOL_VERSION + 1
#: What the next version brought: a field of a case, one of a person, and what may hang on a case.
NEW_FIELDS = {"case": ("result",), "person": ("address",)}
NEW_TYPES = ("hearing",)


def _without(declared: RecordType, names: tuple[str, ...]) -> RecordType:
    older = RecordType(declared.name, declared.struct, declared.title, declared.root, declared.written_by_server)
    older.__dict__["fields"] = {name: field for name, field in declared.fields.items() if name not in names}
    return older


def _narrower(table: Table, names: tuple[str, ...]) -> Table:
    columns = [Column(c.name, c.type, primary_key=c.primary_key) for c in table.c if c.name not in names]
    return Table(table.name, MetaData(), *columns)


_OLDER = {name: _without(RECORD_TYPES[name], names) for name, names in NEW_FIELDS.items()}
_KNOWN: tuple[MutableMapping[Any, Any], ...] = (RECORD_TYPES, _BY_STRUCT, TABLES)
_NOW = tuple(dict(each) for each in _KNOWN)
_BEFORE = (
    {name: _OLDER.get(name, declared) for name, declared in RECORD_TYPES.items() if name not in NEW_TYPES},
    {struct: _OLDER.get(declared.name, declared) for struct, declared in _BY_STRUCT.items()},
    {
        name: _narrower(table, NEW_FIELDS.get(name, ())) if name in NEW_FIELDS else table
        for name, table in TABLES.items()
    },
)


@contextmanager
def speaking(*, former: bool) -> Iterator[None]:
    """Let whatever runs in the block be the former program, or this one, also within a block of the other."""
    before = tuple(dict(each) for each in _KNOWN)
    with patch.object(wire, "PROTOCOL_VERSION", PROTOCOL_VERSION if former else NEWEST):
        _become(_BEFORE if former else _NOW)
        try:
            yield
        finally:
            _become(before)


def _become(knowledge: tuple[dict[Any, Any], ...]) -> None:
    for known, content in zip(_KNOWN, knowledge, strict=True):
        known.clear()
        known.update(content)
    reading._saying_more.cache_clear()
