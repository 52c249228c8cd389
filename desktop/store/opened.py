"""Readable copies of papers, for other programs to show: the one thing of a case outside the encrypted files.

Another program can show a paper only as a plain file. So a copy is made when a person asks for it, in a folder beside
the database that only this user reads (never the system's folder for temporary files), and wiped as soon as the person
says so, when the office is closed and when it is next opened; what another program still holds goes at the next of
these. On a disk that writes elsewhere (SSD) wiping is a best effort.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from desktop.store.errors import translated

FOLDER = "opened"

_BLOCK = 64 * 1024


class OpenedCopies:
    """The copies of one office."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self._folder.exists()

    @translated()
    def place(self, name: str) -> Path:
        """Where a copy may be written, in a folder of its own. Raise `StoreError`."""
        folder = self._folder / secrets.token_hex(8)
        folder.mkdir(parents=True, mode=0o700)
        return folder / name

    def clear(self) -> bool:
        """Wipe and remove all of them; return whether none is left."""
        for path in sorted(self._folder.rglob("*"), reverse=True):
            with suppress(OSError):
                if path.is_dir():
                    path.rmdir()
                else:
                    wipe(path)
        with suppress(OSError):
            self._folder.rmdir()
        return not self


def wipe(path: Path) -> None:
    """Overwrite a file with nothing and remove it."""
    path.chmod(0o600)
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, _BLOCK):
            file.write(bytes(min(_BLOCK, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
