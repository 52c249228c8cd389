"""The country's bulletin on the Department's PC: by province, every number opens its cases, in words and on paper."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.catalogues import province_list
from desktop.domain.periods import Period, period
from desktop.exchange.paper.copying import copied_letter
from desktop.qt.table_model import Column
from desktop.reports import layout
from desktop.reports.counting import Counted, Place
from desktop.services.country_bulletin import Country, CountryBulletin, NationalCase
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, PDF, WORD, ExportBanner, FileKind, LetterFile, PaperFile
from desktop.ui.reports.form_grid import FormGrid
from desktop.ui.reports.issue_dialog import IssueDialog
from desktop.ui.reports.period_choice import months, years
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button, menu_button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import EmptyPage, Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import country_bulletin as words
from desktop.words import reports as report_words
from sync.contract.errors import CodedError

_NUMBERS, _CASES, _WORDS = range(3)
_BY_CRITERION = "criteria"
#: The year of the bulletin that is told anew (`tgpl demo --like`), so that it can be chosen.
_SINCE = 2021


class CountryPanel(QWidget):
    """A month of the country.

    Attributes:
        months, years: what is chosen; at first the month that is over.
        lists: what its numbers are parted by: a list of provinces, at first that of then, or criteria of success.
        take_button: asks the national system for what has changed.
        banner: what could not be done.
        grid: the numbers.
        cases: those behind a number.
        text: the bulletin in words.
        issue_button: freezes the bulletin by provinces.
        leave: the menu of how it leaves; ``export`` tells where.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self.service = context, CountryBulletin(context.session)
        self._made: Country | None = None
        self._counted: Counted | None = None
        self._behind: Sequence[NationalCase] = ()
        today = context.session.today()
        over = today.month - 1 or 12
        choices = years(today)
        choices += [Choice(str(year), str(year)) for year in range(int(choices[-1].code) - 1, _SINCE - 1, -1)]
        self.months, self.years = ComboBox(_("Tháng"), months()), ComboBox(_("Năm"), choices)
        self.months.set_code(f"{{year}}-{over:02}")
        self.years.set_code(str(today.year if over < today.month else today.year - 1))
        parted = {**words.SHORT_LISTS, _BY_CRITERION: _("Tiêu chí thành công")}
        self.lists = ComboBox(_("Xem theo"), [Choice(*each) for each in parted.items()])
        self.lists.set_code(province_list(self.month.last))
        for box in (self.months, self.years):
            box.currentIndexChanged.connect(lambda _index: self._choose_month())
        self.lists.currentIndexChanged.connect(lambda _index: self.reload())
        self.take_button = button(_("Lấy số liệu"), self.take, sign="refresh-cw")
        self.banner, self.export = Banner(), ExportBanner(context.exports, context.session.today)
        self.said = label("", "small", Role.MUTED, wrap=True)
        self.grid = FormGrid(words.NAME)
        self.grid.opened.connect(self.open_cell)
        self.cases = Table(_("Vụ việc"), _columns(), lambda numbers: [self._behind[each] for each in numbers])
        self._listing = Listing(self.cases)
        self._cell = label("", "label", wrap=True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Nội dung bản tin"))
        self.leave = menu_button(
            _("Xuất"),
            [
                ("file-text", _("Bản tin Word…"), lambda: self._leave_letter(WORD)),
                ("file-text", _("Bản tin PDF…"), lambda: self._leave_letter(PDF)),
                ("columns-3", _("Chép bản tin"), self.copy),
                ("file-spreadsheet", _("Bảng Excel…"), self._leave_table),
            ],
        )
        self._empty = EmptyPage()
        self._numbers, self._stack = QStackedWidget(), QStackedWidget()
        self._read_button = button(_("Đọc bản tin"), self.read)
        self.issue_button = button(_("Phát hành…"), self.issue)
        self._needing = (self._read_button, self.issue_button, self.leave)
        self._lay_out()

    @property
    def is_for_this_office(self) -> bool:
        """Whether this is the Department's PC."""
        return self.service.may_make

    @property
    def month(self) -> Period:
        """The month that is chosen."""
        return period(self.months.code().format(year=self.years.code()))

    @property
    def _by_criterion(self) -> bool:
        """Whether the numbers are those of the criteria of success."""
        return self._made is not None and self._counted is self._made.by_criterion

    def reload(self) -> None:
        """Count the chosen month anew."""
        month, parted, service = self.month, self.lists.code(), self.service

        def counted() -> tuple[Country, Counted]:
            if parted == _BY_CRITERION:
                made = service.make(month)
                return made, made.by_criterion
            made = service.make(month, parted)
            return made, service.table(made)

        self._context.local.run(lambda _progress: counted(), self._show, self._explain, owner=self)

    def take(self) -> None:
        """Ask the national system for what has changed, and count anew."""
        self.take_button.setEnabled(False)
        self.banner.show_words(Role.PRIMARY, _("Đang lấy số liệu cả nước…"), words.NOBODY)
        self._context.network.run(
            lambda _progress: self.service.take(),
            lambda _units: self.reload(),
            self.banner.explain,
            on_end=lambda: self.take_button.setEnabled(True),
            owner=self,
        )

    def open_cell(self, place: Place) -> None:
        """Show the cases behind a number."""
        if self._made is not None and self._counted is not None:
            behind = self.service.behind_criterion if self._by_criterion else self.service.behind
            self._behind = behind(self._made, place)
            self._cell.setText(report_words.cell(self._counted, place))
            self._listing.show_ids(range(len(self._behind)))
            self._stack.setCurrentIndex(_CASES)
            self.cases.go_to(0)
            self.cases.setFocus()

    def read(self) -> None:
        """Show the bulletin in words."""
        if self._made is not None:
            self.text.setHtml(copied_letter(self.service.letter(self._made)).html)
            self._stack.setCurrentIndex(_WORDS)
            self.text.setFocus()

    def back(self) -> None:
        """To the numbers."""
        self._stack.setCurrentIndex(_NUMBERS)
        self.grid.setFocus()

    def issue(self) -> None:
        """Ask what the bulletin is issued with, and freeze it."""
        if self._made is not None:
            IssueDialog(self._context, self.service.table(self._made), self).open()

    def copy(self) -> None:
        """Put the bulletin on the clipboard."""
        if self._made is not None:
            self.export.copy_letter(self.service.letter(self._made))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.grid.setFocus()

    def _choose_month(self) -> None:
        listed = province_list(self.month.last)
        if self.lists.code() in (listed, _BY_CRITERION):
            self.reload()
        else:
            self.lists.set_code(listed)

    def _show(self, found: tuple[Country, Counted]) -> None:
        self._made, self._counted = found
        self.banner.hide()
        self.grid.show_counted(self._counted)
        self._offer(self.grid)
        self.said.setText(words.taken(self._made.taken_at))

    def _explain(self, error: CodedError) -> None:
        if error.code == "national_not_taken":
            self._empty.show_words(f"{words.taken(None)} {words.NOBODY}", _("Lấy số liệu"), self.take)
            self._offer(self._empty)
        else:
            self.banner.explain(error)

    def _offer(self, shown: QWidget) -> None:
        """Show the numbers and what can be done with them, or how to get them."""
        self._numbers.setCurrentWidget(shown)
        for each in self._needing:
            each.setEnabled(shown is self.grid)

    def _leave_letter(self, kind: FileKind) -> None:
        if self._made is not None:
            letter = self.service.letter(self._made)
            self.export.ask(LetterFile(f"{letter.name} {self._made.month.first:%Y-%m}", letter), kind)

    def _leave_table(self) -> None:
        if self._counted is not None:
            title = self._counted.form.title if self._by_criterion else words.NAME
            name = f"{title} {self._counted.asked.period.first:%Y-%m}"
            self.export.ask(PaperFile(name, layout.page(self._counted, self._context.session.office.unit.name)), EXCEL)

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        for box in (self.months, self.years, self.lists):
            chosen.addWidget(box)
        chosen.addStretch(1)
        for widget in (self.take_button, *self._needing):
            chosen.addWidget(widget)
        for page in (self.grid, self._empty):
            self._numbers.addWidget(page)
        self._offer(self.grid)
        self._stack.addWidget(_column(chosen, self.banner, self.export, self._numbers, self.said, grows=self._numbers))
        self._stack.addWidget(self._with_back(self._cell, self._listing))
        self._stack.addWidget(self._with_back(label(words.NAME, "label"), self.text))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(8), 0, 0)
        whole.addWidget(self._stack)

    def _with_back(self, title: QWidget, shown: QWidget) -> QWidget:
        top = QHBoxLayout()
        top.addWidget(button(_("Quay lại bảng"), self.back, sign="arrow-left"))
        top.addWidget(title, 1)
        page = _column(top, shown, grows=shown)
        QShortcut(QKeySequence("Esc"), page, self.back)
        return page


def _column(top: QHBoxLayout, *widgets: QWidget, grows: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(8))
    column.addLayout(top)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is grows else 0)
    return page


def _columns() -> tuple[Column[NationalCase], ...]:
    widths = (240, 180, 180, 80, 80, 140, 90)
    return tuple(
        _case_column(at, head, width) for at, (head, width) in enumerate(zip(words.CASE_HEADS, widths, strict=True))
    )


def _case_column(at: int, head: str, width: int) -> Column[NationalCase]:
    elide = Qt.TextElideMode.ElideRight if at else Qt.TextElideMode.ElideMiddle  # units end with their province
    return Column(
        head, lambda case: words.case_line(case)[at], width, stretch=int(at in {0, 2}), bold=not at, elide=elide
    )
