"""Says which unit's data this PC may hold no more, and keeps what is unsent of it; or what became of its file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.qt.lanes import Progress
from desktop.services.leaving import Leaving, LostUnit
from desktop.services.synchronise import Status, take_note
from desktop.store.door import Changed
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import explain
from desktop.words import _, scope
from desktop.words.errors import words_for
from desktop.words.sync import GONE_BACK, REBUILT
from sync.contract.errors import CodedError


class LostBanner(Banner):
    """Hidden while this PC holds what it may hold, and somebody has read of what was done about it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._leaving = Leaving(context.session)
        self._lost: tuple[LostUnit, ...] = ()

    def show_status(self, status: Status) -> None:
        """Say what there is to say."""
        self._lost = status.lost
        if status.lost:
            self.show_words(
                Role.WAIT, scope.lost(status.lost), scope.to_keep(status.lost), _("Lưu ra tệp…"), self._ask_where
            )
        elif status.left:
            self.show_words(Role.PRIMARY, scope.left(status.left), "", _("Đã rõ"), self._note_left)
        elif status.gone_back or status.rebuilt:
            said = GONE_BACK if status.gone_back else REBUILT
            self.show_words(Role.PRIMARY, said, "", _("Đã rõ"), self._note_file)
        else:
            self.hide()

    def keep(self, units: tuple[LostUnit, ...], file: Path) -> None:
        """Write what is unsent of the units beside one another, and take them out."""
        self._context.local.run(
            lambda progress: self._kept(units, file, progress), self._done, self._failed, owner=self
        )

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Lưu phần chưa gửi"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Dữ liệu từng dòng (*.ndjson)"))
        dialog.setDefaultSuffix("ndjson")
        dialog.selectFile(f"{_('Phần chưa gửi')} {self._context.session.today().isoformat()}.ndjson")
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Lưu"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        units = self._lost
        dialog.fileSelected.connect(lambda chosen: self.keep(units, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _kept(self, units: tuple[LostUnit, ...], file: Path, _progress: Progress) -> Changed:
        return self._leaving.keep_unsent([unit.feed for unit in units], file)

    def _done(self, gone: Changed) -> None:
        self._context.tell(_("Đã lưu phần chưa gửi ra tệp."))
        self._context.changes.tell(gone)

    def _failed(self, error: CodedError) -> None:
        explain(self, words_for(error))

    def _note_left(self) -> None:
        self._note(self._leaving.take_note)

    def _note_file(self) -> None:
        self._note(lambda: take_note(self._context.session))

    def _note(self, write: Callable[[], None]) -> None:
        """Write down that it was read; on the lane, for a synchronisation may be writing."""
        self.hide()
        self._context.local.run(
            lambda _progress: write(), lambda _done: self._context.changes.tell(frozenset()), self._failed, owner=self
        )
