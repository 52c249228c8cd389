"""The real server on a real socket of this machine, in a thread; and the administrator's acts that a test needs."""

import asyncio
import socket
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import uvicorn
from typing_extensions import override

from sync.bundle.keys import SealKey
from sync.server import accounts, mergers, sign_in, tree
from sync.server.app import create_app
from sync.server.blobs import DiskBlobs
from sync.server.database import Database
from tests.fakes import going_back
from tests.fakes.going_back import Copy

_UNANSWERED_GET = 1.0  # seconds, when it is to end


class _Server(uvicorn.Server):
    """Notices at once that it is to end, and waits for no longer than what it is still answering takes."""

    @override
    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            await asyncio.sleep(0.01)

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        ends = time.monotonic() + _UNANSWERED_GET
        while (self.server_state.connections or self.server_state.tasks) and time.monotonic() < ends:
            await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()


class RunningServer:
    """A server over one database. Use as a context manager.

    Attributes:
        database, files: for looking behind the scenes.
        seal_key: with which bundles are sealed.
        base_url: where it listens; the same after `restart`.
    """

    def __init__(self, database: Database | str, *, metrics_token: str | None = None) -> None:
        """Stand on a database that is ready, or prepare the one at a URL, without listening yet."""
        self._metrics_token = metrics_token
        self._own = isinstance(database, str)
        self.database = Database(database) if isinstance(database, str) else database
        if self._own:
            self.database.initialise()
        self._files = TemporaryDirectory(prefix="tgpl-files-")
        self.files = Path(self._files.name)
        self.seal_key = SealKey.generate()
        self._port = 0
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def listen(self) -> None:
        """Begin to answer, on the same port as before if there was one."""
        # asyncio turns Nagle's delay (40 ms a step) off only where the protocol is named
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            create_app(self.database, DiskBlobs(self.files), seal_key=self.seal_key, metrics_token=self._metrics_token),
            log_config=None,
            access_log=False,
            ws="none",
            lifespan="off",
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="server")
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)

    def hang_up(self) -> None:
        """Stop answering, as a server that is down; `listen` brings it back."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None

    def stop(self) -> None:
        """Stop for good; close the database unless somebody else opened it."""
        self.hang_up()
        if self._own:
            self.database.close()
        self._files.cleanup()

    def __enter__(self) -> Self:
        """Begin to answer unless it does already."""
        if self._server is None:
            self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def copy(self) -> Copy:
        """Everything in the database, as a backup would hold it."""
        return going_back.copy_of(self.database)

    def put_back(self, copy: Copy, *, told: bool = True) -> None:
        """Let the database go back to what it was; ``told``: the administrator says so before it answers again."""
        going_back.put_back(self.database, copy, told=told)

    def back_up(self) -> Copy:
        """Make a backup, and note that it was made."""
        return going_back.back_up(self.database)

    def add_unit(
        self, code: str, *, kind: str = "chi_nhanh", parent: str | None = None, name: str = "", province: str = "08"
    ) -> str:
        """Add a unit; return its id."""
        with self.database.write() as connection:
            return tree.add_unit(
                connection, code=code, name=name or f"Đơn vị {code}", kind=kind, province=province, parent=parent
            )

    def move_unit(self, code: str, *, parent: str | None) -> None:
        """Put a unit below another one."""
        with self.database.write() as connection:
            tree.move_unit(connection, code, parent=parent)

    def merge(self, old: str, new: str) -> None:
        """Let a unit take the place of another one."""
        with self.database.write() as connection:
            mergers.carry_out(connection, mergers.plan(connection, old, new))

    def add_account(self, login: str, unit: str, *, role: str = "van_thu_tiep_nhan", full_name: str = "") -> str:
        """Add an account to the unit with this code; return its id."""
        with self.database.write() as connection:
            return accounts.add_account(connection, login, unit=unit, role=role, full_name=full_name or login)

    def set_account(self, login: str, unit: str, *, role: str | None = None, enabled: bool | None = None) -> None:
        """Change an account."""
        with self.database.write() as connection:
            accounts.set_account(connection, login, unit=unit, role=role, enabled=enabled)

    def set_password(self, login: str, unit: str, password: str) -> None:
        """Let an account sign in to the status page."""
        with self.database.write() as connection:
            sign_in.set_password(connection, login, unit=unit, password=password)

    def enrol_code(self, unit: str, *, uses: int = 1, days: int = 14) -> str:
        """Make a code for the unit with this code."""
        with self.database.write() as connection:
            return accounts.new_enrol_code(connection, unit, uses=uses, days=days)

    def revoke(self, device: str) -> None:
        """Shut out a lost PC."""
        with self.database.write() as connection:
            accounts.revoke_device(connection, device)
