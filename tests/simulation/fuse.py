"""Kills a program at a statement: the connection is cut there and then, so that the database undoes what was begun."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, event


class Killed(BaseException):
    """The program was killed before this statement. No guard of the program may take it for an error of its own."""


class Side(StrEnum):
    """Whose program."""

    PC = "pc"
    SERVER = "server"


class Fuse:
    """Counts statements on either side while `lit`; give it back with `close`."""

    def __init__(self, server: Engine) -> None:
        """Tell the server's statements from those of the PCs by their engine."""
        self._server = server
        self._left: dict[Side, int] = {}
        event.listen(Engine, "before_cursor_execute", self._burn)

    def close(self) -> None:
        """Count no more."""
        event.remove(Engine, "before_cursor_execute", self._burn)

    @contextmanager
    def lit(self, side: Side, statements: int | None) -> Iterator[None]:
        """Kill ``side`` before its statement of this number within the block, `BEGIN` included; None: never."""
        if statements is not None:
            self._left[side] = statements
        try:
            yield
        finally:
            self._left.pop(side, None)

    def _burn(self, connection: Connection, *_statement: Any) -> None:
        side = Side.SERVER if connection.engine is self._server else Side.PC
        if side not in self._left:
            return
        self._left[side] -= 1
        if self._left[side] == 0:
            del self._left[side]
            # A result that is still being read would keep the connection, and its locks, beyond its end.
            connection.connection.rollback()
            connection.invalidate()
            raise Killed
