"""Under which of its keys this PC writes a bundle, and which bundles it may open (decisions/0012)."""

from enum import StrEnum

import msgspec

from desktop.domain.errors import DomainError
from desktop.services import membership
from desktop.services.session import Session
from desktop.store import incarnation, seals, settings
from sync.bundle.keys import SealKey
from sync.client import bundle
from sync.contract.bundle import SERVER, Header
from sync.contract.errors import BundleError, NeedsUser


class Purpose(StrEnum):
    """What a file on a stick is to this PC."""

    HERE = "here"  # answers and news for this PC
    OWN = "own"  # written here, still on its way
    TO_CARRY = "to_carry"  # of another PC, on its way to the national system
    ELSEWHERE = "elsewhere"  # answers for another PC


class Joining(msgspec.Struct, frozen=True):
    """That this PC is about to join without a line: with which code, and whom its bundle is sealed for."""

    code: str
    server: str
    key: str


class Sealing:
    """The keys of one office, and what they open."""

    def __init__(self, session: Session) -> None:
        """Read nothing yet."""
        self._session = session

    @property
    def joining(self) -> Joining | None:
        """The invitation this PC follows, until the answer is here."""
        with self._session.database.read() as connection:
            kept = settings.get(connection, seals.JOINING)
        return msgspec.convert(kept, Joining) if kept else None

    def opening(self) -> tuple[Header, SealKey, bundle.First]:
        """Under which id and key this PC writes, and what has to be said before anything else."""
        if (joining := self.joining) is not None:
            request = membership.enrol_request(self._session, joining.code)
            return bundle.header_for(joining.key, request.device), self._own(request.device), request
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        with self._session.database.read() as connection:
            server, pending = seals.server(connection), incarnation.pending(connection)
            device = incarnation.device(connection)
        if server is None:
            raise BundleError("bundles_off")
        if pending is None:
            return bundle.header_for(server, device), self._own(device), None
        first = membership.incarnation_request(self._session, pending)
        return bundle.header_for(server, pending.of), self._own(pending.of), first

    def purpose(self, header: Header) -> Purpose:
        """What a file is to this PC."""
        with self._session.database.read() as connection:
            own = seals.every(connection)
        if header.recipient_key in own:
            return Purpose.HERE
        if header.recipient != SERVER:
            return Purpose.ELSEWHERE
        return Purpose.OWN if header.sender_key in own else Purpose.TO_CARRY

    def opens(self, header: Header) -> SealKey:
        """The key that opens a file, if it is for this PC and comes from the server this PC belongs to."""
        refused = {
            Purpose.OWN: "bundle_own",
            Purpose.TO_CARRY: "bundle_to_carry",
            Purpose.ELSEWHERE: "bundle_for_other_pc",
        }
        purpose = self.purpose(header)
        if purpose in refused:
            raise BundleError(refused[purpose])
        joining = self.joining
        with self._session.database.read() as connection:
            known = {seals.server(connection), joining.key if joining else None}
            own = seals.every(connection)[header.recipient_key]
        if header.sender_key not in known:
            raise BundleError("bundle_not_from_server")
        return own

    def _own(self, device: str) -> SealKey:
        with self._session.database.read() as connection:
            key = seals.find(connection, device)
        if key is None:
            raise NeedsUser("enrolment_needed")
        return key
