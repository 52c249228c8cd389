"""An office PC with the page "Đồng bộ", a colleague's PC without a window, and a real server between them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.ui.context import Context
from desktop.ui.sync.pace import Pace
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from sync.client.retry import Retry
from tests.factories import make_office, sample_intake
from tests.fakes.proxy import FaultProxy
from tests.fakes.server import RunningServer

SOON = Retry(first=0.05, longest=0.1)


class Desk:
    """One PC: its office, and what a page of its window is given.

    Attributes:
        opened: cases and pages that were asked for.
        told: sentences for the status line.
    """

    def __init__(self, home: Path, **changes: Any) -> None:
        self.office, self.session = make_office(home, **changes)
        self._window = QObject()
        self.lanes = Lanes(self._window)
        self.opened: list[str] = []
        self.told: list[str] = []
        self.context = Context(
            session=self.session,
            office=self.office,
            changes=ChangeNotifier(self._window),
            local=self.lanes.local,
            network=self.lanes.network,
            open_case=self.opened.append,
            open_page=self.opened.append,
            tell=self.told.append,
        )
        self.worker = SyncWorker(
            self.session,
            self.lanes.network,
            self.context.changes,
            pace=Pace(0.2, policy=SOON),
            looks_every=20,
            parent=self._window,
        )
        self.status = SyncStatus(self.session, self.worker, self.lanes.local, self.context.changes, self._window)

    def enrol(self, address: str, code: str) -> None:
        Synchronise(self.session).enrol(address, code)

    def page(self) -> SyncPage:
        page = SyncPage(self.context, self.worker, self.status)
        self.status.start()
        return page

    def add_case(self, name: str = "Lò Thị Pâng", **case: Any) -> str:
        case_id = Cases(self.session).take_in(sample_intake(name, **case))
        self.context.changes.tell({("case", case_id)})
        return case_id

    def value(self, case_id: str, name: str) -> Any:
        return getattr(Cases(self.session).open("case", case_id).record, name)

    def close(self) -> None:
        self.worker.shut_down()
        self.status.shut_down()
        self.lanes.stop()
        self._window.deleteLater()
        self.session.database.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A centre with one branch."""
    with RunningServer(f"sqlite:///{tmp_path / 'server.db'}") as running:
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
    desk = Desk(tmp_path / "hoa")
    yield desk
    desk.close()


@pytest.fixture
def enrolled(desk: Desk, server: RunningServer, line: FaultProxy) -> Desk:
    """Hoà's PC after it joined, over a line that can be made bad."""
    desk.enrol(line.url, server.enrol_code("CN1"))
    return desk


class Colleague:
    """Another PC of the branch, without a window."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cases = Cases(session)

    def sync(self) -> None:
        Synchronise(self.session).cycle()

    def edit(self, case_id: str, **fields: Any) -> None:
        self.cases.edit("case", case_id, fields)

    def value(self, case_id: str, name: str) -> Any:
        return getattr(self.cases.open("case", case_id).record, name)


@pytest.fixture
def colleague(tmp_path: Path, server: RunningServer) -> Iterator[Colleague]:
    """Đức's PC in the same branch; the line is always good."""
    _office, session = make_office(tmp_path / "duc", login="duc", full_name="Lê Minh Đức", numbering=False)
    Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
    yield Colleague(session)
    session.database.close()


Show = Callable[[QWidget], None]
