"""The list of cases: views, filters, the table over all that match, and what teaches where there is nothing yet."""

from array import array
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.changes import Changed
from desktop.qt.lanes import Job, Progress
from desktop.services.cases import Cases
from desktop.services.drafts import Draft, Drafts
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter, CaseRow, CaseSort
from desktop.ui.cases.columns import case_columns
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.cases.filters import FilterBar, ViewChips
from desktop.ui.cases.views import ALL, CONTESTED, RUNNING, UNSENT, View, counted, narrowed
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _

#: Records that show in a row of the list.
_SHOWN = frozenset({"case", "case_person", "person", "assignment", "practitioner", "stage", "hearing", "conflict"})


class Found(msgspec.Struct, frozen=True):
    """What one look at the database gave: the rows of the list, and whether there is any case at all."""

    numbers: "array[int]"
    rejected: frozenset[str]
    anything: bool


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
        self._synchronise = Synchronise(context.session)
        self._drafts = Drafts(context.session)
        self._view = RUNNING
        self._sort, self._descending = CaseSort.RECEIVED, True
        self._rejected: frozenset[str] = frozenset()
        self._finding: Job | None = None
        self._stale = True
        self._go_to: str | None = None
        self.offer = DraftBanner(self._give_up)
        self.chips = ViewChips()
        self.filters = FilterBar(context.session.clock)
        self._searched = label("", role=Role.MUTED)
        reader = context.session.user.full_name
        columns = case_columns(context.session.clock, reader, lambda: self._rejected)
        self.table = Table(_("Danh sách vụ việc"), columns, self._fetch)
        self.listing = Listing(self.table)
        self._lay_out()
        self.chips.mark(self._view)
        self.chips.chosen.connect(self._show_view)
        self.filters.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        self.table.sort_asked.connect(self._sort_by)
        context.changes.changed.connect(self._on_changed)
        self._find()  # while the window is still being laid out

    def reload(self) -> None:
        """Look again; what is selected stays selected."""
        self._stale = True
        if self._finding is None and self.isVisible():
            self._find()

    def search(self, text: str) -> None:
        """Show everything that matches words, whatever view or filter was on."""
        self._view = ALL
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
        if self._stale:
            self.reload()

    def _find(self) -> None:
        self._stale = False
        self.listing.wait()
        wanted = narrowed(self._view, self.filters.filter())
        wanted = msgspec.structs.replace(wanted, sort=self._sort, descending=self._descending)
        self._finding = self._context.local.run(
            lambda progress: self._look(wanted, progress), self._show, on_end=self._found, owner=self
        )

    def _look(self, wanted: CaseFilter, progress: Progress) -> Found:
        """Runs on the lane; its connections are its own."""
        numbers = self._cases.numbers(wanted)
        progress.check()
        anything = bool(numbers or self._cases.count(ALL.filter))
        return Found(numbers, self._synchronise.refused_cases(), anything)

    def _count(self) -> dict[str, int]:
        """Runs on the lane, after the list is shown: people look at the rows first."""
        unsent, contested = self._cases.count(UNSENT.filter), self._cases.count(CONTESTED.filter)
        return counted(self._cases.counts(), unsent=unsent, contested=contested)

    def _show(self, found: Found) -> None:
        self._rejected = found.rejected
        self._show_words(anything=found.anything)
        self.listing.show_ids(found.numbers)
        if self._go_to is not None:
            self.table.go_to(self._cases.page(self._go_to).row.number)
            self._go_to = None
        elif found.numbers and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _found(self) -> None:
        self._finding = None
        if self._stale:
            self.reload()
        else:
            self._context.local.run(lambda _progress: self._count(), self.chips.show_counts, owner=self)

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

    def _fetch(self, numbers: Sequence[int]) -> list[CaseRow | None]:
        rows = {row.number: row for row in self._cases.rows(numbers)}
        return [rows.get(number) for number in numbers]

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

    def _open(self, number: int) -> None:
        row = self._cases.rows([number])
        if row:
            self.opened.emit(row[0].id)

    def _give_up(self, draft: Draft) -> None:
        self._drafts.drop(draft.id)
        self.offer_drafts()

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if any(record_type in _SHOWN for record_type, _id in changed):
            self.reload()

    def _lay_out(self) -> None:
        px = current().px
        take_in = button(_("Tiếp nhận yêu cầu"), self.intake_asked.emit, look="primary", sign="plus")
        take_in.setToolTip(_("Tiếp nhận yêu cầu (Ctrl+N)"))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self.chips, 1)
        top.addWidget(take_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.offer)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self._searched)
        column.addWidget(self.listing, 1)
        self._searched.hide()
