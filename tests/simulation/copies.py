"""A PC is copied to a second computer, and both go on: its folder alone, or the whole disk (SYNC §6, ADR 0006).

To the oracle the second is one more PC, with the people of the first and what was saved there so far. What two give
under one id before the server has told them apart neither can know of the other; afterwards nothing is excused.
"""

from pathlib import Path
from random import Random

from tests.simulation.log import Log
from tests.simulation.papers import Papers
from tests.simulation.pc import Pc

#: PCs that come by copying in one run.
MOST = 2


class Copies:
    """What somebody does who wants to work at home, or replaces a computer and keeps the old one running."""

    def __init__(
        self, chance: Random, log: Log, pcs: list[Pc], papers: Papers | None, root: Path, *, without_line: Pc | None
    ) -> None:
        """A PC ``without_line`` is left alone: its copy would need one."""
        self._chance, self._log, self._pcs, self._papers, self._root = chance, log, pcs, papers, root
        self._without_line = without_line
        self._left = MOST

    def copy(self, pc: Pc) -> None:
        """Copy it as it lies, joined or not, with whatever waits in it."""
        if not self._left or pc is self._without_line:
            return
        self._left -= 1
        name = f"{pc.name}-{self._left}"
        copy = pc.copied(name, self._root / name, whole_disk=self._chance.random() < 0.5)
        self._log.copied(pc.name, copy.name)
        if self._papers:
            self._papers.copied(pc, copy)
        self._pcs.append(copy)


def told_apart(pcs: list[Pc]) -> None:
    """Two that wrote under one id are two by now, and whoever sits at the one that had to change it was told.

    Nobody else is: a PC that was never copied, and never went back, keeps its id.
    """
    for pc in pcs:
        for other in pc.copies:
            told = any(each.knows_why or each.synchronise.status().gone_back for each in (pc, other))
            assert pc.device == other.device or told, f"nobody was told that {pc.name} and {other.name} are copies"
        alone = not (pc.copies or pc.knows_why)
        assert not (alone and pc.synchronise.status().gone_back), f"{pc.name} is told that it went back, or is a copy"
