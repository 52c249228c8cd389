"""Readable copies of papers on their way to where a person wants them.

A copy is whole under its name or not there. What a program that was killed has written of one is remembered in the
database, by its path, and wiped when the office is next opened; on a stick that is not plugged in, when it is again.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.store import settings
from desktop.store.engine import Database
from desktop.store.errors import translated
from desktop.store.files import sync_folder
from desktop.store.opened import wipe

_UNDER_WAY = "copies_under_way"
_ABANDONED = 3600.0  # seconds: one this old belongs to no program that is still at work on it


@contextmanager
def copying_to(database: Database, target: Path) -> Iterator[Path]:
    """A place for what is to be ``target`` if the block ends well. Raise `StoreError`."""
    new = target.with_name(f".{secrets.token_hex(8)}.new")
    _remember(database, new, under_way=True)
    try:
        with translated():
            yield new
            new.replace(target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
            _remember(database, new, under_way=False)


def clear_away(database: Database) -> None:
    """Wipe what is left of copies that never became whole."""
    with database.read() as connection:
        left = [Path(path) for path in settings.get(connection, _UNDER_WAY, [])]
    for path in left:
        with suppress(OSError):
            if path.exists() and abs(time.time() - path.stat().st_mtime) > _ABANDONED:
                wipe(path)
            if path.parent.exists() and not path.exists():
                _remember(database, path, under_way=False)


def _remember(database: Database, path: Path, *, under_way: bool) -> None:
    with database.write() as connection:
        others = [each for each in settings.get(connection, _UNDER_WAY, []) if each != str(path)]
        settings.put(connection, _UNDER_WAY, [*others, str(path)] if under_way else others)
