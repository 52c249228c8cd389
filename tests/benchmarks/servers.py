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
from sync.server import accounts
from sync.server.database import Database
from sync.server.installation import key_path, make_key
from tests.benchmarks.ground import LOGIN

UNIT = "CN1"
_STARTS_WITHIN = 30.0  # seconds


class Server:
    """The reference server over one SQLite file.

    Attributes:
        url: where it listens.
        port: of that address.
    """

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self.url = url
        self.port = int(url.rpartition(":")[2])

    def code(self) -> str:
        """A code with which one PC joins the unit."""
        with self._database.write() as connection:
            return accounts.new_enrol_code(connection, UNIT, days=1, uses=1)


@contextmanager
def real_server(file: Path) -> Iterator[Server]:
    """`tgpl-server` with one unit and one account, on a new database or one from before."""
    address, is_new = f"sqlite:///{file}", not file.exists()
    database = Database(address)
    database.initialise()
    make_key(key_path(address))
    if is_new:
        with database.write() as connection:
            accounts.add_unit(
                connection, code=UNIT, name="Chi nhánh số 1", kind="chi_nhanh", province="11", parent=None
            )
            accounts.add_account(connection, LOGIN, unit=UNIT, role="quan_tri", full_name="Vũ Thị Hòa")
    try:
        with _listening("sync.server", "--database", address, "serve", "--port", "{port}") as url:
            yield Server(database, url)
    finally:
        database.close()


@contextmanager
def bare_server(folder: Path) -> Iterator[str]:
    """The floor's server, see `tests.benchmarks.bare_server`; gives its address."""
    with _listening("tests.benchmarks.bare_server", str(folder / f"bare-{new_id()}.sqlite"), "{port}") as url:
        yield url


@contextmanager
def _listening(module: str, *arguments: str) -> Iterator[str]:
    port = _free_port()
    words = [argument.format(port=port) for argument in arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, process)
            yield url
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
