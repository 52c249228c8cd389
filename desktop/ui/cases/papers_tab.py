"""Papers of the case: files added, opened, saved elsewhere, fetched, and where each of them is."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from desktop.domain.papers import safe_name
from desktop.services.attachments import Attachments
from desktop.services.cases import CasePage
from desktop.store.door import Changed
from desktop.ui.cases.paper_adding import AddingPapers
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
        self.adding = AddingPapers(context.exports, self.attachments, lambda: self.page.case.id)
        self.adding.ended.connect(lambda: self._tell(frozenset({_KEY})))
        self.opened = Banner()
        self.papers = CardColumn(
            _("Giấy tờ"),
            _("Thêm giấy tờ"),
            self.adding.ask,
            _("Chưa có giấy tờ nào. Nhấn Thêm giấy tờ, hoặc kéo tệp thả vào đây."),
        )
        self._cards: dict[str, PaperCard] = {}
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

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this PC may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        self.adding.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

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
