"""The period of a form: a part of a year, or any two days, which a dialog asks for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.dates import format_date, parse_date
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.ui.context import Context
from desktop.ui.reports.period_choice import parts_of_year
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.questions import question
from desktop.words import _

_ASK, _DAYS = "free", "days"


class PeriodChoice(ComboBox):
    """The parts of a year, and the way to any two days; once asked for, these stand in the list themselves."""

    #: Another period is chosen.
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Kỳ"), [*parts_of_year(), Choice(_ASK, _("Tự chọn…"))])
        self._context = context
        self._days: Period | None = None
        self._at = self.code()
        self.currentIndexChanged.connect(lambda _index: self._choose())

    @property
    def is_free(self) -> bool:
        """Whether two days are chosen, which belong to no year."""
        return self._at == _DAYS

    def between(self, year: str) -> Period:
        """The period that is chosen, in a year."""
        if self.is_free and self._days is not None:
            return self._days
        return period(self._at.format(year=year))

    def _choose(self) -> None:
        if self.code() == _ASK:
            dialog = FreePeriodDialog(self._context, self.window())
            dialog.done_with.connect(self._take)
            dialog.rejected.connect(self._stay)
            dialog.open()
        else:
            self._at = self.code()
            self.chosen.emit()

    def _take(self, days: Period) -> None:
        self._days = days
        words = f"{format_date(days.first)}–{format_date(days.last)}"
        with QSignalBlocker(self):
            if self.findData(_DAYS) < 0:
                self.insertItem(self.findData(_ASK), words, _DAYS)
            self.setItemText(self.findData(_DAYS), words)
        self.set_code(_DAYS)

    def _stay(self) -> None:
        """Who gives up stays with what was chosen before."""
        with QSignalBlocker(self):
            self.set_code(self._at)


class FreePeriodDialog(FormDialog):
    """Asks for the first and the last day; its result is a `Period`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Kỳ tự chọn"), _("Lập biểu"), context.local, parent)
        self._today = context.session.today
        self.add_field(question("first", _("Từ ngày"), placeholder="05/01/2026"))
        self.add_field(question("last", _("Đến ngày"), placeholder="31/03/2026"))

    @override
    def work(self) -> Callable[[], Any]:
        return lambda: self._period(self.answer("first"), self.answer("last"))

    def _period(self, *typed: str) -> Period:
        days = []
        for name, text in zip(("first", "last"), typed, strict=True):
            try:
                days.append(parse_date(text, self._today()))
            except DomainError as error:
                error.field = name
                raise
        if days[0] > days[1]:
            raise DomainError("dates_reversed", field="last")
        return Period(*days)
