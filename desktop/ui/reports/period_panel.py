"""What the panels of "Báo cáo" that list the lines of a period have in common: a period, the lines, how they leave."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import Period, period
from desktop.exchange.paper.model import Paper
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column
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


class PeriodPanel(QWidget):
    """The lines of a period; subclasses say what they are.

    Attributes:
        periods, years: what is chosen.
        table: the lines.
        leave: the menu of how it leaves.
        export: where that is told.
        chosen: the row above the table, for further buttons.
        column: everything below one another.
    """

    def __init__(
        self, context: Context, name: str, columns: Sequence[Column[Any]], empty: str, kinds: Collection[str]
    ) -> None:
        """Make it.

        Args:
            context: what every page is given.
            name: what is listed; begins the names of files.
            columns: of the table.
            empty: what is said where there is no line.
            kinds: record types whose changes show here.
        """
        super().__init__()
        self.context = context
        self._name, self._kinds = name, kinds
        self._found: Any = None
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
        self.table = Table(name, columns, self._fetch)
        self.table.opened.connect(lambda number: self.open_line(self.lines(self._found)[number]))
        self._listing = Listing(self.table)
        self._listing.empty.show_words(empty)
        self._total = label("", wrap=True)
        self.chosen, self.column = QHBoxLayout(), QVBoxLayout(self)
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    def read(self, between: Period) -> Any:
        """What there is of a period; runs on the lane."""
        raise NotImplementedError

    def lines(self, found: Any) -> Sequence[Any]:
        """The lines of what was read."""
        raise NotImplementedError

    def case_of(self, line: Any) -> str:
        """The case a line opens."""
        raise NotImplementedError

    def open_line(self, line: Any) -> None:
        """Open a line: its case, unless a subclass has something else."""
        self.context.open_case(self.case_of(line))

    def told(self, found: Any) -> str:
        """What the lines come to."""
        raise NotImplementedError

    def page(self, found: Any) -> Paper:
        """What was read, as it is printed."""
        raise NotImplementedError

    @property
    def between(self) -> Period:
        """The period that is chosen."""
        return period(self.periods.code().format(year=self.years.code()))

    def reload(self) -> None:
        """Read the period anew."""
        between = self.between
        self.context.local.run(lambda _progress: self.read(between), self.show_found, self.export.explain, owner=self)

    def sheet(self) -> PaperFile | None:
        """The lines as they stand, for a file; None before they were read."""
        if self._found is None:
            return None
        first, last = self._found.period
        return PaperFile(f"{self._name} {first.isoformat()} {last.isoformat()}", self.page(self._found))

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

    def show_found(self, found: Any) -> None:
        """Show what was read."""
        self._found = found
        lines = self.lines(found)
        self._listing.show_ids(range(len(lines)))
        if lines and self.table.current_id() is None:
            self.table.go_to(0)
        self._total.setText(self.told(found))

    def _leave(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in self._kinds for kind, _id in changed):
            self.reload()

    def _fetch(self, numbers: Sequence[int]) -> list[Any]:
        lines = self.lines(self._found) if self._found is not None else ()
        return [lines[number] for number in numbers]

    def _lay_out(self) -> None:
        px = current().px
        self.chosen.setSpacing(px(8))
        self.chosen.addWidget(self._total, 1)
        for widget in (self.periods, self.years, self.leave):
            self.chosen.addWidget(widget)
        self.column.setContentsMargins(0, px(8), 0, 0)
        self.column.setSpacing(px(8))
        self.column.addLayout(self.chosen)
        self.column.addWidget(self.export)
        self.column.addWidget(self._listing, 1)
