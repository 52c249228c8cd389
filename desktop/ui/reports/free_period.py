"""Any two days as the period of a report."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.dates import parse_date
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.questions import question
from desktop.words import _


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
