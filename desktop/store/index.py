"""What lists show and searches find, one row a case and one a person, kept in the same transaction as the facts.

`refresh` is called by the write door with everything it wrote; it finds the cases and people this shows in and
writes their rows and search text anew. Nothing else writes these tables. One thing takes longer than a person would
wait: a performer of thousands of cases gets another name. Every list shows it at once; `catch_up` makes it found.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal_column, or_, select, union_all, update
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.calendar import shipped_calendar
from desktop.domain.deadlines import next_due
from desktop.domain.lifecycle import state_of
from desktop.domain.numbering import temporary_code
from desktop.domain.restriction import UNREAD
from desktop.domain.text import fold_accents, fold_loose, person_sort_key
from desktop.store import sameness
from desktop.store.records import by_id, of_cases, rows_among
from desktop.store.tables import (
    TABLES,
    case_index,
    case_search,
    encoded,
    person_index,
    person_search,
    search_due,
    write_rows,
)
from sync.client import journal, queue, withholding
from sync.client.tables import among, entries, in_words, unanswered
from sync.contract.fields import Wire
from sync.contract.records import Assignment, Case, CasePerson, Hearing, Person, Practitioner, Stage

#: The role whose names a list shows (Luật TGPL Điều 7).
BENEFICIARY = "nguoi_duoc_tgpl"

Rows = dict[str, dict[str, Mapping[str, Wire]]]
"""Record type → id → its row as it is now, empty if it is gone."""

NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})

_conflict, _part = TABLES["conflict"], TABLES["case_person"]
_assignment, _performer = TABLES["assignment"], TABLES["practitioner"]
_case, _person = TABLES["case"], TABLES["person"]
_THIS: ColumnElement[str] = literal_column("case_index.id")
"""The case whose row is being counted for."""

#: Ids of a case, of what hangs on it and of its people.
_SHOWN = union_all(
    select(_THIS),
    *(select(table.c.id).where(table.c.case == _THIS) for table in TABLES.values() if "case" in table.c),
    select(_part.c.person).where(_part.c.case == _THIS),
    select(person_index.c.same_as).join(_part, _part.c.person == person_index.c.id).where(_part.c.case == _THIS),
)
_UNSENT = select(func.count()).where(entries.c.id.in_(_SHOWN), unanswered)
_CONTESTED = select(func.count()).where(
    _conflict.c.case == _THIS, _conflict.c.resolved_at.is_(None), ~journal.is_being_resolved(_conflict.c.id)
)
_COUNTED = update(case_index).where(among(case_index.c.id)).values(contested=_CONTESTED.scalar_subquery())
_RECOUNT = in_words(_COUNTED.values(unsent=_UNSENT.scalar_subquery()))
#: The same where nothing is unsent, as it is through nearly all of a first synchronisation; it finds little to write.
_RECOUNT_ALL_SENT = in_words(
    _COUNTED.values(unsent=literal_column("0")).where(
        or_(case_index.c.unsent != literal_column("0"), case_index.c.contested != _CONTESTED.scalar_subquery())
    )
)

#: Names of a case's performers as its row shows them; one that is not here yet is left out.
_by_whom = (
    select(func.coalesce(_performer.c.full_name, literal_column("''")).label("name"))
    .join(_assignment, _assignment.c.practitioner == _performer.c.id)
    .where(_assignment.c.case == _THIS, _assignment.c.to_on.is_(None), _assignment.c.deleted.is_(False))
    .order_by(_assignment.c.id)
    .subquery()
)
_NAMES = func.coalesce(
    select(func.group_concat(_by_whom.c.name, literal_column("', '"))).scalar_subquery(), literal_column("''")
)
_of_performers = select(_assignment.c.case).where(among(_assignment.c.practitioner))
_NOTE_RENAMED = in_words(
    insert(search_due)
    .from_select(
        ["case"], select(case_index.c.id).where(case_index.c.id.in_(_of_performers), case_index.c.performers != _NAMES)
    )
    .on_conflict_do_nothing()
)
_RENAME = in_words(update(case_index).where(case_index.c.id.in_(select(search_due.c.case))).values(performers=_NAMES))


def refresh(connection: Connection, changed: Rows, *, answered: Mapping[str, Collection[str]] = NOTHING) -> None:
    """Bring the index rows of everything that shows one of these records up to date.

    Args:
        connection: inside a writing transaction.
        changed: records whose fields are other than before.
        answered: record type → ids of records of which what is unsent or contested may be other than before.
    """
    if performers := changed.get("practitioner"):
        connection.exec_driver_sql(_NOTE_RENAMED, (encoded(list(performers)),))
        connection.exec_driver_sql(_RENAME)
    people = changed.get("person")
    alike = sameness.touched(connection, people) if people else set()
    cases = _cases_showing(connection, {**changed, "person": {one: {} for one in alike}})
    if alike:
        _refresh_people(connection, alike)
    if cases:
        _refresh_cases(connection, cases)
    same = {name: set(ids) - changed.get(name, {}).keys() for name, ids in answered.items()}
    _recount(connection, cases | _cases_of(connection, same))


def catch_up(connection: Connection, most: int = 50) -> bool:
    """Make at most so many cases found by their performers' new names; return whether any were left to do."""
    cases = list(connection.scalars(select(search_due.c.case).limit(most)))
    if cases:
        _refresh_cases(connection, cases)
        _recount(connection, cases)
        connection.execute(search_due.delete().where(search_due.c.case.in_(cases)))
    return bool(cases)


