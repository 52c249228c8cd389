"""A signed-in person at an open office: what every service works on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec

from desktop.services import wordings
from desktop.store import incarnation, settings
from desktop.store.door import Author
from desktop.store.engine import Connection, Database
from desktop.store.reading import Reader
from desktop.store.users import SignedIn
from sync.contract.messages import UnitInfo
from sync.contract.version import RELEASED_ON

__all__ = [
    "RELEASED",
    "VIETNAM",
    "Clock",
    "OfficeInfo",
    "Session",
    "SignedIn",
    "local_now",
    "read_office",
    "write_office",
]

#: Vietnam has one time zone and no daylight saving.
VIETNAM = dt.timezone(dt.timedelta(hours=7))

RELEASED = dt.date.fromisoformat(RELEASED_ON)

Clock = Callable[[], dt.datetime]


def local_now() -> dt.datetime:
    """The PC's clock, in Vietnam's time."""
    return dt.datetime.now(VIETNAM)


class OfficeInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What this PC knows of its own office.

    Attributes:
        device: this installation's id; entries are born under it.
        numbering: whether this PC gives the numbers of the Sổ.
        practice: invented data; can never be enrolled.
        server: address of the national system, once enrolled.
    """

    unit: UnitInfo
    device: str
    numbering: bool
    practice: bool
    server: str | None = None

    @property
    def enrolled(self) -> bool:
        """Whether the national system knows this PC."""
        return self.server is not None


class Session:
    """An open database and the person signed in; services take one and keep nothing of their own."""

    def __init__(self, database: Database, user: SignedIn, clock: Clock = local_now) -> None:
        self.database = database
        self.user = user
        self.clock = clock
        self.proxy_password: str | None = None  # known for this run; see `desktop.services.line`
        with database.read() as connection:
            self.office = read_office(connection)
        wordings.adopt(database.path.parent)

    @property
    def clock_is_wrong(self) -> bool:
        """Whether the PC's clock shows a day before this program was made; then no moment is taken from it unasked."""
        return self.clock().date() < RELEASED

    def today(self) -> dt.date:
        """Today, as far as the clock can be believed; what a person types may not lie after it."""
        return max(self.clock().date(), RELEASED)

    @property
    def reader(self) -> Reader:
        """Who looks, for what is not for everybody here."""
        return Reader(self.user.id, self.user.login, self.user.role, self.office.unit.id)

    def author(self) -> Author:
        """What every entry of this person says of where it comes from."""
        at = self.clock().isoformat(timespec="seconds")
        return Author(id=self.user.id, unit=self.office.unit.id, at=at)

    def look_again(self) -> None:
        """See what was written down about this office elsewhere: it may have become another unit."""
        with self.database.read() as connection:
            self.office = read_office(connection)

    def change_office(self, connection: Connection, **changes: Any) -> None:
        """Write down something new about this office, and see what was written down elsewhere."""
        self.office = msgspec.structs.replace(read_office(connection), **changes)
        write_office(connection, self.office)


def read_office(connection: Connection) -> OfficeInfo:
    """What the database says of its office; the device's id has a name of its own, and may have become another."""
    device = incarnation.device(connection)
    return msgspec.convert({**settings.get(connection, "office"), "device": device}, OfficeInfo)


def write_office(connection: Connection, office: OfficeInfo) -> None:
    """Keep it, and the device's id by its own name."""
    settings.put(connection, "office", msgspec.to_builtins(office))
    settings.put(connection, "device", office.device)
