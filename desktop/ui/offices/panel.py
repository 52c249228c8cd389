"""One register on the screen: what narrows it, the list, its sums, and the dialogs that add and change."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.catalogues import catalogue
from desktop.exchange.sheet import SheetColumn
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column, Mark
from desktop.services.cases import Cases
from desktop.services.office_records import OfficeRecords
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner, Sheet
from desktop.ui.offices.entry_dialog import EntryDialog, plan_of
from desktop.ui.offices.narrowing import NarrowBar
from desktop.ui.offices.register import Register, Show
from desktop.ui.offices.rows import Narrowed, Row, exported, narrowed, rows_of, sums, years_of
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from sync.contract.errors import CodedError
from sync.contract.fields import Kind

_SYNC_WIDTH, _UNIT_WIDTH = 104, 180
_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY})
_TITLE_LENGTH = 31  # of a sheet, which Excel limits
_SHEET_WIDTH = 22  # characters of a column


class _Found(NamedTuple):
    """What the lane read: the rows of the register and the names of what they refer to."""

    rows: list[Row]
    names: dict[str, str]


class RegisterPanel(QWidget):
    """A list of the records of one register.

    Attributes:
        register: what it shows.
        table: the list.
        bar: what narrows it.
    """

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self.register = register
        self._context = context
        self._records = OfficeRecords(context.session)
        self._every: list[Row] = []
        self._rows: list[Row] = []
        self._names: dict[str, str] = {}
        self._sort: tuple[str, bool] | None = None
        self._stale = True
        self.bar = NarrowBar(register, context.session.clock)
        self.table = Table(register.title, self._columns(), lambda numbers: [self._rows[n] for n in numbers])
        self.listing = Listing(self.table)
        self.gone = Banner()
        self.export = ExportBanner(context.exports, context.session.today)
        self._export_button = button(_("Xuất Excel…"), self._export, sign="file-spreadsheet")
        self._lay_out()
        self.bar.changed.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.sort_asked.connect(self._sort_by)
        context.changes.changed.connect(self._on_changed)

    def add(self) -> None:
        """Ask for a new record."""
        self._ask(None)

    def sheet(self) -> Sheet:
        """The rows that are shown, in their order, with every field of the form."""
        register, rows, names, today = self.register, tuple(self._rows), self._names, self._context.session.today()
        columns = [SheetColumn(register.title_of(name), _SHEET_WIDTH) for name in register.form]
        columns.append(SheetColumn(_("Đồng bộ"), _SHEET_WIDTH))
        return Sheet(
            register.title[:_TITLE_LENGTH],
            register.title,
            columns,
            len(rows),
            lambda: (exported(register, row, names, today) for row in rows),
        )

    def reload(self) -> None:
        """Read the register anew, off the window's thread; what is shown stays until it is there."""
        self._stale = False
        self.listing.wait()
        self._context.local.run(lambda _progress: self._find(), self._take, owner=self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
        if self._stale:
            self.reload()

    def _find(self) -> _Found:
        """On the lane: it reads the catalogues, too, so that the dialog finds them read."""
        for name in self.register.form:
            known = self.register.declared.fields[name].info.catalogue
            if known:
                catalogue(known)
        listed = self._records.listed(self.register.record_type)
        return _Found(rows_of(self.register, listed, self._context.session.today()), listed.names)

    def _take(self, found: _Found) -> None:
        self._every, self._names = found
        self.bar.offer_years(years_of(self.register, self._every))
        self._show()

    def _show(self) -> None:
        rows = narrowed(self.register, self._every, self.bar.value())
        if self._sort is not None:
            name, descending = self._sort
            rows = sorted(rows, key=lambda row: row.keys[name], reverse=descending)
        self._rows = rows
        self._show_words()
        self.listing.show_ids(range(len(rows)), note=sums(self.register, rows))
        self._export_button.setEnabled(bool(rows))

    def _show_words(self) -> None:
        if self._every and self.bar.value() != Narrowed():
            self.listing.empty.show_words(_("Không có mục nào như vậy."), _("Bỏ lọc"), self.bar.clear)
        else:
            self.listing.empty.show_words(self.register.teach, self.register.add, self.add)

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self._show()

    def _open(self, number: int) -> None:
        self._ask(self._rows[number].record.id)

    def _ask(self, record_id: str | None) -> None:
        dialog = EntryDialog(self, self._context, plan_of(self._context, self.register, record_id))
        dialog.saved.connect(self._offer_back)
        dialog.open_with_draft()

    def _offer_back(self, changed: frozenset[Changed]) -> None:
        """Say that what was deleted can be had back."""
        self.gone.hide()
        gone = [each for kind, each in changed if kind == self.register.record_type]
        if not gone or not self._records.is_deleted(self.register.record_type, gone[0]):
            return
        title = _("Đã xóa khỏi danh sách “{register}”.").format(register=self.register.title)
        leave = (_("Đóng"), self.gone.hide)
        self.gone.show_words(
            Role.PRIMARY, title, verb=_("Khôi phục"), press=lambda: self._bring_back(gone[0]), also=leave
        )

    def _bring_back(self, record_id: str) -> None:
        self.gone.hide()
        try:
            changed = Cases(self._context.session).edit(self.register.record_type, record_id, {"deleted": False})
        except CodedError as error:
            self.gone.explain(error)
            return
        self._context.changes.tell(changed)
        self._context.tell(_("Đã khôi phục."))

    def _export(self) -> None:
        self.export.ask(self.sheet())

    def _columns(self) -> Sequence[Column[Row]]:
        columns = [self._column(shown) for shown in self.register.columns]
        if len(self._records.names("unit")) > 1:
            columns.append(Column(_("Đơn vị"), lambda row: row.unit, _UNIT_WIDTH, gives_way=9))
        return [*columns, Column(_("Đồng bộ"), _mark, _SYNC_WIDTH)]

    def _column(self, shown: Show) -> Column[Row]:
        field = self.register.declared.fields[shown.field]
        is_figure = field.kind in _FIGURES and shown.field != self.register.day
        return Column(
            shown.title or self.register.title_of(shown.field),
            lambda row: row.cells[shown.field],
            shown.width,
            stretch=shown.stretch,
            gives_way=shown.gives_way,
            sort_key=shown.field,
            align=Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft,
            bold=shown.bold,
        )

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        referred = {field.info.refers_to for field in self.register.declared.references}
        if any(kind == self.register.record_type or kind in referred for kind, _id in changed):
            self._stale = True
            if self.isVisible():
                self.reload()

    def _lay_out(self) -> None:
        px = current().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.bar, 1)
        add = button(self.register.add, self.add, look="primary", sign="plus")
        for press in (self._export_button, add):
            top.addWidget(press, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.gone)
        column.addWidget(self.export)
        column.addWidget(self.listing, 1)


def _mark(row: Row) -> Mark:
    return row.mark
