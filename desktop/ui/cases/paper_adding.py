"""Files on their way into the papers of a case: which ones, how far, a way to stop, and what was wrong with some."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop.domain.papers import MEDIA_TYPES
from desktop.qt.lanes import Job, Lane, Progress, Step
from desktop.services.attachments import Attachments
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

#: A file that was not taken in, and why.
_Failed = tuple[Path, CodedError]


class AddingPapers(Banner):
    """Hidden while nothing is added; what went wrong stays until it is closed."""

    #: Nothing is being added any more.
    ended = Signal()

    def __init__(self, lane: Lane, attachments: Attachments, case_id: Callable[[], str]) -> None:
        """Make it.

        Args:
            lane: where files are read and sealed.
            attachments: the use cases.
            case_id: the case that is shown.
        """
        super().__init__()
        self._lane = lane
        self._attachments = attachments
        self._case_id = case_id
        self._job: Job | None = None

    def ask(self) -> None:
        """Ask which files to add."""
        dialog = QFileDialog(self.parentWidget(), _("Thêm giấy tờ"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Giấy tờ ({endings})").format(endings=" ".join(f"*{each}" for each in MEDIA_TYPES)))
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Thêm"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.filesSelected.connect(lambda chosen: self.add([Path(each) for each in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, files: Sequence[Path]) -> None:
        """Take files in, one after the other; what is wrong with one does not hold up the rest."""
        if self._job is not None or not files:
            return
        attachments, case_id = self._attachments, self._case_id()
        self._say(_adding(files[0]))
        self._job = self._lane.run(
            lambda progress: _add_all(attachments, case_id, files, progress),
            self._added,
            on_progress=self._stepped,
            on_end=self._ended,
            owner=self,
        )

    def _say(self, title: str) -> None:
        self.show_words(Role.PRIMARY, title, "", _("Dừng"), self._stop)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.hide()

    def _stepped(self, step: Step) -> None:
        percent = step.done * 100 // max(step.total or 1, 1)
        self._say(_("{adding} {percent}%").format(adding=step.what, percent=percent))

    def _added(self, failed: Sequence[_Failed]) -> None:
        self.hide()
        if failed:
            said = [words_for(error) for _file, error in failed]
            self.show_words(
                Role.BAD,
                _("Chưa thêm được: {files}.").format(files=", ".join(file.name for file, _error in failed)),
                " ".join(dict.fromkeys(f"{each.text} {each.advice}".strip() for each in said)),
                _("Đóng"),
                self.hide,
            )

    def _ended(self) -> None:
        self._job = None
        self.ended.emit()


def _adding(file: Path) -> str:
    return _("Đang thêm {name}…").format(name=file.name)


def _add_all(attachments: Attachments, case_id: str, files: Sequence[Path], progress: Progress) -> list[_Failed]:
    """Take in what can be taken in; the rest with its reason. Runs on the lane."""
    failed: list[_Failed] = []
    for file in files:
        words = _adding(file)
        try:
            attachments.add(case_id, file, tell=lambda done, size, said=words: progress.report(done, size, said))  # type: ignore[misc]
        except CodedError as error:
            failed.append((file, error))
    return failed
