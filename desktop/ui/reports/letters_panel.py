"""What the office reports in words, the monthly bulletin and the annual report: read, copied, gone on with in Word."""

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import Period, period
from desktop.exchange.paper.copying import copied_letter
from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.services.own_bulletin import OwnBulletin
from desktop.services.sections import Sections
from desktop.ui.context import Context
from desktop.ui.exporting import PDF, WORD, ExportBanner, FileKind, LetterFile
from desktop.ui.reports.period_choice import months, years
from desktop.ui.reports.writing_dialogs import SectionsDialog, TemplateDialog
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button, menu_button
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import ask
from desktop.words import _
from desktop.words import annual as annual_words
from desktop.words import own_bulletin as bulletin_words
from sync.contract.records import ReportTemplate

_MONTH = "month"


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
        self._own: frozenset[str] = frozenset()
        today = context.session.today()
        over = today.month - 1 or 12
        self._sections = Sections(context.session)
        self.kinds = ComboBox(_("Loại báo cáo"))
        self.kinds.may_shrink(16)
        self._offer()
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
        self.write_button = button(_("Viết…"), self.write, sign="pencil")
        self.templates = menu_button(
            _("Mẫu"),
            [
                ("plus", _("Thêm mẫu báo cáo…"), lambda: self._edit(None)),
                ("pencil", _("Sửa mẫu đang chọn…"), self.edit),
                ("trash-2", _("Bỏ mẫu đang chọn…"), self.forget),
            ],
        )
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Nội dung báo cáo"))
        self._lay_out()

    def reload(self) -> None:
        """Draft anew what is chosen."""
        kind, year = self.kinds.code(), self.years.code()
        is_annual = kind != _MONTH
        self.months.setVisible(not is_annual)
        self.write_button.setVisible(is_annual)
        for action in self.templates.menu().actions()[1:]:  # what the program brings stays as it is
            action.setEnabled(kind in self._own)
        month = period(self.months.code().format(year=year))

        def drafted() -> LetterFile:
            return self._of_year(kind, int(year)) if is_annual else self._of_month(month)

        self._context.local.run(lambda _progress: drafted(), self._show, self.export.explain, owner=self)

    def write(self) -> None:
        """Write the parts of the chosen report that no figure says."""
        outline = self._annual.outline(self.kinds.code())
        dialog = SectionsDialog(self._context, outline, int(self.years.code()), self)
        dialog.kept.connect(self.reload)
        dialog.open()

    def edit(self) -> None:
        """Change the chosen report, where the office added it."""
        for each in self._sections.asked_for():
            if each.id == self.kinds.code():
                self._edit(each)

    def forget(self) -> None:
        """Ask, then take the chosen report away, where the office added it."""
        for each in self._sections.asked_for():
            if each.id == self.kinds.code():
                title = _("Bỏ mẫu “{title}”?").format(title=each.title)
                text = _("Mẫu không còn trong danh sách. Nội dung đã viết vẫn được giữ.")
                ask(self, title, text, _("Bỏ mẫu"), partial(self._forget, each.id), dangerous=True)

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
            self._offer(self.kinds.code())  # colleagues may have added one
            self.text.setFocus()

    def _of_month(self, month: Period) -> LetterFile:
        letter = self._bulletin.letter(self._bulletin.make(month))
        return LetterFile(f"{letter.name} {month.first:%Y-%m}", letter)

    def _of_year(self, kind: str, year: int) -> LetterFile:
        letter = self._annual.letter(self._annual.outline(kind), year)
        return LetterFile(letter.name, letter)

    def _edit(self, template: ReportTemplate | None) -> None:
        dialog = TemplateDialog(self._context, template, self)
        dialog.done_with.connect(self._offer)
        dialog.open()

    def _forget(self, template: str) -> None:
        self._sections.forget(template)
        self._offer(_MONTH)

    def _offer(self, chosen: object = None) -> None:
        """Offer what can be reported, with the reports the office added; show the one that is ``chosen``."""
        kinds = {_MONTH: bulletin_words.NAME, ANNUAL: annual_words.NAME}
        own = {each.code: each.title[-1] for each in self._sections.templates()}
        self._own = frozenset(own)
        kinds |= own
        with QSignalBlocker(self.kinds):
            self.kinds.clear()
            for code, title in kinds.items():
                self.kinds.addItem(title, code)
            self.kinds.setCurrentIndex(max(0, self.kinds.findData(chosen)))
        if chosen is not None:
            self.reload()

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
        chosen.addWidget(self.kinds, 2)
        chosen.addStretch(1)
        for widget in (self.months, self.years, self.write_button, self.templates, self.leave):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.export)
        column.addWidget(self.text, 1)
