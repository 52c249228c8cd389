"""Moving a case to another unit: where it may go, asking for it, what became of it (Luật TGPL Điều 26 k.1, Điều 35).

Asked for offline like any other change; the national system carries it out when it takes the request. Until then the
case stays here and can be worked on: what is written meanwhile follows it.
"""

import datetime as dt

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases
from desktop.services.intents import Edit, missing, workable
from desktop.services.session import Session
from desktop.store import directory, records, settings
from desktop.store.door import Changed
from desktop.store.engine import Connection
from desktop.store.tables import TABLES
from sync.contract.fields import Wire
from sync.contract.identity import new_id
from sync.contract.messages import UnitInfo
from sync.contract.records import Case, Transfer

#: Kinds of unit that carry out legal aid and may be handed a case (Luật TGPL Điều 10).
RECEIVING = frozenset({"trung_tam", "chi_nhanh", "to_chuc_ky_hop_dong", "to_chuc_dang_ky"})


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say about the moves of a case; names are empty where the list of units has not come yet.

    Attributes:
        asked: the unit it is to go to, as long as the national system has not moved it.
        came_from: the unit it came from last, with the number it had there.
        went_to: of the copy that stays: where the case is now.
    """

    asked: str | None = None
    came_from: tuple[str, str] | None = None
    went_to: str | None = None


class Moving:
    """The use cases of a move."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def destinations(self) -> list[UnitInfo]:
        """The units a case may go to, by name; empty until the list has come with a synchronisation."""
        own = self._session.office.unit.id
        with self._session.database.read() as connection:
            listed = directory.every(connection)
        return [unit for unit in listed if unit.kind in RECEIVING and unit.id != own and unit.merged_into is None]

    def destination(self, reference: str) -> UnitInfo:
        """The unit with this code or id. Raise `DomainError` ``destination_unknown``, ``destination_same``."""
        wanted = reference.casefold()
        for unit in self.destinations():
            if wanted in (unit.code.casefold(), unit.id):
                return unit
        own = self._session.office.unit
        if wanted in (own.code.casefold(), own.id):
            raise DomainError("destination_same", field="to_unit")
        raise DomainError("destination_unknown", field="to_unit")

    def ask(self, case_id: str, fields: dict[str, Wire]) -> Changed:
        """Ask for a move.

        Args:
            case_id: of the case.
            fields: of the `Transfer`: ``to_unit``, ``on``, ``reason``, ``document_number``.

        Raises:
            DomainError: ``moved_away``, ``already_moving``, and at a field ``required``, ``destination_unknown``,
                ``destination_same``, ``dates_reversed`` (before the case was here), ``date_in_future``.
            Invalid: a value breaks its declaration.
        """
        for name in ("to_unit", "on", "reason"):
            if not fields.get(name):
                raise DomainError("required", field=name)
        with self._session.database.read() as connection:
            case = workable(connection, case_id)
            if _request(connection, case) is not None:
                raise DomainError("already_moving")
        if str(fields["on"]) < _began_on(case):
            raise DomainError("dates_reversed", field="on")
        if fields["to_unit"] == case.unit:
            raise DomainError("destination_same", field="to_unit")
        self.destination(str(fields["to_unit"]))
        edit = Edit(type="transfer", id=new_id(), fields={**fields, "case": case_id}, new=True)
        return Cases(self._session).edit_together([edit], today=self._today(case))

    def proposed_day(self, case_id: str) -> dt.date:
        """The day to propose for a move: today, as well as it is known. Raise `DomainError` as `ask`."""
        with self._session.database.read() as connection:
            case = workable(connection, case_id)
        return self._today(case)

    def _today(self, case: Case) -> dt.date:
        """Today by the clock, or later where something proves it to be behind, by years for all one knows.

        That is the day the case came, which others may have written, and how far the clock was behind the server's.
        """
        session = self._session
        with session.database.read() as connection:
            behind = -settings.get(connection, "clock_off_seconds", 0)
        by_server = session.clock() + dt.timedelta(seconds=max(0, behind))
        began = _began_on(case)
        return max(session.today(), by_server.date(), dt.date.fromisoformat(began) if began else dt.date.min)

    def here_as(self, case_id: str) -> str:
        """The id under which a case can be read here: its own, or that of the copy which stayed when it left."""
        with self._session.database.read() as connection:
            if records.one(connection, Case, case_id) is not None:
                return case_id
            copies = records.rows_among(TABLES["case"], "moved_as", "id")
            found = connection.scalars(copies, {"ids": [case_id]}).first()
        return found or case_id

    def whereabouts(self, case_id: str) -> Whereabouts:
        """What to say of the moves of a case. Raise `DomainError` ``no_such_record``, ``moved_away``."""
        with self._session.database.read() as connection:
            case = records.one(connection, Case, case_id)
            if case is None:
                raise missing(connection, case_id)
            if case.moved_to is not None:
                return Whereabouts(went_to=directory.name_of(connection, case.moved_to))
            request = _request(connection, case)
            arrivals = [each for each in _transfers(connection, case) if each.from_unit is not None]
            came_from = None
            if arrivals and case.moved_in_on is not None:
                last = arrivals[-1]
                came_from = (directory.name_of(connection, last.from_unit or ""), last.from_code or "")
            asked = directory.name_of(connection, request.to_unit or "") if request else None
            return Whereabouts(asked=asked, came_from=came_from)


def _began_on(case: Case) -> str:
    """The day from which the case has been with this unit: by it the new Sổ has its year (TT 12/2018 Điều 11)."""
    received = case.accepted_at or case.received_at
    days = [case.moved_in_on, received.date() if received else None]
    return max((day.isoformat() for day in days if day), default="")


def _transfers(connection: Connection, case: Case) -> list[Transfer]:
    return records.of_cases(connection, Transfer, [case.id])[case.id]


def _request(connection: Connection, case: Case) -> Transfer | None:
    """A request that has not been carried out: the server has not written where the case came from."""
    return next((each for each in _transfers(connection, case) if each.from_unit is None), None)
