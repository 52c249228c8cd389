"""Issuing the form on the screen: its number, a remark, and the reason where something does not add up."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.reports.counting import Counted
from desktop.services.issuing import Issuing
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.questions import question
from desktop.words import _
from desktop.words import reports as words


class IssueDialog(FormDialog):
    """Asks for what an issued report bears besides its numbers, issues it and says so."""

    def __init__(self, context: Context, counted: Counted, parent: QWidget) -> None:
        lead = _(
            "{form}, {between}. Số liệu được giữ nguyên như lúc này; nhập thêm về sau không làm đổi báo cáo."
        ).format(form=counted.form.code, between=words.between(counted.asked.period).lower())
        super().__init__(_("Phát hành báo cáo"), _("Phát hành"), context.local, parent, lead)
        self._context, self._issuing, self._counted = context, Issuing(context.session), counted
        self.done_with.connect(self._tell)
        self.add_field(question("number", _("Số báo cáo"), placeholder="12/BC-TTTGPL", max_length=60))
        self.add_field(question("note", _("Ghi chú"), required=False, max_length=1000, wide=True))
        if not all(each.holds for each in counted.controls):
            self.add_field(question("reason", _("Lý do phát hành khi số liệu chưa khớp"), max_length=1000, wide=True))

    def _tell(self, made: object) -> None:
        self._context.tell(_("Đã phát hành báo cáo. Xem, in lại ở thẻ Đã phát hành."))
        self._context.changes.tell(frozenset({("issued_report", str(made))}))

    @override
    def work(self) -> Callable[[], Any]:
        number, note = self.answer("number"), self.answer("note")
        reason = self.answer("reason") if "reason" in self.form.fields else ""
        return lambda: self._issuing.issue(self._counted, number, note, reason)
