"""A small country, its server and PCs, and what happens to them. Everything follows from the seed and the manner."""

import datetime as dt
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from random import Random
from unittest.mock import patch

from desktop.domain.errors import DomainError
from desktop.services.unsent import release, retry
from sync.bundle.keys import SealKey
from sync.client.faults import NotLetIn
from sync.client.holding import MANY_DELETIONS
from sync.client.tables import EntryState
from sync.contract.errors import Invalid, SyncError
from sync.server import accounts, tree
from sync.server.blobs import DiskBlobs
from sync.server.database import Database, ServerError
from tests.simulation import country, oracle
from tests.simulation.computer import SERVER
from tests.simulation.conditions import conditions
from tests.simulation.copies import Copies
from tests.simulation.damage import Damage
from tests.simulation.doubles import Doubles
from tests.simulation.fuse import Fuse
from tests.simulation.line import Net
from tests.simulation.log import Log
from tests.simulation.losses import Losses
from tests.simulation.manner import Manner
from tests.simulation.moves import Moves
from tests.simulation.papers import Papers
from tests.simulation.pc import Pc
from tests.simulation.people import People
from tests.simulation.questions import Questions
from tests.simulation.rebuilds import Rebuilds
from tests.simulation.registers import Registers
from tests.simulation.scopes import Scopes
from tests.simulation.sticks import Sticks
from tests.simulation.versions import Versions

Act = tuple[Callable[[Pc], None], int]
"""What may happen at a PC, and how often beside the others."""

#: Rounds of good cycles after which everything must be quiet.
ROUNDS = 15


