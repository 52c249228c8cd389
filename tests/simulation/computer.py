"""A computer of the simulation: an office's folder, the people who share it, their forms, line, keyring and clock."""

import datetime as dt
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from desktop.services.attachments import Attachments
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.office import NewOffice, NewUser, Office
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import incarnation, users
from desktop.store.door import Seen
from desktop.store.keys import Cost
from desktop.store.tokens import DeviceTokens
from sync.client.http import HttpTransport
from sync.client.line import LineSettings
from sync.client.wire import Wire as Connection
from sync.contract.errors import SyncError
from tests.fakes.former import speaking
from tests.fakes.secrets import SecretsInMemory
from tests.simulation.line import Net, Wire
from tests.simulation.log import Told

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
PASSWORD = "mat khau dai"
#: Where every PC believes the server to be.
SERVER = "http://127.0.0.1:9"


class Form(msgspec.Struct, frozen=True):
    """A form open on a screen: the texts it shows and where they came from; what is ``withheld`` it only names."""

    type: str
    record: str
    shown: dict[str, str | None]
    seen: dict[str, Seen]
    withheld: dict[str, Told]


class Given(NamedTuple):
    """A number that was given: in which Sổ, to which case.

    ``knows``: whether the PC could know what others give: it had joined, and no copy of it went under the same id.
    """

    book: str
    year: int
    number: int
    case: str
    knows: bool


class Computer:
    """A computer with the folder of an office, and whoever sits before it. The first of ``people`` sets it up.

    Attributes:
        former: its program is one version behind.
        computer: what the computer is called; the copy of a whole disk is called as the first one is.
        copies: the PCs that were copied from it, or it from them, or both from one.
        damaged: something of what it holds was altered behind its back, and nobody has looked after it.
        wants_recount: so that only counting everything anew shows it.
        read_as: a text that somebody's screen shows instead of what was typed → what was typed.
    """

    def __init__(self, name: str, unit: str, people: list[str], *, home: Path, net: Net, former: bool = False) -> None:
        self.name, self.unit, self.people, self.former = name, unit, people, former
        self.computer = name
        self.copies: list[Self] = []
        self.damaged = self.wants_recount = False
        self.read_as: dict[str, str] = {}
        self.knows_why = False  # whoever sits here has put a backup back, or asked for a code
        self.was: list[str] = []  # the units whose PC it was before they were merged
        self._home, self._net = home, net
        skew = dt.timedelta(days=net.chance.choice([0, 0, -4000, 900]))  # trap 7: clocks wrong by years
        self._now = dt.datetime(2026, 11, 22, 8, tzinfo=VIETNAM) + skew
        self._no_keyring = net.chance.choice([None, "no_keyring"])
        self._secrets: dict[str, SecretsInMemory] = {}  # by the id they are for
        self.wire = Wire(net)
        self.forms: list[Form] = []
        self.code = ""  # with which it joins
        self.given: list[Given] = []
        self.broke: SyncError | None = None  # why its last cycle ended early

    def set_up(self, *, numbering: bool) -> None:
        """Found an office here; it is in no national system yet."""
        new = NewOffice(
            unit_code=self.unit,
            unit_name=f"Đơn vị {self.unit}",
            unit_kind="chi_nhanh",
            province="08",
            login=self.people[0],
            full_name=f"Người {self.people[0]}",
            password=PASSWORD,
            numbering=numbering,
        )
        with self.speaking():
            session, _ = Office.create(self._home, new, self.clock, CHEAP)
            self._sit_down(session)

    def copied(self, name: str, home: Path, *, whole_disk: bool) -> Self:
        """Copy its folder, or its whole disk with the keyring, to another computer, and start the program there."""
        login = self.session.user.login
        self.session.database.close()
        shutil.copytree(self._home, home)
        copy = type(self)(name, self.unit, list(self.people), home=home, net=self._net, former=self.former)
        copy.was, copy.code, copy.read_as = list(self.was), self.code, dict(self.read_as)
        copy.damaged, copy.wants_recount = self.damaged, self.wants_recount
        if whole_disk:
            copy.computer, copy._no_keyring = self.computer, self._no_keyring
            for device, secrets in self._secrets.items():
                copy._secrets[device] = SecretsInMemory(self._no_keyring)
                copy._secrets[device].kept = dict(secrets.kept)
        copy.copies = [self, *self.copies]
        for other in copy.copies:
            other.copies = [*other.copies, copy]
        for pc in (self, copy):
            pc._sit_down(pc._office.sign_in(login, PASSWORD))
        return copy

    def clock(self, later: dt.timedelta = dt.timedelta(minutes=1)) -> dt.datetime:
        """A clock that moves on by a minute whenever somebody looks; or by more if nobody does for so long."""
        self._now += later
        return self._now

    def speaking(self) -> AbstractContextManager[None]:
        """Let this PC's program run in the block, in the version it has."""
        return speaking(former=self.former)

    def hire(self, login: str) -> None:
        """Let one more person sign in here."""
        new = NewUser(login=login, full_name=f"Người {login}", role="van_thu_tiep_nhan", password=PASSWORD)
        self._office.add_user(self.session, PASSWORD, new)
        self.people.append(login)

    def sign_in(self, login: str) -> None:
        """Somebody else sits down; the office stays open."""
        with self.session.database.read() as connection:
            user = users.find(connection, login)
        if user:
            self._sit_down(Session(self.session.database, user, self.clock))

    def restart(self) -> None:
        """Start the program again after it was killed."""
        self.session.database.close()
        self._sit_down(self._office.sign_in(self.session.user.login, PASSWORD))

    def back_up(self) -> None:
        """As on closing; of one day the newest is kept."""
        Backups(self._office).now(self.session)

    def restore(self) -> None:
        """Put the newest backup in the place of the file (trap 8); the program starts anew, and no form is open."""
        backups = Backups(self._office)
        if not (made := backups.every()) or not self.session.office.enrolled:
            return
        self.session.database.close()
        first = self.people[0]  # whom every backup knows
        backups.restore(made[0], first, PASSWORD, self.clock())
        self.forms.clear()
        self.knows_why = True
        self._sit_down(self._office.sign_in(first, PASSWORD))

    @property
    def device(self) -> str:
        """The id under which it goes now."""
        with self.session.database.read() as connection:
            return incarnation.device(connection)

    @property
    def synchronise(self) -> Synchronise:
        """Its synchronisation; whoever asks for it sits at this computer."""
        self._net.computer = self.computer
        return self._synchronise

    @property
    def _office(self) -> Office:
        return Office.at(self._home, self.clock, CHEAP)

    def _sit_down(self, session: Session) -> None:
        self.session = session
        self.cases = Cases(session)
        self.papers = Attachments(session)
        self.conflicts = Conflicts(session)
        self._synchronise = Synchronise(session, self._connect)

    def _connect(self, line: LineSettings, device: str) -> HttpTransport:
        """The program's own transport, over this PC's wire."""
        secrets = self._secrets.setdefault(device, SecretsInMemory(self._no_keyring))
        tokens = DeviceTokens(self.session.database, device, secrets)
        way = Connection(line.server, clock=lambda: self.wire.clock, now=self.clock)
        way._session.mount("http://", self.wire)
        return HttpTransport(way, device, tokens, clock=lambda: self.wire.clock)
