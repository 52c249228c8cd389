"""What one of the people who share a PC may find and change of restricted cases (SYNC §4, `desktop.store.reading`)."""

from array import array
from collections.abc import Sequence

import msgspec

from desktop.services.intents import Edit
from desktop.store import lists, reading, records, sameness
from desktop.store.engine import Connection
from desktop.store.index import words_of_case
from desktop.store.lists import CaseRow
from desktop.store.reading import Reader
from desktop.store.search import is_found_by
from sync.contract.errors import Invalid
from sync.contract.records import Case, CasePerson
from sync.contract.roles import READING_AT_HOME


def must_cover(connection: Connection, reader: Reader, edits: Sequence[Edit]) -> None:
    """Nobody types over what they may not read, or opens a case to everybody that not everybody's role may open.

    Raises:
        Invalid: ``not_entitled`` or ``no_right``, with the field.
    """
    withheld = reading.withheld(connection, reader, [edit.id for edit in edits if not edit.new])
    for edit in edits:
        if names := withheld.get(edit.id, frozenset()) & edit.fields.keys():
            raise Invalid("not_entitled", field=min(names))
    if reader.role in READING_AT_HOME:
        return
    opening = [edit.id for edit in edits if edit.type == "case" and edit.fields.get("restricted") is False]
    if any(case.restricted for case in records.by_id(connection, Case, opening).values()):
        raise Invalid("no_right", field="restricted")


def readable(connection: Connection, reader: Reader, rows: Sequence[CaseRow]) -> list[CaseRow]:
    """Rows of a list without what this person may not read in them; screens show the people by their initials."""
    unread = reading.unread_cases(connection, reader, [row.id for row in rows if row.restricted])
    return [msgspec.structs.replace(row, content="") if row.id in unread else row for row in rows]


def findable(connection: Connection, reader: Reader, found: "array[int]", query: str) -> "array[int]":
    """The rows a search found, without the restricted cases that it found only by what this person may not read."""
    rows = {row.id: row for row in lists.restricted_rows(connection, found)}
    unread = reading.unread_cases(connection, reader, rows)
    if not unread:
        return found
    cases = records.by_id(connection, Case, unread)
    parts = records.of_cases(connection, CasePerson, unread)
    people = sameness.behind(connection, [part.person for of in parts.values() for part in of if part.person])
    withheld = reading.withheld(connection, reader, [*unread, *(person.id for person in people.values())])
    hidden = set()
    for case_id in unread:
        case = reading.blank(cases[case_id], withheld.get(case_id, ()))
        taking_part = [people[part.person] for part in parts[case_id] if part.person in people]
        readable = (reading.blank(person, withheld.get(person.id, ())) for person in taking_part)
        if not is_found_by(query, words_of_case(case, readable, [rows[case_id].performers])):
            hidden.add(rows[case_id].number)
    return array("q", (number for number in found if number not in hidden))