def leave(connection: Connection, unit: str) -> None:
    """Forget the cases and people of a unit; their rows are still there."""
    for index, search, table in ((case_index, case_search, _case), (person_index, person_search, _person)):
        ids = list(connection.scalars(select(table.c.id).where(table.c.unit == unit)))
        _remove(connection, index, search, ids)
    connection.execute(search_due.delete().where(search_due.c.case.not_in(select(case_index.c.id))))


def make_anew(connection: Connection) -> None:
    """Write the lists of full text anew, without what was deleted from them."""
    for search in (case_search, person_search):
        connection.exec_driver_sql(f"INSERT INTO {search.name} ({search.name}) VALUES ('optimize')")  # noqa: S608


def _recount(connection: Connection, cases: Collection[str]) -> None:
    """Count what is unsent and contested of cases whose rows are there."""
    if cases:
        recount = _RECOUNT if queue.has_unanswered(connection) else _RECOUNT_ALL_SENT
        connection.exec_driver_sql(recount, (encoded(list(cases)),))


def _cases_showing(connection: Connection, changed: Rows) -> set[str]:
    """Ids of the cases in whose row one of these records shows."""
    hanging = {case for rows in changed.values() for row in rows.values() if (case := row.get("case"))}
    shared = {name: rows for name, rows in changed.items() if name in ("case", "person")}
    return hanging | _cases_of(connection, shared)


def _cases_of(connection: Connection, records: Mapping[str, Collection[str]]) -> set[str]:
    """Ids of the cases in whose row one of these records, by type and id, shows."""
    cases = set(records.get("case", ()))
    for name, ids in records.items():
        if name == "person":
            cases.update(_column(connection, rows_among(_part, "person", "case"), sameness.entries_of(connection, ids)))
        elif "case" in TABLES[name].c:
            cases.update(_column(connection, rows_among(TABLES[name], "id", "case"), ids))
    return cases


def _refresh_people(connection: Connection, ids: Collection[str]) -> None:
    """Write the rows of these people, among them all for whom the same one stands: that one is found by their words."""
    people = by_id(connection, Person, ids)
    _remove(connection, person_index, person_search, set(ids) - set(people))
    stand = sameness.ends(connection, people)
    rows, texts = [], []
    for person in people.values():
        name = person.full_name or ""
        birth = person.birth_date.isoformat() if person.birth_date else str(person.birth_year or "")
        rows.append(
            {
                "id": person.id,
                "sort": person_sort_key(name),
                "loose_name": fold_loose(name),
                "birth": birth or None,
                "citizen_number": person.citizen_number,
                "hidden": person.deleted or stand[person.id] != person.id,
                "same_as": stand[person.id] if stand[person.id] != person.id else None,
            }
        )
        entries = [person, *(people[one] for one, end in stand.items() if end == person.id != one)]
        texts.append(_words(word for each in entries for word in _words_of_person(each)))
    _write(connection, person_index, person_search, rows, texts)


