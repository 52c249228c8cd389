"""Some programs are one version older than others, and are updated while people work (SYNC §3; §8, trap 12).

The former one knows neither some fields nor a type of record. It keeps what it hears of them, changes none of it, and
says so in words when somebody asks for what only the newer one can do.
"""

from random import Random

from desktop.services.conflicts import Choice, OpenConflict, Side
from desktop.words.errors import words_for
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES
from tests.fakes.former import NEWEST
from tests.simulation.fuse import Killed
from tests.simulation.fuse import Side as Program
from tests.simulation.line import Net
from tests.simulation.pc import Pc

#: Statements within which a PC may be killed while it is started for the first time after an update.
STATEMENTS = 40


class Versions:
    """Who has which version, and who is updated."""

    def __init__(self, chance: Random, net: Net, *, server_too: bool) -> None:
        """Some PCs are behind from the first day on, and the server perhaps, if ``server_too``."""
        self._chance, self._net = chance, net
        net.former = server_too and chance.random() < 0.5

    def is_behind(self) -> bool:
        """Whether the next PC that is set up has the former program."""
        return self._chance.random() < 0.6

    @property
    def refusing(self) -> bool:
        """Whether the server takes no former program any more."""
        return self._net.oldest == NEWEST

    def update(self, pc: Pc) -> None:
        """Somebody installs the newer program; the power may fail when it is first started."""
        if pc.former and self._chance.random() < 0.3:
            self._update(pc, dies=self._chance.randrange(1, STATEMENTS) if self._chance.random() < 0.5 else None)

    def update_server(self, _pc: Pc) -> None:
        """The server gets the newer program; then it may refuse the older ones, from one day to the next."""
        if self._chance.random() < 0.3:
            self._net.former = False
            self._net.oldest = NEWEST if self._chance.random() < 0.5 else self._net.oldest

    def update_everybody(self, pcs: list[Pc]) -> None:
        """In the end nobody is behind."""
        self._net.former = False
        for pc in pcs:
            if pc.former:
                self._update(pc)

    def _update(self, pc: Pc, dies: int | None = None) -> None:
        pc.former = False
        pc.forms.clear()
        with pc.speaking():
            try:
                with self._net.fuse.lit(Program.PC, dies):
                    pc.restart()
            except Killed:
                pc.restart()


def is_above(shown: OpenConflict) -> bool:
    """Whether a conflict is about something that only a newer program knows."""
    declared = RECORD_TYPES.get(shown.conflict.record_type or "")
    return declared is None or not declared.fields.keys() >= set(shown.conflict.names)


def must_be_told(pc: Pc, shown: OpenConflict) -> None:
    """Nobody decides what they cannot see, and they are told why."""
    before, told = pc.last_number, ""
    try:
        pc.conflicts.resolve(shown, dict.fromkeys(shown.conflict.names, Choice(side=Side.INCOMING)))
    except Invalid as refused:
        told = words_for(refused).text
    assert "phiên bản mới hơn" in told, f"{pc.name} is told of {shown.conflict.names}: {told}"
    assert pc.last_number == before, f"{pc.name} wrote something it was refused"


def told_of_update(pc: Pc) -> None:
    """A PC that the server no longer takes says what is to be done, and that nothing is lost."""
    if pc.broke and pc.broke.code == "program_too_old":
        said = words_for(pc.broke)
        assert "Cài phiên bản mới" in said.advice, f"{pc.name} is refused, and not told to update"
        assert pc.former, f"{pc.name} is told to update, and has the newest program"
