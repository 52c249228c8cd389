"""The monthly bulletin of the office itself: a month is chosen, its words are there to read, copy and print."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.periods import period
from desktop.exchange.paper.copying import copied_letter
from desktop.services.own_bulletin import Made, OwnBulletin
from desktop.ui.context import Context
from desktop.ui.exporting import PDF, WORD, ExportBanner, FileKind, LetterFile
from desktop.ui.reports.period_choice import months, years
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import menu_button
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import own_bulletin as words


class OwnBulletinPanel(QWidget):
    """The bulletin in the Department's wording.

    Attributes:
        months, years: what is chosen; at first the month that is over.
        text: its words.
        leave: the menu of how it leaves.
        export: where that is told.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._service = OwnBulletin(context.session)
        self._made: Made | None = None
        today = context.session.today()
        over = today.month - 1 or 12
        self.months, self.years = ComboBox(_("Tháng"), months()), ComboBox(_("Năm"), years(today))
        self.months.set_code(f"{{year}}-{over:02}")
        self.years.set_code(str(today.year if over < today.month else today.year - 1))
        for box in (self.months, self.years):
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
        self.text.setAccessibleName(words.NAME)
        self._lay_out()

    def reload(self) -> None:
        """Count the month anew."""
        month = period(self.months.code().format(year=self.years.code()))
        self._context.local.run(
            lambda _progress: self._service.make(month), self._show, self.export.explain, owner=self
        )

    def sheet(self) -> LetterFile | None:
        """The bulletin as it stands, for a file; None before it was counted."""
        if self._made is None:
            return None
        return LetterFile(f"{words.NAME} {self._made.month.first:%Y-%m}", self._service.letter(self._made))

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

    def _show(self, made: Made) -> None:
        self._made = made
        self.text.setHtml(copied_letter(self._service.letter(made)).html)

    def _leave(self, kind: FileKind) -> None:
        if sheet := self.sheet():
            self.export.ask(sheet, kind)

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(label(words.NAME, "section"), 1)
        for widget in (self.months, self.years, self.leave):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.export)
        column.addWidget(self.text, 1)
