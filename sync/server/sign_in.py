"""Who looks at the status page: accounts with a password on the server, one session a sign-in (decisions/0015).

Both live in the database, hashed, so that any process of the server knows them.
"""

import hashlib
import secrets
import threading
from datetime import UTC, datetime, timedelta

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from sync.contract.roles import OVERSEEING
from sync.server import tables
from sync.server.accounts import account_by_login, audit
from sync.server.database import Database, ServerError, in_text, now
from sync.server.refusals import Refused
from sync.server.scope import Role
from sync.server.throttle import ADDRESS, SIGN_IN, SIGN_IN_HERE, Failures

#: Shortest password; who looks at the whole country can type a sentence.
PASSWORD_LENGTH = 12
#: How long a session lasts: a working day.
_LASTS = timedelta(hours=10)
_ADMINISTERING = frozenset({Role.QUAN_TRI, Role.LANH_DAO_TRUNG_TAM})

#: 19 MiB and two passes, OWASP's second choice: many may sign in at once, and each attempt takes its share of memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_urlsafe())
#: Attempts that are worked on at the same time, in one process.
_at_once = threading.BoundedSemaphore(4)


class Viewer(msgspec.Struct, frozen=True):
    """Somebody who is signed in, and the secret of their session's forms."""

    account: str
    login: str
    full_name: str
    role: str
    unit: str
    kind: str
    form_key: str

    @property
    def may_revoke(self) -> bool:
        """Whether they may shut out a lost PC of their units."""
        return self.role in _ADMINISTERING


def set_password(connection: Connection, login: str, *, unit: str, password: str) -> None:
    """Give an account a password for the status page; whoever is signed in with the old one is signed out.

    Raises:
        ServerError: ``password_short``, ``unit_unknown``, ``account_unknown``.
    """
    if len(password) < PASSWORD_LENGTH:
        raise ServerError("password_short", length=PASSWORD_LENGTH)
    account_id = account_by_login(connection, login, unit=unit)
    account = tables.account
    connection.execute(update(account).where(account.c.id == account_id).values(password=_hasher.hash(password)))
    connection.execute(delete(tables.session).where(tables.session.c.account == account_id))
    audit(connection, "password_set", account_id)


def sign_in(database: Database, unit: str, login: str, password: str, *, address: str) -> str:
    """Begin a session and return its secret, which goes into the cookie.

    Unknown units, unknown people, wrong passwords and people without one get the same answer after the same time.

    Raises:
        Refused: 401 ``sign_in_failed``, 403 ``no_right``, 429 ``too_many_requests``.
    """
    failures, who = Failures(database), f"{unit.casefold()}\n{login.casefold()}"
    tries = (SIGN_IN_HERE, f"{who}\n{address}"), (SIGN_IN, who), (ADDRESS, address)
    failures.check(*tries)
    account, units = tables.account, tables.unit
    found = select(account.c.id, account.c.password, account.c.role, account.c.enabled)
    here = found.join_from(account, units, account.c.unit == units.c.id).where(units.c.code == unit)
    row = None
    if "\0" not in unit + login:  # nor can the database look for such a name
        with database.read() as connection:
            row = connection.execute(here.where(account.c.login == login)).one_or_none()
    with _at_once:
        is_right = _matches(row.password if row and row.password else _NOBODY, password)
    if row is None or not is_right or not row.enabled:
        failures.note(*tries)
        if row is not None:
            with database.write() as connection:
                audit(connection, "sign_in_failed", row.id, actor=row.id)
        raise Refused(401, "sign_in_failed")
    if row.role not in OVERSEEING:
        raise Refused(403, "no_right")
    return _begin(database, row.id)


def sign_out(database: Database, secret: str) -> None:
    """End a session."""
    session = tables.session
    with database.write() as connection:
        account_id = connection.scalar(select(session.c.account).where(session.c.hash == _hashed(secret)))
        connection.execute(delete(session).where(session.c.hash == _hashed(secret)))
        if account_id:
            audit(connection, "signed_out", account_id, actor=account_id)


def viewer_of(connection: Connection, secret: str) -> Viewer:
    """Who this session is of. Raise `Refused` 401 ``signed_out`` where there is none, or no right any more."""
    session, account, unit = tables.session, tables.account, tables.unit
    found = (
        select(account, unit.c.kind)
        .join_from(session, account, session.c.account == account.c.id)
        .join(unit, account.c.unit == unit.c.id)
        .where(session.c.hash == _hashed(secret), session.c.expires_at > now(), account.c.enabled)
    )
    row = connection.execute(found).one_or_none()
    if row is None or row.role not in OVERSEEING:
        raise Refused(401, "signed_out")
    return Viewer(row.id, row.login, row.full_name, row.role, row.unit, row.kind, _form_key(secret))


def _begin(database: Database, account_id: str) -> str:
    session, secret = tables.session, secrets.token_urlsafe(32)
    with database.write() as connection:
        connection.execute(delete(session).where(session.c.expires_at < now()))
        expires = in_text(datetime.now(UTC) + _LASTS)
        connection.execute(insert(session).values(hash=_hashed(secret), account=account_id, expires_at=expires))
        audit(connection, "signed_in", account_id, actor=account_id)
    return secret


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password.encode("utf-8", "surrogatepass"))
    except VerificationError:
        return False


def _form_key(secret: str) -> str:
    """What every form of the session carries: nobody else's page can know it."""
    return hashlib.sha256(f"form {secret}".encode("utf-8", "surrogatepass")).hexdigest()


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