def _refresh_cases(connection: Connection, ids: Collection[str]) -> None:
    cases = by_id(connection, Case, ids)
    _remove(connection, case_index, case_search, set(ids) - set(cases))
    if not cases:
        return
    roles = of_cases(connection, CasePerson, cases)
    assignments = of_cases(connection, Assignment, cases)
    stages = of_cases(connection, Stage, cases)
    hearings = of_cases(connection, Hearing, cases)
    entered = by_id(connection, Person, [r.person for of in roles.values() for r in of if r.person])
    people = sameness.behind(connection, entered)
    performers = by_id(
        connection, Practitioner, [a.practitioner for of in assignments.values() for a in of if a.practitioner]
    )
    names_of = _names(connection, people.values())
    rows, texts = [], []
    for _, case in sorted(cases.items()):  # what is newer gets the higher number
        helped = [r for r in roles[case.id] if r.role in (BENEFICIARY, None)]
        names = [names_of[people[r.person].id] for r in helped if r.person in people]
        everybody = {
            person.id: person
            for r in roles[case.id]
            if r.person in people
            for person in (people[r.person], entered[r.person])
        }
        running = [a for a in assignments[case.id] if a.to_on is None]
        by_whom = [performers[a.practitioner].full_name or "" for a in running if a.practitioner in performers]
        due = next_due(case, assigned=bool(running), hearings=hearings[case.id], calendar=shipped_calendar())
        stage = max(stages[case.id], key=lambda s: (s.from_on is not None, s.from_on, s.id), default=None)
        temporary = temporary_code(case.id)
        rows.append(
            {
                "id": case.id,
                "unit": case.unit,
                "code": case.code or temporary,
                "people": ", ".join(names),
                "people_sort": person_sort_key(names[0] if names and names[0] != UNREAD else ""),
                "content": (case.content or "")[:200],
                "form": case.form,
                "law_field": case.law_field,
                "state": state_of(case, assigned=bool(running)).value,
                "stage": stage.kind if stage else None,
                "performers": ", ".join(by_whom),
                "received_at": case.received_at.isoformat() if case.received_at else None,
                "accepted_at": case.accepted_at.isoformat() if case.accepted_at else None,
                "ended_on": case.ended_on.isoformat() if case.ended_on else None,
                "due_at": due.at.isoformat() if due else None,
                "due": due.rule if due else None,
                "restricted": case.restricted,
                "hidden": case.deleted,
                "unsent": 0,  # counted once the row is there
                "contested": 0,
            }
        )
        texts.append(words_of_case(case, everybody.values(), by_whom))
    _write(connection, case_index, case_search, rows, texts)


def words_of_case(case: Case, people: Iterable[Person], performers: Iterable[str]) -> str:
    """What a case is found by: its codes of all times, what it is about, who takes part, who performs it."""
    earlier = [*case.former_codes, *([temporary_code(case.moved_as)] if case.moved_as else [])]
    said = [case.code, temporary_code(case.id), *earlier, case.content, case.note, *performers]
    return _words([*said, *(word for person in people for word in _words_of_person(person))])


def _words_of_person(person: Person) -> tuple[str | None, ...]:
    return person.full_name, person.citizen_number, person.old_number, person.phone


def _words(said: Iterable[str | None]) -> str:
    return " ".join(filter(None, said))


def _names(connection: Connection, people: Collection[Person]) -> dict[str, str]:
    """Id → what a list calls them."""
    unnamed = [person.id for person in people if not person.full_name]
    unread = withholding.names(connection, unnamed) if unnamed else {}
    unread_names = {person_id: UNREAD for person_id, withheld in unread.items() if "full_name" in withheld}
    return {person.id: person.full_name or unread_names.get(person.id, "") for person in people}


def _remove(connection: Connection, table: Table, search: Table, gone: Collection[str]) -> None:
    """Forget records that are no more: made here, refused, and given up."""
    if gone:
        numbers = list(_column(connection, rows_among(table, "id", "number"), sorted(gone)))
        connection.execute(search.delete().where(among(search.c.rowid)), {"ids": numbers})
        connection.execute(table.delete().where(among(table.c.number)), {"ids": numbers})


def _write(
    connection: Connection, table: Table, search: Table, rows: list[dict[str, Any]], texts: Sequence[str]
) -> None:
    """Upsert index rows and replace their search text, which sits at the same row number."""
    write_rows(connection, table, rows)
    found = [(row["id"], fold_loose(words), fold_accents(words)) for row, words in zip(rows, texts, strict=True)]
    if found:
        connection.exec_driver_sql(_found_by(table.name, search.name), found)


@cache
def _found_by(table: str, search: str) -> str:
    """In SQLite's own words, which cost a fraction: search text at the number of the index row with an id.

    ``VALUES``, for ``INSERT … SELECT`` would have full text write its lists to the file after every row.
    """
    number = f"(SELECT number FROM {table} WHERE id = ?)"  # noqa: S608 - names of tables
    return f"INSERT OR REPLACE INTO {search} (rowid, loose, exact) VALUES ({number}, ?, ?)"  # noqa: S608


def _column(connection: Connection, query: Select[Any], ids: Collection[str]) -> list[str]:
    return [row[0] for row in connection.execute(query, {"ids": list(ids)}) if row[0]] if ids else []
