"""The keys with which bundles are sealed, in the encrypted file: one for each id this PC ever had, and the server's.

Keys of earlier ids are kept: a stick that was written under one of them may still come back.
"""

from sqlalchemy import Connection, select

from desktop.store import settings
from desktop.store.tables import settings as table
from sync.bundle.keys import SealKey

#: The setting under which the invitation is kept that this PC follows; see `desktop.services.sealing`.
JOINING = "joining"

_OWN = "seal_key "
_SERVER = "server_seal_key"


def own(connection: Connection, device: str) -> SealKey:
    """The key of an id of this PC, made when it is first asked for; inside a writing transaction."""
    if (found := find(connection, device)) is not None:
        return found
    key = SealKey.generate()
    settings.put(connection, _OWN + device, key.private_hex())
    return key


def find(connection: Connection, device: str) -> SealKey | None:
    """The key of an id of this PC, if there is one."""
    kept = settings.get(connection, _OWN + device)
    return SealKey.load(kept) if kept else None


def every(connection: Connection) -> dict[str, SealKey]:
    """Public key → key, of all ids this PC ever had."""
    kept = connection.execute(select(table.c.value).where(table.c.name.startswith(_OWN, autoescape=True))).scalars()
    keys = [SealKey.load(value) for value in kept]
    return {key.public: key for key in keys}


def server(connection: Connection) -> str | None:
    """The server's public key; None before this PC joined, or if that server takes no bundles."""
    found: str | None = settings.get(connection, _SERVER)
    return found


def keep_server(connection: Connection, public: str | None) -> None:
    """Keep the server's public key; None if it takes no bundles."""
    if public is None:
        settings.drop(connection, _SERVER)
    else:
        settings.put(connection, _SERVER, public)


def take_over(connection: Connection, before: Connection) -> None:
    """Let a restored file open what is sealed to the file it replaces, and be no more about to join than that one."""
    for name, value in before.execute(
        select(table.c.name, table.c.value).where(table.c.name.startswith(_OWN, autoescape=True))
    ):
        settings.put(connection, name, value)
    if (public := server(before)) is not None:
        keep_server(connection, public)
    settings.drop(connection, JOINING)
    if (invited := settings.get(before, JOINING)) is not None:
        settings.put(connection, JOINING, invited)
