"""Dialogs about the quality of a case: one appraisal with its scores, one verdict on its success."""

import msgspec
from PySide6.QtWidgets import QWidget

from desktop.domain.catalogues import catalogue
from desktop.domain.quality import MOST, act_of, body_of
from desktop.services.cases import CasePage
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.scores import score_words
from desktop.ui.context import Context
from desktop.ui.widgets.labels import label
from desktop.words import _
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.records import Appraisal

_APPRAISAL = ("body", "act", "on", "document_number", "assessor")
_JUDGED = ("body", "on", "verdict", "version", "criteria", "main_criterion", "criteria_text")
_WRITTEN = ("document_number", "assessor", "note")


class AppraisalDialog(RecordDialog):
    """The score sheet of one body; points and rating are shown as one types."""

    def __init__(self, parent: QWidget, context: Context, page: CasePage, record_id: str | None) -> None:
        make = factory("appraisal", now=context.session.clock).make
        fields = RECORD_TYPES["appraisal"].fields
        most = _("{title} (nhiều nhất {most})")
        boxes = {name: make(name, title=most.format(title=fields[name].title, most=MOST[name])) for name in MOST}
        body = body_of(context.session.office.unit.kind)
        today = context.session.today().isoformat()
        plan = Plan(
            record_type="appraisal",
            record_id=record_id,
            title=_("Thẩm định, đánh giá chất lượng"),
            verb=_("Lưu kết quả"),
            fields=(*_APPRAISAL, *MOST, "breach", "note"),
            required=frozenset({"body", "act", "on"}),
            fixed={"case": page.case.id},
            proposed={"body": body, "act": act_of(body), "on": today} if record_id is None else {},
            boxes=boxes,
        )
        super().__init__(parent, context, plan)
        self.result_line = label("", "label")
        self.body.addWidget(self.result_line)
        self.form.changed.connect(self._show_result)
        self.form.fields["body"].changed.connect(self._show_act)
        self._show_result()

    def _show_result(self) -> None:
        scores = {name: self._typed(name) for name in MOST}
        sheet = msgspec.convert({"id": "", "unit": "", "breach": bool(self._typed("breach")), **scores}, Appraisal)
        self.result_line.setText(score_words(sheet))

    def _show_act(self) -> None:
        """An organisation appraises, the others evaluate."""
        if (body := self._typed("body")) and self._typed("act") != act_of(body):
            self.form.fields["act"].set_value(act_of(body), touched=True)

    def _typed(self, name: str) -> Wire:
        try:
            return self.form.fields[name].editor.value()
        except CodedError:
            return None


def verdict_plan(context: Context, page: CasePage, record_id: str | None) -> Plan:
    """The dialog about one verdict; the criteria are those in force today, or on the day of the verdict."""
    today = context.session.today()
    judged = next((one.on for one in page.verdicts if one.id == record_id), None) or today
    in_force = [entry.code for entry in catalogue("success_version").valid(today)]
    proposed = {
        "body": body_of(context.session.office.unit.kind),
        "on": today.isoformat(),
        "version": in_force[-1] if in_force else None,
    }
    return Plan(
        record_type="success_verdict",
        record_id=record_id,
        title=_("Đánh giá hiệu quả vụ việc tham gia tố tụng"),
        verb=_("Lưu đánh giá"),
        fields=(*_JUDGED, *_WRITTEN),
        required=frozenset({"body", "on", "verdict", "version"}),
        fixed={"case": page.case.id},
        proposed=proposed if record_id is None else {},
        day=judged,
    )
