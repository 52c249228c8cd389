"""What narrows a register: words, a year as the calendar or the annual report has it, one code."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.cases.choices import of_day
from desktop.ui.offices.register import Register
from desktop.ui.offices.rows import Narrowed
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.moments import Clock
from desktop.words import _

_WORDS_WIDTH, _YEARS_WIDTH, _CODES_WIDTH = 140, 150, 190


class NarrowBar(QWidget):
    """A line of words, and a choice for what the register has: years, codes."""

    #: Something else is to be shown.
    changed = Signal()

    def __init__(self, register: Register, now: Clock) -> None:
        super().__init__()
        self._register = register
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Tìm trong danh sách"))
        self.words.setPlaceholderText(_("Tìm…"))
        self.words.setFixedWidth(current().px(_WORDS_WIDTH))
        self.years = _combo(_("Thời gian"), (), _YEARS_WIDTH)
        self.years.setVisible(bool(register.day))
        self.codes = self._codes(now)
        self._reset = button(_("Bỏ lọc"), self.clear, look="quiet", sign="rotate-ccw")
        row = FlowLayout(self, spacing=current().px(8))
        for widget in (self.words, self.years, self.codes, self._reset):
            row.addWidget(widget)
        self.words.textChanged.connect(self._tell)
        for combo in (self.years, self.codes):
            combo.currentIndexChanged.connect(self._tell)
        self._reset.hide()

    def value(self) -> Narrowed:
        """What is let through."""
        return Narrowed(self.words.text().strip(), self.years.code(), self.codes.code())

    def clear(self) -> None:
        """Let everything through."""
        self.blockSignals(True)
        self.words.clear()
        for combo in (self.years, self.codes):
            combo.setCurrentIndex(0)
        self.blockSignals(False)
        self._tell()

    def offer_years(self, years: Iterable[int]) -> None:
        """Offer these years, the newest first; what is chosen stays so if it is still among them."""
        chosen = self.years.code()
        self.years.blockSignals(True)
        while self.years.count() > 1:
            self.years.removeItem(1)
        for year in years:
            self.years.addItem(_("Năm {year}").format(year=year), str(year))
            if not self._register.by_year:
                last = _("Báo cáo năm {year} (01/11/{before}–31/10/{year})").format(year=year, before=year - 1)
                self.years.addItem(last, f"BC{year}")
        self.years.setCurrentIndex(max(0, self.years.findData(chosen)))
        self.years.blockSignals(False)
        self.years.view().setMinimumWidth(self.years.sizeHint().width())

    def _codes(self, now: Clock) -> ComboBox:
        field = self._register.declared.fields.get(self._register.narrow)
        entries = of_day(field.info.catalogue, now().date()).entries if field and field.info.catalogue else ()
        combo = _combo(field.title if field else "", entries, _CODES_WIDTH)
        combo.setVisible(bool(entries))
        return combo

    def _tell(self) -> None:
        self._reset.setVisible(self.value() != Narrowed())
        self.changed.emit()


def _combo(name: str, choices: Iterable[Choice], widest: int) -> ComboBox:
    combo = ComboBox(name, [Choice("", _("{name}: tất cả").format(name=name)), *choices])
    combo.setMaximumWidth(current().px(widest))
    combo.view().setMinimumWidth(combo.sizeHint().width())
    return combo
