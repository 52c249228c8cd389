"""What the administrator keeps: accounts, enrolment codes, lost PCs. Every act is audited."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.contract.identity import new_id
from sync.server import tables
from sync.server.database import ServerError, in_text, now
from sync.server.scope import Role

#: Author and actor of what the administrator does.
ADMINISTRATOR = "server"

#: Letters and digits nobody confuses on paper or over the telephone.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 12


def add_account(connection: Connection, login: str, *, unit: str, role: str, full_name: str) -> str:
    """Add an account to a unit (by code); return its id.

    Raises:
        ServerError: ``role_unknown``, ``unit_unknown``, ``account_exists``.
    """
    if role not in frozenset(Role):
        raise ServerError("role_unknown", role=role)
    account_id = new_id()
    row = {"unit": unit_by_code(connection, unit), "login": login, "full_name": full_name, "role": role}
    try:
        connection.execute(insert(tables.account).values(id=account_id, enabled=True, **row))
    except IntegrityError:
        raise ServerError("account_exists", login=login) from None
    audit(connection, "account_added", account_id, role)
    return account_id


def set_account(
    connection: Connection, login: str, *, unit: str, role: str | None = None, enabled: bool | None = None
) -> None:
    """Give an account another role, disable or enable it.

    Raises:
        ServerError: ``role_unknown``, ``unit_unknown``, ``account_unknown``.
    """
    if role is not None and role not in frozenset(Role):
        raise ServerError("role_unknown", role=role)
    account_id = account_by_login(connection, login, unit=unit)
    changes = {name: value for name, value in (("role", role), ("enabled", enabled)) if value is not None}
    if changes:
        connection.execute(update(tables.account).where(tables.account.c.id == account_id).values(**changes))
    audit(connection, "account_set", account_id, " ".join(f"{name}={value}" for name, value in changes.items()))


def new_enrol_code(connection: Connection, unit: str, *, days: int = 14, uses: int = 1) -> str:
    """Make a code with which ``uses`` PCs may join the unit (by code) within ``days``; only its hash is kept.

    Of a unit that was merged it leads to the one that has taken its place, as it does where that comes later.

    Raises:
        ServerError: ``unit_unknown``.
    """
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    connection.execute(
        insert(tables.enrol_code).values(
            hash=code_hash(code),
            unit=unit_by_code(connection, unit),
            expires_at=in_text(datetime.now(UTC) + timedelta(days=days)),
            uses_left=uses,
        )
    )
    audit(connection, "enrol_code_made", unit, f"days={days} uses={uses}")
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def revoke_device(connection: Connection, device_id: str, *, actor: str = ADMINISTRATOR) -> None:
    """Shut out a lost PC at once, also under the ids it had before. Raise `ServerError` ``device_unknown``."""
    device = tables.device
    line = select(device.c.id, device.c.continues, device.c.replaces).where(device.c.id == device_id)
    before = line.cte("before", recursive=True)
    earlier = select(device.c.id, device.c.continues, device.c.replaces)
    before = before.union(earlier.where(device.c.id == before.c.continues, before.c.replaces))
    ids = list(connection.scalars(select(before.c.id)))
    if not ids:
        raise ServerError("device_unknown", device=device_id)
    connection.execute(update(device).where(device.c.id.in_(ids)).values(revoked_at=now()))
    audit(connection, "device_revoked", device_id, actor=actor)


def account_by_login(connection: Connection, login: str, *, unit: str) -> str:
    """The id of a unit's account. Raise `ServerError` ``unit_unknown``, ``account_unknown``."""
    account = tables.account
    here = select(account.c.id).where(account.c.unit == unit_by_code(connection, unit), account.c.login == login)
    account_id = connection.scalar(here)
    if account_id is None:
        raise ServerError("account_unknown", login=login)
    return str(account_id)


def unit_by_code(connection: Connection, code: str) -> str:
    """The id of the unit with this code. Raise `ServerError` ``unit_unknown``."""
    unit_id = connection.scalar(select(tables.unit.c.id).where(tables.unit.c.code == code))
    if unit_id is None:
        raise ServerError("unit_unknown", unit=code)
    return str(unit_id)


def code_hash(code: str) -> str:
    """What is kept of an enrolment code; typed in any case, with or without hyphens and blanks."""
    letters = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(letters.encode()).hexdigest()


def audit(
    connection: Connection, action: str, subject: str, detail: str | None = None, *, actor: str = ADMINISTRATOR
) -> None:
    """Write down who did what to what; ids and codes only."""
    connection.execute(
        insert(tables.audit).values(at=now(), actor=actor, action=action, subject=subject, detail=detail)
    )
