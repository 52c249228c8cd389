"""A PC joins its unit with a code, and its people get their accounts (SYNC §4)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Select, delete, insert, select, update

from sync.bundle.keys import is_public_key
from sync.contract.identity import new_id
from sync.contract.messages import (
    FULL_NAME_LENGTH,
    LOGIN_LENGTH,
    EnrolRequest,
    EnrolResponse,
    LocalUser,
    UsersRequest,
    UsersResponse,
)
from sync.contract.records.numbering import can_be_meant
from sync.server import directory, epochs, numbering, tables, tokens
from sync.server.accounts import audit, code_hash
from sync.server.bulk import AnyRow
from sync.server.database import Database, now
from sync.server.incarnation import inherit
from sync.server.refusals import Refused
from sync.server.scope import OF_AN_OFFICE, Device, Role, UnitKind, former_units, is_id


def enrol(database: Database, request: EnrolRequest) -> EnrolResponse:
    """Let a PC join the unit of its code. The same PC may repeat it with the same code: the answer can be lost.

    Raises:
        Refused: 401 ``code_unknown``, ``code_expired``, ``code_used``, ``device_revoked``, ``device_ended``;
            409 ``device_enrolled_elsewhere``; ``other_unit``, with that unit; 400 ``request_malformed``.
    """
    ids = filter(None, (request.device, request.unit, request.first_unit, request.first_joined, request.continues))
    sound = all(map(is_id, ids)) and "\0" not in request.device_name and can_be_meant(request.numbers)
    if not sound or (request.bundle_key is not None and not is_public_key(request.bundle_key)):
        raise Refused(400, "request_malformed")
    with database.write() as connection:
        unit, office = _let_in(connection, request)
        fresh = _keep_device(connection, request, unit.id)
        accounts = _accounts(connection, request.device, unit.id, request.users)
        former = former_units(connection, unit.id)
        became = request.first_joined if request.first_joined in former else office.id
        aliases = {request.unit: office.id, request.first_unit: became}
        for local in aliases.keys() - {None, unit.id, *former}:
            _keep_alias(connection, request.device, str(local), aliases[local])
        numbers = request.numbering and (
            numbering.claim(connection, request.device, office.id, request.numbers)
            or office.numbering_device == _replaced(connection, request)
        )
        audit(connection, "device_enrolled" if fresh else "device_enrolled_again", request.device, actor=request.device)
        return EnrolResponse(
            unit=directory.info(office),
            accounts=accounts,
            numbering=numbers,
            tokens=tokens.issue(connection, request.device),
            epoch=epochs.current(connection),
        )


def add_users(database: Database, device: Device, request: UsersRequest) -> UsersResponse:
    """Give accounts to people who were added on a PC after it joined."""
    with database.write() as connection:
        connection.execute(_locked_unit(device.unit))
        return UsersResponse(accounts=_accounts(connection, device.id, device.unit, request.users))


def _is_sound(user: LocalUser) -> bool:
    """Whether the database can keep this person; whom it cannot keep gets no account, the others are not held up."""
    texts_fit = 0 < len(user.login) <= LOGIN_LENGTH and "\0" not in user.login + user.full_name
    return texts_fit and is_id(user.id)


def _locked_unit(unit_id: str) -> Select[tuple[str]]:
    """Two PCs of one unit that enrol at the same moment do so one after the other."""
    return select(tables.feed.c.unit).where(tables.feed.c.unit == unit_id).with_for_update()


def _let_in(connection: Connection, request: EnrolRequest) -> tuple[AnyRow, AnyRow]:
    """The unit a code lets this PC into, and the one the PC is, which may be part of it; takes one use of the code."""
    code, device = tables.enrol_code, tables.device
    hashed = code_hash(request.code)
    named = connection.scalar(select(code.c.unit).where(code.c.hash == hashed))
    if named is None:
        raise Refused(401, "code_unknown")
    unit, office = _locked(connection, named, request)
    row = connection.execute(select(code).where(code.c.hash == hashed).with_for_update()).one()
    again = connection.scalar(select(device.c.id).where(device.c.id == request.device, device.c.code_hash == hashed))
    if not again:
        if row.expires_at < now():
            raise Refused(401, "code_expired")
        if row.uses_left < 1:
            raise Refused(401, "code_used")
        connection.execute(update(code).where(code.c.hash == hashed).values(uses_left=row.uses_left - 1))
    return unit, office


def _locked(connection: Connection, named: str, request: EnrolRequest) -> tuple[AnyRow, AnyRow]:
    """The unit of a code, or the one that has taken its place, and the PC's own, with their feeds locked.

    Who merges units waits, or has done so; then all is given back and taken anew. The feeds come before the code's
    row and in the order of their ids, as in a merger.
    """
    while True:
        with connection.begin_nested() as attempt:
            unit = _standing(connection, named)
            office = _office(connection, unit, request)
            for feed in sorted({unit.id, office.id}):
                connection.execute(_locked_unit(feed))
            if _standing(connection, named).id == unit.id:
                return unit, office
            attempt.rollback()


def _standing(connection: Connection, unit_id: str) -> AnyRow:
    """The unit, or the one that has taken its place."""
    unit = connection.execute(select(tables.unit).where(tables.unit.c.id == unit_id)).one()
    return _standing(connection, unit.merged_into) if unit.merged_into else unit


def _office(connection: Connection, unit: AnyRow, request: EnrolRequest) -> AnyRow:
    """Which unit the PC is by the id or the code it has for it: that of its code, or one whose place that has taken.

    Such a PC joins as what it was, so that what it wrote comes into the book of that time. Raise `Refused`
    ``other_unit`` for one that is neither and has not said that it becomes the unit of its code.
    """
    former = select(tables.unit).where(tables.unit.c.id.in_(former_units(connection, unit.id)))
    known: list[AnyRow] = [unit, *connection.execute(former)]
    for each in known:
        if each.id == request.unit:
            return each
    if request.unit_code is None:
        return unit
    for each in known:
        if each.code.casefold() == request.unit_code.casefold():
            return each
    raise Refused(409, "other_unit", directory.info(unit))


def _keep_device(connection: Connection, request: EnrolRequest, unit_id: str) -> bool:
    """Write the PC down; True if it is new."""
    device = tables.device
    known = connection.execute(select(device).where(device.c.id == request.device)).one_or_none()
    values = {"name": request.device_name[:200], "code_hash": code_hash(request.code)}
    if request.bundle_key is not None:
        values["bundle_key"] = request.bundle_key
    if known is None:
        before = _continued(connection, request, unit_id)
        replaces = before is not None and not _is_with_another(connection, before)
        new = {"enrolled_at": now(), "continues": before, "replaces": replaces, "waiting": 0, "program": ""}
        connection.execute(insert(device).values(id=request.device, unit=unit_id, **new, **values))
        if before is not None and not replaces:  # now they are told apart
            connection.execute(update(device).where(device.c.id == before).values(reused_at=None))
        if before is not None:
            inherit(connection, before, request.device)
        return True
    if known.revoked_at:
        raise Refused(401, "device_revoked")
    if known.ended_at or _is_with_another(connection, known.id):
        raise Refused(401, "device_ended")
    if known.unit != unit_id:
        raise Refused(409, "device_enrolled_elsewhere")
    connection.execute(update(device).where(device.c.id == request.device).values(**values))
    return False


def _continued(connection: Connection, request: EnrolRequest, unit_id: str) -> str | None:
    """The id under which the PC was known before in this very unit; of another one nothing is told or ended."""
    device = tables.device
    here = select(device.c.id).where(device.c.id == request.continues, device.c.unit == unit_id)
    return connection.scalar(here.where(device.c.id != request.device))


def _is_with_another(connection: Connection, device_id: str) -> bool:
    """Whether a PC goes on under an id since another one with void tokens of it was refused: two copies of a disk.

    The one whose tokens are good keeps it; the other gets one of its own, or they would shut each other out for ever.
    """
    device = tables.device.c
    spoke = select(device.id).where(
        device.id == device_id, device.ended_at.is_(None), device.seen_at > device.reused_at
    )
    return connection.scalar(spoke) is not None


def _replaced(connection: Connection, request: EnrolRequest) -> str | None:
    """The id that ends with this PC's first word."""
    device = tables.device.c
    return connection.scalar(select(device.continues).where(device.id == request.device, device.replaces))


