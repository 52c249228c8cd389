"""How far a long command is, on one line of the terminal that is gone when the answer comes."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from desktop.words import reports as words

_AFTER = 1.0  # seconds: what is quicker needs no line
_NEWS_EVERY = 0.5


@contextmanager
def waiting(terminal: TextIO | None = None) -> Iterator[Callable[[int, int | None], None]]:
    """Give what is told of each step; it writes where a person looks on, and nothing into files and pipes."""
    line = _Line(terminal or sys.stderr)
    try:
        yield line.tell
    finally:
        line.wipe()


class _Line:
    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._watched = terminal.isatty()
        self._began = self._told_at = time.monotonic()
        self._width = 0

    def tell(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if not self._watched or now - self._began < _AFTER or now - self._told_at < _NEWS_EVERY:
            return
        self._told_at = now
        self._write(words.counting(done, total, int(now - self._began)))

    def wipe(self) -> None:
        if self._width:
            self._write("")
            self._terminal.write("\r")
            self._terminal.flush()

    def _write(self, said: str) -> None:
        self._terminal.write(f"\r{said:<{self._width}}")
        self._terminal.flush()
        self._width = len(said)
