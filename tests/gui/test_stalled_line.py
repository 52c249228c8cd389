"""Closing the program while the other end of the line says nothing: it ends soon, and in order."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

#: The program with a job on its network lane that waits for an answer; closed as soon as the request is on its way.
STALLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.qt.lanes
from desktop import app
from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.messages import Tokens, UsersRequest

desktop.qt.lanes._STOPS_WITHIN = 300

class Kept:
    def load(self):
        return Tokens(access="a", refresh="r", expires_in=1)
    def keep(self, tokens):
        raise AssertionError

def ask(_progress):
    HttpTransport(Wire(sys.argv[2]), "pc", Kept()).send_users(UsersRequest(users=()))

def start(self, *, practice):
    self.lanes.network.run(ask)
    QTimer.singleShot(700, self.stop)

app.Program.start = start
sys.exit(app.run(app.Homes.beside(Path(sys.argv[1])), practice=False))
"""


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """Somebody who takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_stalled_line_does_not_keep_the_program_from_ending(tmp_path: Path, deaf: socket.socket) -> None:
    address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", STALLED, str(tmp_path / "office"), address],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=55,  # less than the patience with a silent line
        check=False,
    )
    calling, _address = deaf.accept()  # the request was on its way when the program was closed
    with calling:
        assert calling.recv(100).startswith(b"POST /v1/users")
    assert ended.returncode == 0
    assert "Destroyed while thread" not in ended.stderr
    assert "lane network did not stop" in ended.stderr
    assert time.monotonic() - began < 50
