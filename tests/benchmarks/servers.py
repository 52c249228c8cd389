"""Servers as processes of their own, so that neither end takes the other's time: the real one, and the bare floor."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from sync.contract.identity import new_id
from sync.server import accounts, tree
from sync.server.database import Database
from sync.server.installation import make_key
from tests.benchmarks.ground import LOGIN

UNIT = "CN1"
_STARTS_WITHIN = 30.0  # seconds
_POSTGRES = Path(__file__).parents[2] / ".ci" / "postgres"


class Server:
    """The reference server over one database.

    Attributes:
        database: for looking behind the scenes.
        url: where it listens.
        port: of that address.
        pid: of its process, whose children the others are if there are several.
    """

    def __init__(self, database: Database, url: str, pid: int) -> None:
        self.database = database
        self.url = url
        self.port = int(url.rpartition(":")[2])
        self.pid = pid

    def code(self, unit: str = UNIT, *, uses: int = 1) -> str:
        """A code with which so many PCs join a unit."""
        with self.database.write() as connection:
            return accounts.new_enrol_code(connection, unit, days=1, uses=uses)


@contextmanager
def real_server(file: Path) -> Iterator[Server]:
    """`tgpl-server` with one unit and one account, on a new SQLite file or one from before."""
    address, is_new = f"sqlite:///{file}", not file.exists()
    with _database(address) as database:
        if is_new:
            with database.write() as connection:
                tree.add_unit(
                    connection, code=UNIT, name="Chi nhánh số 1", kind="chi_nhanh", province="11", parent=None
                )
                accounts.add_account(connection, LOGIN, unit=UNIT, role="quan_tri", full_name="Vũ Thị Hòa")
        with _served(database, address, file.parent, processes=1) as server:
            yield server


@contextmanager
def country_server(address: str, folder: Path, *, centres: int, processes: int) -> Iterator[Server]:
    """`tgpl-server` with several processes and so many centres, C1 and so on, on a database that is empty."""
    with _database(address) as database:
        with database.write() as connection:
            for number in range(1, centres + 1):
                name, province = f"Trung tâm số {number}", f"{number:02}"
                tree.add_unit(
                    connection, code=f"C{number}", name=name, kind="trung_tam", province=province, parent=None
                )
        with _served(database, address, folder, processes=processes) as server:
            yield server


@contextmanager
def postgres() -> Iterator[tuple[str, int]]:
    """A PostgreSQL of its own that keeps what it has confirmed; gives its address and its process."""
    environment = {**os.environ, "TGPL_POSTGRES_FSYNC": "on"}
    with subprocess.Popen([_POSTGRES], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        url = process.stdout.readline().decode().strip()
        database = Database(url)
        try:
            with database.read() as connection:
                pid = int(
                    connection.exec_driver_sql("SELECT pg_read_file('postmaster.pid', 0, 10)").scalar_one().split()[0]
                )
            yield url, pid
        finally:
            database.close()
            process.stdin.close()


@contextmanager
def bare_server(folder: Path) -> Iterator[tuple[str, int]]:
    """The floor's server, see `tests.benchmarks.bare_server`; gives its address and its process."""
    file = folder / f"bare-{new_id()}.sqlite"
    with _listening("tests.benchmarks.bare_server", str(file), "{port}") as bare:
        yield bare


@contextmanager
def _database(address: str) -> Iterator[Database]:
    database = Database(address)
    try:
        database.initialise()
        yield database
    finally:
        database.close()


@contextmanager
def _served(database: Database, address: str, folder: Path, *, processes: int) -> Iterator[Server]:
    key, files = folder / "bundle.key", folder / "files"
    if not key.exists():
        make_key(key)
    words = ("--database", address, "--files", str(files), "serve", "--port", "{port}", "--processes", str(processes))
    with _listening("sync.server", *words, key_file=key) as (url, pid):
        yield Server(database, url, pid)


@contextmanager
def _listening(module: str, *arguments: str, key_file: Path | None = None) -> Iterator[tuple[str, int]]:
    port = _free_port()
    words = [argument.format(port=port) for argument in arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"} | ({"TGPL_SERVER_KEY_FILE": str(key_file)} if key_file else {})
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, process)
            yield url, process.pid
        finally:
            process.terminate()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            requests.get(f"{url}/health", timeout=5)
            return
        except requests.ConnectionError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
