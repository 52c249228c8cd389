"""What the office reports in words, the monthly bulletin and the annual report: read, copied, gone on with in Word."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import Period, period
from desktop.exchange.paper.copying import copied_letter
from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.services.own_bulletin import OwnBulletin
from desktop.ui.context import Context
from desktop.ui.exporting import PDF, WORD, ExportBanner, FileKind, LetterFile
from desktop.ui.reports.period_choice import months, years
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import menu_button
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.words import _
from desktop.words import annual as annual_words
from desktop.words import own_bulletin as bulletin_words

_MONTH, _YEAR = "month", "year"


class LettersPanel(QWidget):
    """A report in words over a month or a year.

    Attributes:
        kinds, months, years: what is chosen; at first the bulletin of the month that is over.
        text: its words.
        leave: the menu of how it leaves.
        export: where that is told.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._bulletin, self._annual = OwnBulletin(context.session), AnnualReport(context.session)
        self._shown: LetterFile | None = None
        today = context.session.today()
        over = today.month - 1 or 12
        kinds = [Choice(_MONTH, bulletin_words.NAME), Choice(_YEAR, annual_words.NAME)]
        self.kinds = ComboBox(_("Loại báo cáo"), kinds)
        self.months, self.years = ComboBox(_("Tháng"), months()), ComboBox(_("Năm"), years(today))
        self.months.set_code(f"{{year}}-{over:02}")
        self.years.set_code(str(today.year if over < today.month else today.year - 1))
        for box in (self.kinds, self.months, self.years):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.export = ExportBanner(context.exports, context.session.today)
        self.leave = menu_button(
            _("Xuất"),
            [
                ("file-text", _("Word…"), lambda: self._leave(WORD)),
                ("file-text", _("PDF…"), lambda: self._leave(PDF)),
                ("columns-3", _("Chép văn bản"), self.copy),
            ],
        )
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Nội dung báo cáo"))
        self._lay_out()

    def reload(self) -> None:
        """Draft anew what is chosen."""
        is_annual, year = self.kinds.code() == _YEAR, self.years.code()
        self.months.setVisible(not is_annual)
        month = period(self.months.code().format(year=year))

        def drafted() -> LetterFile:
            return self._of_year(int(year)) if is_annual else self._of_month(month)

        self._context.local.run(lambda _progress: drafted(), self._show, self.export.explain, owner=self)

    def sheet(self) -> LetterFile | None:
        """The report as it stands, for a file; None before it was drafted."""
        return self._shown

    def copy(self) -> None:
        """Put its words on the clipboard."""
        if sheet := self.sheet():
            self.export.copy_letter(sheet.letter)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.text.setFocus()

    def _of_month(self, month: Period) -> LetterFile:
        letter = self._bulletin.letter(self._bulletin.make(month))
        return LetterFile(f"{letter.name} {month.first:%Y-%m}", letter)

    def _of_year(self, year: int) -> LetterFile:
        letter = self._annual.letter(self._annual.outline(ANNUAL), year)
        return LetterFile(letter.name, letter)

    def _show(self, drafted: LetterFile) -> None:
        self._shown = drafted
        self.text.setHtml(copied_letter(drafted.letter).html)

    def _leave(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(self.kinds)
        chosen.addStretch(1)
        for widget in (self.months, self.years, self.leave):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.export)
        column.addWidget(self.text, 1)
