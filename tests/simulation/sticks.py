"""USB sticks between the PCs and the server: written, answered and brought back in any order, doubled, late or lost.

The line may overtake them or be overtaken. One PC never has a line: it joins, sends and fetches by stick alone.
"""

from pathlib import Path
from typing import NamedTuple

from desktop.domain.errors import DomainError
from desktop.services.bundles import Bundles
from desktop.store.comparing import Comparing
from sync.bundle.keys import SealKey
from sync.contract.errors import BundleError
from sync.server import accounts
from sync.server.blobs import Blobs
from sync.server.bundles import answer_bundle
from sync.server.database import Database
from sync.server.files import Files
from sync.server.installation import write_invitation
from sync.server.refusals import Refused
from tests.simulation.computer import SERVER
from tests.simulation.fuse import Killed, Side
from tests.simulation.line import Net
from tests.simulation.pc import STATEMENTS, Pc

#: What a PC says of an answer that came too late to mean anything.
_TOO_LATE = frozenset({"bundle_earlier_id", "bundle_outdated"})


#: What a server says of a PC, or of its code, that it has lost.
_FORGOTTEN = frozenset({"bundle_sender_unknown", "code_unknown"})


class Stick(NamedTuple):
    """A file, and whose it is."""

    pc: Pc
    file: Path


class Sticks:
    """What is on its way, there and back."""

    def __init__(self, server: Database, blobs: Blobs, net: Net, key: SealKey, folder: Path) -> None:
        self._server, self._key, self._net, self._folder = server, key, net, folder
        self._chance, self._fuse = net.chance, net.fuse
        self._going: list[Stick] = []
        self._coming: list[Stick] = []
        self._numbered = 0
        folder.mkdir()
        self._files = Files(server, blobs)

    def write(self, pc: Pc) -> None:
        """Somebody writes what waits on a stick; sometimes the power fails meanwhile."""
        try:
            with self._fuse.lit(Side.PC, self._statement()):
                written = Bundles(pc.session, pc.synchronise).export(self._folder)
        except Killed:
            pc.restart()
        except DomainError:
            return  # nobody has invited this PC
        else:
            self._going.append(Stick(pc, written.path))

    def answer(self, _pc: Pc) -> None:
        """A stick reaches the server, or is lost; it may come a second time."""
        if self._going:
            stick = self._picked(self._going, again=0.2)
            if self._chance.random() < 0.85:
                self._answered(stick)

    def bring_back(self, _pc: Pc) -> None:
        """An answer reaches its PC, or is lost; it may come a second time, or be tried on another PC first."""
        if self._coming:
            stick = self._picked(self._coming, again=0.3)
            if self._chance.random() < 0.85:
                self._taken_in(stick)

    def deliver_late(self) -> None:
        """Everything that is still under way arrives, in any order."""
        self._chance.shuffle(self._going)
        for stick in self._going:
            self._answered(stick)
        self._going.clear()
        self._chance.shuffle(self._coming)
        for stick in self._coming:
            self._taken_in(stick, dies=False)
        self._coming.clear()

    def invite(self, pc: Pc) -> None:
        """Let a PC join that has no line."""
        file = self._folder / f"{pc.name}.tgpl-moi"
        with self._server.write() as connection:
            code = accounts.new_enrol_code(connection, pc.unit, uses=1, days=14)
        write_invitation(file, self._key, SERVER, code)
        Bundles(pc.session, pc.synchronise).accept_invitation(file, code)

    def round_trip(self, pc: Pc) -> bool:
        """There and back without any accident; whether it moved anything."""
        before, was = pc.last_number, pc.synchronise.status()
        written = Bundles(pc.session, pc.synchronise).export(self._folder)
        if not self._answered(Stick(pc, written.path)):
            return True
        taken = self._taken_in(self._coming.pop(), dies=False)
        now, differing = pc.synchronise.status(), Comparing(pc.session.database).to_repair()
        moved = taken or was.totals.pending or pc.last_number > before or now.files != was.files
        return bool(moved or now.totals.pending or now.totals.again or now.totals.behind or differing)

    def _answered(self, stick: Stick) -> bool:
        """Whether there is an answer; a PC that a restored server has forgotten gets a new invitation instead."""
        self._numbered += 1
        back = stick.file.with_name(f"{self._numbered}-{stick.file.name}")
        with self._net.speaking(), stick.file.open("rb") as source, back.open("wb") as target:
            try:
                answer_bundle(self._server, self._files, self._key, source, target)
            except (BundleError, Refused) as error:
                if error.code == "bundle_device_ended":
                    return False  # the PC has gone on under another id since; what it wrote was taken in
                if error.code not in _FORGOTTEN:
                    raise
                stick.pc.knows_why = True  # an invitation gives a new id to a PC that has joined
                self.invite(stick.pc)
                return False
        self._coming.append(Stick(stick.pc, back))
        return True

    def _taken_in(self, stick: Stick, *, dies: bool = True) -> bool:
        """Whether anything came in."""
        pc, before = stick.pc, stick.pc.last_number
        statement = self._statement() if dies else None
        try:
            with pc.speaking(), self._fuse.lit(Side.PC, statement):
                slip = Bundles(pc.session, pc.synchronise).take_in(stick.file).receipt
        except Killed:
            with pc.speaking():
                pc.restart()
            return True
        except BundleError as error:
            if error.code not in _TOO_LATE:
                raise
            return False
        finally:
            pc.notice(pc.made_since(before))
        pc.broke = None  # it was let in, whatever the line said
        return bool(slip.taken)

    def _picked(self, sticks: list[Stick], again: float) -> Stick:
        number = self._chance.randrange(len(sticks))
        return sticks[number] if self._chance.random() < again else sticks.pop(number)

    def _statement(self) -> int | None:
        return self._chance.randrange(1, STATEMENTS) if self._chance.random() < 0.15 else None
