"""From data that cannot be opened to a backup in its place."""

from PySide6.QtCore import QObject, Slot

from desktop.services import this_pc
from desktop.services.backups import Restored
from desktop.store.backup import Backup, Preview
from desktop.ui.sign_in.entry import Opened
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.restore_page import RestoredPage, RestorePage
from desktop.words import _
from desktop.words.errors import Words


class Restoring(QObject):
    """The flow of choosing, looking and restoring."""

    def __init__(self, gate: Gate, words: Words | None = None, login: str = "") -> None:
        """Prepare.

        Args:
            gate: where the page is shown.
            words: why the data cannot be opened, if that is why.
            login: who tried; whoever was here last if that is not known.
        """
        super().__init__(gate)
        self._gate = gate
        self._entry = gate.entry
        self._words = words
        self._login = login
        self._page: RestorePage | None = None

    def start(self) -> None:
        """Show the backups there are."""
        login = self._login or this_pc.load(self._entry.home).last_login
        page = self._page = RestorePage(self._entry.backups(), login, self._words)
        page.left.connect(self._gate.start)
        page.preview_asked.connect(self._preview)
        page.restore_asked.connect(self._restore)
        self._gate.show_page(page)

    @Slot(object, str, str)
    def _preview(self, backup: Backup, login: str, password: str) -> None:
        if self._page is not None:
            self._page.wait(_("Đang xem bản sao lưu…"))
            self._gate.run(lambda _progress: self._entry.preview(backup, login, password), self._seen, self._page.fail)

    def _seen(self, preview: Preview) -> None:
        if self._page is not None:
            self._page.show_preview(preview)

    @Slot(object, str, str)
    def _restore(self, backup: Backup, login: str, password: str) -> None:
        if self._page is not None:
            self._page.wait(_("Đang khôi phục…"))
            self._gate.run(
                lambda _progress: self._entry.restore(backup, login, password), self._restored, self._page.fail
            )

    def _restored(self, done: tuple[Opened, Restored]) -> None:
        """Say what was brought back before the person goes on with it."""
        opened, restored = done
        self._gate.hold(opened)
        page = RestoredPage(restored)
        page.done.connect(lambda: self._gate.enter(opened))
        self._gate.show_page(page)
