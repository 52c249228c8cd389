"""Which fields one of the people who share a PC may not read (SYNC §4).

A PC holds what anybody enrolled on it may read, and knows what it does not hold (`sync.client.withholding`). Of that, a
person sees a restricted case if their role lets them, or if they are assigned to it: they sign in as its practitioner.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, select

from desktop.store import records
from desktop.store.tables import TABLES
from sync.client import journal, withholding
from sync.client.tables import among
from sync.contract.fields import RECORD_TYPES, Record, Sensitivity, type_of
from sync.contract.identity import login_key
from sync.contract.roles import READING_AT_HOME, READING_BELOW

R = TypeVar("R", bound=Record)

_case, _part, _conflict = TABLES["case"], TABLES["case_person"], TABLES["conflict"]
_ALWAYS = frozenset({"deleted", "case"})
_QUOTED = frozenset({"current", "incoming"})
_NOTHING: frozenset[str] = frozenset()


class Reader(NamedTuple):
    """Who looks: their id and sign-in on this PC, their role, and the office's unit."""

    id: str
    login: str
    role: str
    unit: str


def withheld(connection: Connection, reader: Reader, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Record id → the fields of it that this person may not read here, where there are any."""
    wanted = list(ids)
    names = withholding.names(connection, wanted)
    for record_type, of_type in _hidden(connection, reader, wanted).items():
        own = _own(connection, reader, record_type, of_type)
        for record_id in of_type:
            said = _saying_more(record_type) - own.get(record_id, _NOTHING)
            names[record_id] = names.get(record_id, _NOTHING) | said
    return names


def unread_cases(connection: Connection, reader: Reader, cases: Iterable[str]) -> frozenset[str]:
    """Those of the cases that are restricted, and not to be read by this person."""
    return frozenset(_hidden_cases(connection, reader, list(cases)))


def unnamed(connection: Connection, reader: Reader, people: Iterable[str]) -> frozenset[str]:
    """Those of the people whose name is not to be read by this person, and so not to be found either."""
    return frozenset(one for one, names in withheld(connection, reader, people).items() if "full_name" in names)


def blank(record: R, names: Collection[str]) -> R:
    """The record without these fields, as if nobody had written them."""
    declared = type_of(type(record)).fields
    return msgspec.structs.replace(record, **{name: declared[name].default for name in names if name in declared})


def _hidden(connection: Connection, reader: Reader, ids: Collection[str]) -> dict[str, set[str]]:
    """Record type → those of the records that only restricted cases guard which this person may not read."""
    if reader.role in READING_BELOW or not ids:
        return {}
    guards: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    values = {"ids": list(ids)}
    for row in connection.execute(select(_case.c.id).where(_case.c.restricted.is_(True), among(_case.c.id)), values):
        guards["case", row.id].add(row.id)
    for name, declared in RECORD_TYPES.items():
        if declared.root == "case":
            table = TABLES[name]
            hanging = select(table.c.id, table.c.case).join(_case, _case.c.id == table.c.case)
            hanging = hanging.where(_case.c.restricted.is_(True), among(table.c.id))
            for row in connection.execute(hanging, values):
                guards[name, row.id].add(row.case)
    part_of = select(_part.c.person, _part.c.case).join(_case, _case.c.id == _part.c.case)
    part_of = part_of.where(_case.c.restricted.is_(True), _part.c.deleted.is_(False))
    for row in connection.execute(part_of.where(among(_part.c.person)), values):
        guards["person", row.person].add(row.case)
    about = select(_conflict.c.id, _part.c.case).join(_part, _part.c.person == _conflict.c.record)
    about = about.join(_case, _case.c.id == _part.c.case).where(_case.c.restricted.is_(True))
    for row in connection.execute(about.where(among(_conflict.c.id)), values):
        guards["conflict", row.id].add(row.case)
    unread = _hidden_cases(connection, reader, {case for cases in guards.values() for case in cases})
    hidden: defaultdict[str, set[str]] = defaultdict(set)
    for (record_type, record_id), cases in guards.items():
        if cases <= unread:
            hidden[record_type].add(record_id)
    return hidden


def _hidden_cases(connection: Connection, reader: Reader, cases: Collection[str]) -> set[str]:
    if reader.role in READING_BELOW or not cases:
        return set()
    values = {"ids": list(cases)}
    restricted = select(_case.c.id, _case.c.unit).where(_case.c.restricted.is_(True), among(_case.c.id))
    units = {row.id: row.unit for row in connection.execute(restricted, values)}
    at_home = _home(connection, reader.unit) if reader.role in READING_AT_HOME else _NOTHING
    hidden = {case for case, unit in units.items() if unit not in at_home}
    if not hidden:
        return hidden
    assigned, who = TABLES["assignment"], TABLES["practitioner"]
    running = select(assigned.c.case, who.c.login).join(who, who.c.id == assigned.c.practitioner)
    running = running.where(assigned.c.to_on.is_(None), assigned.c.deleted.is_(False), among(assigned.c.case))
    running = running.where(who.c.left_on.is_(None), who.c.deleted.is_(False), who.c.login.is_not(None))
    me = login_key(reader.login)
    return hidden - {row.case for row in connection.execute(running, values) if login_key(row.login) == me}


def _home(connection: Connection, unit: str) -> frozenset[str]:
    units = TABLES["unit"]
    return frozenset({unit, *connection.scalars(select(units.c.id).where(units.c.merged_into == unit))})


def _own(
    connection: Connection, reader: Reader, record_type: str, ids: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Record id → fields whose value is what this person wrote: it would vanish before their eyes otherwise."""
    wrote: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for kept in journal.history(connection, list(ids)):
        if kept.entry.author == reader.id:
            wrote[kept.entry.id] |= kept.entry.fields
    declared = RECORD_TYPES[record_type]
    return {
        record.id: frozenset(name for name, wire in wrote[record.id].items() if values.get(name) == wire)
        for record in records.by_id(connection, declared.struct, wrote).values()
        if (values := declared.values_of(record))
    }


@cache
def _saying_more(record_type: str) -> frozenset[str]:
    """The fields that say more of people than everybody who sees the case needs to know; as `sync.server.views`."""
    if record_type == "conflict":
        return _QUOTED
    fields = RECORD_TYPES[record_type].fields
    return frozenset(n for n, field in fields.items() if field.info.sensitivity is not Sensitivity.OPEN) - _ALWAYS
