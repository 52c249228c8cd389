"""A small country: a centre, two branches, four PCs, and what happens to them. Everything follows from the seed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from desktop.domain.errors import DomainError
from desktop.services.unsent import release, retry
from sync.bundle.keys import SealKey
from sync.client.tables import EntryState
from sync.contract.errors import SyncError
from sync.server import accounts
from sync.server.database import Database, ServerError
from tests.simulation import oracle
from tests.simulation.conditions import conditions
from tests.simulation.fuse import Fuse
from tests.simulation.line import Net
from tests.simulation.log import Log
from tests.simulation.pc import SERVER, Pc
from tests.simulation.people import People
from tests.simulation.registers import Registers
from tests.simulation.scopes import Scopes
from tests.simulation.sticks import Sticks

#: Name, unit and people of each PC; one of them works at both PCs of the first branch.
PCS = (
    ("Tam", "TT", ["tam", "thu"]),
    ("Hoa", "CN1", ["hoa"]),
    ("Binh", "CN1", ["binh", "mai"]),
    ("Pang", "CN2", ["pang"]),
)
#: Rounds of good cycles after which everything must be quiet.
ROUNDS = 15


class World:
    """The server, the PCs, the people before them, and the oracle's book."""

    def __init__(self, chance: Random, server_url: str, root: Path, *, by_stick: bool = False) -> None:
        """Set everything up; two PCs begin offline. ``by_stick``: sticks travel, and the last PC has no line at all."""
        self.chance = chance
        self.log = Log()
        self.server = Database(server_url)
        self.server.initialise()
        with self.server.write() as connection:
            accounts.add_unit(connection, code="TT", name="Trung tâm", kind="trung_tam", province="08", parent=None)
            for code in ("CN1", "CN2"):
                accounts.add_unit(connection, code=code, name=code, kind="chi_nhanh", province="08", parent="TT")
        self.fuse = Fuse(self.server.engine)
        key = SealKey.generate()
        self.net = Net(self.server, chance, self.fuse, key)
        self.sticks = Sticks(self.server, key, chance, self.fuse, root / "sticks") if by_stick else None
        self.people = People(chance, self.log, self.fuse)
        self.registers = Registers(chance, self.people.book, self.server)
        self.scopes = Scopes(chance, self.people.book, self.server)
        self.scoping = False
        doubly = chance.random() < 0.3  # both PCs of the first branch number its Sổ until they join
        self.pcs: list[Pc] = []
        for name, unit, logins in PCS:
            numbering = name != "Binh" or doubly
            pc = Pc(name, unit, logins[:1], home=root / name, net=self.net, numbering=numbering)
            for login in logins[1:]:
                pc.hire(login)
            self.pcs.append(pc)
        late = set(chance.sample(self.pcs, 2)) | ({pc for pc in self.pcs if pc.unit == "CN1"} if doubly else set())
        for pc in self.pcs:
            if pc not in late:
                self._join(pc)

    def live(self, steps: int, *, restoring: bool = False, scoping: bool = False) -> None:
        """Let people work for this many steps; sometimes a backup is restored, if asked for."""
        people = self.people
        acts: list[tuple[Callable[[Pc], None], int]] = [
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
        if self.sticks:
            acts += [(self.sticks.write, 6), (self.sticks.answer, 6), (self.sticks.bring_back, 6)]
        self.scoping = scoping
        if scoping:
            scopes = self.scopes
            acts += [(scopes.restrict, 6), (scopes.change_role, 3), (scopes.move_branch, 1)]
        if restoring:
            acts += [(Pc.back_up, 2), (Pc.restore, 2)]
        kinds, weights = zip(*acts, strict=True)
        for _ in range(steps):
            self.chance.choices(kinds, weights)[0](self.chance.choice(self.pcs))
        if scoping:
            self._last_changes()

    def _last_changes(self) -> None:
        """What everybody has seen is restricted here, opened there, and a branch goes: the end is to show it."""
        for pc in self.pcs:
            if not pc.session.office.enrolled and not pc.invited:
                self._join(pc)
            pc.cycle(0)
        for pc in self.pcs:
            self.scopes.restrict(pc)
        self.scopes.move_branch(self.pcs[0])

    def quiesce(self) -> None:
        """The line is good again, everybody is allowed, and all PCs synchronise until nothing moves."""
        for pc in self.pcs:
            if not pc.session.office.enrolled and not pc.invited:
                self._join(pc)
        for pc in self.pcs:
            self._exchange(pc)
        self.net.deliver_late()  # what comes so late changes nothing any more
        if self.sticks:
            self.sticks.deliver_late()
        for _ in range(ROUNDS):
            for pc in self.pcs:
                self._allow_everybody(pc)
                self._send_again(pc)
            moved = [self._exchange(pc) for pc in self.pcs]  # every PC, not only up to the first that moved
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

    def _exchange(self, pc: Pc) -> bool:
        """One good exchange on the PC's own way; whether it moved anything."""
        return self.sticks.round_trip(pc) if self.sticks and pc is self.pcs[-1] else pc.cycle(0)

    def _sync(self, pc: Pc) -> None:
        if self.sticks and pc is self.pcs[-1]:
            self.sticks.write(pc)
            return
        trouble = self.chance.choice([0, 0, 0.3, 0.7])
        if not pc.session.office.enrolled:
            if self.chance.random() < 0.3:
                self._join(pc, trouble)
            return
        pc.cycle(trouble, steps=self.chance.choice([None, 1, 2]))
        oracle.glance(self, pc)

    def _join(self, pc: Pc, trouble: float = 0.0) -> None:
        """Enrol a PC; a code is asked for once, and tried again as long as the answer is lost."""
        if self.sticks and pc is self.pcs[-1]:
            self.sticks.invite(pc)
            return
        if not pc.code:
            with self.server.write() as connection:
                pc.code = accounts.new_enrol_code(connection, pc.unit, uses=1, days=14)
        pc.wire.trouble = trouble
        try:
            pc.synchronise.enrol(SERVER, pc.code)
        except SyncError:
            if not trouble:
                raise
        finally:
            pc.wire.trouble = 0.0

    def _toggle_account(self, pc: Pc) -> None:
        if pc.session.office.enrolled:
            self._allow(pc, self.chance.choice(pc.people), enabled=self.chance.random() < 0.5)

    def _allow_everybody(self, pc: Pc) -> None:
        for login in pc.people:
            self._allow(pc, login, enabled=True)

    def _allow(self, pc: Pc, login: str, *, enabled: bool) -> None:
        with self.server.write() as connection:
            try:
                accounts.set_account(connection, login, unit=pc.unit, role=None, enabled=enabled)
            except ServerError:
                return  # the server has not heard of somebody hired a moment ago

    @staticmethod
    def _send_again(pc: Pc) -> None:
        """What only a bad moment of the server set aside goes again, and what somebody held back."""
        release(pc.session, [item.key for item in pc.synchronise.queue() if item.state is EntryState.HELD])
        for item in pc.synchronise.queue():
            if item.state is EntryState.REJECTED and item.error in ("server_failed", "too_large"):
                try:
                    retry(pc.session, [item.key])
                except (DomainError, ValueError):
                    continue


@contextmanager
def running(seed: int, server_url: str, root: Path, *, by_stick: bool = False) -> Iterator[World]:
    """A world of this seed, under its own conditions; given back at the end."""
    chance = Random(seed)
    with conditions(chance):
        world = World(chance, server_url, root, by_stick=by_stick)
        try:
            yield world
        finally:
            world.close()


def simulate(
    seed: int,
    server_url: str,
    root: Path,
    steps: int,
    *,
    restoring: bool = False,
    by_stick: bool = False,
    scoping: bool = False,
) -> None:
    """One run and its judgement; an AssertionError names the seed that replays it."""
    try:
        with running(seed, server_url, root, by_stick=by_stick) as world:
            world.live(steps, restoring=restoring, scoping=scoping)
            world.quiesce()
            oracle.judge(world)
    except AssertionError as error:
        manner = f"{', backups restored' if restoring else ''}{', by stick' if by_stick else ''}"
        manner += ", rights that come and go" if scoping else ""
        error.add_note(f"seed {seed}, {steps} steps{manner}")
        raise
