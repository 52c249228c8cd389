"""What stops the synchronisation and needs a person: a banner, with a button where there is something to do here.

To try again there is the page's own button above it.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import NEEDS_NEW_CODE, CodedError, NeedsUser, Offline

#: Codes after which a new code helps: the national system refuses this PC, or the keyring keeps its tokens to itself.
_WITH_A_NEW_CODE = NEEDS_NEW_CODE | {"tokens_out_of_reach"}
_IN_SETTINGS = frozenset({"proxy_address_invalid", "proxy_auth", "proxy_refused", "ca_file_unusable", "certificate"})


class WaysOut(NamedTuple):
    """What the banner's button may do."""

    enter_code: Callable[[], object]
    open_settings: Callable[[], object]

    def of(self, error: CodedError) -> tuple[str, Callable[[], object] | None]:
        """The one button for an error: its verb and what it does; no verb where trying again is all there is."""
        if error.code in _WITH_A_NEW_CODE:
            return _("Nhập mã kết nối mới"), self.enter_code
        if error.code in _IN_SETTINGS:
            return _("Mở Cài đặt"), self.open_settings
        return "", None


class TroubleBanner(Banner):
    """Follows the worker: shown while the last cycle was stopped by something that does not mend itself.

    That the national system has refused this PC itself is shown from the start of the program, before any cycle.
    """

    def __init__(self, worker: SyncWorker, status: SyncStatus, ways: WaysOut, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._status = status
        self._ways = ways
        self._shown: tuple[str, bool] | None = None  # a code, and whether nothing is tried by itself any more
        worker.changed.connect(self._follow)
        status.changed.connect(self._follow)
        self._follow()

    def _trouble(self) -> CodedError | None:
        trouble = self._worker.activity.trouble
        if trouble is not None and not isinstance(trouble, Offline):
            return trouble
        shut_out = self._status.status.shut_out if self._status.status else None
        return NeedsUser(shut_out) if shut_out else None

    def _follow(self) -> None:
        trouble = self._trouble()
        shown = (trouble.code, self._worker.activity.halted) if trouble else None
        if shown == self._shown:
            return
        self._shown = shown
        if trouble is None:
            self.hide()
            return
        words = words_for(trouble)
        verb, press = self._ways.of(trouble)
        role = Role.BAD if self._worker.activity.halted else Role.WAIT
        self.show_words(role, words.title, f"{words.text} {words.advice}".strip(), verb, press)
