"""Choose a form and a period, see it as on paper, open a number, see what does not add up."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.changes import Changed
from desktop.reports.counting import Place
from desktop.services.reports import Behind, Counted, Explained, Reports, Tell, named
from desktop.ui.cases.behind import WithCases
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, PDF, WORD, ExportBanner, FileKind, PaperFile
from desktop.ui.reports.compare_dialog import CompareDialog
from desktop.ui.reports.counting_banner import CountingBanner
from desktop.ui.reports.counting_dialog import CountingDialog
from desktop.ui.reports.form_grid import FormGrid
from desktop.ui.reports.free_period import PeriodChoice
from desktop.ui.reports.issue_dialog import IssueDialog
from desktop.ui.reports.others_list import OthersList
from desktop.ui.reports.period_choice import years
from desktop.ui.reports.release_dialog import ask_release
from desktop.ui.reports.source_choice import SourceChoice
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button, menu_button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.words import _
from desktop.words import collected as collected_words
from desktop.words import reports as words

_KINDS = (
    *("case", "case_person", "person", "assignment", "practitioner", "transfer"),
    *("organisation", "organisation_event", "staff_movement", "organisation_figures"),
)
_NAMED = 3  # sums that do not hold and are told in words


class FormPanel(QWidget):
    """A form over a period, and behind it the cases of one number.

    Attributes:
        forms, periods, years: what is chosen.
        banner: what does not add up.
        counting, opening: how far a long count is, and a search for what is behind a number, apart: who clicks on a
            number while another period is counted stops nothing.
        leave: the menu of how it leaves.
        sources: whose numbers the grid shows, where organisations reported, too.
        grid, behind: the numbers, and the cases behind one.
        others: what is behind one that counts organisations or people.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reports = Reports(context.session)
        self._counted: Counted | None = None
        today = context.session.today()
        self.forms = ComboBox(_("Biểu"), [Choice(each.code, words.listed(each)) for each in self._reports.forms])
        self.periods = PeriodChoice(context)
        self.years = ComboBox(_("Năm"), years(today))
        self.forms.may_shrink(12)
        self.periods.may_shrink(10)
        for box in (self.forms, self.years):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.periods.chosen.connect(self._choose_period)
        self.sources = SourceChoice()
        self.sources.currentIndexChanged.connect(lambda _index: self._show_part())
        self.banner = Banner()
        self.counting, self.opening = CountingBanner(context.local), CountingBanner(context.local)
        self.export = ExportBanner(context.exports, context.session.today)
        self.leave = menu_button(
            _("Xuất"),
            [
                ("file-spreadsheet", _("Excel…"), lambda: self._export(EXCEL)),
                ("file-text", _("PDF…"), lambda: self._export(PDF)),
                ("file-text", _("Word…"), lambda: self._export(WORD)),
                ("columns-3", _("Chép bảng"), self.copy),
                ("eye-off", _("Số liệu ẩn danh…"), lambda: ask_release(context, self._counted, self.export)),
            ],
        )
        self.grid = FormGrid(_("Các số của biểu"))
        self.grid.opened.connect(self.open_cell)
        self.others = OthersList(context)
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Count anew what is chosen."""
        between = self.periods.between(self.years.code())
        code, reports = self.forms.code(), self._reports

        def counted(tell: Tell) -> tuple[Counted, list[Explained]]:
            found = reports.count(reports.form(code, between), reports.asked(between), tell=tell)
            return found, reports.explain(found, tell=tell)

        self.counting.count(counted, self._show, self.reload)

    def _choose_period(self) -> None:
        self.years.setHidden(self.periods.is_free)
        self.reload()

    def compare(self) -> None:
        """See the form beside what it was in another period."""
        if self._counted is not None:
            CompareDialog(self._context, self._reports, self._counted, self).open()

    def open_cell(self, place: Place) -> None:
        """Show the cases behind a number."""
        counted, reports = self._counted, self._reports
        if counted is None or place not in counted.cells:
            return

        def show(found: Behind) -> None:
            if counted is self._counted:
                told = [words.cell(counted, place), collected_words.behind(counted, place)]
                self._show_behind(". ".join(filter(None, told)), found)
            else:  # other numbers have come meanwhile
                self.open_cell(place)

        work = lambda tell: reports.behind(counted.form, counted.asked, place, tell=tell)  # noqa: E731
        self.opening.count(work, show, lambda: self.open_cell(place))

    def tell_notes(self) -> None:
        """How it was counted, where no text settles it; printed below the form, too."""
        if self._counted is not None:
            CountingDialog(self._counted, self._choose, self).open()

    def issue(self) -> None:
        """Ask what the form is issued with, and freeze it."""
        if self._counted is not None:
            IssueDialog(self._context, self._counted, self).open()

    def _choose(self, name: str, way: str) -> None:
        work = lambda _progress: self._reports.choose(name, way)  # noqa: E731
        self._context.local.run(work, lambda _done: self.reload(), self.banner.explain, owner=self)

    def sheet(self) -> PaperFile | None:
        """The form as it stands, for a file; None before it was counted."""
        if self._counted is None:
            return None
        between = self._counted.asked.period
        name = f"{self._counted.form.code} {between.first.isoformat()} {between.last.isoformat()}"
        return PaperFile(name, self._reports.page(self._counted))

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if sheet := self.sheet():
            self.export.copy(sheet.paper)

    def back(self) -> None:
        """From the cases to the numbers."""
        self.behind.back()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.behind.focus()

    def _show(self, found: tuple[Counted, list[Explained]]) -> None:
        self._counted, explained = found
        self.sources.offer(self._counted)
        self._show_part()
        if explained:
            told = [words.failing(each.outcome, named(each)[:_NAMED]) for each in explained]
            title = words.told([each.outcome for each in explained])
            self.banner.show_words(Role.BAD, title, ". ".join(told[:_NAMED]))
        else:
            self.banner.hide()

    def _show_part(self) -> None:
        """Show the numbers of whom the box names."""
        if self._counted is not None:
            self.grid.show_counted(self.sources.part(self._counted))

    def _show_behind(self, title: str, found: Behind) -> None:
        if found.others:
            self.behind.show_other(title)
            self.others.show_lines(found.others)
        else:
            self.behind.show_cases(title, found.cases, found.parts)

    def _export(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in _KINDS for kind, _id in changed):
            self.reload()

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(self.forms, 3)
        chosen.addWidget(self.periods, 2)
        chosen.addWidget(self.years)
        chosen.addWidget(self.sources, 2)
        more = [("diff", _("So sánh…"), self.compare), ("info", _("Cách đếm…"), self.tell_notes)]
        chosen.addWidget(menu_button(_("Xem"), more))
        chosen.addWidget(button(_("Phát hành…"), self.issue))
        chosen.addWidget(self.leave)
        numbers = QWidget()
        numbers.setFocusProxy(self.grid)
        column = QVBoxLayout(numbers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.counting)
        column.addWidget(self.opening)
        column.addWidget(self.banner)
        column.addWidget(self.export)
        column.addWidget(self.grid, 1)
        self.behind = WithCases(self._context, numbers, _("Quay lại biểu"), shares=True, other=self.others)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(8), 0, 0)
        whole.addWidget(self.behind)
