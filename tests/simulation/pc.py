"""One PC of the simulation: its encrypted database, the people who share it, its line, the forms left open on it."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import select

from desktop.services.attachments import Attachments
from desktop.services.backups import Backups
from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.office import NewOffice, NewUser, Office
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import incarnation, users
from desktop.store.door import Seen
from desktop.store.keys import Cost
from desktop.store.lists import CaseFilter
from desktop.store.tokens import DeviceTokens
from sync.client import journal
from sync.client.http import HttpTransport
from sync.client.line import LineSettings
from sync.client.tables import entries
from sync.client.wire import Wire as Connection
from sync.contract.errors import SyncError
from tests.fakes.former import speaking
from tests.fakes.secrets import SecretsInMemory
from tests.simulation.fuse import Killed, Side
from tests.simulation.line import Net, Wire
from tests.simulation.log import WRITTEN

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
PASSWORD = "mat khau dai"
#: Where every PC believes the server to be.
SERVER = "http://127.0.0.1:9"
#: Statements within which a PC may be killed in one cycle.
STATEMENTS = 250
#: Why a PC is not let in any more that shares, or shared, its id with a copy.
_OTHER_GOES_ON = frozenset({"device_ended", "token_reused", "tokens_out_of_reach"})

Result = TypeVar("Result")


class Form(msgspec.Struct, frozen=True):
    """A form open on a screen: the texts it shows and where they came from."""

    type: str
    record: str
    shown: dict[str, str | None]
    seen: dict[str, Seen]


class Made(msgspec.Struct, frozen=True):
    """An entry in the journal, as far as the oracle's book needs it."""

    key: str
    record: str
    feed: str
    fields: dict[str, Any]


class Given(NamedTuple):
    """A number that was given: in which Sổ, to which case.

    ``knows``: whether the PC could know what others give: it had joined, and no copy of it went under the same id.
    """

    book: str
    year: int
    number: int
    case: str
    knows: bool


def book_of(code: str) -> str:
    """Whose Sổ a number is of: the first part of the code. An office that was merged leaves its book as it is."""
    return code.partition(".")[0]


class Pc:
    """One PC and whoever sits before it. The first of ``people`` sets it up.

    Attributes:
        former: its program is one version behind.
        computer: what the computer is called; the copy of a whole disk is called as the first one is.
        copies: the PCs that were copied from it, or it from them, or both from one.
        lineage: its name, and those of the PCs it was copied from.
        damaged: something of what it holds was altered behind its back, and nobody has looked after it.
        wants_recount: so that only counting everything anew shows it.
        read_as: a text that somebody's screen shows instead of what was typed → what was typed.
    """

    def __init__(self, name: str, unit: str, people: list[str], *, home: Path, net: Net, former: bool = False) -> None:
        self.name, self.unit, self.people, self.former = name, unit, people, former
        self.computer = name
        self.copies: list[Pc] = []
        self.lineage = frozenset({name})
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

    def copied(self, name: str, home: Path, *, whole_disk: bool) -> "Pc":
        """Copy its folder, or its whole disk with the keyring, to another computer, and start the program there."""
        login = self.session.user.login
        self.session.database.close()
        shutil.copytree(self._home, home)
        copy = Pc(name, self.unit, list(self.people), home=home, net=self._net, former=self.former)
        copy.was, copy.code, copy.read_as = list(self.was), self.code, dict(self.read_as)
        copy.damaged, copy.wants_recount = self.damaged, self.wants_recount
        copy.lineage |= self.lineage
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

    def cycle(self, trouble: float, steps: int | None = None) -> bool:
        """One cycle on such a line, stopped after so many steps; whether it moved anything or broke."""
        before, files, done = self.last_number, self.synchronise.status().files, count()
        stopped = lambda: steps is not None and next(done) >= steps  # noqa: E731 - said where it is used
        cycle = self.on_line(trouble, lambda: self.synchronise.cycle(stopped=stopped))
        if cycle is None:
            return True
        moved = self.last_number > before or self.synchronise.status().files != files
        return bool(cycle.sent or cycle.taken or moved or cycle.totals.pending or cycle.totals.behind)

    def on_line(self, trouble: float, act: Callable[[], Result]) -> Result | None:
        """Do it on such a line; None if that broke, or the power went off."""
        chance = self._net.chance
        self.wire.trouble = trouble
        dies = chance.randrange(1, STATEMENTS) if chance.random() < trouble / 2 else None
        before, self.broke = self.last_number, None
        try:
            with self._net.fuse.lit(Side.PC, dies):
                return act()
        except Killed:
            self.restart()
        except SyncError as error:
            self.broke = error
        finally:
            self.wire.trouble = 0.0
            self.notice(self.made_since(before))
        return None

    def notice(self, made: Iterable[Made]) -> None:
        """Write down the numbers that were given: from now on they may stand on paper."""
        for each in made:
            if number := each.fields.get("register_number"):
                year, book = each.fields["register_year"], book_of(each.fields["code"])
                knows = self.session.office.enrolled and self.device not in {copy.device for copy in self.copies}
                self.given.append(Given(book, year, number, each.record, knows))

    @property
    def is_unknown(self) -> bool:
        """Whether the server lets it in no longer with any of its tokens."""
        refusals = {"enrolment_needed"} | (_OTHER_GOES_ON if self.copies else set())
        return self.broke is not None and self.broke.code in refusals

    @property
    def invited(self) -> bool:
        """Whether this PC is about to join by stick."""
        return Bundles(self.session, self.synchronise).joining

    def case_ids(self) -> list[str]:
        """Ids of the cases in this PC's list."""
        return sorted(row.id for row in self.cases.rows(self.cases.numbers(CaseFilter())))

    def workable(self) -> list[str]:
        """Those of them that have not gone to another unit."""
        return [case_id for case_id in self.case_ids() if self.cases.page(case_id).case.moved_to is None]

    def open(self, record_type: str, record: str) -> Form:
        """Open a form."""
        opened = self.cases.open(record_type, record)
        shown = {name: getattr(opened.record, name) for name in WRITTEN[record_type]}
        return Form(record_type, record, {name: self.reads(text) for name, text in shown.items()}, opened.seen)

    def reads(self, value: Any) -> Any:
        """What a person takes that for which stands on the screen."""
        return self.read_as.get(value, value) if isinstance(value, str) else value

    def made_since(self, number: int) -> list[Made]:
        """The entries after that one, oldest first."""
        query = select(entries.c.key, entries.c.id, entries.c.feed, entries.c.raw).where(entries.c.number > number)
        with self.session.database.read() as connection:
            rows = connection.execute(query.order_by(entries.c.number)).all()
        return [Made(row.key, row.id, row.feed, msgspec.json.decode(row.raw).get("fields", {})) for row in rows]

    @property
    def last_number(self) -> int:
        """The number of the newest entry."""
        with self.session.database.read() as connection:
            return journal.next_number(connection) - 1

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
