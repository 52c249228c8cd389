"""The files of attachments beside the database: encrypted, whole or not there, named by nothing anybody could read.

A file's name follows from the office's key, the unit and the hash of the bytes: two attachments of one unit with the
same bytes share one file, nobody can tell from a name what a file is, and a restored database finds its files again.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple, Self

from desktop.store.backup import FILES
from desktop.store.engine import Database
from desktop.store.errors import translated
from desktop.store.files import OWNER_ONLY, create, sync_folder
from desktop.store.sealed import PIECE, Opening, Sealing
from sync.client.files import FileBroken

_NEW, _PART = ".new", ".part"
_ABANDONED = 3600.0  # seconds: a file under way this old belongs to no program that is still at work on it


class Kept(NamedTuple):
    """What was put into the vault."""

    sha256: str
    size: int


class Place:
    """A file on its way in, see `sync.client.files.Writing`; what was written survives a kill."""

    def __init__(self, vault: "Vault", file: IO[bytes], part: Path, unit: str, sha256: str) -> None:
        self._vault, self._file, self._part = vault, file, part
        self._unit, self._sha256 = unit, sha256
        try:
            self._sealing = Sealing(file, vault.key)
        except FileBroken:  # the power went off in its head
            file.truncate(0)
            self._sealing = Sealing(file, vault.key)

    @property
    def have(self) -> int:
        """Bytes that are here."""
        return self._sealing.have

    @translated()
    def write(self, piece: bytes) -> None:
        """Add what comes next. Raise `StoreError` ``disk_full`` …"""
        self._sealing.write(piece)
        self._file.flush()

    @translated()
    def finish(self) -> bool:
        """Prove that these are the bytes, and keep them under their name; others are thrown away."""
        self._sealing.close()
        proved = False
        with suppress(FileBroken):
            proved = _hash_of(Opening(self._file, self._vault.key)) == self._sha256
        self._file.close()  # Windows gives no other name to an open file
        if proved:
            self._vault.settle(self._part, self._unit, self._sha256)
        else:
            self._part.unlink()
        return proved


class Vault:
    """The folder of files of one office."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Use a folder; it is made when something is first kept."""
        self.folder = folder
        self.key = key

    @classmethod
    def beside(cls, database: Database) -> Self:
        """The vault of an open office."""
        return cls(database.path.parent / FILES, database.derived_key(b"tgpl/files"))

    @translated()
    def put(self, unit: str, source: IO[bytes], tell: Callable[[int], object] | None = None) -> Kept:
        """Take in a file of any size in constant memory; it is on the disk for good when this returns.

        Args:
            unit: whose it is.
            source: its bytes.
            tell: called with the bytes taken in so far; what it raises ends the work.

        Raises:
            StoreError: ``disk_full``, ``io_error`` …; nothing is left behind.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self.folder / f"{secrets.token_hex(16)}{_NEW}"
        hashed, size = hashlib.sha256(), 0
        try:
            with create(new) as file:
                sealing = Sealing(file, self.key)
                while piece := source.read(PIECE):
                    hashed.update(piece)
                    size += len(piece)
                    sealing.write(piece)
                    if tell is not None:
                        tell(size)
                sealing.close()
            kept = Kept(hashed.hexdigest(), size)
            self.settle(new, unit, kept.sha256)
        finally:
            new.unlink(missing_ok=True)
        return kept

    def settle(self, new: Path, unit: str, sha256: str) -> None:
        """Give a file that is whole and on the disk its name."""
        path = self.path(unit, sha256)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        new.replace(path)
        sync_folder(path.parent)

    @contextmanager
    def reading(self, unit: str, sha256: str) -> Iterator[Opening]:
        """Its bytes. Raise `FileBroken` ``file_vanished``, ``file_damaged``."""
        try:
            file = self.path(unit, sha256).open("rb")
        except OSError:
            raise FileBroken("file_vanished") from None
        with file:
            yield Opening(file, self.key)

    @contextmanager
    def writing(self, unit: str, sha256: str) -> Iterator[Place]:
        """A place for bytes that come piece by piece, with what came before. Raise `StoreError`."""
        path = self.path(unit, sha256)
        part = path.with_name(f"{path.name}{_PART}")
        with translated():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.touch(OWNER_ONLY, exist_ok=True)
            with part.open("r+b") as file:
                yield Place(self, file, part, unit, sha256)

    def has(self, unit: str, sha256: str) -> bool:
        """Whether the bytes are here."""
        return self.path(unit, sha256).exists()

    @translated()
    def drop(self, unit: str, sha256: str) -> None:
        """Remove a file, and what there is of it."""
        path = self.path(unit, sha256)
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}{_PART}").unlink(missing_ok=True)

    def clear_away(self) -> None:
        """Remove what a program that was killed left of a file it was taking in."""
        for left in self.folder.glob(f"*{_NEW}"):
            with suppress(OSError):
                if abs(time.time() - left.stat().st_mtime) > _ABANDONED:
                    left.unlink()

    def path(self, unit: str, sha256: str) -> Path:
        """Where the bytes lie, if they are here."""
        name = hmac.digest(self.key, f"{unit}\x1f{sha256}".encode(), "sha256").hex()[:40]
        return self.folder / name[:2] / name[2:]


def _hash_of(opened: Opening) -> str:
    hashed = hashlib.sha256()
    for start in range(0, opened.size, PIECE):
        hashed.update(opened.read(start, PIECE))
    return hashed.hexdigest()
