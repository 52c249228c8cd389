"""How the PCs stand that somebody here answers for: asked of the national system, and kept for when there is no line.

What is kept names units and PCs, nobody's case; it is what the server's own status page shows.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import settings
from desktop.store.leaving import UNIT_STATUS
from sync.contract.calls import STATUS
from sync.contract.errors import NeedsUser
from sync.contract.oversight import DeviceStatus, StatusRequest, StatusResponse, UnitStatus, is_silent
from sync.contract.oversight import silence as silence_of
from sync.contract.roles import OVERSEEING


class PcRow(NamedTuple):
    """One PC of one unit, or a unit that has none; ``silence`` where nobody has heard of the unit for long."""

    unit: UnitStatus
    pc: DeviceStatus | None
    silence: dt.timedelta | None


class Oversight:
    """The use cases of somebody who answers for other people's PCs."""

    def __init__(self, session: Session, synchronise: Synchronise | None = None) -> None:
        """Work for this session, over the way to the server that ``synchronise`` goes."""
        self._session = session
        self._synchronise = synchronise or Synchronise(session)

    @property
    def may_look(self) -> bool:
        """Whether it is for this person, and there is anybody to ask."""
        office = self._session.office
        return office.enrolled and not office.practice and self._session.user.role in OVERSEEING

    def look(self) -> StatusResponse:
        """Ask the national system how the PCs stand, and keep what it says.

        Raises:
            DomainError: ``not_enrolled``; ``not_overseeing``: it is not for this person's role.
            SyncError: no line; `NeedsUser` ``not_overseeing`` where the national system knows them by another role.
        """
        self._check()
        try:
            with closing(self._synchronise.over_the_line()[0]) as transport:
                told = transport.ask(STATUS, StatusRequest(author=self._session.user.id))
        except NeedsUser as error:
            if error.code == "not_overseeing":
                with self._session.database.write() as connection:
                    settings.drop(connection, UNIT_STATUS)
            raise
        with self._session.database.write() as connection:
            settings.put(connection, UNIT_STATUS, msgspec.to_builtins(told))
        return told

    def last_known(self) -> StatusResponse | None:
        """What was told last, if ever. Raise `DomainError` as `look`."""
        self._check()
        with self._session.database.read() as connection:
            kept = settings.get(connection, UNIT_STATUS)
        return msgspec.convert(kept, StatusResponse) if kept else None

    def _check(self) -> None:
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        if not self.may_look:
            raise DomainError("not_overseeing")


def rows(told: StatusResponse) -> Iterator[PcRow]:
    """A row for each PC, in the order told, and one for a unit without any."""
    at = dt.datetime.fromisoformat(told.at)
    for unit in told.units:
        silence = silence_of(unit, at) if is_silent(unit, at) else None
        for pc in unit.devices or (None,):
            yield PcRow(unit, pc, silence)
