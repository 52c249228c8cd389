"""Files that are either the old version or the new one, never half of each."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop.store.errors import StoreError, translated

OWNER_ONLY = 0o600

_CHUNK = 1 << 20


def write_durably(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``; a power cut leaves the old file or the new. Raise `StoreError`."""
    with writing_durably(path) as file:
        file.write(content)


@contextmanager
def writing_durably(path: Path) -> Iterator[BinaryIO]:
    """Replace ``path`` by what the block writes, if it ends well; else nothing has changed. Raise `StoreError`."""
    new = path.with_name(f".{path.name}.new")
    with translated():
        new.unlink(missing_ok=True)
        try:
            with create(new) as file:
                yield file
                _flush(file)
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@translated()
def free_bytes(folder: Path) -> int:
    """How many bytes are free where ``folder`` is. Raise `StoreError`."""
    return shutil.disk_usage(folder).free


def must_have_room(folder: Path, size: int) -> None:
    """Raise `StoreError` ``disk_full`` unless that many bytes are free where ``folder`` is."""
    if free_bytes(folder) < size:
        raise StoreError("disk_full")


@translated()
def copy_durably(source: Path, target: Path) -> None:
    """Copy a file of any size to the new file ``target``, readable by its owner, and see it onto the disk."""
    with source.open("rb") as original, create(target) as copy:
        shutil.copyfileobj(original, copy, _CHUNK)
        _flush(copy)


def clear_copy(database: Path) -> None:
    """Remove a copy of a database together with its log, which must not be replayed into another one."""
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows journals renames itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def create(path: Path) -> BinaryIO:
    """Open a new file only its owner may read; one that is there already is an error."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, OWNER_ONLY), "wb")


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
