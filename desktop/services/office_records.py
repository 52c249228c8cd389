"""The records an office keeps of itself: lists of them, what they refer to, and their history.

One service for every type of `sync.contract.records.OF_AN_OFFICE`; adding, changing and deleting is `Cases.add` and
`Cases.edit`, the one way for every record.
"""

import datetime as dt
from collections.abc import Sequence

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.organisations import takes_part
from desktop.domain.staff import Standing, standing
from desktop.services.history import Line, history_of
from desktop.services.session import Session
from desktop.store import naming, records
from desktop.store.on_the_way import OnTheWay, on_the_way
from sync.contract.fields import RECORD_TYPES, Record, type_of
from sync.contract.records import (
    OF_AN_OFFICE,
    Organisation,
    OrganisationEvent,
    Practitioner,
    StaffMovement,
    StaffPosition,
)

#: The names of the types this service lists.
TYPES: tuple[str, ...] = tuple(type_of(struct).name for struct in OF_AN_OFFICE)


class Listed(msgspec.Struct, frozen=True):
    """Every record of one type that is not in the bin.

    Attributes:
        records: oldest first.
        names: id → name of what they refer to, and of the units they belong to.
        way: which of them are not sent, were refused, or are contested.
    """

    records: Sequence[Record]
    names: dict[str, str]
    way: OnTheWay


class OfficeRecords:
    """The use cases of the registers of an office."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def listed(self, record_type: str) -> Listed:
        """Every record of a type. Raise `KeyError` for a type that is none of `TYPES`."""
        if record_type not in TYPES:
            raise KeyError(record_type)
        declared = RECORD_TYPES[record_type]
        with self._session.database.read() as connection:
            found = records.every(connection, declared.struct)
            referring = [{f.name: getattr(one, f.name) for f in declared.references} for one in found]
            names = naming.names_in(connection, declared, referring)
            names |= naming.names_of(connection, "unit", {one.unit for one in found})
            return Listed(found, names, on_the_way(connection, [one.id for one in found]))

    def names(self, record_type: str) -> dict[str, str]:
        """Id → name of every record of a type that others refer to, for choosing one."""
        with self._session.database.read() as connection:
            found = records.every(connection, RECORD_TYPES[record_type].struct)
            return naming.names_of(connection, record_type, [one.id for one in found])

    def name(self, record_type: str, record_id: str) -> str | None:
        """What one record is called; None where it is not here."""
        with self._session.database.read() as connection:
            return naming.names_of(connection, record_type, [record_id]).get(record_id)

    def is_deleted(self, record_type: str, record_id: str) -> bool:
        """Whether a record lies in the bin."""
        with self._session.database.read() as connection:
            one = records.one(connection, RECORD_TYPES[record_type].struct, record_id)
        return one is not None and one.deleted

    def history(self, record_id: str) -> list[Line]:
        """Every known change of one record, newest first."""
        return history_of(self._session, [record_id])

    def staff(self, on: dt.date) -> dict[str, Standing]:
        """Practitioner's id → what they were on a day."""
        with self._session.database.read() as connection:
            positions = records.every(connection, StaffPosition)
            movements = records.every(connection, StaffMovement)
            people = records.every(connection, Practitioner)
        return {one.id: standing(one, positions, movements, on) for one in people}

    def taking_part(self, on: dt.date) -> frozenset[str]:
        """Ids of the organisations that took part in legal aid on a day."""
        with self._session.database.read() as connection:
            events = records.every(connection, OrganisationEvent)
            every = records.every(connection, Organisation)
        return frozenset(one.id for one in every if takes_part(one, events, on))

    def id_of(self, record_type: str, reference: str) -> str:
        """The id of the one record of a type that bears a name, upper and lower case alike.

        Raises:
            DomainError: ``no_such_record``, also where two bear it.
        """
        wanted = reference.casefold().strip()
        named = [record_id for record_id, name in self.names(record_type).items() if name.casefold() == wanted]
        if len(named) != 1:
            raise DomainError("no_such_record", record=reference)
        return named[0]
