"""What the measurements stand on: how much of everything, and offices full of invented cases, made once a run."""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from desktop.services.office import Office
from desktop.services.practice import generate
from desktop.services.session import Session
from desktop.store.backup import DATABASE_NAME
from sync.client.tables import entries
from tests import factories
from tests.benchmarks.filled import fill_in

LOGIN, PASSWORD = factories.LOGIN, factories.PASSWORD
#: Argon2id is measured apart, so here a guess at a password costs nothing.
_CHEAP = factories.CHEAP
_SEED = 2026


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """How much of everything; by itself so much that all of it ends within ten minutes."""

    listed: int = 20_000  # cases on file when the window opens
    searched: int = 40_000  # cases on file when somebody searches
    texts: int = 40  # typed into the search field, letter by letter
    saves: int = 100
    first: int = 1_700  # cases, about ten thousand records, of a first push and a first pull
    filled: int = 10_000  # cases filled in to the last field, likewise
    pushed: int = 1_000  # cases of a push whose bytes are counted
    carried: int = 250  # cases filled in to the last field, over a slow line
    round_trip: float = 0.6  # seconds on such a line
    edited: int = 1_000  # edits of one field each, and half as many that quarrel
    stored: int = 1_700  # cases, about ten thousand records, in one file
    records: int = 10_000  # pulled while the window is watched
    paper: int = 50  # megabytes of one file
    starts: int = 5  # of the program, and of the bare window
    remembered: int = 1_700  # cases of a push and a pull whose memory is watched, and of a quarter of that
    idled: int = 30_000  # records in the feed of a PC that idles, and a thousandth of that
    idled_pc: int = 9_000  # records on such a PC, and a thirtieth of that
    idle_cycles: int = 200  # of which the mean is told
    reported: int = 100_000  # cases that statistical forms are filled from, and a 33rd of that
    written: int = 20_000  # rows of a workbook
    pcs: int = 160  # that come on line at once, 40 of each centre


#: What the aims are about: for an hour in which nothing else runs.
FULL = Sizes(
    listed=100_000,
    searched=200_000,
    first=10_000,
    carried=1_000,
    records=50_000,
    paper=200,
    starts=7,
    remembered=3_400,
    idled=1_000_000,
    idled_pc=100_000,
    reported=400_000,
    pcs=1_360,
)
#: So little that a test of this package can afford it.
TINY = Sizes(
    listed=30,
    searched=40,
    texts=2,
    saves=2,
    first=12,
    filled=12,
    pushed=12,
    carried=3,
    round_trip=0.02,
    edited=8,
    stored=12,
    records=30,
    starts=1,
    paper=1,
    remembered=8,
    idled=2_000,
    idled_pc=60,
    idle_cycles=3,
    reported=66,
    written=30,
    pcs=4,
)


class Ground:
    """A folder for one run, and the offices in it."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.folder = folder
        self.sizes = sizes
        self.seconds_a_case: list[float] = []  # of every time cases were invented

    def office(self, cases: int) -> Path:
        """The home of an office with so many cases; whoever changes it takes a `copy`."""
        home = self.folder / f"office-{cases}"
        if home.exists():
            return home
        smaller = [made for made in self._made() if made < cases]
        unfinished = home.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        before = max(smaller, default=0)
        _say(f"inventing {cases - before} cases")
        if before:
            shutil.copytree(self.folder / f"office-{before}", unfinished)
            session = sign_in(unfinished)
        else:
            session = new_office(unfinished)
        began = time.perf_counter()
        generate(session, cases - before, _SEED + before)
        self.seconds_a_case.append((time.perf_counter() - began) / (cases - before))
        session.database.close()
        return unfinished.rename(home)

    def filled_office(self, cases: int) -> Path:
        """The home of an office with so many cases of nothing but a case, filled in to the last field."""
        home = self.folder / f"filled-{cases}"
        if not home.exists():
            _say(f"filling in {cases} cases")
            session = new_office(home)
            fill_in(session, cases)
            session.database.close()
        return home

    def copy(self, office: Path, name: str) -> Path:
        """A fresh copy of an office, to be changed."""
        home = self.fresh(name)
        shutil.copytree(office, home)
        return home

    def fresh(self, name: str) -> Path:
        """A path at which nothing is yet, in a folder of its own."""
        return Path(tempfile.mkdtemp(prefix="fresh-", dir=self.folder)) / name

    def _made(self) -> list[int]:
        return [int(path.name.removeprefix("office-")) for path in self.folder.glob("office-*[0-9]")]


def new_office(home: Path, **changes: Any) -> Session:
    """Set up an office and sign its only person in; ``changes`` are fields of `NewOffice`."""
    session, _recovery_key = Office.create(home, factories.new_office(**changes), cost=_CHEAP)
    return session


def sign_in(home: Path) -> Session:
    """Open an office again."""
    return Office.at(home, cost=_CHEAP).sign_in(LOGIN, PASSWORD)


def data_key(home: Path) -> bytes:
    """The key of an office's database."""
    return Office.at(home).keys.unlock_with_password(LOGIN, PASSWORD)


def raw_connection(path: Path, key: bytes) -> Any:
    """SQLCipher and nothing else: what a floor is measured with. Makes the file if there is none."""
    raw = sqlcipher.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def database_of(home: Path) -> Path:
    """The file of an office's database."""
    return home / DATABASE_NAME


def lines_of(session: Session) -> list[bytes]:
    """Every entry of an office as it travels."""
    with session.database.read() as connection:
        return list(connection.scalars(select(entries.c.raw).order_by(entries.c.number)))


class Stopwatch:
    """Milliseconds of each of many runs."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def __enter__(self) -> "Stopwatch":
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.times.append((time.perf_counter() - self._began) * 1000)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