class World:
    """The server, the PCs, the people before them, and the oracle's book."""

    def __init__(self, chance: Random, server_url: str, root: Path, manner: Manner) -> None:
        """Set everything up; nobody has joined."""
        self.chance, self.manner = chance, manner
        self.country = country.drawn(chance)
        self.log = Log()
        self.server = Database(server_url)
        self.server.initialise()
        with self.server.write() as connection:
            for code, kind, parent in self.country.units:
                tree.add_unit(connection, code=code, name=code, kind=kind, province="08", parent=parent)
        self.fuse = Fuse(self.server.engine)
        key = SealKey.generate()
        self.files = root / "files"
        blobs = DiskBlobs(self.files)
        self.net = Net(self.server, blobs, chance, self.fuse, key)
        self.sticks = Sticks(self.server, blobs, self.net, key, root / "sticks") if manner.by_stick else None
        # What a server learns to be open, it tells of a restricted case with the next change only (decision 4).
        self.versions = Versions(chance, self.net, server_too=not manner.scoping) if manner.updating else None
        self.people = People(chance, self.log, self.fuse)
        self.registers = Registers(chance, self.people.book, self.server)
        self.scopes = Scopes(chance, self.people.book, self.server)
        self.moves = Moves(chance, self.people.book, self.log, self.server)
        self.losses = Losses(chance, self.server, self.moves.merge_again)
        self.papers = Papers(chance, self.people.book, self.log, root / "scans") if manner.papers else None
        doubly = chance.random() < 0.3  # both PCs of the first branch number its Sổ until they join
        self.pcs: list[Pc] = []
        for name, unit, logins in self.country.pcs:
            numbering = all(pc.unit != unit for pc in self.pcs) or (name == "Binh" and doubly)
            former = self.versions is not None and self.versions.is_behind()
            pc = Pc(name, unit, [logins[0]], home=root / name, net=self.net, former=former)
            pc.set_up(numbering=numbering)
            for login in logins[1:]:
                pc.hire(login)
            self.pcs.append(pc)
        self.alone = self.pcs[-1] if manner.by_stick else None  # the PC that has no line
        self.copies = Copies(chance, self.log, self.pcs, self.papers, root, without_line=self.alone)
        self.damage = Damage(chance, self.log, without_line=self.alone, forgetful=manner.failing)
        self.rebuilds = Rebuilds(chance, self.server)
        self.questions = Questions(chance, self.people.book, self.log, self.pcs)
        self._late = set(chance.sample(self.pcs, 2))  # they begin offline
        if doubly:
            self._late |= {pc for pc in self.pcs if pc.unit == "CN1"}

    def live(self, steps: int) -> None:
        """Let PCs join, and people work for this many steps, in the manner of this world."""
        for pc in self.pcs:
            if pc not in self._late:
                self._join(pc)
        kinds, weights = zip(*self._work(), *self._befalls(), strict=True)
        for _ in range(steps):
            act, pc = self.chance.choices(kinds, weights)[0], self.chance.choice(self.pcs)
            with pc.speaking():
                act(pc)
        if self.versions and self.versions.refusing:
            self.versions.update_everybody(self.pcs)
        if self.manner.scoping:
            self._last_changes()

    def _work(self) -> list[Act]:
        """What people do in every run, and how often."""
        people = self.people
        return [
            (people.take_in, 3),
            (people.edit, 10),
            (people.edit_again, 6),
            (people.edit_together, 3),
            (people.leave_open, 3),
            (people.save_left_open, 3),
            (people.add, 4),
            (people.delete_child, 2),
            (people.delete, 1),
            (people.accept, 1),
            (people.resolve, 4),
            (people.poison, 1),
            (people.mend, 2),
            (people.hold, 2),
            (people.sign_in, 2),
            (self._sync, 12),
            (self._toggle_account, 3),
            (self.registers.hand_over, 2),
            (self.registers.take_over, 1),
            (self.registers.give_by_force, 1),
        ]

    def _befalls(self) -> Iterator[Act]:
        """What happens besides, in the manner of this world."""
        manner = self.manner
        if sticks := self.sticks:
            yield from ((sticks.write, 6), (sticks.answer, 6), (sticks.bring_back, 6))
        if manner.scoping:
            scopes = self.scopes
            yield from ((scopes.restrict, 6), (scopes.change_role, 3), (scopes.move_branch, 1))
        if manner.restoring:
            yield from ((Pc.back_up, 2), (Pc.restore, 2))
        if manner.moving:
            yield from ((self.moves.ask, 6), (self._merge, 1))
        if manner.failing:
            losses = self.losses
            yield from ((losses.back_up, 1), (losses.restore, 1), (losses.follow, 3), (losses.fail_over, 1))
        if self.papers:
            yield from ((self.papers.add, 6), (self.papers.look_after, 5), (self.papers.harm, 2))
        if manner.doubled:
            doubles = Doubles(self.chance, self.people.book, self.log)
            yield from ((doubles.put_together, 6), (doubles.take_apart, 4), (doubles.tell_apart, 2))
        if self.versions:
            yield from ((self.versions.update, 2), (self.versions.update_server, 2))
        yield from _with_files_and_bins(self)

    def _last_changes(self) -> None:
        """What everybody has seen is restricted here, opened there, and a branch goes: the end is to show it."""
        for pc in self.pcs:
            while not pc.session.office.enrolled and not pc.invited:
                self._join(pc)
            self._exchange(pc)
        for pc in self.pcs:
            with pc.speaking():
                self.scopes.restrict(pc)
        self.scopes.move_branch(self.pcs[0])

    def quiesce(self) -> None:
        """The line is good again, everybody is allowed, and all PCs synchronise until nothing moves."""
        for pc in self.pcs:
            while not pc.session.office.enrolled and not pc.invited:
                self._join(pc)
        for pc in self.pcs:
            self._exchange(pc)
        self.net.deliver_late()  # what comes so late changes nothing any more
        if self.sticks:
            self.sticks.deliver_late()
        if self.versions:
            self._mixed_company(self.versions)
        for _ in range(ROUNDS):
            for pc in self.pcs:
                if self.papers:
                    pc.clock(dt.timedelta(hours=2))  # whether a paper of another PC has come is asked once an hour
                self._allow_everybody(pc)
                self._send_again(pc)
            moved = [self._exchange(pc) for pc in self.pcs]  # every PC, not only up to the first that moved
            for pc in self.pcs:
                if pc.is_unknown:
                    self._let_back_in(pc)
            moved += [self._looked_after(pc) for pc in self.pcs]
            if not any(moved):
                return
        left = {pc.name: (pc.broke, pc.synchronise.status().totals) for pc in self.pcs}
        message = f"never quiet: {left}"
        raise AssertionError(message)

    def close(self) -> None:
        """Give everything back."""
        for pc in self.pcs:
            pc.session.database.close()
        self.net.close()
        self.fuse.close()
        self.server.close()

    def _mixed_company(self, versions: Versions) -> None:
        """Programs of two versions have told each other nearly everything when the last of them are updated."""
        for _ in range(self.chance.choice([0, 2, 4])):
            for pc in self.pcs:
                self._allow_everybody(pc)
                self._exchange(pc)
        versions.update_everybody(self.pcs)

    def _exchange(self, pc: Pc) -> bool:
        """One good exchange on the PC's own way; whether it moved anything."""
        with pc.speaking():
            return self.sticks.round_trip(pc) if self.sticks and pc is self.alone else self._cycle(pc, 0)

    def _cycle(self, pc: Pc, trouble: float, steps: int | None = None) -> bool:
        with self.questions.watched(pc) if self.manner.asking and not trouble else nullcontext():
            return pc.cycle(trouble, steps)

    def _looked_after(self, pc: Pc) -> bool:
        with pc.speaking():
            return self.damage.look_after(pc) or self.questions.settle(pc)

    def _sync(self, pc: Pc) -> None:
        if self.sticks and pc is self.alone:
            self.sticks.write(pc)
            return
        trouble = self.chance.choice([0, 0, 0.3, 0.7])
        if not pc.session.office.enrolled:
            if self.chance.random() < 0.3:
                self._join(pc, trouble)
            return
        self._cycle(pc, trouble, self.chance.choice([None, 1, 2]))
        if pc.is_unknown:
            self._let_back_in(pc)
        oracle.glance(self, pc)

    def _join(self, pc: Pc, trouble: float = 0.0) -> None:
        """Enrol a PC; a code is asked for once, and tried again as long as the answer is lost."""
        if self.sticks and pc is self.alone:
            self.sticks.invite(pc)
            return
        pc.code = pc.code or self._code(pc)
        pc.wire.trouble = trouble
        try:
            with pc.speaking():
                pc.synchronise.enrol(SERVER, pc.code, take_over=bool(pc.was))
        except NotLetIn:
            pc.code = ""  # the server has gone back to before it gave this one out
        except SyncError as error:
            if not (trouble or error.code == "program_too_old"):
                raise
        finally:
            pc.wire.trouble = 0.0

    def _let_back_in(self, pc: Pc) -> None:
        """A PC that joined, or changed its id, in what the server has lost gets a new code.

        Whether its tokens are in reach it sees without asking the server, which may not take its program any more.
        """
        pc.knows_why = True
        try:
            with pc.speaking():
                pc.synchronise.enrol_again(self._code(pc))
        except SyncError as error:
            if error.code != "program_too_old":
                raise
            pc.broke = error
        else:
            pc.broke = None

    def _code(self, pc: Pc) -> str:
        with self.server.write() as connection:
            return accounts.new_enrol_code(connection, pc.unit, uses=1, days=14)

    def _merge(self, pc: Pc) -> None:
        """The unit of this PC takes the place of another one, whose PCs follow by themselves."""
        waiting = self.alone and not self.alone.session.office.enrolled
        old = self.chance.choice([unit.code for unit in self.country.units])
        if (waiting and self.alone and self.alone.unit == old) or not self.moves.merge(old, pc.unit):
            return  # an invitation says which unit it is for
        for each in self.pcs:
            if each.unit == old:
                each.was.append(old)
                each.unit = pc.unit

    def _toggle_account(self, pc: Pc) -> None:
        if pc.session.office.enrolled:
            self._allow(pc, self.chance.choice(pc.people), enabled=self.chance.random() < 0.5)

    def _allow_everybody(self, pc: Pc) -> None:
        for login in pc.people:
            self._allow(pc, login, enabled=True)

    def _allow(self, pc: Pc, login: str, *, enabled: bool, role: str | None = None) -> None:
        for unit in (pc.unit, *pc.was):
            with (
                self.server.write() as connection,
                suppress(ServerError),
            ):  # who was hired a moment ago is not known yet
                accounts.set_account(connection, login, unit=unit, role=role, enabled=enabled)

    def _send_again(self, pc: Pc) -> None:
        """What only a bad moment of the server set aside goes again, and what somebody held back.

        So does what it took once and refuses now, because it has forgotten who may do that: the administrator is asked.
        """
        held = [item for item in pc.synchronise.queue() if item.state is EntryState.HELD]
        release(pc.session, [item.key for item in held if item.error != MANY_DELETIONS])
        refused = [item for item in pc.synchronise.queue() if item.state is EntryState.REJECTED]
        forgotten = self.manner.failing and any(item.error == "no_right" for item in refused)
        if forgotten:
            for login in pc.people:
                self._allow(pc, login, enabled=True, role="quan_tri")
        for item in refused:
            if item.error in ("server_failed", "too_large") or (forgotten and item.error == "no_right"):
                try:
                    retry(pc.session, [item.key])
                except (DomainError, Invalid):
                    continue


