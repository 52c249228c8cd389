"""The lists: an ordered sequence of row numbers for a filter, and the few rows of it that are on the screen.

A list of 100,000 cases is an array of 100,000 integers; rows are fetched by number when they become visible.
"""

from array import array
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, desc, func, literal_column, or_, select

from desktop.store.records import rows_among
from desktop.store.search import find_cases, find_people
from desktop.store.tables import TABLES, case_index, person_index
from sync.client.tables import among


class CaseSort(StrEnum):
    """By what a list of cases may be ordered: columns of the index."""

    RECEIVED = "received_at"
    PEOPLE = "people_sort"
    CODE = "code"
    DUE = "due_at"
    STATE = "state"


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of cases is narrowed to; empty members do not narrow.

    Without ``sort`` the newest come first, and of a search what fits best. Of two moments the first is within, the
    second is not; ``hearing_from`` and ``hearing_before`` look for hearings whose result is not written down yet.
    """

    query: str = ""
    states: tuple[str, ...] = ()
    law_fields: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    unit: str | None = None
    unsent: bool = False
    contested: bool = False
    received_from: str | None = None
    received_to: str | None = None
    due_from: str | None = None
    due_before: str | None = None
    hearing_from: str | None = None
    hearing_before: str | None = None
    sort: CaseSort | None = None
    descending: bool = True


EVERYTHING = CaseFilter()


class CaseRow(msgspec.Struct, frozen=True):
    """One line of the list of cases."""

    number: int
    id: str
    unit: str
    code: str
    people: str
    content: str
    form: str | None
    law_field: str | None
    state: str
    stage: str | None
    performers: str
    received_at: str | None
    accepted_at: str | None
    ended_on: str | None
    due_at: str | None
    due: str | None
    restricted: bool
    unsent: int
    contested: int


class PersonRow(msgspec.Struct, frozen=True):
    """One person as a completion list shows them."""

    number: int
    id: str
    loose_name: str
    birth: str | None
    citizen_number: str | None


_CASE_COLUMNS = [case_index.c[name] for name in CaseRow.__struct_fields__]
_PERSON_COLUMNS = [person_index.c[name] for name in PersonRow.__struct_fields__]
_is_listed = case_index.c.hidden.is_(False)
_LISTED = select(case_index.c.number).where(_is_listed)
_AMONG_FOUND = _LISTED.where(among(case_index.c.number))
_COUNT = select(func.count()).select_from(case_index).where(_is_listed)
_BY_NUMBER = select(*_CASE_COLUMNS).where(among(case_index.c.number))
_BY_ID = select(*_CASE_COLUMNS).where(among(case_index.c.id))


def case_numbers(connection: Connection, wanted: CaseFilter) -> "array[int]":
    """Row numbers of the cases a filter lets through, in its order."""
    if wanted.query.strip():
        return _found_numbers(connection, wanted)
    listed = _sorted(_narrowed(_LISTED, wanted), wanted).subquery()
    # As one value: between two rows the thread of the window would take its turn, 100,000 times.
    numbers: str = connection.scalars(select(func.json_group_array(listed.c.number))).one()
    return array("q", msgspec.json.decode(numbers, type=list[int]))


def _found_numbers(connection: Connection, wanted: CaseFilter) -> "array[int]":
    """What a search finds: a screen or ten of it, never thousands."""
    found = find_cases(connection, wanted.query)
    among_found = _narrowed(_AMONG_FOUND, wanted)
    if wanted.sort is not None:
        return array("q", connection.scalars(_sorted(among_found, wanted), {"ids": found}))
    kept = set(connection.scalars(among_found, {"ids": found}))
    return array("q", (number for number in found if number in kept))


def _sorted(query: Select[Any], wanted: CaseFilter) -> Select[Any]:
    c = case_index.c
    column: Any = c[(wanted.sort or CaseSort.RECEIVED).value]
    ways = (desc(column).nulls_last(), desc(c.number)) if wanted.descending else (column.nulls_last(), c.number)
    return query.order_by(*ways)


def count_cases(connection: Connection, wanted: CaseFilter = EVERYTHING) -> int:
    """How many cases outside the bin a filter without words lets through."""
    return connection.scalar(_narrowed(_COUNT, wanted)) or 0


def _narrowed(query: Select[Any], wanted: CaseFilter) -> Select[Any]:
    c = case_index.c
    for column, values in ((c.state, wanted.states), (c.law_field, wanted.law_fields), (c.form, wanted.forms)):
        if values:
            query = query.where(column.in_(values))
    if wanted.unit:
        query = query.where(c.unit == wanted.unit)
    for some, counted in ((wanted.unsent, c.unsent), (wanted.contested, c.contested)):
        if some:
            query = query.where(counted > literal_column("0"))  # written out, as in the index of just these
    if wanted.received_from:
        query = query.where(c.received_at >= wanted.received_from)
    if wanted.received_to:
        query = query.where(or_(c.received_at <= wanted.received_to, c.received_at.startswith(wanted.received_to)))
    if wanted.due_from:
        query = query.where(c.due_at >= wanted.due_from)
    if wanted.due_before:
        query = query.where(c.due_at < wanted.due_before)
    if wanted.hearing_from or wanted.hearing_before:
        query = query.where(c.due_at.is_not(None), c.id.in_(_heard(wanted.hearing_from, wanted.hearing_before)))
    return query


def _heard(since: str | None, before: str | None) -> Select[Any]:
    """The cases with a hearing between two moments of which no result is known."""
    h = TABLES["hearing"].c
    query = select(h.case).where(h.deleted.is_(False), func.coalesce(h.result, "") == "")
    if since:
        query = query.where(h.at >= since)
    return query.where(h.at < before) if before else query


def case_rows(connection: Connection, numbers: Sequence[int]) -> list[CaseRow]:
    """The rows with these numbers, in their order; one that is gone is left out."""
    rows = {row.number: CaseRow(*row) for row in connection.execute(_BY_NUMBER, {"ids": list(numbers)})}
    return [rows[number] for number in numbers if number in rows]


def restricted_rows(connection: Connection, numbers: Sequence[int]) -> list[CaseRow]:
    """Those of the rows with these numbers that only few may read, in no particular order."""
    rows = connection.execute(_BY_NUMBER.where(case_index.c.restricted.is_(True)), {"ids": list(numbers)})
    return [CaseRow(*row) for row in rows]


def rows_of_cases(connection: Connection, case_ids: Sequence[str]) -> list[CaseRow]:
    """The rows of these cases, in no particular order."""
    return [CaseRow(*row) for row in connection.execute(_BY_ID, {"ids": list(case_ids)})]


def case_number(connection: Connection, case_id: str) -> int | None:
    """The row number of a case."""
    return connection.scalar(select(case_index.c.number).where(case_index.c.id == case_id))


def cases_of(connection: Connection, records: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Record id → the case it belongs to: itself, the one it hangs on, or one the person appears in.

    Args:
        records: record types and ids.
    """
    by_type: dict[str, set[str]] = {}
    for name, record_id in records:
        by_type.setdefault(name, set()).add(record_id)
    cases = {record_id: record_id for record_id in by_type.pop("case", ())}
    for name, ids in by_type.items():
        table, key = (TABLES["case_person"], "person") if name == "person" else (TABLES.get(name), "id")
        if table is not None and "case" in table.c:
            query = rows_among(table, key, key, "case")
            cases |= {row[0]: row[1] for row in connection.execute(query, {"ids": sorted(ids)}) if row[1]}
    return cases


