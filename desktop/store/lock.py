"""One program at a time works in a home folder; the others are told so instead of quarrelling with it.

The lock belongs to the process: the system takes it back when the program is killed, so it never has to be
cleaned up by hand. The file itself stays.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.store.errors import StoreError, translated
from desktop.store.files import OWNER_ONLY

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_NAME = "home.lock"


class HomeLock:
    """The right to write in one home folder, from `acquire` to `release`; also a context manager."""

    def __init__(self, home: Path) -> None:
        """Name the home; nothing is locked yet."""
        self._path = home / LOCK_NAME
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the lock or raise `StoreError` ``home_in_use`` at once."""
        with translated():
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise StoreError("home_in_use", path=str(self._path.parent)) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        """Take the lock."""
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        self.release()
