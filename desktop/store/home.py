"""What lies in an office's folder, and whether setting the office up there ever came to its end.

The key file gets its name last, in one step: a folder with a key file holds a whole office. Until then the keys lie
under a name of their own, so that what a killed set-up left is told from an office that has lost its key file.
"""

from pathlib import Path

from desktop.store.backup import ASIDE, DATABASE_NAME, KEYS_NAME
from desktop.store.errors import StoreError, translated
from desktop.store.files import sync_folder
from sync.contract.identity import new_id

SUBFOLDER = "TGPL"
UNFINISHED_KEYS_NAME = f"{KEYS_NAME}.unfinished"

#: The keys come last: while they lie there, the rest is known to be unfinished.
_UNFINISHED = (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", UNFINISHED_KEYS_NAME)


def holds_office(home: Path) -> bool:
    """Whether an office was set up in this folder."""
    return (home / KEYS_NAME).exists()


def is_free(home: Path) -> bool:
    """Whether an office may be set up here: there is none, at most what an unfinished set-up left."""
    unfinished = (home / UNFINISHED_KEYS_NAME).exists()
    return not holds_office(home) and (unfinished or not (home / DATABASE_NAME).exists())


@translated()
def place_in(folder: Path) -> Path:
    """The home for an office in a folder somebody chose: that very folder, unless it is full of other things."""
    free = not folder.exists() or holds_office(folder) or not any(folder.iterdir())
    return folder if free else folder / SUBFOLDER


@translated()
def make_room(home: Path) -> None:
    """Put what an unfinished set-up left into a folder of its own; nothing is deleted.

    Raise `StoreError` ``exists`` when there is an office, or the database of one that has lost its key file.
    """
    if not is_free(home):
        raise StoreError("exists", path=str(home))
    left = [path for name in _UNFINISHED if (path := home / name).exists()]
    if left:
        aside = home / ASIDE / f"unfinished-{new_id()}"
        aside.mkdir(parents=True)
        for path in left:
            path.rename(aside / path.name)
        sync_folder(home)


@translated()
def take_back(home: Path) -> None:
    """Remove what a set-up that failed, but was not killed, has made so far."""
    for name in _UNFINISHED:
        (home / name).unlink(missing_ok=True)
