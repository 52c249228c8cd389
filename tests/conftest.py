"""What every test stands on: a home of its own, and guards that fail the test which logs, leaks or phones out.

Nothing here imports Qt; the guards for windows are in `tests/gui/conftest.py`.
"""

import logging
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from sync.server.database import Database
    from tests.fakes.databases import Reserve

# Read when Qt and keyring are first imported, so set before any test module is.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.setdefault("LANG", "C.UTF-8")  # Qt warns of any other character set

settings.register_profile("exploring", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # how busy the machine is says nothing of the program
)
settings.load_profile("ci" if os.environ.get("CI") else "exploring")

ROOT = Path(__file__).parent.parent
THREADS_MAY_TAKE_TO_END = 2.0  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no core waits for another."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point everything that belongs to a user at an empty folder, for the test and the processes it starts."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in {
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        (home / folder).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(home / folder))
    for variable in ("TGPL_HOME", "TGPL_PASSWORD"):
        monkeypatch.delenv(variable, raising=False)


class LogGuard(logging.Handler):
    """Keeps every record from WARNING up, and the patterns the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.patterns: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, pattern: str) -> None:
        """Allow, and require, at least one line that `pattern` is found in ("WARNING logger.name: message")."""
        self.patterns.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """What was logged undeclared, and what was declared but never logged."""
        stray = [line for line in self.lines if not any(pattern.search(line) for pattern in self.patterns)]
        missing = [pattern.pattern for pattern in self.patterns if not any(pattern.search(line) for line in self.lines)]
        return [f"unexpected log: {line}" for line in stray] + [f"never logged: {text}" for text in missing]


@pytest.fixture(autouse=True)
def _log_guard() -> Iterator[LogGuard]:
    """Fail the test that logs a warning or worse without having declared it through `expected_log`."""
    guard = LogGuard()
    root = logging.getLogger()
    root.addHandler(guard)
    yield guard
    root.removeHandler(guard)
    if complaints := guard.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expected_log(_log_guard: LogGuard) -> Callable[[str], None]:
    """Declare a warning that this test provokes: `expected_log(r"WARNING sync\\.client: server_busy")`."""
    return _log_guard.expect


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail the test that leaves a thread running. (Threads of Qt show here as dummies; the gui guard knows them.)"""
    before = set(threading.enumerate())
    yield

    def leaked() -> list[threading.Thread]:
        now = threading.enumerate()
        return [t for t in now if t not in before and not isinstance(t, threading._DummyThread)]

    deadline = time.monotonic() + THREADS_MAY_TAKE_TO_END
    while leaked() and time.monotonic() < deadline:
        time.sleep(0.01)
    if names := [thread.name for thread in leaked()]:
        pytest.fail(f"threads left running: {', '.join(names)}", pytrace=False)


class OutsideNetworkError(RuntimeError):
    """A test tried to reach beyond this machine. Not an OSError, so that no code takes it for being offline."""


def is_loopback(host: object) -> bool:
    """Whether `host`, a name or an address, can only mean this machine."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse any connection or name look-up beyond loopback, and fail the test even if the refusal was swallowed."""
    attempts: list[str] = []

    def check(host: object) -> None:
        if not is_loopback(host):
            attempts.append(str(host))
            raise OutsideNetworkError(str(host))

    def guard_method(name: str) -> None:
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
                check(address[0])
            return original(self, *arguments)

        monkeypatch.setattr(socket.socket, name, guarded)

    for name in ("connect", "connect_ex", "sendto"):
        guard_method(name)

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        check(host)
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    if attempts:
        pytest.fail(f"tried to reach {', '.join(attempts)}", pytrace=False)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a throwaway PostgreSQL: the one in TGPL_TEST_POSTGRES, or one started for this run."""
    if url := os.environ.get("TGPL_TEST_POSTGRES"):
        yield url
        return
    with subprocess.Popen(
        [ROOT / ".ci" / "postgres"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert url, "PostgreSQL did not start; what it said is above"
        yield url
        server.stdin.close()  # the script lives until then
        server.wait(timeout=30)


@contextmanager
def _postgresql_database(server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    import psycopg

    name = f"test_{uuid4().hex}"
    maintenance = server.replace("postgresql+psycopg", "postgresql", 1)
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database of this test's own."""
    with _postgresql_database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def _sqlite_reserve(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Reserve"]:
    from tests.fakes.databases import Reserve

    folder, numbers = tmp_path_factory.mktemp("databases"), count()
    with closing(Reserve(lambda: f"sqlite:///{folder}/{next(numbers)}.sqlite")) as reserve:
        yield reserve


@pytest.fixture(scope="session")
def _postgresql_reserve(postgresql_server: str) -> Iterator["Reserve"]:
    from tests.fakes.databases import Reserve

    with (
        ExitStack() as made,
        closing(Reserve(lambda: made.enter_context(_postgresql_database(postgresql_server)))) as kept,
    ):
        yield kept


@pytest.fixture
def server_database(_sqlite_reserve: "Reserve") -> Iterator["Database"]:
    """A SQLite database of the server, ready and with nothing in it."""
    with _sqlite_reserve.lend() as database:
        yield database
