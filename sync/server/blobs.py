"""Where the server keeps bytes: a small interface, and the disk behind it.

The database says which bytes belong to what; here are only keys, made by the server, and what lies under them. Every
process of the server, on whichever machine, sees the same folder.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol, cast

_BLOCK = 256 * 1024
_IN_MEMORY = 1 << 20  # bytes of a piece that arrives; a longer one goes through the disk


class Blobs(Protocol):
    """Bytes under keys. An upload grows under its key until it is settled; a settled one never changes."""

    def spool(self) -> IO[bytes]:
        """A nameless file for what arrives; gone when it is closed."""

    def append(self, key: str, offset: int, pieces: Iterable[bytes]) -> None:
        """Let an upload go on at ``offset``; what stood behind it goes. On the disk for good when this returns."""

    def digest(self, key: str) -> str | None:
        """SHA-256 of an upload in hexadecimal; None if there is none."""

    def settle(self, key: str) -> None:
        """The upload is whole."""

    def is_settled(self, key: str) -> bool:
        """Whether there are whole bytes under this key."""

    def read(self, key: str, start: int, size: int) -> Iterator[bytes]:
        """``size`` bytes from ``start`` on. Raise `OSError` if they are not there."""

    def drop(self, key: str) -> None:
        """Forget what is under a key, whole or not."""

    def keys(self, whole_before: datetime | None = None) -> Iterator[str]:
        """Every key under which there is anything; of what is whole, only what has been so since a moment."""


class DiskBlobs:
    """`Blobs` in a folder: ``uploads/`` for what grows, ``blobs/`` for what is whole."""

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made when something is first kept."""
        self._uploads, self._blobs = folder / "uploads", folder / "blobs"

    def spool(self) -> IO[bytes]:
        """A nameless file on the same disk; see `Blobs`."""
        self._uploads.mkdir(parents=True, exist_ok=True)
        return cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._uploads)))

    def append(self, key: str, offset: int, pieces: Iterable[bytes]) -> None:
        """Let an upload go on; see `Blobs`."""
        self._uploads.mkdir(parents=True, exist_ok=True)
        with (self._uploads / key).open("r+b" if offset else "wb") as file:
            file.truncate(offset)
            file.seek(offset)
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def digest(self, key: str) -> str | None:
        """SHA-256 of an upload; see `Blobs`."""
        try:
            with (self._uploads / key).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None

    def settle(self, key: str) -> None:
        """The upload is whole; see `Blobs`."""
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            (self._uploads / key).replace(place)
        except FileNotFoundError:  # two requests may end one upload at the same time
            if not place.exists():
                raise
        for folder in (place.parent, self._uploads):
            _sync(folder)

    def is_settled(self, key: str) -> bool:
        """Whether there are whole bytes; see `Blobs`."""
        return self._place(key).exists()

    def read(self, key: str, start: int, size: int) -> Iterator[bytes]:
        """Bytes from anywhere; see `Blobs`. The file is opened at once, so that a missing one is known at once."""
        file = self._place(key).open("rb")
        file.seek(start)
        return _pieces(file, size)

    def drop(self, key: str) -> None:
        """Forget what is under a key; see `Blobs`."""
        for path in (self._uploads / key, self._place(key)):
            path.unlink(missing_ok=True)

    def keys(self, whole_before: datetime | None = None) -> Iterator[str]:
        """Every key; see `Blobs`."""
        for path in self._uploads.glob("*"):
            yield path.name
        for path in self._blobs.glob("*/*"):
            if whole_before is None or path.stat().st_mtime <= whole_before.timestamp():
                yield path.name

    def _place(self, key: str) -> Path:
        return self._blobs / key[-2:] / key  # ids begin with the time they were made, which would be one folder


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """What was spooled, from its beginning."""
    file.seek(0)
    while piece := file.read(_BLOCK):
        yield piece


def _pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    with file:
        while size and (piece := file.read(min(size, _BLOCK))):
            size -= len(piece)
            yield piece


def _sync(folder: Path) -> None:
    """Make a rename survive a power cut; Windows journals renames itself."""
    with suppress(PermissionError):  # Windows opens no folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
