"""The steps in the life of a case that are more than a field: accepting, refusing, ending, deleting."""

import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.services.cases import CasePage, Cases
from desktop.store.door import Changed
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.context import Context
from desktop.ui.widgets.dialogs import ask, explain
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import Wire


class AcceptDialog(RecordDialog):
    """Enters a request in the Sổ: the moment is confirmed by the person, the number follows from it."""

    def __init__(self, parent: QWidget, context: Context, page: CasePage) -> None:
        session = context.session
        now = None if session.clock_is_wrong else session.clock().replace(second=0, microsecond=0).isoformat()
        plan = Plan(
            record_type="case",
            record_id=page.case.id,
            title=_("Thụ lý vụ việc"),
            verb=_("Thụ lý"),
            fields=("accepted_at",),
            required=frozenset({"accepted_at"}),
            proposed={"accepted_at": now},
        )
        super().__init__(parent, context, plan)

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        moment = dt.datetime.fromisoformat(touched["accepted_at"])
        changed = self.cases.accept(self.plan.record_id or "", moment)
        code = self.cases.page(self.plan.record_id or "").code
        self.context.tell(_("Đã thụ lý vụ việc {code}.").format(code=code))
        return changed


def refuse_plan(context: Context, page: CasePage) -> Plan:
    """The dialog that refuses a request, with the reason the law names."""
    return Plan(
        record_type="case",
        record_id=page.case.id,
        title=_("Từ chối thụ lý"),
        verb=_("Từ chối thụ lý"),
        fields=("refusal_reason", "refused_on", "refusal_document"),
        required=frozenset({"refusal_reason", "refused_on"}),
        proposed={"refused_on": context.session.today().isoformat()},
    )


def refer_plan(context: Context, page: CasePage) -> Plan:
    """The dialog that hands a request on to an organisation that may accept it (Luật TGPL Điều 35)."""
    return Plan(
        record_type="case",
        record_id=page.case.id,
        title=_("Chuyển yêu cầu"),
        verb=_("Chuyển yêu cầu"),
        fields=("referred_to", "referred_on", "referral_document"),
        required=frozenset({"referred_to", "referred_on"}),
        proposed={"referred_on": context.session.today().isoformat()},
    )


class ReopenDialog(RecordDialog):
    """Takes the end of a case away as a correction; the reason is an event of the case, dated today."""

    def __init__(self, parent: QWidget, context: Context, page: CasePage) -> None:
        self._ended = page.case
        make = factory("event", now=context.session.clock).make
        hint = _("Ngày và kết quả kết thúc được bỏ; lịch sử và diễn biến vẫn ghi lại.")
        plan = Plan(
            record_type="event",
            title=_("Mở lại vụ việc"),
            verb=_("Mở lại vụ việc"),
            fields=("content",),
            required=frozenset({"content"}),
            fixed={"case": page.case.id},
            boxes={"content": make("content", required=True, title=_("Lý do mở lại"), hint=hint)},
        )
        super().__init__(parent, context, plan)

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        return self.cases.reopen(self._ended.id, touched["content"])


def end_plan(context: Context, page: CasePage) -> Plan:
    """The dialog that ends a case: outcome, day and reason are one merge group and conflict as one."""
    return Plan(
        record_type="case",
        record_id=page.case.id,
        title=_("Kết thúc vụ việc"),
        verb=_("Kết thúc vụ việc"),
        fields=("outcome", "ended_on", "end_reason", "result"),
        required=frozenset({"outcome", "ended_on", "end_reason"}),
        proposed={"ended_on": context.session.today().isoformat()},
        shown_if={"end_reason": ("outcome", "kt_khong_tiep_tuc")},
    )


def ask_delete(parent: QWidget, context: Context, page: CasePage, done: Callable[[], object]) -> None:
    """Ask before a case goes to the bin, and say what that means."""

    def delete() -> None:
        try:
            changed = Cases(context.session).delete(page.case.id)
        except CodedError as error:
            explain(parent, words_for(error))
            return
        context.tell(_("Đã xóa vụ việc {code}.").format(code=page.code))
        context.changes.tell(changed)
        done()

    ask(
        parent,
        _("Xóa vụ việc {code}?").format(code=page.code),
        _(
            "Vụ việc và mọi thứ kèm theo sẽ không còn trong danh sách. Số thứ tự trong Sổ không dùng lại. "
            "Nếu nơi khác vừa sửa vụ việc này, nó sẽ hiện lại để chọn."
        ),
        _("Xóa vụ việc"),
        delete,
        dangerous=True,
    )
