"""The local tables. One per record type, derived from its declaration; a column holds the field's wire value.

Dates and moments are kept as the ISO text they travel as (which sorts by time), sets and documents as JSON;
so a row, an entry and the news compare without conversion, and `RecordType.make` turns a row into the
record's struct.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import Insert, dialect, insert

from sync.client.packing import Packed
from sync.client.tables import among, metadata
from sync.contract.fields import Field, Kind, RecordType, type_of
from sync.contract.records import ALL


class Json(TypeDecorator[Any]):
    """A set of codes or a document, as JSON text with sorted names."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write JSON."""
        return encoded(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read JSON."""
        return None if value is None else msgspec.json.decode(value)


def encoded(value: Any) -> str | None:
    """JSON as such a column holds it."""
    return None if value is None else msgspec.json.encode(value, order="sorted").decode()


_COLUMN_TYPES = {Kind.FLAG: Boolean, Kind.NUMBER: Integer, Kind.MONEY: Integer, Kind.CODES: Json, Kind.JSON: Json}


def _column(declared: Field) -> Column[Any]:
    return Column(declared.name, _COLUMN_TYPES.get(declared.kind, String)())


def _table(declared: RecordType) -> Table:
    columns = [_column(f) for f in declared.fields.values()]
    references = [Index(f"{declared.name}_by_{f.name}", f.name) for f in declared.references]
    return Table(
        declared.name,
        metadata,
        Column("id", String, primary_key=True),
        Column("unit", String, nullable=False),
        *columns,
        *references,
    )


#: Record type → its table. Business tables: only `desktop.store.door` writes them.
TABLES: dict[str, Table] = {type_of(struct).name: _table(type_of(struct)) for struct in ALL}

_case = TABLES["case"]
Index("case_by_register", _case.c.unit, _case.c.register_year, _case.c.register_number)
#: What ended in a period, for statistics.
Index("case_by_end", _case.c.unit, _case.c.ended_on)
#: Accepted cases that still wait for their number; few, and looked for after every cycle.
Index(
    "case_unnumbered",
    _case.c.unit,
    _case.c.accepted_at,
    sqlite_where=_case.c.register_number.is_(None) & _case.c.accepted_at.is_not(None),
)

case_index = Table(
    "case_index",
    metadata,
    # One row a case: what the list shows and sorts by, kept by the write door. The row number is also the
    # row of `case_search`.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("unit", String, nullable=False),
    Column("code", String, nullable=False),  # the register's code, or the temporary one
    Column("people", String, nullable=False),  # who is helped, as shown
    Column("people_sort", LargeBinary, nullable=False),
    Column("content", String, nullable=False),
    Column("form", String),
    Column("law_field", String),
    Column("state", String, nullable=False),
    Column("stage", String),
    Column("performers", String, nullable=False),
    Column("received_at", String),
    Column("accepted_at", String),
    Column("ended_on", String),
    Column("due_at", String),
    Column("due", String),
    Column("restricted", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),  # in the bin
    Column("unsent", Integer, nullable=False),  # entries of this case the server has not answered
    Column("contested", Integer, nullable=False),  # open conflicts
)
_c = case_index.c
_listed = _c.hidden.is_(False)  # what is in the bin is in no list
# A list is read from one index alone: in its order, with the number that decides among equals and what most views are
# narrowed by. None begins with the state: SQLite would look cases up by it and then sort them, which takes longer.
for _name in ("received_at", "people_sort", "code", "due_at"):
    Index(f"case_index_by_{_name}", _c[_name], _c.number, _c.state, sqlite_where=_listed)
for _name in ("unsent", "contested"):
    _some = _c[_name] > literal_column("0")
    Index(f"case_index_{_name}", _c.received_at, _c.number, _c[_name], sqlite_where=_listed & _some)

person_index = Table(
    "person_index",
    metadata,
    # One row a person: for completion and the warning of a person entered twice.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("sort", LargeBinary, nullable=False),
    Column("loose_name", String, nullable=False),
    Column("birth", String),
    Column("citizen_number", String),
    Column("hidden", Boolean, nullable=False),  # in the bin, or merged into another
    Column("same_as", String),  # id of who stands for this person, if it is another
    Index("person_index_by_name", "loose_name"),
    Index("person_index_by_same", "same_as"),
    Index("person_index_by_number", "citizen_number"),
)


@cache
def upsert(table: Table, key: str = "id") -> Insert:
    """The statement that writes whole rows of ``table``, new or known by ``key``; made once."""
    statement = insert(table)
    columns = {c.name: statement.excluded[c.name] for c in table.c if c.name != key and not c.primary_key}
    return statement.on_conflict_do_update(index_elements=[key], set_=columns)


def write_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many whole rows, new or known by id; the general way costs more for each row than SQLite itself."""
    if rows:
        form = _form(table)
        connection.exec_driver_sql(form.write, [form.values_of(row) for row in rows])


def differing_rows(
    connection: Connection, table: Table, rows: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """Id → row, for those that are not in the table just so."""
    if not rows:
        return {}
    form = _form(table)
    found = connection.exec_driver_sql(form.read, (encoded(list(rows)),)).all()
    present = {values[0]: tuple(values) for values in found}
    return {row_id: row for row_id, row in rows.items() if present.get(row_id) != form.values_of(row)}


class _Form(NamedTuple):
    """How whole rows of a table are written and read: statements in SQLite's own words, and a row's values in order."""

    write: str
    read: str
    values_of: Callable[[Mapping[str, Any]], tuple[Any, ...]]


@cache
def _form(table: Table) -> _Form:
    names = [c.name for c in table.c if not (c.primary_key and isinstance(c.type, Integer))]
    write = upsert(table).values({name: bindparam(name) for name in names})
    read = select(*(table.c[name] for name in names)).where(among(table.c.id))
    documents = [name for name in names if isinstance(table.c[name].type, Json)]
    in_order = itemgetter(*names)

    def values_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        values: tuple[Any, ...] = in_order({**row, **{n: encoded(row[n]) for n in documents}} if documents else row)
        return values

    return _Form(str(write.compile(dialect=dialect())), str(read.compile(dialect=dialect())), values_of)


search_due = Table(
    "search_due",
    metadata,
    # Cases whose search text still has a performer's old name, see `desktop.store.index.catch_up`.
    Column("case", String, primary_key=True),
)

attachment_files = Table(
    "attachment_file",
    metadata,
    # What this PC knows of the bytes of an attachment; one row for each whose bytes are, were or shall be here.
    Column("id", String, primary_key=True),  # of the attachment
    Column("kept_under", String, nullable=False),  # unit whose bytes they were when they were put here
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("here", Boolean, nullable=False),  # whole, in `desktop.store.vault`
    Column("held", Boolean, nullable=False),  # the server has reference and bytes
    Column("pinned", Boolean, nullable=False),  # to be kept here, always
    Column("wanted", Boolean, nullable=False),  # somebody asked for it
    Column("moved", Integer, nullable=False),  # bytes sent or fetched so far
    Column("address", String),  # of the upload under way
    Column("failures", Integer, nullable=False),  # times the bytes arrived damaged, at either end
    Column("trouble", String),  # why it was set aside, a code
    Column("asked_at", String),  # when the server was last asked whether it has them
    Column("used_at", String),  # when somebody last looked at them
    Index("attachment_file_by_bytes", "kept_under", "sha256"),
)
Index(
    "attachment_file_to_send",
    attachment_files.c.id,
    sqlite_where=attachment_files.c.here & ~attachment_files.c.held,
)

#: Virtual tables are not SQLAlchemy's to create; see `CREATE_SEARCH`.
_virtual = MetaData()


def _search_table(name: str) -> Table:
    """Full text over folded words: ``loose`` without accents, ``exact`` with the tone as a digit."""
    return Table(name, _virtual, Column("rowid", Integer), Column("loose", String), Column("exact", String))


case_search = _search_table("case_search")
person_search = _search_table("person_search")
# The texts are folded to words and spaces already, so nothing but a space separates. Which row and column has a word is
# all that is asked; where it stands in the text would take another third.
CREATE_SEARCH = tuple(
    f"CREATE VIRTUAL TABLE {table.name} USING fts5(loose, exact, content='', contentless_delete=1, detail=column, "
    "prefix='1 2 3', tokenize='ascii')"
    for table in (case_search, person_search)
)

settings = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Json, nullable=False),
)

