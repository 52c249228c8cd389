"""Conflicts: both values side by side, and a person's choice."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, select

from desktop.domain.errors import DomainError
from desktop.services.history import author_names
from desktop.services.session import Session
from desktop.store import door, lists, records
from desktop.store.door import Change, Changed, Seen
from desktop.store.lists import CaseRow
from desktop.store.tables import TABLES
from sync.client import journal
from sync.contract.fields import RECORD_TYPES, Wire
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
    """A conflict as the window shows it. ``before`` is what the author saw, known only where the edit was made.

    ``incoming_is_mine`` says whether the waiting value was typed on this PC.
    """

    conflict: Conflict
    case: CaseRow | None
    current: dict[str, Wire]
    shown: dict[str, Seen]
    before: dict[str, Wire]
    current_author: str
    incoming_author: str
    incoming_is_mine: bool


class Conflicts:
    """The use cases of conflicts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def every_open(self) -> list[OpenConflict]:
        """Open conflicts, oldest first."""
        table = TABLES["conflict"]
        with self._session.database.read() as connection:
            query = select(table.c.id).where(table.c.resolved_at.is_(None), table.c.deleted.is_(False))
            ids = list(connection.scalars(query.order_by(table.c.id)))
            found = records.by_id(connection, Conflict, ids)
            names = author_names(connection)
            return [self._shown(connection, found[conflict_id], names) for conflict_id in ids]

    def one(self, conflict_id: str) -> OpenConflict:
        """One open conflict. Raise `DomainError` ``no_such_record`` or ``already_resolved``."""
        with self._session.database.read() as connection:
            conflict = records.one(connection, Conflict, conflict_id)
            if conflict is None:
                raise DomainError("no_such_record", record=conflict_id)
            if conflict.resolved_at is not None:
                raise DomainError("already_resolved", record=conflict_id)
            return self._shown(connection, conflict, author_names(connection))

    def resolve(self, shown: OpenConflict, choices: Mapping[str, Choice]) -> Changed:
        """Write a person's choice as one entry that names the conflict and the stamps that were shown.

        Raises:
            DomainError: ``choice_missing`` with the first field nothing was chosen for.
            Invalid: a third value that breaks the field's declaration.
        """
        conflict = shown.conflict
        if conflict.record_type is None or conflict.record is None:
            raise DomainError("not_resolvable")
        fields = {}
        for name in conflict.names:
            if name not in choices:
                raise DomainError("choice_missing", field=name)
            choice = choices[name]
            values = {Side.CURRENT: shown.current, Side.INCOMING: conflict.incoming or {}}
            fields[name] = values[choice.side].get(name) if choice.side else choice.value
        change = Change(
            type=conflict.record_type, id=conflict.record, fields=fields, seen=shown.shown, resolves=(conflict.id,)
        )
        with self._session.database.write() as connection:
            return door.save(connection, self._session.author(), [change])

    def _shown(self, connection: Connection, conflict: Conflict, names: Mapping[str, str]) -> OpenConflict:
        declared = RECORD_TYPES.get(conflict.record_type or "")
        record = records.one(connection, declared.struct, conflict.record or "") if declared else None
        values = declared.values_of(record) if declared and record else dict(conflict.current or {})
        seen = door.tokens(connection, declared.name, record.id) if declared and record else {}
        number = lists.case_number(connection, conflict.case) if conflict.case else None
        mine = journal.by_keys(connection, [conflict.incoming_key]) if conflict.incoming_key else []
        return OpenConflict(
            conflict=conflict,
            case=lists.case_rows(connection, [number])[0] if number is not None else None,
            current={name: values.get(name) for name in conflict.names},
            shown={name: seen[name] for name in conflict.names if name in seen},
            before={name: mine[0].old.get(name) for name in conflict.names} if mine else {},
            current_author=names.get(conflict.current_author or "", ""),
            incoming_author=names.get(conflict.incoming_author or "", ""),
            incoming_is_mine=bool(mine),
        )
