"""The server's own key, with which bundles are sealed (SYNC §7): in a file beside the database, never inside it.

Every process of an installation reads the same file, and it belongs into the backup as the database does: without it
no bundle that is under way can be opened any more. It never goes into a log.
"""

import os
from pathlib import Path

import msgspec
from sqlalchemy import make_url

from sync.bundle.keys import SealKey, proof_of
from sync.contract.bundle import Invitation
from sync.server.database import ServerError

#: Names another file.
KEY_FILE_VARIABLE = "TGPL_SERVER_KEY_FILE"

_NAME = "tgpl-server.key"


def key_path(database_url: str) -> Path:
    """Where the key is: as the environment says, else beside an SQLite file, else in the working folder."""
    if named := os.environ.get(KEY_FILE_VARIABLE):
        return Path(named)
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database).with_suffix(".key")
    return Path(_NAME)


def make_key(path: Path) -> None:
    """Make a key that only this account of the machine may read, unless there is one.

    Raises:
        ServerError: ``key_file`` if it cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError:
        raise ServerError("key_file", file=path) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(SealKey.generate().private_hex() + "\n")


def load_key(path: Path) -> SealKey:
    """The installation's key. Raise `ServerError` ``key_file`` if it is missing or none."""
    try:
        return SealKey.load(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        raise ServerError("key_file", file=path) from None


def write_invitation(path: Path, key: SealKey, address: str, code: str) -> None:
    """Write the file with which a PC without a line joins; the code is told apart from it.

    Raises:
        ServerError: ``file_unusable`` if it cannot be written.
    """
    invitation = Invitation(server=address, key=key.public, proof=proof_of(code, address, key.public))
    try:
        path.write_bytes(msgspec.json.encode(invitation))
    except OSError:
        raise ServerError("file_unusable", file=path) from None
