"""Dialogs about who performs a case: appointing, sharing, replacing, and a new practitioner on the way."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.assigning import ORGANISATIONS, assigner
from desktop.services.cases import CasePage, Edit
from desktop.services.people import People
from desktop.store.door import Changed
from desktop.ui.cases import shares
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.references import searches
from desktop.ui.context import Context
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.labels import label
from desktop.words import _
from sync.contract.errors import CodedError, Invalid
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import new_id
from sync.contract.records import Assignment, Practitioner

_SHARE = "share."
#: Through which organisation somebody acts is asked where an organisation assigns them.
_OF_AN_ORGANISATION = {"organisation": ("assigned_by", ORGANISATIONS)}


class AppointDialog(RecordDialog):
    """Appoints a performer, known or new; with others already there the parts of all are asked and sum to one.

    Everything is one intent: the new practitioner, the new assignment and the changed parts.
    """

    def __init__(
        self, parent: QWidget, context: Context, page: CasePage, title: str, replaced: Assignment | None = None
    ) -> None:
        """Make the dialog.

        Args:
            parent, context: see `RecordDialog`.
            page: the case as it is shown.
            title: what it is called for this form of legal aid; its button says the same.
            replaced: whose part the new performer takes over, from the same day (Luật TGPL Điều 25).
        """
        self._people = {one.id: one for one in People(context.session).practitioners()}
        self._page = page
        self._replaced = replaced
        self._others = [one for one in shares.running(page.assignments) if one is not replaced]
        found = searches(context.session)
        self._line = CompletingEdit(found["practitioner"].provider, free=True)
        name = RECORD_TYPES["practitioner"].fields["full_name"]
        who = FieldBox(name, LineEditor(line=self._line, placeholder=_("Gõ tên")), _("Người thực hiện"), required=True)
        make = factory("assignment", now=context.session.clock).make
        boxes = {"practitioner": who}
        for other in self._others:
            boxes[_SHARE + other.id] = make("share", required=True, title=self._share_title(other))
        part = replaced.share if replaced else shares.equal_part(len(self._others) + 1)
        proposed: dict[str, Wire] = {"share": part, "from_on": context.session.today().isoformat()}
        fields = ["practitioner", "capacity", "assigned_by", "organisation", "share"]
        fields += [_SHARE + other.id for other in self._others]
        fields += ["decision_number", "from_on", *(["reason"] if replaced else [])]
        if replaced:
            boxes["reason"] = make("end_reason", title=_("Lý do thay người"))
            proposed |= {_SHARE + other.id: other.share for other in self._others}
        else:
            proposed |= {_SHARE + other.id: part for other in self._others}
        plan = Plan(
            record_type="assignment",
            title=title,
            verb=title,
            fields=tuple(fields),
            required=frozenset({"capacity", "assigned_by", "share", "from_on"}),
            fixed={"case": page.case.id},
            proposed=proposed,
            boxes=boxes,
            searches=found,
            shown_if=_OF_AN_ORGANISATION,
        )
        super().__init__(parent, context, plan)
        self._capacity: Wire = None
        self._hint = label(_("Người này chưa có trong danh sách; sẽ được thêm khi phân công."), "small")
        self.form.add_widget(self._hint)
        self._hint.hide()
        self._line.chosen.connect(self._show_capacity)
        self.form.fields["capacity"].changed.connect(self._show_assigner)
        who.editor.left.connect(self._show_hint)

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        self._check_sum(touched)
        known = self._line.choice
        practitioner = known.code if known else new_id()
        edits = [] if known else [self._new_practitioner(practitioner, touched)]
        if self._replaced:
            ended = {"to_on": touched.get("from_on"), "end_reason": touched.get("reason")}
            edits.append(Edit(type="assignment", id=self._replaced.id, fields=ended))
        for other in self._others:
            share = touched.get(_SHARE + other.id, other.share)
            if share != other.share:
                edits.append(Edit(type="assignment", id=other.id, fields={"share": share}))
        asked = ("capacity", "assigned_by", "organisation", "share", "decision_number", "from_on")
        fields = {name: touched[name] for name in asked if touched.get(name) is not None}
        fields |= {"practitioner": practitioner, **self.plan.fixed}
        edits.append(Edit(type="assignment", id=new_id(), fields=fields, new=True))
        return self.cases.edit_together(edits)

    def _new_practitioner(self, practitioner: str, touched: Mapping[str, Wire]) -> Edit:
        fields = {"full_name": touched.get("practitioner"), "kind": touched.get("capacity")}
        if touched.get("organisation"):
            fields["organisation"] = touched["organisation"]
        return Edit(type="practitioner", id=practitioner, fields=fields, new=True)

    def _check_sum(self, touched: Mapping[str, Wire]) -> None:
        parts = [touched.get("share")] + [touched.get(_SHARE + other.id) for other in self._others]
        if not shares.whole(str(part) for part in parts):
            raise Invalid("shares_not_whole", field="share")

    def _share_title(self, other: Assignment) -> str:
        one: Practitioner | None = self._people.get(other.practitioner or "")
        return _("Phần của {name}").format(name=one.full_name if one else _("người đang thực hiện"))

    def _show_capacity(self) -> None:
        known = self._people.get(self._line.choice.code) if self._line.choice else None
        if known and known.kind:
            self.form.fields["capacity"].set_value(known.kind, touched=True)
        if known and known.organisation:
            self.form.fields["organisation"].set_value(known.organisation, touched=True)
        self._hint.hide()

    def _show_assigner(self) -> None:
        """Say by whose assignment, where it follows from the capacity; it can be changed afterwards."""
        box = self.form.fields["capacity"].editor
        try:
            capacity = box.value()
        except CodedError:
            return
        if capacity != self._capacity:
            self._capacity = capacity
            found = assigner(capacity, self.context.session.office.unit.kind)
            self.form.fields["assigned_by"].set_value(found, touched=found is not None)

    def _show_hint(self) -> None:
        self._hint.setVisible(bool(self._line.text().strip()) and self._line.choice is None)


def assignment_plan(context: Context, assignment: Assignment) -> Plan:
    """The dialog that mends one assignment."""
    return Plan(
        record_type="assignment",
        record_id=assignment.id,
        title=_("Phân công"),
        verb=_("Lưu phân công"),
        fields=(
            "practitioner",
            "capacity",
            "assigned_by",
            "organisation",
            "share",
            "decision_number",
            "from_on",
            "to_on",
            "end_reason",
        ),
        required=frozenset({"practitioner", "share"}),
        searches=searches(context.session),
        shown_if=_OF_AN_ORGANISATION,
    )