def _keep_alias(connection: Connection, device: str, local_id: str, unit_id: str) -> None:
    """Note what a PC calls a unit; what it called so before stays, for entries of that time are still on their way."""
    alias = tables.unit_alias
    here = select(alias.c.unit).where(alias.c.device == device, alias.c.local_id == local_id)
    if connection.scalar(here) is None:
        connection.execute(insert(alias).values(device=device, local_id=local_id, unit=unit_id))


def _accounts(connection: Connection, device: str, unit_id: str, users: Iterable[LocalUser]) -> dict[str, str]:
    """The account of each person the server can keep: the one they have on this PC, else matched by sign-in within the
    unit, else made."""
    account = tables.account
    rows = connection.execute(select(account.c.login, account.c.id).where(account.c.unit == unit_id))
    by_login = {login.casefold(): account_id for login, account_id in rows}
    enrolled = tables.device_account
    here = select(enrolled.c.local_id, enrolled.c.account).where(enrolled.c.device == device)
    on_this_pc = {row.local_id: row.account for row in connection.execute(here)}
    first = not on_this_pc
    accounts: dict[str, str] = {}
    for user in sorted(filter(_is_sound, users), key=lambda user: user.login.casefold() not in by_login):
        account_id = on_this_pc.get(user.id) or by_login.get(user.login.casefold())
        if account_id is None:
            enabled = _is_vouched_for(_people_on(connection, device), first=first)
            account_id = _provide(connection, device, unit_id, user, enabled=enabled)
            by_login[user.login.casefold()] = account_id
        accounts[user.id] = account_id
        _put_on(connection, device, user.id, account_id)
    return accounts


