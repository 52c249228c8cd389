"""The strip above the lists: the status in words, how far a cycle is, and the button that starts or stops one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.labels import label, restyle
from desktop.ui.widgets.status_line import Part
from desktop.words import _
from desktop.words.sync import progress_sentence

_BAR_WIDTH = 160
_ICON = 18


class StatusStrip(Card):
    """Follows the worker and the status."""

    def __init__(self, worker: SyncWorker, status: SyncStatus) -> None:
        super().__init__()
        px = current().px
        self._worker = worker
        self._status = status
        self.body.setContentsMargins(px(12), px(8), px(12), px(8))
        self._icon = QLabel()
        self._words = _StatusWords()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(_BAR_WIDTH))
        self._bar.setAccessibleName(_("Đang đồng bộ"))
        self.start_button = button(_("Đồng bộ ngay"), worker.sync_now, look="primary", sign="refresh-cw")
        self.stop_button = button(_("Dừng"), worker.stop)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for widget in (self._bar, self.stop_button, self.start_button):  # aligned, or the lowest would limit the row
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        worker.changed.connect(self._follow)
        status.changed.connect(self._follow)
        self._follow()

    def text(self) -> str:
        """What it says."""
        return self._words.accessibleName()

    def _follow(self) -> None:
        activity = self._worker.activity
        busy = bool(progress_sentence(activity))
        self._words.show_parts(self._status.parts(beside_banner=True))
        size = current().px(_ICON)
        self._icon.setPixmap(pixmap(*self._status.sign(), size, self.devicePixelRatio()))
        self.start_button.setVisible(self._worker.may_run and not busy)
        self.stop_button.setVisible(busy)
        self.stop_button.setEnabled(not activity.stopping)
        self._bar.setVisible(busy)
        total = activity.sent + activity.left
        self._bar.setRange(0, total if activity.left else 0)  # of what comes in nobody knows how much there is
        self._bar.setValue(activity.sent)


class _StatusWords(QWidget):
    """The sentences of the status, each in its colour, one after the other and on to the next line."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=current().px(4))
        self._labels: list[QLabel] = []

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Say something else."""
        self.setAccessibleName(" ".join(part.text for part in parts))
        while len(self._labels) < len(parts):
            made = label("")
            self._labels.append(made)
            self._flow.addWidget(made)
        for shown, part in zip(self._labels, parts, strict=False):
            shown.setText(part.text)
            restyle(shown, "role", part.role.value)
        for number, shown in enumerate(self._labels):
            shown.setVisible(number < len(parts))
