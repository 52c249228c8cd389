"""How much everybody has to do and did in a period, beside the norm; every number opens its cases."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import period
from desktop.qt.changes import Changed
from desktop.reports.counting import Place
from desktop.services.reports import Behind
from desktop.services.workload import Workload, Workloads
from desktop.ui.cases.behind import WithCases
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, PDF, WORD, ExportBanner, FileKind, PaperFile
from desktop.ui.reports.counting_banner import CountingBanner
from desktop.ui.reports.form_grid import FormGrid
from desktop.ui.reports.period_choice import parts_of_year, years
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import menu_button
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import reports as report_words
from desktop.words import workload as words

_KINDS = frozenset(
    {"case", "case_norm", "assignment", "practitioner", "staff_movement", "transfer", "organisation_event"}
)


class WorkloadPanel(WithCases):
    """A row a practitioner; Enter on a number shows its cases.

    Attributes:
        periods, years: what is chosen.
        grid: the numbers.
        counting: how far a long count is.
        leave: the menu of how it leaves.
        notes: by which norm, and how it was counted.
    """

    def __init__(self, context: Context) -> None:
        self._numbers = QWidget()
        super().__init__(context, self._numbers, _("Quay lại bảng"), shares=True)
        self._context = context
        self._workloads = Workloads(context.session)
        self._found: Workload | None = None
        self.periods = ComboBox(_("Kỳ"), parts_of_year())
        self.years = ComboBox(_("Năm"), years(context.session.today()))
        for box in (self.periods, self.years):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.counting = CountingBanner(context.local)
        self.export = ExportBanner(context.exports, context.session.today)
        self.leave = menu_button(
            _("Xuất"),
            [
                ("file-spreadsheet", _("Excel…"), lambda: self._export(EXCEL)),
                ("file-text", _("PDF…"), lambda: self._export(PDF)),
                ("file-text", _("Word…"), lambda: self._export(WORD)),
                ("columns-3", _("Chép bảng"), self.copy),
            ],
        )
        self.grid = FormGrid(words.TITLE)
        self.grid.opened.connect(self.open_cell)
        self.notes = label("", "small", Role.MUTED, wrap=True)
        self._lay_out_numbers()
        context.changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Count anew what is chosen."""
        between = period(self.periods.code().format(year=self.years.code()))
        self.counting.count(lambda _tell: self._workloads.over(between), self._show, self.reload)

    def open_cell(self, place: Place) -> None:
        """Show the cases behind a number."""
        if (found := self._found) is not None and place in found.counted.cells:
            work = lambda _progress: self._workloads.behind(found, place)  # noqa: E731
            show = lambda behind: self._show_behind(found, place, behind)  # noqa: E731
            self._context.local.run(work, show, self.counting.explain, owner=self)

    def sheet(self) -> PaperFile | None:
        """The numbers as they stand, for a file; None before they were counted."""
        if self._found is None:
            return None
        between = self._found.counted.asked.period
        name = f"{words.NAME} {between.first.isoformat()} {between.last.isoformat()}"
        return PaperFile(name, self._workloads.page(self._found))

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if sheet := self.sheet():
            self.export.copy(sheet.paper)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.focus()

    def _show(self, found: Workload) -> None:
        self._found = found
        self.grid.show_counted(found.counted)
        self.notes.setText("\n".join(report_words.notes(found.counted)))

    def _show_behind(self, found: Workload, place: Place, behind: Behind) -> None:
        if found is self._found:
            self.show_cases(report_words.cell(found.counted, place), behind.cases, behind.parts)
        else:  # other numbers have come meanwhile
            self.open_cell(place)

    def _export(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and not self.is_open and any(kind in _KINDS for kind, _id in changed):
            self.reload()

    def _lay_out_numbers(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(label(_("Kỳ"), role=Role.MUTED))
        chosen.addWidget(self.periods)
        chosen.addWidget(self.years)
        chosen.addStretch(1)
        chosen.addWidget(self.leave)
        self._numbers.setFocusProxy(self.grid)
        column = QVBoxLayout(self._numbers)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.counting)
        column.addWidget(self.export)
        column.addWidget(self.grid, 1)
        column.addWidget(self.notes)