def count_by_state(connection: Connection) -> dict[str, int]:
    """State → how many cases are in it, for the saved views."""
    query = select(case_index.c.state, func.count()).where(case_index.c.hidden.is_(False)).group_by(case_index.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def people_matching(connection: Connection, query: str, limit: int = 20) -> list[PersonRow]:
    """People whose name or number begins so, best first."""
    numbers = find_people(connection, query, limit)
    listed = person_index.c.hidden.is_(False)
    rows = connection.execute(select(*_PERSON_COLUMNS).where(among(person_index.c.number), listed), {"ids": numbers})
    by_number = {row.number: PersonRow(*row) for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def same_person(
    connection: Connection, loose_name: str, birth: str | None, citizen_number: str | None, limit: int = 10
) -> list[PersonRow]:
    """People who may be the same: the same number, or the same folded name with the same or an unknown birth."""
    c = person_index.c
    alike: Any = c.loose_name == loose_name
    if birth:
        alike = alike & or_(c.birth == birth, c.birth.is_(None), c.birth == birth[:4])
    if citizen_number:
        alike = or_(alike, c.citizen_number == citizen_number)
    # Who was merged into somebody is noticed by their own words, and shown as who stands for them.
    stand = select(func.coalesce(c.same_as, c.id)).where(alike, or_(c.hidden.is_(False), c.same_as.is_not(None)))
    rows = connection.execute(select(*_PERSON_COLUMNS).where(c.id.in_(stand), c.hidden.is_(False)).limit(limit))
    return [PersonRow(*row) for row in rows]
