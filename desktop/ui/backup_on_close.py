"""A backup before the office is closed, if anything has changed since the last one; a small window says so."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.qt.lanes import Job, Lane
from desktop.ui.sign_in.entry import Opened
from desktop.ui.widgets.dialogs import Dialog
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_PATIENCE = 300  # milliseconds


class BackupOnClose(QObject):
    """Backs up once, then does what comes after; a person in a hurry, or a broken disk, does not hold it up."""

    def __init__(self, opened: Opened, lane: Lane, window: QWidget) -> None:
        super().__init__(window)
        self._opened = opened
        self._lane = lane
        self._window = window
        self._then: Callable[[], None] | None = None
        self._job: Job | None = None
        self._dialog: Dialog | None = None
        self._patience = QTimer(self)  # what is done at once needs no window
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)

    def start(self, then: Callable[[], None]) -> None:
        """Back up and call `then`, once."""
        from desktop.services.backups import Backups  # noqa: PLC0415 - at the end of the day, not at its start

        self._then = then
        dialog = self._dialog = Dialog(_("Đang sao lưu"), self._window, width=360)
        dialog.add_text(_("Dữ liệu được sao lưu trước khi đóng. Thường chỉ vài giây."))
        bar = QProgressBar()
        bar.setAccessibleName(_("Đang sao lưu"))
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        dialog.body.addWidget(bar)
        dialog.add_button(_("Đóng, không sao lưu"), self._go_on)
        dialog.rejected.connect(self._go_on)
        self._patience.timeout.connect(dialog.open)
        self._patience.start()
        backups, session = Backups(self._opened.office), self._opened.session
        self._job = self._lane.run(
            lambda _progress: backups.on_close(session), lambda _backup: self._go_on(), self._failed, owner=self
        )

    def _failed(self, error: CodedError) -> None:
        """Say why there is no backup today, and let the person decide."""
        self._drop()
        words = words_for(error)
        dialog = self._dialog = Dialog(_("Chưa sao lưu được"), self._window)
        for text in (f"{words.title}. {words.text}", words.advice):
            dialog.add_text(text)
        dialog.add_button(_("Đóng, không sao lưu"), self._go_on)
        dialog.add_button(_("Ở lại"), dialog.accept, look="primary")
        dialog.open()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if self._job is not None:
            self._job.cancel()
        self._drop()
        if then is not None:
            then()

    def _drop(self) -> None:
        self._patience.stop()
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()
