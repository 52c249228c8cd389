"""The country's records without anybody in them, for statistics (SYNC §4: nothing personal enters a projection).

What leaves is what the declarations allow and nothing else: fields that are marked personal or sensitive never do, nor
do texts, whatever they are marked, for anybody may type a name into one; nor a field no declaration knows. A code
leaves only if its catalogue has it. Days and moments are cut to their month. Ids are replaced by ones that hold within
one projection and mean nothing outside of it; numbers of a Sổ, and places smaller than a province, are left out.
"""

import csv
import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

import resources
from sync.contract.fields import RECORD_TYPES, Field, Kind, Sensitivity, Wire
from sync.contract.merge import State
from sync.contract.national import NationalRecord, NationalRequest, NationalResponse, NationalUnit
from sync.contract.roles import OVERSEEING
from sync.server import tables
from sync.server.accounts import audit
from sync.server.database import Database, ServerError, now
from sync.server.picture import family_of, is_deleted, value
from sync.server.refusals import Refused
from sync.server.scope import Device, UnitKind, people_of
from sync.server.storage import RECORD, state_of

#: The record types of the projection.
TYPES = (
    "practitioner",
    "person",
    "case",
    "case_person",
    "assignment",
    "stage",
    "hearing",
    "event",
    "appraisal",
    "success_verdict",
)
#: Kinds a value of which cannot hold what somebody typed.
_KINDS = frozenset({Kind.CODE, Kind.CODES, Kind.DATE, Kind.MOMENT, Kind.FLAG, Kind.NUMBER, Kind.SHARE, Kind.REFERENCE})
#: Number and year find the case in a book that lies open in an office; the smaller the place, the fewer live there.
_TELLING = frozenset({"register_number"})
_SMALL_PLACES = frozenset({"commune", "legacy_commune"})

#: Records after which no further unit goes into one answer.
_RECORDS = 5000

_HEADS = select(tables.feed.c.unit, tables.feed.c.head).order_by(tables.feed.c.unit)
_MONTH = re.compile(r"\d{4}-\d\d")
_SHARE = re.compile(r"[1-9]\d{0,2}(/[1-9]\d{0,2})?")
_encode = msgspec.json.Encoder(order="sorted").encode


def write_national(connection: Connection, file: Path) -> int:
    """Write the projection into a new file, one JSON object a line; return how many.

    Raises:
        ServerError: ``file_exists``.
    """
    count = 0
    try:
        with file.open("xb") as out:
            for line in national(connection):
                out.write(line)
                count += 1
    except FileExistsError:
        raise ServerError("file_exists", file=file) from None
    return count


def national(connection: Connection) -> Iterator[bytes]:
    """The lines of a projection with ids of its own: ``{"type", "id", "unit", "fields"}``, the unit by its code."""
    alias = _aliases()
    unit = tables.unit
    for row in connection.execute(select(unit.c.id, unit.c.code).order_by(unit.c.code)).all():
        for record in _records(connection, row.id, TYPES, alias):
            yield _encode({"id": record.id, "type": record.type, "unit": row.code, "fields": record.fields}) + b"\n"


def tell(database: Database, device: Device, request: NationalRequest) -> NationalResponse:
    """The units that have changed since this PC of the Department was told of them, as many as fit one answer.

    Who took them is written down; no two units share ids.

    Raises:
        Refused: 403 ``no_right``: nobody such is enrolled there, it is no PC of the Department, or not for their role.
    """
    types = [name for name in TYPES if name in request.types]
    with database.read() as connection:
        author = people_of(connection, device).authors.get(request.author)
        if device.kind != UnitKind.CUC or author is None or not author.enabled or author.role not in OVERSEEING:
            raise Refused(403, "no_right")
        told: list[NationalUnit] = []
        number, more = 0, False
        for feed, head in connection.execute(_HEADS):
            if head and head != request.heads.get(feed):
                if more := number >= _RECORDS:
                    break
                records = tuple(_records(connection, feed, types, _aliases()))
                told.append(NationalUnit(unit=feed, head=head, records=records))
                number += len(records)
        at = now()
    if told:
        with database.write() as connection:
            audit(connection, "national_read", "all", f"units={len(told)} records={number}", actor=author.account)
    return NationalResponse(at=at, units=tuple(told), more=more)


def _aliases() -> Callable[[str], str]:
    """New ids for those of records."""
    key = secrets.token_bytes(32)

    def alias(record_id: str) -> str:
        return hmac.new(key, record_id.encode(), hashlib.sha256).hexdigest()[:20]

    return alias


def _records(
    connection: Connection, feed: str, types: Sequence[str], alias: Callable[[str], str]
) -> Iterator[NationalRecord]:
    """What leaves of one feed, type by type."""
    gone = _gone(connection, feed)
    for name in types:
        here = RECORD.where(tables.record.c.feed == feed, tables.record.c.type == name)
        states = map(state_of, connection.execute(here))
        # Sorted by what means nothing: ids of records begin with the time at which they were made.
        found = (_seen_of(state, alias) for state in states if gone.isdisjoint((state.id, family_of(state))))
        yield from sorted(found, key=lambda record: record.id)


def _gone(connection: Connection, feed: str) -> set[str]:
    """The records of a feed that lie in the bin or have moved on; what hangs on them goes with them."""
    here = RECORD.where(tables.record.c.feed == feed, tables.record.c.type.in_(TYPES))
    states = map(state_of, connection.execute(here))
    return {state.id for state in states if is_deleted(state) or value(state, "moved_as")}


def _seen_of(state: State, alias: Callable[[str], str]) -> NationalRecord:
    fields = {
        name: left
        for name, field in _projected(state.type).items()
        if name in state.cells and (left := _seen(field, state.cells[name].value, alias)) is not None
    }
    return NationalRecord(state.type, alias(state.id), fields)


@cache
def _projected(type_name: str) -> Mapping[str, Field]:
    """The fields of a record type that may leave."""
    return {
        name: field
        for name, field in RECORD_TYPES[type_name].fields.items()
        if field.info.sensitivity is Sensitivity.OPEN
        and field.kind in _KINDS
        and name not in _TELLING
        and field.info.catalogue not in _SMALL_PLACES
        and name != "deleted"
    }


def _seen(field: Field, value: Wire, alias: Callable[[str], str]) -> Wire:
    """What of a value leaves; None is nothing."""
    match field.kind, value:
        case (Kind.FLAG, bool()) | (Kind.NUMBER, int()):
            return value
        case Kind.CODE | Kind.CODES, str() | list():
            known = [code for code in ([value] if isinstance(value, str) else value) if code in _codes(field)]
            return known if isinstance(value, list) else next(iter(known), None)
        case Kind.DATE | Kind.MOMENT, str() if found := _MONTH.match(value):
            return found[0]
        case Kind.SHARE, str() if _SHARE.fullmatch(value):
            return value
        case Kind.REFERENCE, str():
            return alias(value)
    return None


@cache
def _codes(field: Field) -> frozenset[Wire]:
    """The codes of a field's catalogue, of every version of the law; none where there is no catalogue."""
    if field.info.catalogue is None:
        return frozenset()
    rows = csv.DictReader(io.StringIO(resources.read_text(f"catalogues/{field.info.catalogue}.csv")))
    return frozenset(row["code"] for row in rows)
