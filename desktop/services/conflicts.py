"""Conflicts: both values side by side, and a person's choice."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.store import door, lists, reading, records
from desktop.store.door import Change, Changed, Seen
from desktop.store.engine import Connection
from desktop.store.history import author_names, unit_of_author
from desktop.store.lists import CaseRow
from desktop.store.naming import names_in, names_of
from desktop.store.replica import open_conflicts
from sync.client import acknowledged, journal
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, RecordType, Wire
from sync.contract.records import Conflict


class Side(StrEnum):
    """Whose value a person may choose."""

    CURRENT = "theirs"  # the value in force: the field's current value, wherever it came from
    INCOMING = "mine"  # the value that was set beside it


class Choice(msgspec.Struct, frozen=True):
    """What to do with one field: take a side, or a third value."""

    side: Side | None = None
    value: Wire = None


class OpenConflict(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict as the window shows it.

    Attributes:
        conflict, case: the record, and the case it is about.
        current: field → value in force now.
        shown: field → where that value came from.
        before: what the author of the waiting value saw; known only where the edit was made.
        current_author, incoming_author: names, empty for somebody not known here.
        current_at: local time of the edit that set the value in force.
        current_place, incoming_place: names of their offices, as far as known here.
        current_is_mine: whether the value in force is an edit of this PC that was not answered yet.
        incoming_is_mine: whether the waiting value was typed on this PC.
        deletion_saw: record id → version of all that the person sees of the case, where it may be deleted.
        version: of the conflict itself, as it is shown.
        names: id → name of the people the values refer to.
        about: whom or what a record outside of any case is about, by name.
    """

    conflict: Conflict
    case: CaseRow | None
    current: dict[str, Wire]
    shown: dict[str, Seen]
    before: dict[str, Wire]
    current_author: str
    incoming_author: str
    incoming_is_mine: bool
    current_at: str | None = None
    current_place: str = ""
    incoming_place: str = ""
    current_is_mine: bool = False
    deletion_saw: dict[str, int] = {}
    version: int = 0
    names: dict[str, str] = {}
    about: str = ""


