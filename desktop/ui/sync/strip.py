"""The strip above the lists: the status in words, how far a cycle is, how good the line, and what can be chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from desktop.services.outlook import outlook
from desktop.ui.icons import pixmap
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.labels import label, restyle
from desktop.ui.widgets.status_line import Part
from desktop.words import _
from desktop.words.formats import whole
from desktop.words.line import outlook_sentence, quality_sentence
from desktop.words.sync import progress_sentence

_BAR_WIDTH = 160
_ICON = 18


class StatusStrip(Card):
    """Follows the worker and the status."""

    def __init__(self, worker: SyncWorker, status: SyncStatus, by_stick: Callable[[], object]) -> None:
        """Show them; ``by_stick`` is what one does where there is no line."""
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
        self.pause_button = button(_("Tạm dừng"), worker.pause, sign="circle-pause")
        self.resume_button = button(_("Tiếp tục đồng bộ"), worker.resume, look="primary", sign="refresh-cw")
        self.stick_button = button(_("USB…"), by_stick, sign="upload")
        self.stick_button.setToolTip(_("Đồng bộ bằng USB, khi không có mạng"))
        self.stick_button.setAccessibleName(_("Đồng bộ bằng USB"))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for widget in (self._bar, self.stick_button, self.pause_button, self.resume_button, self.start_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)  # else the lowest would limit the row
        self.body.addLayout(row)
        worker.changed.connect(self._follow)
        status.changed.connect(self._follow)
        self._follow()

    def text(self) -> str:
        """What it says."""
        return self._words.accessibleName()

    def line(self) -> str:
        """What it says of the line and of what is left."""
        return " ".join(self._about_line())

    def _follow(self) -> None:
        activity = self._worker.activity
        busy = bool(progress_sentence(activity))
        line = [Part(sentence, Role.MUTED) for sentence in self._about_line()]
        self._words.show_parts([*self._status.parts(beside_banner=True), *line])
        size = current().px(_ICON)
        self._icon.setPixmap(pixmap(*self._status.sign(), size, self.devicePixelRatio()))
        runs = self._worker.may_run
        self.start_button.setVisible(runs and not busy and not activity.paused)
        self.resume_button.setVisible(runs and not busy and activity.paused)
        self.pause_button.setVisible(runs and (busy or not activity.paused))
        self.pause_button.setEnabled(not activity.stopping)
        self.stick_button.setVisible(runs and not busy)
        self._bar.setVisible(busy)
        total = activity.sent + activity.going + activity.left
        self._bar.setRange(0, total if activity.left else 0)  # of what comes in nobody knows how much there is
        self._bar.setValue(activity.sent)

    def _about_line(self) -> list[str]:
        """How good the line is, how much of it may be taken, and what is left."""
        status, manner, quality = self._status.status, self._worker.rest.manner, self._worker.quality
        if status is None or not self._worker.may_run:
            return []
        ahead = outlook(status, quality, limit=manner.bytes_per_second, fetching=self._worker.activity.fetching)
        limit = _("Giới hạn {kbit} kbit/s.").format(kbit=whole(manner.limit)) if manner.limit else ""
        return list(filter(None, (quality_sentence(quality), limit, outlook_sentence(ahead))))


class _StatusWords(QWidget):
    """The sentences of the status, each in its colour, one after the other and on to the next line."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=current().px(4))
        self._labels: list[QLabel] = []

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Say something else."""
        low = current().compact  # where every line counts
        self.setAccessibleName(" ".join(part.text for part in parts))
        while len(self._labels) < len(parts):
            made = label("")
            self._labels.append(made)
            self._flow.addWidget(made)
        for shown, part in zip(self._labels, parts, strict=False):
            shown.setText((low and part.short) or part.text)
            restyle(shown, "role", part.role.value)
        for number, shown in enumerate(self._labels):
            shown.setVisible(number < len(parts))