users = Table(
    "user",
    metadata,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("full_name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("account", String),  # the server's id of this person, once enrolled
    Column("disabled", Boolean, nullable=False, server_default="0"),
)

drafts = Table(
    "draft",
    metadata,
    # What was typed and not yet saved; survives a power cut.
    Column("id", String, primary_key=True),
    Column("form", String, nullable=False),
    Column("user", String, nullable=False),
    Column("saved_at", String, nullable=False),
    Column("doc", Json, nullable=False),
)

listed_units = Table(
    "listed_unit",
    metadata,
    # The units of the country, see `desktop.store.directory`; records of units this PC may see are in ``unit``.
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("province", String),
    Column("parent", String),
    Column("merged_into", String),
)

national_units = Table(
    "national_unit",
    metadata,
    # The country's records without anybody in them, see `desktop.store.national`; one row a unit.
    Column("unit", String, primary_key=True),
    Column("head", Integer, nullable=False),  # where the unit's feed stood
    Column("records", Packed, nullable=False),
)

receipts = Table(
    "receipt",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("way", String, nullable=False, server_default="line"),  # see `desktop.store.replica.Way`
    Column("size", Integer, nullable=False, server_default="0"),  # of the file that was carried, in bytes
    Column("papers", Integer, nullable=False, server_default="0"),  # whose bytes it brought
)
