"""The reports that were issued, and one of them as it went out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.dates import format_date
from desktop.exchange.paper.copying import copied_letter
from desktop.exchange.paper.letter import Letter
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column
from desktop.services.issued_changes import Since
from desktop.services.issuing import Frozen, IssuedReport, Issuing
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, PDF, WORD, Exportable, ExportBanner, FileKind, LetterFile, PaperFile
from desktop.ui.reports.changes_list import ChangesList
from desktop.ui.reports.form_grid import FormGrid
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button, menu_button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import collected as collected_words
from desktop.words import reports as words

_LIST, _NUMBERS, _CHANGES, _WORDS = range(4)
_NAMED = 3  # numbers that are others now and are told in words
_TEACH = _("Chưa có báo cáo nào được phát hành. Lập biểu ở thẻ Biểu thống kê rồi nhấn Phát hành.")


class IssuedPanel(QWidget):
    """A list, and behind each line the form as it was issued.

    Attributes:
        table: the reports, newest first.
        grid: the numbers of the one that is open, as they were.
        changes: what has changed in its cases since.
        text: what went out in words, where something did; ``read_button`` shows it.
        banner: why it went out although something did not add up, or why it cannot be shown.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._issuing = Issuing(context.session)
        self._reports: Sequence[IssuedReport] = ()
        self._opened: Frozen | None = None
        self._letter: Letter | None = None
        self.table = Table(_("Báo cáo đã phát hành"), _columns(), self._fetch)
        self.table.opened.connect(self.open)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_TEACH)
        self._listing.show_ids(())
        self.banner = Banner()
        self.export = ExportBanner(context.exports, context.session.today)
        self.leave = menu_button(
            _("In lại"),
            [
                ("file-spreadsheet", _("Excel…"), lambda: self._leave(EXCEL)),
                ("file-text", _("PDF…"), lambda: self._leave(PDF)),
                ("file-text", _("Word…"), lambda: self._leave(WORD)),
            ],
        )
        self.read_button = button(_("Đọc bản tin"), self.read)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Nội dung bản tin"))
        self.grid = FormGrid(_("Các số đã phát hành"))
        self.changes = ChangesList()
        self.changes.case_wanted.connect(context.open_case)
        self._title = label("", "label", wrap=True)
        self._stack = QStackedWidget()
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read the list anew."""
        self._context.local.run(lambda _progress: self._issuing.issued(), self._show, self.banner.explain, owner=self)

    def open(self, number: int) -> None:
        """Show a report as it was issued."""
        report = self._reports[number]
        work = lambda _progress: (self._issuing.opened(report), self._issuing.letter(report))  # noqa: E731
        self._context.local.run(work, self._show_opened, self.banner.explain, owner=self)

    def sheet(self, kind: FileKind = EXCEL) -> Exportable | None:
        """The report that is open, for a file: in words where it went out in words, but for a workbook."""
        if self._opened is None:
            return None
        report = self._opened.record
        name = f"{report.form} {report.number}"
        if self._letter is not None and kind is not EXCEL:
            return LetterFile(name, self._letter)
        return PaperFile(name, self._issuing.page(report))

    def read(self) -> None:
        """Show what went out in words."""
        if self._letter is not None:
            self.text.setHtml(copied_letter(self._letter).html)
            self._stack.setCurrentIndex(_WORDS)
            self.text.setFocus()

    def compare(self) -> None:
        """Show what has changed since the report that is open was issued."""
        opened = self._opened
        if opened is not None:
            work = lambda _progress: self._issuing.changed(opened)  # noqa: E731
            self._context.local.run(work, self._show_since, self.banner.explain, owner=self)

    def back(self) -> None:
        """From the changes to the report, from a report to the list."""
        self._stack.setCurrentIndex(_NUMBERS if self._stack.currentIndex() > _NUMBERS else _LIST)
        self.banner.hide()
        (self.grid if self._stack.currentIndex() else self.table).setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            (self.grid if self._stack.currentIndex() else self.table).setFocus()

    def _show(self, reports: list[IssuedReport]) -> None:
        self._reports = reports
        self._listing.show_ids(range(len(reports)))
        if reports and self.table.current_id() is None:
            self.table.go_to(0)

    def _show_opened(self, read: tuple[Frozen, Letter | None]) -> None:
        opened, self._letter = read
        self._opened = opened
        self.read_button.setVisible(self._letter is not None)
        self._title.setText(words.issued(opened.record))
        self.grid.show_counted(opened.counted)
        self.banner.hide()
        if opened.content.failing:
            reason = _("Lý do phát hành: {reason}").format(reason=opened.record.reason)
            self.banner.show_words(Role.BAD, _("Phát hành khi số liệu chưa khớp"), reason)
        self._stack.setCurrentIndex(_NUMBERS)
        self.grid.setFocus()

    def _show_since(self, since: Since) -> None:
        if self._opened is None:
            return
        counted = self._opened.counted
        told = [words.other_now(counted, each.place, each.then, each.now) for each in since.cells]
        told += [collected_words.differing(since.organisations)] if since.organisations else []
        told += since.said
        told += [] if since.explained else [words.NOT_REMEMBERED]
        role = Role.WAIT if since.cells or since.said or not since.explained else Role.PRIMARY
        title = words.since(len(since.cells), explained=True)
        self.banner.show_words(role, title, ". ".join([*told[:_NAMED], *(["…"] if len(told) > _NAMED else [])]))
        self.changes.show_since(since, self._context.session.today())
        self._stack.setCurrentIndex(_CHANGES)
        self.changes.table.setFocus()

    def _leave(self, kind: FileKind) -> None:
        if sheet := self.sheet(kind):
            self.export.ask(sheet, kind)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind == "issued_report" for kind, _id in changed):
            self.reload()

    def _fetch(self, numbers: Sequence[int]) -> list[IssuedReport]:
        return [self._reports[number] for number in numbers]

    def _lay_out(self) -> None:
        px = current().px
        opened = QWidget()
        QShortcut(QKeySequence("Esc"), opened, self.back)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(button(_("Quay lại danh sách"), self.back, sign="arrow-left"))
        top.addWidget(self._title, 1)
        top.addWidget(self.read_button)
        top.addWidget(button(_("Thay đổi từ đó"), self.compare))
        top.addWidget(self.leave)
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.export)
        column.addWidget(self.grid, 1)
        for page in (self._listing, opened, self._with_back(self.changes), self._with_back(self.text)):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(8), 0, 0)
        whole.setSpacing(px(8))
        whole.addWidget(self.banner)
        whole.addWidget(self._stack, 1)

    def _with_back(self, shown: QWidget) -> QWidget:
        page = QWidget()
        QShortcut(QKeySequence("Esc"), page, self.back)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(button(_("Quay lại báo cáo"), self.back, sign="arrow-left"), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(shown, 1)
        return page


def _columns() -> tuple[Column[IssuedReport], ...]:
    def day(report: IssuedReport) -> str:
        return format_date(report.issued_at) if report.issued_at else ""

    def period(report: IssuedReport) -> str:
        days = [format_date(each) for each in (report.from_on, report.to_on) if each]
        return "–".join(days)

    return (
        Column(_("Số báo cáo"), lambda report: report.number or "", 150, bold=True),
        Column(_("Biểu"), lambda report: report.form or "", 120),
        Column(_("Kỳ"), period, 190),
        Column(_("Phát hành"), day, 100),
        Column(_("Người phát hành"), lambda report: report.issuer or "", 160),
        Column(_("Ghi chú"), lambda report: report.note or report.reason or "", 160, stretch=1),
    )
