"""`tgpl` as a person or a script uses it: words in, one answer out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.database import Database
from tests.fakes.server import RunningServer
from tests.integration.cli.terminal import PASSWORD, Terminal


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on a PC without an office."""
    monkeypatch.setenv("TGPL_PASSWORD", PASSWORD)
    return Terminal(tmp_path / "home", capsys)


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """A terminal on a PC with an office and no case."""
    terminal.init()
    return terminal


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """The national server, listening on this machine."""
    with RunningServer(server_database) as server:
        yield server
