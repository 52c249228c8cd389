"""Who performs the case, with which part, since when and until when."""

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.lifecycle import CLOSED, CaseState
from desktop.domain.payments import too_many_sessions
from desktop.qt.table_model import Mark
from desktop.services.cases import CasePage
from desktop.services.office_records import OfficeRecords
from desktop.ui.cases import shares
from desktop.ui.cases.assignment_dialogs import AppointDialog, assignment_plan
from desktop.ui.cases.marks import joined
from desktop.ui.cases.payment_plan import payment_plan
from desktop.ui.cases.record_card import Action, CardColumn, RecordCard
from desktop.ui.cases.record_dialog import RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from desktop.words.formats import whole
from desktop.words.payments import sessions
from sync.contract.records import Assignment, CasePayment

ADVICE = "tu_van_phap_luat"


def appoint_words(form: str | None) -> str:
    """What appointing is called: for advice somebody is assigned, in the other forms appointed."""
    return _("Phân công người thực hiện") if form == ADVICE else _("Cử người thực hiện")


class AssignmentsTab(Tab):
    """One card an assignment, those who perform the case now first."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self._organisations: dict[str, str] = {}
        self.doubt, self.limit = Banner(), Banner()
        self.performers = CardColumn(
            _("Người thực hiện"), appoint_words(page.case.form), self.appoint, _("Chưa phân công ai.")
        )
        self.column.addWidget(self.doubt)
        self.payments = CardColumn(_("Chi trả"), _("Thêm chi trả"), self.pay, _("Chưa chi trả khoản nào."))
        self.column.addWidget(self.performers)
        self.column.addWidget(self.limit)
        self.column.addWidget(self.payments)
        self.column.addStretch()
        self.fill()

    def fill(self) -> None:
        """Show the assignments, and say if the parts do not make a whole."""
        in_the_head = self.page.state is not CaseState.RECEIVED and self.page.state not in CLOSED
        self.performers.add.setHidden(in_the_head)  # the same button stands there
        if any(one.organisation for one in self.page.assignments):
            self._organisations = OfficeRecords(self.context.session).names("organisation")
        everybody = sorted(self.page.assignments, key=lambda one: one.to_on is not None)
        self.performers.show_cards([self._card(one) for one in everybody])
        parts = [one.share for one in shares.running(self.page.assignments)]
        if parts and not shares.whole(parts):
            title = _("Tổng phần thực hiện đang là {total}, cần bằng 1.").format(total=shares.total(parts))
            self.doubt.show_words(Role.WAIT, title)
        else:
            self.doubt.hide()

        self._show_payments()

    def pay(self) -> None:
        """Ask for one more payment."""
        self._open_payment(None)

    def appoint(self) -> None:
        """Ask for one more performer."""
        AppointDialog(self, self.context, self.page, appoint_words(self.page.case.form)).open_with_draft()

    def _card(self, one: Assignment) -> RecordCard:
        day = one.from_on or self.context.session.today()
        practitioner = self.page.practitioners.get(one.practitioner or "")
        name = practitioner.full_name if practitioner else None
        capacity = catalogue("practitioner_kind").label(one.capacity, day) if one.capacity else ""
        kind = catalogue("assigner").brief(one.assigned_by, day) if one.assigned_by else ""
        assigner = self._organisations.get(one.organisation or "", kind)
        by = _("theo phân công của {who}").format(who=assigner) if assigner else ""
        number = _("quyết định số {number}").format(number=one.decision_number) if one.decision_number else ""
        part = _("phần thực hiện {share}").format(share=one.share) if one.share != "1" else ""
        actions: list[Action] = [(_("Sửa"), "pencil", lambda: self._edit(one))]
        marks = []
        if one.to_on is None:
            actions.insert(0, (_("Thay người"), "refresh-cw", lambda: self._replace(one)))
        else:
            marks.append(Mark(_("Đã thôi"), "x", Role.MUTED.value))
        lines = (joined((capacity, by)), joined((part, number, self._interval(one))), one.end_reason or "")
        return RecordCard(name or _("(chưa có trên máy này)"), lines, actions, marks)

    def _show_payments(self) -> None:
        payments = sorted(self.page.payments, key=lambda one: (one.on is not None, one.on, one.id), reverse=True)
        self.payments.show_cards([self._payment(one) for one in payments])
        most = too_many_sessions(self.page.case.form, payments)
        if most is not None:
            title = _("Đã chi trả quá {most} buổi, mức nhiều nhất của một vụ việc.").format(most=most)
            self.limit.show_words(Role.WAIT, title, _("Nghị định 144/2017/NĐ-CP, Điều 12–14."))
        else:
            self.limit.hide()

    def _payment(self, one: CasePayment) -> RecordCard:
        practitioner = self.page.practitioners.get(one.practitioner or "")
        name = (practitioner.full_name if practitioner else None) or _("(chưa có trên máy này)")
        facts = (
            format_date(one.on) if one.on else "",
            catalogue("payment_method").label(one.method) if one.method else "",
            sessions(one.half_sessions) if one.half_sessions else "",
            catalogue("budget_origin").brief(one.origin) if one.origin else "",
            _("chứng từ số {number}").format(number=one.document_number) if one.document_number else "",
        )
        headline = _("{amount} đồng · {name}").format(amount=whole(one.amount or 0), name=name)
        lines = (joined(facts), self.words(one.id, "note", one.note))
        return RecordCard(headline, lines, [(_("Sửa"), "pencil", lambda: self._open_payment(one.id))])

    def _open_payment(self, record_id: str | None) -> None:
        RecordDialog(self, self.context, payment_plan(self.context, self.page, record_id)).open_with_draft()

    def _interval(self, one: Assignment) -> str:
        since = _("từ {day}").format(day=format_date(one.from_on)) if one.from_on else ""
        until = _("đến {day}").format(day=format_date(one.to_on)) if one.to_on else ""
        return " ".join(filter(None, (since, until)))

    def _edit(self, one: Assignment) -> None:
        RecordDialog(self, self.context, assignment_plan(self.context, one)).open_with_draft()

    def _replace(self, one: Assignment) -> None:
        AppointDialog(self, self.context, self.page, _("Thay người thực hiện"), replaced=one).open_with_draft()
