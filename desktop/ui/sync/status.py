"""The status of the synchronisation for everything on the screen that shows it: the status line, the page, the badge.

The counts are read on the lane for local jobs, because a large journal takes longer than the eye forgives.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lane
from desktop.services.session import Session
from desktop.services.synchronise import Status, Synchronise
from desktop.ui.sync.reader import Reader
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.tokens import Role
from desktop.ui.widgets.status_line import Part
from desktop.words import sync as words
from sync.contract.errors import Offline

_AGES_EVERY: Final = 60_000  # milliseconds: "3 giờ" becomes "4 giờ" without anything having happened


class SyncStatus(QObject):
    """Keeps the newest `Status`; reads it again when records change, when a cycle ends, and every minute.

    Attributes:
        status: None until it was first read.
    """

    #: The status or what the worker is doing is another.
    changed = Signal()

    def __init__(
        self,
        session: Session,
        worker: SyncWorker,
        local: Lane,
        changes: ChangeNotifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.status: Status | None = None
        self._session = session
        self._worker = worker
        self._reader = Reader(local, Synchronise(session).status, self._take, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_AGES_EVERY)
        self._timer.timeout.connect(self.refresh)
        changes.changed.connect(self._on_records_changed)
        worker.changed.connect(self.changed)
        worker.ended.connect(self.refresh)

    def start(self) -> None:
        """Read it for the first time, and keep it fresh."""
        self._timer.start()
        self.refresh()

    def shut_down(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._reader.shut_down()

    @Slot()
    def refresh(self) -> None:
        """Read the counts again."""
        self._reader.ask()

    def parts(self, *, beside_banner: bool = False) -> Sequence[Part]:
        """The sentences of the status; ``beside_banner`` leaves out what the page's banners say."""
        if self.status is None:
            return ()
        activity = self._worker.activity
        if beside_banner and activity.trouble and not isinstance(activity.trouble, Offline):
            activity = replace(activity, trouble=None)
        said = words.status_parts(self.status, self._session.clock(), activity, beside_banners=beside_banner)
        return [Part(part.text, Role(part.tone.value), part.short) for part in said]

    def sentence(self) -> str:
        """The same as one text."""
        return " ".join(part.text for part in self.parts())

    def sign(self) -> tuple[str, Role]:
        """The icon before the sentences; green and its cloud only when nothing at all is left to do."""
        status, activity = self.status, self._worker.activity
        if status is None or status.practice:
            return "info", Role.MUTED
        if not status.enrolled or isinstance(activity.trouble, Offline):
            return "cloud-off", Role.MUTED
        if activity.trouble or status.shut_out:
            return "circle-alert", Role.MUTED
        return _sign_of(status, moving=bool(words.progress_sentence(activity)))

    @property
    def needs_person(self) -> int:
        """How many things on the page need a person, for the navigation."""
        if self.status is None:
            return 0
        return self.status.totals.rejected + self.status.conflicts_open + len(self.status.deletions)

    @Slot(object)
    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def _take(self, status: Status) -> None:
        self.status = status
        self.changed.emit()


def _sign_of(status: Status, *, moving: bool) -> tuple[str, Role]:
    signs = (
        (moving, "refresh-cw", Role.MUTED),
        (status.totals.rejected or status.deletions, "circle-alert", Role.BAD),
        (status.conflicts_open, "diff", Role.DIFFER),
        (status.green, "cloud-check", Role.OK),
    )
    return next(((name, role) for holds, name, role in signs if holds), ("cloud-upload", Role.MUTED))