class Conflicts:
    """The use cases of conflicts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def every_open(self) -> list[OpenConflict]:
        """Conflicts nobody has decided, oldest first."""
        with self._session.database.read() as connection:
            ids = open_conflicts(connection)
            found = records.by_id(connection, Conflict, ids)
            names = author_names(connection)
            unread = reading.withheld(connection, self._session.reader, ids)
            return [self._shown(connection, found[each], names) for each in ids if each not in unread]

    def one(self, conflict_id: str) -> OpenConflict:
        """One open conflict. Raise `DomainError` ``no_such_record`` or ``already_resolved``."""
        with self._session.database.read() as connection:
            conflict = records.one(connection, Conflict, conflict_id)
            if conflict is None or reading.withheld(connection, self._session.reader, [conflict_id]):
                raise DomainError("no_such_record", record=conflict_id)
            if conflict.resolved_at is not None:
                raise DomainError("already_resolved", record=conflict_id)
            return self._shown(connection, conflict, author_names(connection))

    def resolve(self, shown: OpenConflict, choices: Mapping[str, Choice]) -> Changed:
        """Write a person's choice as one entry that names the conflict and the stamps that were shown.

        Raises:
            DomainError: ``choice_missing`` with the first field nothing was chosen for; ``already_resolved`` when
                somebody else's choice has arrived meanwhile; ``not_resolvable`` where a rule does not hold, which is
                mended in the records themselves.
            Invalid: a third value that breaks the field's declaration; ``newer_version_needed``, see `unknown_names`.
        """
        conflict = shown.conflict
        if conflict.kind == "rule" or conflict.record_type is None or conflict.record is None:
            raise DomainError("not_resolvable")
        if beyond := unknown_names(conflict):
            raise Invalid("newer_version_needed", field=beyond[0])
        fields = {}
        for name in conflict.names:
            if name not in choices:
                raise DomainError("choice_missing", field=name)
            choice = choices[name]
            values = {Side.CURRENT: shown.current, Side.INCOMING: conflict.incoming or {}}
            fields[name] = values[choice.side].get(name) if choice.side else choice.value
        change = Change(
            type=conflict.record_type,
            id=conflict.record,
            fields=fields,
            seen=shown.shown,
            saw=shown.deletion_saw if fields.get("deleted") is True else {conflict.id: shown.version},
            resolves=(conflict.id,),
        )
        with self._session.database.write() as connection:
            now = records.one(connection, Conflict, conflict.id)
            if now is None or now.resolved_at is not None:
                raise DomainError("already_resolved", record=conflict.id)
            return door.save(connection, self._session.author(), [change])

    def _shown(self, connection: Connection, conflict: Conflict, names: Mapping[str, str]) -> OpenConflict:
        declared = RECORD_TYPES.get(conflict.record_type or "")
        record = records.one(connection, declared.struct, conflict.record or "") if declared else None
        values = dict(conflict.current or {}) | (declared.values_of(record) if declared and record else {})
        seen = door.tokens(connection, declared.name, record.id) if declared and record else {}
        number = lists.case_number(connection, conflict.case) if conflict.case else None
        mine = journal.by_keys(connection, [conflict.incoming_key]) if conflict.incoming_key else []
        case = conflict.case if "deleted" in conflict.names else None
        now = _setting(connection, conflict)
        return OpenConflict(
            conflict=conflict,
            case=lists.case_rows(connection, [number])[0] if number is not None else None,
            current={name: values.get(name) for name in conflict.names},
            shown={name: seen[name] for name in conflict.names if name in seen},
            before={name: mine[0].old.get(name) for name in conflict.names} if mine else {},
            current_author=names.get(now.author, ""),
            current_at=now.at,
            current_place=unit_of_author(connection, now.author),
            current_is_mine=now.is_mine,
            incoming_author=names.get(conflict.incoming_author or "", ""),
            incoming_place=unit_of_author(connection, conflict.incoming_author or ""),
            incoming_is_mine=bool(mine),
            deletion_saw=door.versions_of_case(connection, case) if case else {},
            version=door.version(connection, conflict.id),
            names=_names(connection, declared, conflict) if declared else {},
            about=_about(connection, declared, conflict, values) if declared else "",
        )


def unknown_names(conflict: Conflict) -> list[str]:
    """The fields of a conflict that only a later version of the program knows; who cannot see them does not choose."""
    declared = RECORD_TYPES.get(conflict.record_type or "")
    return [name for name in conflict.names if declared is None or name not in declared.fields]


class _Setting(msgspec.Struct, frozen=True):
    """The edit that set the value in force."""

    author: str
    at: str | None
    is_mine: bool


def _setting(connection: Connection, conflict: Conflict) -> _Setting:
    """Who set what is in force now: it may have moved on since the conflict was opened."""
    record = conflict.record or ""
    for kept in reversed(journal.overlay(connection, [record]).get(record, [])):
        if set(conflict.names) & set(kept.entry.fields):
            return _Setting(kept.entry.author, kept.entry.at, is_mine=True)
    known = acknowledged.read(connection, [record]).get(record)
    cells = [known.doc[name] for name in conflict.names if name in known.doc] if known else []
    newest = max(cells, key=lambda cell: cell.stamp, default=None)
    if newest is None:
        return _Setting(conflict.current_author or "", conflict.current_at, is_mine=False)
    return _Setting(newest.author, newest.at, is_mine=False)


def _names(connection: Connection, declared: RecordType, conflict: Conflict) -> dict[str, str]:
    """Who or what is meant where the two values refer to other records."""
    return names_in(connection, declared, (conflict.current or {}, conflict.incoming or {}))


def _about(connection: Connection, declared: RecordType, conflict: Conflict, values: Mapping[str, Wire]) -> str:
    """A record's own name, or those of what it refers to; a person's is told where they are met in a case."""
    if conflict.case or declared.name == "person":
        return ""
    called = names_of(connection, declared.name, [conflict.record or ""]) or names_in(connection, declared, [values])
    return ", ".join(called.values())
