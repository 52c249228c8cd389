"""The page of the settings over a real encrypted office."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.ui.context import Context
from desktop.ui.settings.page import SettingsPage
from desktop.ui.sync.rest import Rest
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import Appearance
from tests.factories import make_office

W = TypeVar("W", bound=QWidget)
SLOW = 20_000  # milliseconds


class Settings:
    """The page, and what it asked the window to do.

    Attributes:
        told: sentences for the status line.
        asked: what was asked of the program: ``restore``, ``joined``, the key of a page.
    """

    def __init__(self, made: tuple[Office, Session], appearance: Appearance, qtbot: QtBot) -> None:
        self.office, self.session = made
        self.told: list[str] = []
        self.asked: list[str] = []
        self._qtbot = qtbot
        self._owner = QObject()
        self.lanes = Lanes(self._owner)
        self.context = Context(
            session=self.session,
            office=self.office,
            changes=ChangeNotifier(self._owner),
            local=self.lanes.local,
            network=self.lanes.network,
            exports=self.lanes.exports,
            open_case=self.asked.append,
            open_page=self.asked.append,
            tell=self.told.append,
        )
        rest = Rest(self.session, self.lanes.local)
        self.worker = SyncWorker(self.session, self.lanes.network, self.context.changes, rest=rest, parent=self._owner)
        self.page = SettingsPage(
            self.context,
            appearance,
            restore=lambda: self.asked.append("restore"),
            joined=lambda: self.asked.append("joined"),
            syncing=self.worker,
        )
        self.page.resize(1120, 600)

    def section(self, title: str, kind: type[W]) -> W:
        """Bring a section to the front."""
        return open_section(self.page, title, kind)

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        found: list[QDialog] = []

        def is_open() -> bool:
            found[:] = [shown for shown in self.page.findChildren(QDialog) if shown.isActiveWindow()]
            return bool(found)

        self._qtbot.waitUntil(is_open, timeout=SLOW)
        return found[-1]

    def wait_closed(self, dialog: QDialog) -> None:
        """Wait until a dialog has done its work."""
        self._qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=SLOW)

    def wait_idle(self) -> None:
        """Wait until nothing is under way."""
        self._qtbot.waitUntil(lambda: not (self.lanes.local.busy or self.lanes.network.busy), timeout=SLOW)

    def close(self) -> None:
        self.lanes.stop()
        self._owner.deleteLater()
        self.session.database.close()


def open_section(page: SettingsPage, title: str, kind: type[W]) -> W:
    """Press the tab with this title; returns what is below it."""
    titles = [page.tabs.tabText(number) for number in range(page.tabs.count())]
    page.tabs.setCurrentIndex(titles.index(title))
    shown = page.tabs.currentWidget().findChild(kind)
    assert shown is not None
    return shown


def press(inside: QWidget, words: str) -> None:
    """Press the button with these words."""
    button_of(inside, words).click()


def button_of(inside: QWidget, words: str) -> QPushButton:
    return next(button for button in inside.findChildren(QPushButton) if button.text() == words)


OpenSettings = Callable[..., Settings]


@pytest.fixture
def open_settings(
    tmp_path: Path, appearance: Appearance, qtbot: QtBot, show: Callable[[QWidget], None]
) -> Iterator[OpenSettings]:
    """Shows the settings of a new office; its arguments are fields of `NewOffice`."""
    opened: list[Settings] = []

    def open_one(**changes: Any) -> Settings:
        opened.append(Settings(make_office(tmp_path, **changes), appearance, qtbot))
        show(opened[-1].page)
        return opened[-1]

    yield open_one
    for settings in opened:
        settings.close()
