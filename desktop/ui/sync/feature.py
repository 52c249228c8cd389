"""Everything of the synchronisation that one window has: worker, status, status line, badge, page."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.shell import Shell
from desktop.ui.sync.rest import Rest
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker

PAGE = "sync"


class Syncing(QObject):
    """Made once for a main window; `start` after the pages are registered.

    Attributes:
        worker: runs the cycles.
        status: what has been sent and what has not.
    """

    def __init__(self, context: Context, shell: Shell) -> None:
        """Tie the synchronisation to the frame of the window.

        Args:
            context: the open office.
            shell: its status line says how things stand, its navigation how many things need a person.
        """
        super().__init__(shell)
        rest = Rest(context.session, context.local)
        self.worker = SyncWorker(context.session, context.network, context.changes, rest=rest, parent=self)
        self.status = SyncStatus(context.session, self.worker, context.local, context.changes, parent=self)
        self._context = context
        self._shell = shell
        self._page_is_open = False
        self.status.changed.connect(self._show)
        shell.page_shown.connect(self._on_page)

    @property
    def make_page(self) -> Callable[[], QWidget]:
        """Makes the page, for its registration under `PAGE`."""
        from desktop.ui.sync.page import SyncPage  # noqa: PLC0415 - a window starts with another page

        return lambda: SyncPage(self._context, self.worker, self.status)

    def start(self) -> None:
        """Say how things stand, and run by itself from now on."""
        self.status.start()
        self.worker.start()

    def shut_down(self) -> None:
        """Begin nothing more; the lanes wait for what is under way."""
        self.worker.shut_down()
        self.status.shut_down()

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self._page_is_open = key == PAGE
        self._show()

    @Slot()
    def _show(self) -> None:
        icon, role = self.status.sign()
        self._shell.status.show_status(icon, self.status.parts(beside_banner=self._page_is_open), role)
        self._shell.navigation.set_count(PAGE, self.status.needs_person)
