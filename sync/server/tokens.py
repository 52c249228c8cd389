"""Access and refresh tokens: opaque, hashed at rest, rotating (SYNC §4).

A server that was restored has forgotten the pairs it gave out since its backup. It would shut out every PC; so a
refresh token carries its number in the device's line and a seal, by which a pair is known that is younger than any
remembered.

The answer that carries a new pair can be lost. So the previous refresh token stays good until one of the new pair is
first shown; only then is it void. A void one that turns up again is refused and the device is flagged, but the device
that holds the newest pair goes on undisturbed.
"""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, String, bindparam, delete, func, insert, select, update

from sync.contract.messages import RefreshRequest, Tokens
from sync.server import epochs, numbering, storage, tables
from sync.server.accounts import audit
from sync.server.bulk import AnyRow
from sync.server.database import Database, in_text, now
from sync.server.refusals import Refused
from sync.server.scope import Device

#: Seconds an access token is good for.
ACCESS_SECONDS = 3600
#: Pairs of a device that are remembered, so that the reuse of an old one is noticed.
_REMEMBERED = 20

_SEALED = re.compile(r"(?P<body>(?P<generation>\d{1,9})\.[A-Za-z0-9_-]{1,80})\.(?P<seal>[0-9a-f]{64})", re.ASCII)
_HOLDER = (
    select(tables.device, tables.unit.c.kind, tables.token.c.access_expires_at, tables.token.c.used)
    .join_from(tables.token, tables.device, tables.token.c.device == tables.device.c.id)
    .join(tables.unit, tables.device.c.unit == tables.unit.c.id)
    .where(tables.token.c.access_hash == bindparam("hash", type_=String))
)


def issue(connection: Connection, device: str, *, after: int = 0) -> Tokens:
    """Give a device its next pair; ``after`` is a generation that this server has forgotten."""
    token = tables.token
    newest = connection.scalar(select(func.max(token.c.generation)).where(token.c.device == device)) or 0
    newest = max(newest, after)
    access, refresh = secrets.token_urlsafe(32), _sealed(connection, device, newest + 1)
    connection.execute(
        insert(token).values(
            refresh_hash=_hash(refresh),
            access_hash=_hash(access),
            device=device,
            generation=newest + 1,
            access_expires_at=in_text(datetime.now(UTC) + timedelta(seconds=ACCESS_SECONDS)),
            used=False,
        )
    )
    connection.execute(delete(token).where(token.c.device == device, token.c.generation < newest - _REMEMBERED))
    return Tokens(access=access, expires_in=ACCESS_SECONDS, refresh=refresh)


def authenticate(connection: Connection, access: str) -> tuple[Device, bool]:
    """The device that holds an access token, and whether its pair is shown for the first time.

    Raises:
        Refused: 401 ``token_unknown``, ``device_revoked``, ``device_ended``; ``token_expired``, also where the id has
            ended by a presumption that only renewing it can refute.
    """
    row = connection.execute(_HOLDER, {"hash": _hash(access)}).one_or_none()
    if row is None:
        raise Refused(401, "token_unknown")
    if row.revoked_at:
        raise Refused(401, "device_revoked")
    if row.ended_at and not is_presumed_ended(connection, row.id):
        raise Refused(401, "device_ended")
    if row.ended_at or row.access_expires_at < now():
        raise Refused(401, "token_expired")
    return device_of(row), not row.used


def device_of(row: AnyRow) -> Device:
    """A PC from its row in `tables.device` with the ``kind`` of its unit."""
    reported = (row.seen_at, row.complete_at, row.waiting, row.doubted, row.program)
    return Device(row.id, row.unit, row.kind, *reported, continues=row.continues if row.replaces else None)


def is_used(connection: Connection, device: str) -> bool:
    """Whether a token of this id was ever shown."""
    token = tables.token
    shown = select(token.c.generation).where(token.c.device == device, token.c.used).limit(1)
    return connection.scalar(shown) is not None


def first_use(connection: Connection, device: str, access: str) -> None:
    """Note that the device has the new pair; the previous refresh token is void from now on, and so is the id before.

    Args:
        connection: inside a writing transaction.
        device: whose token it is.
        access: the token.
    """
    token = tables.token
    connection.execute(update(token).where(token.c.access_hash == _hash(access)).values(used=True))
    end_predecessor(connection, device)


