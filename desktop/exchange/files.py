"""Files that people wait for: written beside the one they replace, which stays until all of the new one is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.exchange.errors import sheet_errors

_NOT_IN_A_NAME = '\\/:*?"<>|'


def safe_name(name: str) -> str:
    """A name without what some system does not take in one."""
    return " ".join("".join(" " if letter in _NOT_IN_A_NAME else letter for letter in name).split())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file to write to, which takes the place of the one under ``path`` once the block is through.

    Raises:
        SheetError: the file cannot be written, for instance because Excel has it open.
    """
    part = path.with_name(f".{path.name}.part")
    with sheet_errors(path):
        _refuse_if_in_use(path)
        try:
            part.touch()  # before the work too: the folder may be gone, or not ours to write in
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _refuse_if_in_use(path: Path) -> None:
    """Find out before the work, not after it, that the old file cannot be replaced."""
    if path.exists():
        path.open("r+b").close()
