"""An office PC with the page "Đồng bộ", a colleague's PC without a window, and a real server between them."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.synchronise import Synchronise
from sync.server.database import Database
from tests.factories import make_office
from tests.fakes.proxy import FaultProxy
from tests.fakes.server import RunningServer
from tests.gui.sync.desk import Colleague, Desk


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """A centre with one branch."""
    with RunningServer(server_database) as running:
        running.add_unit("TT", kind="trung_tam")
        running.add_unit("CN1", parent="TT")
        yield running


@pytest.fixture
def line(server: RunningServer) -> Iterator[FaultProxy]:
    """The line to the server, which can be made bad."""
    with FaultProxy(urlsplit(server.base_url).port or 0) as line:
        yield line


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """Hoà's PC, which knows no server yet."""
    desk = Desk.new(tmp_path / "hoa")
    yield desk
    desk.close()


@pytest.fixture
def enrolled(desk: Desk, server: RunningServer, line: FaultProxy) -> Desk:
    """Hoà's PC after it joined, over a line that can be made bad."""
    desk.enrol(line.url, server.enrol_code("CN1"))
    return desk


@pytest.fixture
def colleague(tmp_path: Path, server: RunningServer) -> Iterator[Colleague]:
    """Đức's PC in the same branch; the line is always good."""
    _office, session = make_office(tmp_path / "duc", login="duc", full_name="Lê Minh Đức", numbering=False)
    Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
    yield Colleague(session)
    session.database.close()
