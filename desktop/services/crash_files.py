"""A bug is written down with a number, without personal data; the window and the command line do it alike.

A crash file says where the program was (modules, lines, functions), in what order, on which versions. It never holds
a message, a value or a path: those may contain what somebody typed or who they are.
"""

import logging
import platform
import threading
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sync.contract.errors import CodedError
from sync.contract.version import PROGRAM_VERSION

log = logging.getLogger(__name__)

#: The folder of crash files in an office's home.
FOLDER = "crashes"

_MOST_FILES = 20  # in the folder; the oldest go


class CrashFiles:
    """The folder of one run of the program; on any thread."""

    def __init__(self, folder: Path, versions: Mapping[str, str] | None = None) -> None:
        """Prepare to write into `folder`, which is made when it is first needed.

        Args:
            folder: where.
            versions: of what this run stands on besides Python.
        """
        self._folder = folder
        self._versions = dict(versions or {})
        self._lock = threading.Lock()
        self._seen: dict[str, str] = {}

    def write_down(self, error: BaseException) -> tuple[str, bool]:
        """Write `error` down. Return its number, and whether it is new: the same bug met again keeps its number."""
        where = "\n".join(_described(error))
        with self._lock:
            if where in self._seen:
                return self._seen[where], False
            number = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{len(self._seen) + 1}"
            self._seen[where] = number
        self._write(number, where)
        return number, True

    def _write(self, number: str, where: str) -> None:
        heading = {
            "number": number,
            "program": PROGRAM_VERSION,
            "python": platform.python_version(),
            **self._versions,
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        }
        text = "\n".join([*(f"{name} {value}" for name, value in heading.items()), "", where, ""])
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"crash-{number}.txt").write_text(text, encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_MOST_FILES]:
                old.unlink()
        except OSError as error:  # the disk may be what is broken
            log.error("crash file not written: %s", type(error).__name__)  # noqa: TRY400 - no message, it has the path


def _described(error: BaseException) -> Iterator[str]:
    """The exception and what led to it, newest first, as places in the code."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        code = f" {current}" if isinstance(current, CodedError) else ""
        yield f"{type(current).__module__}.{type(current).__qualname__}{code}"
        for frame, line in traceback.walk_tb(current.__traceback__):
            yield f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
