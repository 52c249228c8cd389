"""A dialog for one record that hangs on a case: a few fields, saved as one intent, never losing what was typed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.services.cases import Cases
from desktop.services.drafts import Draft, Drafts
from desktop.store.door import Changed, Seen
from desktop.ui.cases.choices import factory
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.cases.draft_keeper import Doc, DraftKeeper, FieldDrafts, seen_doc, seen_of
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.widgets.dialogs import Dialog, ask, explain
from desktop.ui.widgets.fields import FieldBox, Search
from desktop.ui.widgets.form import Form
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES, Wire

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTH = 704  # two columns of fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a dialog is about.

    Attributes:
        record_type: of the record.
        record_id: of the record to change; None makes a new one.
        title, verb: of the dialog and of the button that saves.
        fields: their names, in order.
        required: which of them may not stay empty.
        fixed: values a new record has that are not asked (its case).
        proposed: values that stand in the fields from the beginning and are saved if nobody changes them.
        searches: how references are chosen.
        boxes: fields the caller made, by name.
        shown_if: field → the field, and the value (or any of a set) with which alone it is asked.
        after_deletion: what deleting the record means, which offers it; what hangs on a case has words for it here.
        day: the day the record is about, today if not said; decides which codes may be chosen.
    """

    record_type: str
    title: str
    verb: str
    fields: tuple[str, ...]
    record_id: str | None = None
    required: frozenset[str] = frozenset()
    fixed: Mapping[str, Wire] = field(default_factory=dict)
    proposed: Mapping[str, Wire] = field(default_factory=dict)
    searches: Mapping[str, Search] = field(default_factory=dict)
    boxes: Mapping[str, FieldBox] = field(default_factory=dict)
    shown_if: Mapping[str, tuple[str, Wire]] = field(default_factory=dict)
    after_deletion: str = ""
    day: dt.date | None = None


