"""Everything the program ships that is not code, read the same way from a checkout, a wheel and a frozen program."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath


def resource(path: str) -> Traversable:
    """Find a shipped file by its path below this package, written with ``/``.

    Raises:
        ValueError: if the path is absolute or climbs out of the package; a caller never passes what a user typed.
    """
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(path)
    return files(__name__).joinpath(*relative.parts)


def read_bytes(path: str) -> bytes:
    """The content of a shipped file.

    Raises:
        FileNotFoundError: if the program was built without it.
    """
    return resource(path).read_bytes()


def read_text(path: str) -> str:
    """The content of a shipped UTF-8 text file, see `read_bytes`."""
    return read_bytes(path).decode("utf-8")
