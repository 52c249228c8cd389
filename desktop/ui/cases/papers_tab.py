"""Papers of the case: files added, opened, saved elsewhere, fetched, and where each of them is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from desktop.domain.papers import MEDIA_TYPES, safe_name
from desktop.qt.lanes import Job, Progress, Step
from desktop.services.attachments import Attachments
from desktop.services.cases import CasePage
from desktop.store.door import Changed
from desktop.ui.cases.paper_card import PaperCard, PaperDeeds
from desktop.ui.cases.record_card import CardColumn
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.exporting import open_file
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import explain
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_KEY = ("attachment", "")


class PapersTab(Tab):
    """One card a paper, by the day it bears; files may be dropped anywhere on it."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self.attachments = Attachments(context.session)
        self.adding = Banner()
        self.opened = Banner()
        self.papers = CardColumn(
            _("Giấy tờ"),
            _("Thêm giấy tờ"),
            self.ask_files,
            _("Chưa có giấy tờ nào. Nhấn Thêm giấy tờ, hoặc kéo tệp thả vào đây."),
        )
        self._cards: dict[str, PaperCard] = {}
        self._job: Job | None = None
        self._deeds: PaperDeeds = {
            "open": self._open,
            "save": self._ask_where,
            "fetch": self._fetch,
            "retry": self._retry,
            "edit": self._edit,
        }
        for widget in (self.adding, self.opened, self.papers):
            self.column.addWidget(widget)
        self.column.addStretch()
        self.setAcceptDrops(True)
        self.fill()

    def fill(self) -> None:
        """A card for each; those whose file only moved on say so without being made anew."""
        papers = self.attachments.of_case(self.page.case.id)
        self._show_opened()
        if [paper.record.id for paper in papers] == list(self._cards) and all(
            self._cards[paper.record.id].about(paper) for paper in papers
        ):
            for paper in papers:
                self._cards[paper.record.id].follow(paper)
            return
        self._cards = {paper.record.id: PaperCard(paper, self._deeds, self._pin) for paper in papers}
        self.papers.show_cards(list(self._cards.values()))

    def ask_files(self) -> None:
        """Ask which files to add."""
        dialog = QFileDialog(self, _("Thêm giấy tờ"))
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
        case_id, attachments = self.page.case.id, self.attachments
        self.adding.show_words(Role.PRIMARY, _adding(files[0]), "", _("Dừng"), self._stop)
        self._job = self.context.exports.run(
            lambda progress: _add_all(attachments, case_id, files, progress),
            self._added,
            on_progress=self._stepped,
            on_end=self._ended,
            owner=self,
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this PC may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.adding.hide()

    def _stepped(self, step: Step) -> None:
        percent = step.done * 100 // max(step.total or 1, 1)
        title = _("{adding} {percent} %").format(adding=step.what, percent=percent)
        self.adding.show_words(Role.PRIMARY, title, "", _("Dừng"), self._stop)

    def _added(self, failed: Sequence[tuple[Path, CodedError]]) -> None:
        self.adding.hide()
        if failed:
            said = [words_for(error) for _file, error in failed]
            self.adding.show_words(
                Role.BAD,
                _("Chưa thêm được: {files}.").format(files=", ".join(file.name for file, _error in failed)),
                " ".join(dict.fromkeys(f"{each.text} {each.advice}".strip() for each in said)),
                _("Đóng"),
                self.adding.hide,
            )

    def _ended(self) -> None:
        self._job = None
        self._tell(frozenset({_KEY}))

    def _tell(self, changed: Changed) -> None:
        self.context.changes.tell(changed)

    def _open(self, record_id: str) -> None:
        self.context.exports.run(
            lambda _progress: self.attachments.open(record_id), self._show_copy, self._failed, owner=self
        )

    def _show_copy(self, copy: Path) -> None:
        open_file(copy)
        self._show_opened()

    def _show_opened(self) -> None:
        if not self.attachments.copies:
            self.opened.hide()
            return
        self.opened.show_words(
            Role.PRIMARY,
            _("Có giấy tờ đang mở bằng chương trình khác."),
            _(
                "Để chương trình khác đọc được, một bản không mã hóa nằm trong thư mục dữ liệu. "
                "Bản đó bị xóa khi đóng phần mềm; nên xóa ngay khi đã xem xong. Sửa trong bản đó không được lưu."
            ),
            _("Xóa bản đang mở"),
            self._clear_opened,
        )

    def _clear_opened(self) -> None:
        self.context.exports.run(lambda _progress: self.attachments.copies.clear(), self._cleared, owner=self)

    def _cleared(self, all_gone: bool) -> None:
        self._show_opened()
        if not all_gone:
            self.context.tell(_("Có bản còn được chương trình khác giữ. Đóng chương trình đó rồi xóa lại."))

    def _ask_where(self, record_id: str) -> None:
        record = self.attachments.one(record_id).record
        dialog = QFileDialog(self, _("Lưu ra tệp"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(safe_name(record.name, record.title))
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Lưu ra tệp"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.fileSelected.connect(lambda chosen: self.save_as(record_id, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, record_id: str, target: Path) -> None:
        """Write a copy somewhere else; what it means is said once it is there."""
        said = _("Đã lưu {file}. Tệp này không được mã hóa.").format(file=target.name)
        self.context.exports.run(
            lambda _progress: self.attachments.save_as(record_id, target),
            lambda _done: self.context.tell(said),
            self._failed,
            owner=self,
        )

    def _failed(self, error: CodedError) -> None:
        explain(self, words_for(error))
        self._tell(frozenset({_KEY}))

    def _fetch(self, record_id: str) -> None:
        self._tell(self.attachments.want(record_id))
        self.context.sync_soon()

    def _retry(self, record_id: str) -> None:
        """Look at the bytes again, which may take a while, and let it go on."""
        self.context.exports.run(
            lambda _progress: self.attachments.retry(record_id), self._retried, self._failed, owner=self
        )

    def _retried(self, changed: Changed) -> None:
        self._tell(changed)
        self.context.sync_soon()

    def _pin(self, record_id: str, kept: bool) -> None:
        self._tell(self.attachments.pin(record_id, kept=kept))

    def _edit(self, record_id: str) -> None:
        plan = Plan(
            record_type="attachment",
            record_id=record_id,
            title=_("Giấy tờ"),
            verb=_("Lưu giấy tờ"),
            fields=("title", "kind", "dated_on"),
            required=frozenset({"title"}),
        )
        RecordDialog(self, self.context, plan).open_with_draft()


def _adding(file: Path) -> str:
    return _("Đang thêm {name}…").format(name=file.name)


def _add_all(
    attachments: Attachments, case_id: str, files: Sequence[Path], progress: Progress
) -> list[tuple[Path, CodedError]]:
    """Take in what can be taken in; the rest with its reason. Runs on the lane."""
    failed: list[tuple[Path, CodedError]] = []
    for file in files:
        try:
            attachments.add(case_id, file, tell=lambda done, size: progress.report(done, size, _adding(file)))  # noqa: B023
        except CodedError as error:
            failed.append((file, error))
    return failed