class RecordDialog(Dialog):
    """Asks the fields of a plan and saves them; subclasses say how values go in and out where that is special."""

    #: Saved; carries what changed, a frozenset of (record type, id).
    saved = Signal(object)

    grows = True

    def __init__(self, parent: QWidget, context: Context, plan: Plan) -> None:
        """Make the dialog; `open()` shows it.

        Raises:
            DomainError: ``no_such_record``.
        """
        super().__init__(plan.title, parent, width=_WIDTH)
        self.context = context
        self.plan = plan
        self.cases = Cases(context.session)
        self.form = Form()
        self._seen: Mapping[str, Seen] = {}
        self._drafts = Drafts(context.session)
        self._offer = DraftBanner(lambda draft: self._drafts.drop(draft.id))
        self._add_fields()
        self._fields = FieldDrafts(self.form.fields)
        about = plan.record_id or next(iter(plan.fixed.values()), "")
        self._draft_form = f"{plan.record_type}/{about}"
        self.keeper = DraftKeeper(self._drafts, self._draft_form, self._draft, self._draft_failed, self)
        self._lay_out()
        self._show_record()
        self._show_conditional()
        self.form.changed.connect(self._on_changed)
        self.form.submitted.connect(self.save)

    def save(self) -> None:
        """Save what was touched; what is wrong is shown at its field and the dialog stays."""
        if not self.form.validate():
            return
        try:
            changed = self.store(self.form.touched())
        except CodedError as error:
            if not self.form.show_error(error):
                explain(self, words_for(error))
            return
        self.keeper.done()
        self.context.changes.tell(changed)
        self.saved.emit(changed)
        self.accept()

    def values(self, stored: Mapping[str, Wire]) -> Mapping[str, Wire]:
        """What the fields show of a stored record."""
        return stored

    def withheld(self, names: frozenset[str]) -> frozenset[str]:
        """Which fields cannot be shown, of those of a stored record that may not be read here."""
        return names

    def store(self, touched: Mapping[str, Wire]) -> Changed:
        """Save the touched values. Raise `CodedError`."""
        kind = self.plan.record_type
        if self.plan.record_id is not None:
            return self.cases.edit(kind, self.plan.record_id, touched, self._seen)
        filled = {name: value for name, value in touched.items() if value not in (None, [])}
        return frozenset({(kind, self.cases.add(kind, {**self.plan.fixed, **filled}))})

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on to the next; only on a button does it press one."""
        if event.key() in _ENTER and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def done(self, result: int) -> None:
        """Close; what was typed and not saved is offered the next time."""
        self.keeper.close()
        super().done(result)

    def open_with_draft(self) -> None:
        """Open, and offer what was typed here before."""
        draft = next(iter(self._drafts.every(self._draft_form)), None)
        self._offer.offer(draft, _("phần này"), self._resume)
        self._fit()
        self.open()
        first = next(iter(self.form.fields.values()), None)
        if first:
            first.focus()

    def _add_fields(self) -> None:
        now = self.context.session.clock
        made = factory(
            self.plan.record_type,
            now=now,
            day=lambda: self.plan.day or now().date(),
            searches=self.plan.searches,
        )
        for name in self.plan.fields:
            box = self.plan.boxes.get(name) or made.make(name, required=name in self.plan.required)
            self.form.add(name, box)

    def _show_record(self) -> None:
        if self.plan.record_id is not None:
            opened = self.cases.open(self.plan.record_type, self.plan.record_id)
            self._seen = opened.seen
            stored = RECORD_TYPES[self.plan.record_type].values_of(opened.record)
            self.form.show_values(self.values(stored))
            withheld = self.withheld(opened.withheld)
            for name, box in self.form.fields.items():
                box.set_withheld(name in withheld)
        for name, value in self.plan.proposed.items():
            self.form.fields[name].set_value(value, touched=True)

    def _show_conditional(self) -> None:
        for name, (other, wanted) in self.plan.shown_if.items():
            try:
                chosen = self.form.fields[other].editor.value()
            except CodedError:
                chosen = None
            self.form.show_field(name, chosen in wanted if isinstance(wanted, frozenset) else chosen == wanted)

    def _on_changed(self) -> None:
        self._show_conditional()
        self.keeper.touch()

    def _draft(self) -> Doc | None:
        if not any(box.touched for box in self.form.fields.values()):
            return None
        return {"fields": self._fields.read(), "seen": seen_doc(self._seen)}

    def _resume(self, draft: Draft) -> None:
        self._fields.show(draft.doc["fields"])
        self._seen = seen_of(draft.doc["seen"])
        self.keeper.resume(draft)

    def _draft_failed(self, error: CodedError) -> None:
        self.context.tell(_("Chưa giữ được bản nháp: {reason}").format(reason=words_for(error).text))

    def _ask_delete(self) -> None:
        ask(
            self,
            _("Xóa mục này?"),
            self._after_deletion(),
            _("Xóa mục này"),
            self._delete,
            dangerous=True,
        )

    def _after_deletion(self) -> str:
        """What deleting means; nothing for what is not deleted here."""
        hangs_on_a_case = RECORD_TYPES[self.plan.record_type].root is not None
        of_a_case = _("Mục này không còn hiện ở vụ việc. Lịch sử vẫn ghi lại.") if hangs_on_a_case else ""
        return self.plan.after_deletion or of_a_case

    def _delete(self) -> None:
        try:
            changed = self.cases.edit(self.plan.record_type, self.plan.record_id or "", {"deleted": True}, self._seen)
        except CodedError as error:
            explain(self, words_for(error))
            return
        self.keeper.done()
        self.context.changes.tell(changed)
        self.saved.emit(changed)
        self.accept()

    def _fit(self) -> None:
        """As high as the form, but no higher than the window below it; then it scrolls."""
        self.form.expect_width(current().px(_WIDTH))
        self._scroll.updateGeometry()  # no area that scrolls passes on that what is in it has another size
        self.resize(self.minimumWidth(), min(self.sizeHint().height(), self.tallest()))

    def _lay_out(self) -> None:
        self.body.addWidget(self._offer)
        self._scroll = FormScroll(self.form)
        self.body.addWidget(self._scroll, 1)
        if self.plan.record_id is not None and self._after_deletion():
            self.add_button(_("Xóa mục này"), self._ask_delete, look="danger")
        self.add_button(_("Đóng, không lưu"), self.reject)
        self.add_button(self.plan.verb, self.save, look="primary")
