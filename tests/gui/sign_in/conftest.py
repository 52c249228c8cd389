"""The window before the main one, over folders of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.lanes import Lanes
from desktop.services import this_pc
from desktop.ui.sign_in.entry import Entry, Opened
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.page import GatePage
from desktop.ui.theme import Appearance
from tests.factories import CHEAP

P = TypeVar("P", bound=GatePage)
Show = Callable[[QWidget], None]
SLOW = 20_000  # milliseconds: a busy machine makes an office in a few seconds


class Door:
    """A gate on the screen and what came out of it.

    Attributes:
        opened: the offices that were entered, with the folder.
    """

    def __init__(self, folder: Path, show: Show, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.lanes = Lanes()
        usual = folder / "office"
        office = Entry(this_pc.office_folder(usual), CHEAP, usual)
        self.gate = Gate(office, Entry(folder / "practice", CHEAP), self.lanes)
        self.opened: list[tuple[Entry, Opened]] = []
        self.gate.opened.connect(lambda entry, opened: self.opened.append((entry, opened)))
        show(self.gate)

    def wait_for(self, page: type[P]) -> P:
        """Wait until a page of this kind is shown and ready to be used."""

        def is_there() -> bool:
            return isinstance(self.gate.page, page) and (self.gate.page.form.isEnabled())

        self._qtbot.wait(20)  # Enter in a last field acts when the key has been dealt with
        self._qtbot.waitUntil(is_there, timeout=SLOW)
        shown = self.gate.page
        assert isinstance(shown, page)
        return shown

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(condition, timeout=SLOW)

    def wait_opened(self) -> Opened:
        """Wait until an office was entered."""
        self._qtbot.waitUntil(lambda: bool(self.opened), timeout=SLOW)
        return self.opened[-1][1]

    def leave(self) -> None:
        """Close everything, as the program does at its end."""
        self.lanes.stop()
        for entry, opened in self.opened:
            opened.session.database.close()
            entry.leave()
        self.gate.leave()


OpenDoor = Callable[[], Door]


@pytest.fixture
def open_door(tmp_path: Path, show: Show, qtbot: QtBot, appearance: Appearance) -> Iterator[OpenDoor]:
    """Opens the gate over the test's folder; as often as wanted, as after a restart."""
    doors: list[Door] = []

    def open_one() -> Door:
        doors.append(Door(tmp_path, show, qtbot))
        doors[-1].gate.start()
        return doors[-1]

    yield open_one
    for door in doors:
        door.leave()