def _with_files_and_bins(world: World) -> Iterator[Act]:
    """What happens to a PC's file, and how much is thrown away."""
    if world.manner.copying:
        yield world.copies.copy, 2
    if world.manner.damaging:
        yield world.damage.strike, 3
    if world.manner.rebuilding:
        yield world.rebuilds.rebuild, 4
    if world.manner.asking:
        yield from ((world.questions.clear_out, 3), (world.questions.decide, 4))
        yield from ((world.people.take_in, 4), (world.people.add, 8))  # else there is soon nothing left


@contextmanager
def running(seed: int, server_url: str, root: Path, manner: Manner) -> Iterator[World]:
    """A world of this seed, under its own conditions; given back at the end."""
    chance = Random(seed)
    with conditions(chance, manner):
        world = World(chance, server_url, root, manner)
        try:
            with patch.object(platform, "node", lambda: world.net.computer):
                yield world
        finally:
            world.close()


def simulate(seed: int, server_url: str, root: Path, steps: int, manner: Manner | None = None) -> None:
    """One run and its judgement; an AssertionError names what replays it."""
    manner = manner or Manner()
    try:
        with running(seed, server_url, root, manner) as world:
            world.live(steps)
            world.quiesce()
            oracle.judge(world)
    except Exception as error:
        error.add_note(f"python -m tests.simulation --seed {seed} --steps {steps} {manner}")
        raise
