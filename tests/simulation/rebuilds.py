"""Everything is fetched anew in the middle of work, on whatever line, and broken off (SYNC §6, ADR 0014).

What is unsent is then as it was, to the byte: it is read before and after, and no code of the program is asked.
"""

from random import Random

from sqlalchemy import select

from desktop.services.rebuilding import rebuild
from sync.client.tables import entries
from sync.server import tables
from sync.server.database import Database
from tests.simulation.pc import Pc
from tests.simulation.scopes import UNANSWERED


class Rebuilds:
    """What somebody does who mistrusts what they see."""

    def __init__(self, chance: Random, server: Database) -> None:
        self._chance, self._server = chance, server

    def rebuild(self, pc: Pc) -> None:
        """Have everything fetched anew; where that is broken off, the next synchronisation goes on with it."""
        if not pc.session.office.enrolled:
            return
        before = _unsent(pc)
        pc.on_line(self._chance.choice([0, 0.3, 0.7]), lambda: rebuild(pc.session, pc.synchronise))
        after = _unsent(pc)
        with self._server.read() as connection:
            there = set(connection.scalars(select(tables.entry.c.key)))
        gone = [key for key, raw in before.items() if after.get(key) != raw and key not in there]
        assert not gone, f"{pc.name} rebuilt what it holds and threw {len(gone)} unsent entries away"


def came_to_an_end(pcs: list[Pc]) -> None:
    """None is still about it when all is quiet."""
    left = [pc.name for pc in pcs if pc.synchronise.status().rebuilding]
    assert not left, f"still to be fetched anew: {left}"


def _unsent(pc: Pc) -> dict[str, bytes]:
    """Key → the bytes of what the server has not answered."""
    with pc.session.database.read() as connection:
        rows = connection.execute(select(entries.c.key, entries.c.raw).where(entries.c.state.in_(UNANSWERED)))
        return {row.key: row.raw for row in rows}
