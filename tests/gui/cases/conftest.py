"""The main window over a real encrypted office, as the composition root would put it together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.ui.cases.feature import add_to, open_case
from desktop.ui.cases.page import CasesPage
from desktop.ui.cases.record_dialog import RecordDialog
from desktop.ui.context import Context
from desktop.ui.shell import Shell
from desktop.ui.theme import Appearance
from desktop.ui.widgets.dialogs import Dialog
from tests.factories import make_office


@dataclass
class Window:
    """The window of one office and what was said in it."""

    shell: Shell
    context: Context
    lanes: Lanes
    told: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @property
    def page(self) -> CasesPage:
        page = self.shell.open("cases")
        assert isinstance(page, CasesPage)
        return page

    @property
    def cases(self) -> Cases:
        return Cases(self.context.session)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the lanes have nothing to do and what changed has been told."""
        qtbot.waitUntil(lambda: not self.lanes.local.busy and not self.lanes.network.busy)
        qtbot.wait(60)
        qtbot.waitUntil(lambda: not self.lanes.local.busy)


def dialog(window: Window, qtbot: QtBot) -> Dialog:
    """The dialog on the screen, once the keyboard is its own."""
    shown = next(d for d in window.shell.findChildren(Dialog) if d.isVisible())
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def record_dialog(window: Window, qtbot: QtBot) -> RecordDialog:
    """The same, of one record."""
    shown = dialog(window, qtbot)
    assert isinstance(shown, RecordDialog)
    return shown


def make_window(appearance: Appearance, office: Office, session: Session) -> Window:
    """Put window, context and lanes together."""
    shell = Shell(appearance)
    lanes = Lanes()
    changes = ChangeNotifier(shell)
    told: list[str] = []
    pages: list[str] = []
    context = Context(
        session=session,
        office=office,
        changes=changes,
        local=lanes.local,
        network=lanes.network,
        exports=lanes.exports,
        open_case=lambda case_id: open_case(shell, case_id),
        open_page=pages.append,
        tell=told.append,
    )
    add_to(shell, context)
    return Window(shell, context, lanes, told, pages)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Office, Session]]:
    made = make_office(tmp_path)
    yield made
    made[1].database.close()


@pytest.fixture
def window(office: tuple[Office, Session], appearance: Appearance, show: Callable[[QWidget], None]) -> Iterator[Window]:
    """The window on the screen with the list in it."""
    made = make_window(appearance, *office)
    made.shell.resize(1366, 697)
    show(made.shell)
    made.shell.open("cases")
    yield made
    made.lanes.stop()
