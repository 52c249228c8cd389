"""The list of cases: views, filters, the table over all that match, and what teaches where there is nothing yet."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.changes import Changed
from desktop.qt.table_model import PAGE
from desktop.services.cases import Cases
from desktop.services.drafts import Draft, Drafts
from desktop.services.merging import merged, note_read
from desktop.store.lists import CaseSort
from desktop.ui.cases.columns import case_columns
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.cases.filters import FilterBar, ViewChips
from desktop.ui.cases.finding import Finding, Found, Wanted
from desktop.ui.cases.sheet import case_sheet
from desktop.ui.cases.views import ALL, RUNNING, View, narrowed
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _

#: Records that show in a row of the list.
_SHOWN = frozenset({"case", "case_person", "person", "assignment", "practitioner", "stage", "hearing", "conflict"})


class ListPage(QWidget):
    """The list and everything above it."""

    #: A case was opened; carries its id.
    opened = Signal(str)
    #: The intake was asked for.
    intake_asked = Signal()
    #: A draft is to be gone on in; carries it.
    draft_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cases = Cases(context.session)
        self._drafts = Drafts(context.session)
        self._view = RUNNING
        self._sort: CaseSort | None = None
        self._descending = True
        self._rejected: frozenset[str] = frozenset()
        self._stale = False
        self._go_to: str | None = None
        self.offer, self.merger = DraftBanner(self._give_up), Banner()
        self.export = ExportBanner(context.exports, context.session.today)
        self._export_button = button(_("Xuất Excel…"), self._export, sign="file-spreadsheet")
        self.chips = ViewChips()
        self.filters = FilterBar(context.session.clock)
        self._searched = label("", role=Role.MUTED)
        reader = context.session.user.full_name
        columns = case_columns(context.session.clock, reader, lambda: self._rejected)
        self.finding = Finding(context.session, context.local, self._wanted, self)
        self.table = Table(_("Danh sách vụ việc"), columns, self.finding.rows)
        self.listing = Listing(self.table)
        self._lay_out()
        self.chips.mark(self._view)
        self.chips.chosen.connect(self._show_view)
        self.filters.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        self.table.sort_asked.connect(self._sort_by)
        self.finding.found.connect(self._show)
        self.finding.counted.connect(self.chips.show_counts)
        context.changes.changed.connect(self._on_changed)
        self.finding.look()  # while the window is still being laid out

    def reload(self) -> None:
        """Look again; what is selected stays selected."""
        self._stale = not self.isVisible()
        if self.isVisible():
            self.listing.wait()
            self.finding.look()

    def search(self, text: str) -> None:
        """Show everything that matches words, what fits best first, whatever view, filter or order was on."""
        self._view = ALL
        self._sort, self._descending = None, True
        self.table.show_unsorted()
        self.chips.mark(ALL)
        self.filters.search(text)
        self.table.setFocus()

    def return_to(self, case_id: str | None) -> None:
        """Come back from a case: to its row if the list has it."""
        self._go_to = case_id
        self.reload()
        self.table.setFocus()

    def offer_drafts(self) -> None:
        """Offer the newest draft, of the intake or of a case."""
        newest = next(iter(self._drafts.every()), None)
        what = _("tiếp nhận yêu cầu") if newest and newest.form == "intake" else _("sửa vụ việc")
        self.offer.offer(newest, what, self.draft_asked.emit)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
        self.offer_drafts()
        self._tell_merger()
        if self._stale:
            self.reload()

    def _tell_merger(self) -> None:
        """Say once that the office has become another unit."""
        units = merged(self._context.session)
        if units is None:
            self.merger.hide()
            return
        title = _("{old} đã sáp nhập vào {new}.").format(old=units[0], new=units[1])
        text = _("Mã số đã có giữ nguyên; vụ việc mới vào Sổ của đơn vị mới.")
        self.merger.show_words(Role.PRIMARY, title, text, _("Đã hiểu"), self._note_merger)

    def _note_merger(self) -> None:
        self.merger.hide()
        session = self._context.session
        self._context.local.run(lambda _progress: note_read(session), owner=self)  # a synchronisation may be writing

    def _wanted(self) -> Wanted:
        wanted = narrowed(self._view, self.filters.filter())
        first, last = self.table.visible_rows()
        pages = range(first // PAGE, max(first, last) // PAGE + 1)
        return Wanted(msgspec.structs.replace(wanted, sort=self._sort, descending=self._descending), pages)

    def _show(self, found: Found) -> None:
        self._rejected = found.rejected
        self._show_words(anything=found.anything)
        self.listing.show_ids(found.numbers, found.pages)
        self._export_button.setEnabled(bool(found.numbers))
        if self._go_to is not None:
            number, self._go_to = self._cases.row_number(self._go_to), None
            if number is not None:  # else the case has left
                self.table.go_to(number)
        elif found.numbers and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _show_words(self, *, anything: bool) -> None:
        query = self.filters.filter().query
        self._searched.setText(_("Kết quả tìm “{query}”").format(query=query) if query else "")
        self._searched.setVisible(bool(query))
        empty = self.listing.empty
        if not anything:
            teach = _("Chưa có vụ việc nào. Nhấn Ctrl+N để tiếp nhận yêu cầu đầu tiên.")
            empty.show_words(teach, _("Tiếp nhận yêu cầu"), self.intake_asked.emit)
        elif query:
            nothing = _("Không tìm thấy “{query}”. Thử gõ ít chữ hơn, không cần dấu.").format(query=query)
            empty.show_words(nothing, _("Bỏ tìm kiếm"), self.filters.clear)
        else:
            empty.show_words(_("Không có vụ việc nào ở đây."), _("Xem tất cả"), self._show_all)

    def _show_view(self, view: View) -> None:
        self._view = view
        self.chips.mark(view)
        if self.filters.filter().query:
            self.filters.clear(tell=False)
        self.reload()

    def _show_all(self) -> None:
        self._view = ALL
        self.chips.mark(ALL)
        self.filters.clear()

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort, self._descending = CaseSort(key), descending
        self.reload()

    def _export(self) -> None:
        """Export what the list shows now, in its order."""
        what = _("Kết quả tìm") if self.filters.filter().query else self._view.title
        self.export.ask(
            case_sheet(
                _("Vụ việc – {what}").format(what=what),
                self.table.rows.ids(),
                self.finding.rows,
                reader=self._context.session.user.full_name,
                rejected=self._rejected,
            )
        )

    def _open(self, number: int) -> None:
        row = self._cases.rows([number])
        if row:
            self.opened.emit(row[0].id)

    def _give_up(self, draft: Draft) -> None:
        self._drafts.drop(draft.id)
        self.offer_drafts()

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if any(record_type in _SHOWN for record_type, _id in changed):
            self._stale = not self.isVisible()
            if self.isVisible():
                self.finding.hear()
        if self.isVisible() and any(record_type == "unit" for record_type, _id in changed):
            self._tell_merger()

    def _lay_out(self) -> None:
        px = current().px
        take_in = button(_("Tiếp nhận yêu cầu"), self.intake_asked.emit, look="primary", sign="plus")
        take_in.setToolTip(_("Tiếp nhận yêu cầu (Ctrl+N)"))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self.chips, 1)
        for press in (self._export_button, take_in):  # aligned, or they would sink when the chips need two lines
            top.addWidget(press, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.merger)
        column.addWidget(self.offer)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self.export)
        column.addWidget(self._searched)
        column.addWidget(self.listing, 1)
        self._searched.hide()
