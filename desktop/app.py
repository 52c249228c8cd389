"""The composition root of the window: one run of the program, from the first window to the last backup.

Nothing imports it but `desktop.__main__`. What only some runs need is imported where it is needed.
"""

import gc
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.qt.crash import CrashReporter
from desktop.qt.lanes import Lanes, Progress
from desktop.qt.translator import QtWords
from desktop.services import crash_files, this_pc
from desktop.ui.sign_in.entry import Entry, Opened
from desktop.ui.sign_in.gate import Gate
from desktop.ui.theme import Appearance
from desktop.ui.tokens import Scheme
from desktop.words.errors import words_for

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_LOOKS_FOR_NEW_DAY = 60 * 60 * 1000  # milliseconds


@dataclass(frozen=True, slots=True)
class Homes:
    """Where the office's data usually lie and, beside them, the practice data."""

    usual: Path
    practice: Path

    @classmethod
    def beside(cls, usual: Path) -> Self:
        """The homes that belong to an office's usual folder."""
        return cls(usual, usual.with_name(f"{usual.name}-practice"))

    @property
    def office(self) -> Path:
        """Where the office's data lie now: somebody may have chosen another folder."""
        return this_pc.office_folder(self.usual)


class Program(QObject):
    """Holds the windows and what they share, and leads from one to the next.

    Attributes:
        gate: the window before the main one, while it is open.
        window: the main window, once somebody is signed in.
        idle: whether every lane that was told to stop has done so.
    """

    def __init__(self, application: QApplication, homes: Homes) -> None:
        """Dress the application; no window yet."""
        super().__init__(application)
        known = this_pc.load(homes.office)
        scheme = Scheme(known.scheme) if known.scheme else None
        self.gate: Gate | None = None
        self.window: MainWindow | None = None
        self.idle = True
        self._application = application
        self._homes = homes
        self._entry: Entry | None = None
        self._opened: Opened | None = None
        application.setApplicationName("TGPL")
        application.setQuitOnLastWindowClosed(False)
        application.installTranslator(QtWords(application))
        self.appearance = Appearance(application, scheme, known.zoom, compact=known.compact)
        self.lanes = Lanes(self)
        self.crashes = CrashReporter(homes.office / crash_files.FOLDER, self)
        self.crashes.install()
        self.crashes.crashed.connect(self._tell_crash)
        application.commitDataRequest.connect(self.stop)  # Windows shuts down and does not wait for a backup
        self._daily = QTimer(self)
        self._daily.setInterval(_LOOKS_FOR_NEW_DAY)
        self._daily.timeout.connect(self._back_up_daily)

    def start(self, *, practice: bool = False) -> None:
        """Show the way in."""
        gate = self._open_gate(Entry(self._homes.office, usual=self._homes.usual))
        if practice:
            gate.practise()
        else:
            gate.start()
        self.lanes.local.run(_warm_up)

    def _open_gate(self, entry: Entry) -> Gate:
        gate = self.gate = Gate(entry, Entry(self._homes.practice), self.lanes)
        gate.opened.connect(self._enter)
        gate.closed.connect(self.stop)
        gate.show()
        return gate

    @Slot(object, object)
    def _enter(self, entry: Entry, opened: Opened) -> None:
        """Let the main window take the place of the gate."""
        self._entry, self._opened = entry, opened
        from desktop.ui.main_window import MainWindow  # noqa: PLC0415 - brings the store and the first page

        self.window = MainWindow(self.appearance, opened, self.lanes)
        self.window.sign_out_asked.connect(self._sign_out)
        self.window.restore_asked.connect(self._restore)
        self.window.closing.connect(self._close)
        self.window.resize(self.window.screen().availableSize())  # else it is dressed for every size on the way
        self.lanes.local.run(lambda _progress: _clear_away(opened))  # what a kill has left
        self.window.start()
        self.window.showMaximized()
        self._daily.start()
        if self.gate is not None:
            self.gate.deleteLater()
            self.gate = None
        gc.freeze()  # the collector need not look again and again at what stays until the end

    @Slot()
    def _sign_out(self) -> None:
        self._back_up_and(lambda: self._leave_for(lambda _home: self.start()))

    @Slot()
    def _restore(self) -> None:
        """Leave without a backup: one of today would take the place of the one that is wanted."""
        self._leave_for(lambda home: self._open_gate(Entry(home)).restore())

    @Slot()
    def _close(self) -> None:
        self._back_up_and(self.stop)

    @Slot()
    def _back_up_daily(self) -> None:
        """Back up on a new day in a window that is never closed."""
        from desktop.services.backups import Backups  # noqa: PLC0415 - not at the start

        if self._opened is not None and self.window is not None:
            backups, session = Backups(self._opened.office), self._opened.session
            tell = self.window.context.tell
            self.lanes.local.run(
                lambda _progress: backups.daily(session), None, lambda error: tell(words_for(error).title), owner=self
            )

    def _back_up_and(self, then: Callable[[], None]) -> None:
        if self.window is None or self._opened is None:
            return
        from desktop.ui.backup_on_close import BackupOnClose  # noqa: PLC0415 - at the end only

        BackupOnClose(self._opened, self.lanes.local, self.window).start(then)

    def _leave_for(self, then: Callable[[Path], None]) -> None:
        """Close the office and go on with its folder."""
        home = self._entry.home if self._entry is not None else self._homes.office
        self._let_go()
        self.lanes = Lanes(self)
        then(home)

    def _let_go(self) -> None:
        """Close the main window and the office, after what still works on it."""
        gc.unfreeze()
        self._daily.stop()
        if self.window is not None:
            self.window.let_go()  # before the lanes: nobody looks at a window that waits for them
        self.idle = self.lanes.stop() and self.idle
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        if self._opened is not None:
            _clear_away(self._opened)
            self._opened.session.database.close()
            self._opened = None
        if self._entry is not None:
            self._entry.leave()
            self._entry = None

    @Slot()
    def stop(self) -> None:
        """End the program."""
        self._let_go()
        if self.gate is not None:
            self.gate.leave()
            self.gate.deleteLater()
            self.gate = None
        self.crashes.uninstall()
        self._application.quit()

    @Slot(str)
    def _tell_crash(self, number: str) -> None:
        from desktop.ui.widgets.dialogs import explain  # noqa: PLC0415 - hopefully never
        from desktop.words.crash import crash_words  # noqa: PLC0415

        if (parent := self.window or self.gate) is not None:
            explain(parent, crash_words(number))


def _clear_away(opened: Opened) -> None:
    """Remove the readable copies of papers that other programs were shown."""
    from desktop.services.attachments import Attachments  # noqa: PLC0415 - not before somebody signs in

    Attachments(opened.session).clear_away()


def _warm_up(_progress: Progress) -> None:
    """Load the main window's code while the person types the password."""
    import_module("desktop.ui.main_window")


def run(homes: Homes, *, practice: bool) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    application = QApplication(sys.argv[:1])
    program = Program(application, homes)
    program.start(practice=practice)
    gc.freeze()
    code = application.exec()
    if not program.idle:
        _leave_at_once(code)
    return code


def _leave_at_once(code: int) -> NoReturn:
    """End the process as a power cut would, which every file of ours survives.

    A thread that still waits for a stalled line cannot be ended from outside, and Qt aborts when it takes down an
    application whose threads run.
    """
    logging.shutdown()
    os._exit(code)
