"""The server goes back in time: restored from its backup, or a standby takes over that had not got the last second."""

from collections.abc import Callable
from random import Random

from sync.server.database import Database
from tests.fakes.going_back import Copy, back_up, copy_of, fail_over, put_back
from tests.simulation.pc import Pc


class Losses:
    """What happens to the server's database."""

    def __init__(self, chance: Random, server: Database, enter_again: Callable[[], None]) -> None:
        """Nothing happens yet; ``enter_again`` is what the administrator does after each loss."""
        self._chance = chance
        self._server = server
        self._enter_again = enter_again
        self._backup: Copy | None = None
        self._standby: Copy | None = None

    def back_up(self, _pc: Pc) -> None:
        """The administrator makes a backup."""
        self._backup = back_up(self._server)

    def follow(self, _pc: Pc) -> None:
        """The standby gets what was written so far."""
        self._standby = copy_of(self._server)

    def restore(self, _pc: Pc) -> None:
        """The backup is put back, and the administrator says so."""
        if self._backup:
            put_back(self._server, self._backup)
            self._standby = None
            self._enter_again()

    def fail_over(self, _pc: Pc) -> None:
        """The standby takes over, and nobody says so: PostgreSQL itself tells.

        SQLite has no standby: there it is an older copy that somebody puts in place, and says so. Where nobody did, and
        the lost positions were given again before a PC asked, nothing on either end could tell (decision 7).
        """
        if self._standby is None:
            return
        on_postgresql = self._server.engine.dialect.name == "postgresql"
        put_back(self._server, self._standby, told=not on_postgresql)
        if on_postgresql:
            fail_over(self._server)
        self._enter_again()
