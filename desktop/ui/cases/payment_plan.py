"""The dialog about one payment for a case."""

from desktop.domain.payments import BY_SESSIONS
from desktop.services.cases import CasePage
from desktop.ui.cases import shares
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan
from desktop.ui.cases.references import searches
from desktop.ui.context import Context
from desktop.words import _

_FIELDS = ("practitioner", "method", "half_sessions", "amount", "on", "origin", "document_number", "note")


def payment_plan(context: Context, page: CasePage, record_id: str | None) -> Plan:
    """Ask for a payment; who performs the case alone is proposed."""
    make = factory("case_payment", now=context.session.clock).make
    hint = _("Một buổi 4 giờ là 2 nửa buổi; phần lẻ dưới 3 giờ là 1 nửa buổi.")
    running = shares.running(page.assignments)
    alone = running[0].practitioner if len(running) == 1 else None
    proposed = {"practitioner": alone, "on": context.session.today().isoformat()}
    return Plan(
        record_type="case_payment",
        record_id=record_id,
        title=_("Chi trả cho vụ việc"),
        verb=_("Lưu chi trả"),
        fields=_FIELDS,
        required=frozenset({"practitioner", "method", "half_sessions", "amount", "on"}),
        fixed={"case": page.case.id},
        proposed=proposed if record_id is None else {},
        searches=searches(context.session),
        boxes={"half_sessions": make("half_sessions", required=True, hint=hint)},
        shown_if={"half_sessions": ("method", BY_SESSIONS)},
    )
