"""What a PC says of itself when it joins or goes on under a new id, and what the answer makes of it; on any way."""

import platform

import msgspec

from desktop.services.session import Session
from desktop.store import directory, door, incarnation, registers, seals, settings, shut_out, users
from desktop.store.incarnation import Pending
from desktop.store.replica import Replica
from sync.client.line import LineSettings
from sync.contract.messages import EnrolRequest, EnrolResponse, IncarnationRequest, IncarnationResponse, LocalUser


def enrol_request(session: Session, code: str, *, take_over: bool = False) -> EnrolRequest:
    """The request to join with this code, as the office stands; ``take_over``: whatever unit the code is of."""
    with session.database.write() as connection:
        session.change_office(connection)
        office, pending = session.office, incarnation.pending(connection)
        people = tuple(
            LocalUser(id=user.id, login=user.login, full_name=user.full_name, role=user.role)
            for user in users.everybody(connection)
        )
        key = seals.own(connection, office.device)
        first_unit, first_joined = directory.first_unit(connection)
        numbers = registers.given_alone(connection, session.today()) if office.numbering else ()
    return EnrolRequest(
        code=code.strip(),
        device=office.device,
        device_name=_this_pc(),
        users=people,
        unit=office.unit.id,
        unit_code=None if take_over else office.unit.code,
        numbering=office.numbering,
        numbers=numbers,
        continues=pending.of if pending else None,
        bundle_key=key.public,
        first_unit=first_unit,
        first_joined=first_joined,
    )


def become_member(session: Session, line: LineSettings, answer: EnrolResponse) -> None:
    """The national system knows this PC now, and says which unit it is."""
    office = session.office
    with session.database.write() as connection:
        if not office.enrolled:
            directory.keep_first_unit(connection, office.unit.id, answer.unit.id)
        door.adopt(connection, office.unit.id, answer.unit.id)
        settings.put(connection, "line", msgspec.to_builtins(line))
        seals.keep_server(connection, answer.bundle_key)
        settings.drop(connection, seals.JOINING)
        incarnation.settle(connection)
        shut_out.lift(connection)
        session.change_office(connection, unit=answer.unit, numbering=answer.numbering, server=line.server)
    Replica(session.database, session.clock).map_users(answer.accounts)


def incarnation_request(session: Session, pending: Pending) -> IncarnationRequest:
    """The request to go on under the id this PC has given itself."""
    with session.database.write() as connection:
        device = incarnation.device(connection)
        key = seals.own(connection, device)
    return IncarnationRequest(device=device, device_name=_this_pc(), restored=pending.restored, bundle_key=key.public)


def go_on(session: Session, answer: IncarnationResponse) -> None:
    """The national system knows this PC by its new id now."""
    with session.database.write() as connection:
        incarnation.settle(connection)
        session.change_office(connection, numbering=answer.numbering)


def _this_pc() -> str:
    """What the server's administrator sees this PC called."""
    return platform.node() or "PC"