def end_predecessor(connection: Connection, device_id: str) -> None:
    """End the id that this one replaces; its right to number is here from now on (see `sync.server.incarnation`)."""
    device = tables.device
    query = select(device.c.continues, device.c.unit).where(device.c.id == device_id, device.c.replaces)
    if (row := connection.execute(query).one_or_none()) is None or row.continues is None:
        return
    before = row.continues
    storage.lock_feed(connection, row.unit)  # before the PC's row, as who merges units does
    ended = update(device).where(device.c.id == before, device.c.ended_at.is_(None)).values(ended_at=now())
    if connection.execute(ended).rowcount:
        numbering.pass_on(connection, before, device_id, row.unit)
        audit(connection, "incarnation_ended", before, actor=device_id)


def is_presumed_ended(connection: Connection, device_id: str) -> bool:
    """Whether an id has ended only because a PC of the same name said that it goes on under another."""
    device = tables.device.c
    presumed = select(device.id).where(device.continues == device_id, device.replaces, device.presumed).limit(1)
    return connection.scalar(presumed) is not None


def _live_again(connection: Connection, device_id: str) -> None:
    """The newest pair of an id that was presumed ended is shown: one disk, two PCs of one name (decisions/0006)."""
    device = tables.device
    of_the_copy = (device.c.continues == device_id) & device.c.presumed
    connection.execute(update(device).where(of_the_copy).values(replaces=False, presumed=False))
    connection.execute(update(device).where(device.c.id == device_id).values(ended_at=None))
    audit(connection, "incarnation_was_copied", device_id, actor=device_id)


def refresh(database: Database, request: RefreshRequest) -> Tokens:
    """Give the next pair for a refresh token.

    Raises:
        Refused: 401 ``token_unknown``, ``token_reused``, ``device_revoked``, ``device_ended``.
    """
    if "\0" in request.device:
        raise Refused(401, "token_unknown")  # nor can the database look for such a name
    token, device = tables.token, tables.device
    with database.write() as connection:
        goes_on = select(device.c.unit).where(device.c.id == request.device, device.c.continues.is_not(None))
        if unit := connection.scalar(goes_on):
            storage.lock_feed(connection, unit)  # see `end_predecessor`
        row = connection.execute(
            select(token.c.generation, token.c.device, device.c.revoked_at, device.c.ended_at)
            .join_from(token, device, token.c.device == device.c.id)
            .where(token.c.refresh_hash == _hash(request.refresh), token.c.device == request.device)
            .with_for_update(of=device)
        ).one_or_none()
        if row is None:
            return _renewed_after_loss(connection, request)
        if row.revoked_at:
            raise Refused(401, "device_revoked")
        in_use = connection.scalar(
            select(func.max(token.c.generation)).where(token.c.device == row.device, token.c.used)
        )
        is_newest = row.generation >= (in_use or 0)
        if row.ended_at:
            if not (is_newest and is_presumed_ended(connection, row.device)):
                raise Refused(401, "device_ended")
            _live_again(connection, row.device)
        if is_newest:
            connection.execute(update(token).where(token.c.refresh_hash == _hash(request.refresh)).values(used=True))
            end_predecessor(connection, row.device)
            return issue(connection, row.device)
        connection.execute(update(device).where(device.c.id == row.device).values(reused_at=now()))
        audit(connection, "token_reused", row.device, actor=row.device)
    raise Refused(401, "token_reused")


def _renewed_after_loss(connection: Connection, request: RefreshRequest) -> Tokens:
    """The next pair for one this server gave out and forgot. Raise `Refused` as `refresh`."""
    device, token = tables.device, tables.token
    sealed = _SEALED.fullmatch(request.refresh)
    row = connection.execute(select(device).where(device.c.id == request.device).with_for_update()).one_or_none()
    newest = connection.scalar(select(func.max(token.c.generation)).where(token.c.device == request.device)) or 0
    generation = int(sealed["generation"]) if sealed else 0
    if (
        sealed is None
        or row is None
        or generation <= newest
        or not epochs.is_restored(connection)
        or not hmac.compare_digest(sealed["seal"], _seal(connection, request.device, sealed["body"]))
    ):
        raise Refused(401, "token_unknown")
    if row.revoked_at:
        raise Refused(401, "device_revoked")
    if row.ended_at:
        raise Refused(401, "device_ended")
    audit(connection, "token_forgotten", request.device, actor=request.device)
    return issue(connection, request.device, after=generation)


def _sealed(connection: Connection, device: str, generation: int) -> str:
    body = f"{generation}.{secrets.token_urlsafe(32)}"
    return f"{body}.{_seal(connection, device, body)}"


def _seal(connection: Connection, device: str, body: str) -> str:
    kept = tables.setting.c
    key = connection.scalar(select(kept.value).where(kept.name == "token_key")) or ""
    return hmac.new(key.encode(), f"{device}.{body}".encode(), hashlib.sha256).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
