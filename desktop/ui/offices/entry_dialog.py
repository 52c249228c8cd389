"""The dialog about one record of an office: its fields, its history, and the way into the bin."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.catalogues import catalogue, communes_of
from desktop.domain.figures import YEAR
from desktop.services.history import Line
from desktop.services.office_records import OfficeRecords
from desktop.ui.cases.choices import factory
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.references import searches
from desktop.ui.cases.timeline import moments
from desktop.ui.cases.timeline_view import TimelineView
from desktop.ui.context import Context
from desktop.ui.offices.register import Register
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.code_editors import ChoiceEditor
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import FieldBox
from desktop.words import _
from sync.contract.fields import RECORD_TYPES, Kind, Wire

_HISTORY_WIDTH, _HISTORY_HEIGHT = 704, 420
#: What the bin means for a record of an office.
AFTER_DELETION = _("Mục này không còn trong danh sách và không được đếm nữa. Lịch sử vẫn ghi lại.")


def plan_of(context: Context, register: Register, record_id: str | None) -> Plan:
    """The dialog about one record of a register; None makes a new one."""
    return Plan(
        record_type=register.record_type,
        record_id=record_id,
        title=register.entry,
        verb=_("Lưu"),
        fields=register.form,
        required=register.required,
        fixed=register.fixed,
        proposed=_proposed(context, register) if record_id is None else {},
        searches=searches(context.session),
        boxes=_boxes(context, register),
        shown_if=register.shown_if,
        after_deletion=AFTER_DELETION,
    )


def _proposed(context: Context, register: Register) -> dict[str, Wire]:
    """What a new record begins with: it is mostly about now."""
    if not register.begins_today or register.day not in register.form:
        return {}
    now = context.session.clock()
    if register.day == YEAR:
        return {YEAR: now.year}
    is_moment = register.declared.fields[register.day].kind is Kind.MOMENT
    return {register.day: now.isoformat(timespec="seconds") if is_moment else now.date().isoformat()}


def _boxes(context: Context, register: Register) -> dict[str, FieldBox]:
    """The fields with a shorter title, and a commune, which is one of the office's own province."""
    session = context.session
    make = factory(register.record_type, now=session.clock, searches=searches(session)).make
    boxes = {
        name: make(name, title=title, required=name in register.required) for name, title in register.titles.items()
    }
    province = session.office.unit.province
    if "commune" in register.form and province:
        near = Choices(Choice(each.code, each.label) for each in communes_of(province, session.today()))
        editor = ChoiceEditor(
            near.provide, lambda code: Choice(code, catalogue("commune").label(code)), _("Gõ vài chữ để tìm")
        )
        boxes["commune"] = make("commune", required="commune" in register.required, editor=editor)
    return boxes


class EntryDialog(RecordDialog):
    """Asks the fields of a plan, as its parent does, and shows what became of the record."""

    @override
    def _lay_out(self) -> None:
        if self.plan.record_id is not None:
            self.add_button(_("Lịch sử"), self._show_history)
        super()._lay_out()

    def _show_history(self) -> None:
        HistoryDialog(self, self.context, self.plan.record_type, self.plan.record_id or "").open()


class HistoryDialog(Dialog):
    """Who changed what in one record, when, and how far each change has come."""

    def __init__(self, parent: QWidget, context: Context, record_type: str, record_id: str) -> None:
        super().__init__(_("Lịch sử"), parent, width=_HISTORY_WIDTH)
        self._context = context
        self._names = _names(context, record_type)
        self.timeline = TimelineView()
        self.body.addWidget(FormScroll(self.timeline), 1)
        self.add_button(_("Đóng"), self.reject, look="primary")
        self.set_height(_HISTORY_HEIGHT)
        records = OfficeRecords(context.session)
        context.local.run(lambda _progress: records.history(record_id), self._show, owner=self)

    def _show(self, lines: list[Line]) -> None:
        self.timeline.tell(moments(lines, on=self._context.session.today(), names=self._names))


def _names(context: Context, record_type: str) -> dict[str, str]:
    """What the records are called that this type refers to."""
    records = OfficeRecords(context.session)
    referred = {field.info.refers_to or "" for field in RECORD_TYPES[record_type].references}
    names = records.listed(record_type).names
    for each in sorted(referred - {"case"}):
        names |= records.names(each)
    return names
