"""Office PCs for tests and pictures: one with what a page of its window is given, one without a window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.ui.context import Context
from desktop.ui.sync.pace import Pace
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.rest import Rest
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from sync.client.retry import Retry
from tests.factories import make_office, sample_intake

#: Makes a page visible as the active window.
Show = Callable[[QWidget], None]

SOON = Retry(first=0.05, longest=0.1)


class Desk:
    """One PC: its office, and what a page of its window is given.

    Attributes:
        opened: cases and pages that were asked for.
        told: sentences for the status line.
    """

    def __init__(self, office: Office, session: Session) -> None:
        self.session = session
        self._window = QObject()
        self.lanes = Lanes(self._window)
        self.opened: list[str] = []
        self.told: list[str] = []
        self.context = Context(
            session=self.session,
            office=office,
            changes=ChangeNotifier(self._window),
            local=self.lanes.local,
            network=self.lanes.network,
            exports=self.lanes.exports,
            open_case=self.opened.append,
            open_page=self.opened.append,
            tell=self.told.append,
        )
        self.worker = SyncWorker(
            self.session,
            self.lanes.network,
            self.context.changes,
            rest=Rest(self.session, self.lanes.local),
            pace=Pace(0.2, policy=SOON),
            looks_every=20,
            parent=self._window,
        )
        self.status = SyncStatus(self.session, self.worker, self.lanes.local, self.context.changes, self._window)

    @classmethod
    def new(cls, home: Path, **changes: Any) -> Self:
        """A PC on which an office was just set up."""
        return cls(*make_office(home, **changes))

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
