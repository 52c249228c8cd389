"""The Sổ thụ lý of the office over a period: looked through, opened case by case, printed."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import period
from desktop.exchange.paper.model import words_of
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column
from desktop.services.register import Book, Entry, Register
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, PDF, ExportBanner, FileKind, PaperFile
from desktop.ui.reports.period_choice import parts_of_year, years
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import menu_button
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import register as words

_KINDS = ("case", "case_person", "person", "assignment", "practitioner")


class RegisterPanel(QWidget):
    """One line a case, as in the book.

    Attributes:
        periods, years: what is chosen.
        table: the lines.
        leave: the menu of how it leaves.
        export: where that is told.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._register = Register(context.session)
        self._book: Book | None = None
        today = context.session.today()
        self.periods, self.years = ComboBox(_("Kỳ"), parts_of_year()), ComboBox(_("Năm"), years(today))
        self.periods.set_code(f"{{year}}-{today.month:02}")
        for box in (self.periods, self.years):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.export = ExportBanner(context.exports, context.session.today)
        self.leave = menu_button(
            _("Xuất"),
            [
                ("file-spreadsheet", _("Excel…"), lambda: self._leave(EXCEL)),
                ("file-text", _("PDF…"), lambda: self._leave(PDF)),
                ("columns-3", _("Chép bảng"), self.copy),
            ],
        )
        self.table = Table(words.NAME, _columns(context.session.user.full_name), self._fetch)
        self.table.opened.connect(self._open)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Không có vụ việc nào vào Sổ trong kỳ này."))
        self._total = label("", wrap=True)
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read the book anew."""
        between = period(self.periods.code().format(year=self.years.code()))
        self._context.local.run(
            lambda _progress: self._register.book(between), self._show, self.export.explain, owner=self
        )

    def sheet(self) -> PaperFile | None:
        """The book as it stands, for a file; None before it was read."""
        if self._book is None:
            return None
        between = self._book.period
        name = f"{words.NAME} {between.first.isoformat()} {between.last.isoformat()}"
        return PaperFile(name, self._register.page(self._book))

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if sheet := self.sheet():
            self.export.copy(sheet.paper)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.table.setFocus()

    def _show(self, book: Book) -> None:
        self._book = book
        self._listing.show_ids(range(len(book.entries)))
        if book.entries and self.table.current_id() is None:
            self.table.go_to(0)
        self._total.setText(words.total(book.entries))

    def _leave(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _open(self, number: int) -> None:
        if self._book is not None:
            self._context.open_case(self._book.entries[number].case.id)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in _KINDS for kind, _id in changed):
            self.reload()

    def _fetch(self, numbers: Sequence[int]) -> list[Entry]:
        return [self._book.entries[number] for number in numbers] if self._book else []

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(self._total, 1)
        for widget in (self.periods, self.years, self.leave):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.export)
        column.addWidget(self._listing, 1)


def _columns(reader: str) -> list[Column[Entry]]:
    """What a screen has room for of the book's columns: their numbers, widths, and when they give way."""

    def column(number: int, width: int, stretch: int = 0, gives_way: int | None = None) -> Column[Entry]:
        heads, _width = words.COLUMNS[number]
        title = words.SHORT.get(number, heads[-1])
        told = lambda entry: ", ".join(words_of(words.cells(entry, reader)[number]).split("\n"))  # noqa: E731
        return Column(title, told, width, stretch, gives_way, bold=number == 2)

    return [
        column(0, 56),
        column(1, 130),
        column(2, 150),
        column(3, 220, stretch=2),
        column(7, 150, gives_way=2),
        column(9, 160, stretch=1, gives_way=3),
        column(11, 110, gives_way=4),
        column(12, 170, stretch=1, gives_way=1),
    ]
