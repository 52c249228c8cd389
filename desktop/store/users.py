"""The people who may sign in on this PC, and the accounts the server gave them. Passwords are in `keys`, not here."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import sqlite

from desktop.store.keys import folded_login
from desktop.store.tables import users


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """One person with a sign-in here; while signed in, who works at this PC."""

    id: str
    login: str
    full_name: str
    role: str


def add(connection: Connection, user: SignedIn) -> None:
    """Let this person sign in. Whoever had this login before comes back under the id of what they wrote."""
    back = sqlite.insert(users).values(**msgspec.to_builtins(user))
    new = {"full_name": user.full_name, "role": user.role, "disabled": False}
    connection.execute(back.on_conflict_do_update(index_elements=["login"], set_=new))


def find(connection: Connection, login: str) -> SignedIn | None:
    """The person with this login, unless their way in was taken away."""
    named = select(users).where(users.c.login == folded_login(login), users.c.disabled.is_(False))
    row = connection.execute(named).one_or_none()
    return _signed_in(row) if row else None


def everybody(connection: Connection) -> list[SignedIn]:
    """Everybody who may sign in, by login."""
    rows = connection.execute(select(users).where(users.c.disabled.is_(False)).order_by(users.c.login))
    return [_signed_in(row) for row in rows]


def ever(connection: Connection) -> list[SignedIn]:
    """Everybody who ever signed in here, oldest first."""
    return [_signed_in(row) for row in connection.execute(select(users).order_by(users.c.id))]


def disable(connection: Connection, login: str) -> None:
    """Take a person's way in away; what they wrote stays theirs."""
    connection.execute(update(users).where(users.c.login == folded_login(login)).values(disabled=True))


def without_account(connection: Connection) -> list[SignedIn]:
    """People the server does not know yet, oldest first."""
    return [
        _signed_in(row)
        for row in connection.execute(select(users).where(users.c.account.is_(None)).order_by(users.c.id))
    ]


def map_accounts(connection: Connection, accounts: Mapping[str, str]) -> None:
    """Remember the accounts the server gave: own id → its id."""
    for local, account in accounts.items():
        connection.execute(update(users).where(users.c.id == local).values(account=account))


def accounts(connection: Connection) -> dict[str, str]:
    """Own id → the server's, of everybody it knows."""
    known = select(users.c.id, users.c.account).where(users.c.account.is_not(None))
    return {row.id: row.account for row in connection.execute(known)}


def names(connection: Connection) -> dict[str, str]:
    """Own id and the server's id of everybody who ever signed in here → full name."""
    found = {}
    for row in connection.execute(select(users)):
        found[row.id] = row.full_name
        if row.account:
            found[row.account] = row.full_name
    return found


def _signed_in(row: Any) -> SignedIn:
    return SignedIn(id=row.id, login=row.login, full_name=row.full_name, role=row.role)