def _people_on(connection: Connection, device: str) -> list[tuple[str, bool]]:
    """Role of each account that is enrolled on a PC, and whether it is enabled."""
    account, enrolled = tables.account, tables.device_account
    joined = select(account.c.role, account.c.enabled).join_from(enrolled, account, enrolled.c.account == account.c.id)
    return [(role, enabled) for role, enabled in connection.execute(joined.where(enrolled.c.device == device))]


def _is_vouched_for(people: Collection[tuple[str, bool]], *, first: bool) -> bool:
    """Whether somebody the server did not know may write at once, or waits until its administrator says so.

    For the first people of a PC speaks the code; later an administrator of that PC must be enabled. Where anybody is
    disabled nobody vouches: the server cannot tell who sits there, and it may be they, under a second sign-in.
    """
    if not all(enabled for _role, enabled in people):
        return False
    return first or any(role == Role.QUAN_TRI for role, _enabled in people)


def _put_on(connection: Connection, device: str, local_id: str, account_id: str) -> None:
    enrolled = tables.device_account
    connection.execute(delete(enrolled).where(enrolled.c.device == device, enrolled.c.local_id == local_id))
    connection.execute(insert(enrolled).values(device=device, local_id=local_id, account=account_id))


def _provide(connection: Connection, device: str, unit_id: str, user: LocalUser, *, enabled: bool) -> str:
    """Make an account for somebody the server did not know, with no more rights than an office can give."""
    account_id = new_id()
    kind = connection.scalar(select(tables.unit.c.kind).where(tables.unit.c.id == unit_id))
    reading = {UnitKind.SO_TU_PHAP.value: Role.SO_TU_PHAP_XEM, UnitKind.CUC.value: Role.CUC_XEM}.get(kind or "")
    role = reading or (user.role if user.role in OF_AN_OFFICE else Role.THONG_KE)
    connection.execute(
        insert(tables.account).values(
            id=account_id,
            unit=unit_id,
            login=user.login,
            full_name=user.full_name[:FULL_NAME_LENGTH],
            role=role,
            enabled=enabled,
        )
    )
    audit(connection, "account_provided", account_id, f"{role} enabled={enabled}", actor=device)
    return account_id
