"""Files that are either the old version or the new one, never half of each."""

import os
import sys
from pathlib import Path

from desktop.store.errors import translated

OWNER_ONLY = 0o600


@translated()
def write_durably(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``; a power cut leaves the old file or the new. Raise `StoreError`."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows journals renames itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
