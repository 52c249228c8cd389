"""The fields of the case itself: what was touched is saved, over the values that were on the screen."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.lifecycle import LITIGATION
from desktop.services.cases import CasePage, Cases
from desktop.services.drafts import Draft, Drafts
from desktop.store.door import Seen
from desktop.ui.cases.choices import factory
from desktop.ui.cases.draft_keeper import Doc, DraftKeeper, FieldDrafts, seen_doc, seen_of
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import explain
from desktop.ui.widgets.form import Form
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES, Wire

_SECTIONS = (
    (_("Nội dung"), ("form", "representation", "law_field", "content", "complex_criteria")),
    (
        _("Thụ lý"),
        ("received_at", "accepted_at", "channel", "scope_ground", "immediate_ground", "in_custody", "restricted"),
    ),
    (_("Tiến độ"), ("suspended_on", "result", "note")),
)
_REQUIRED = ("form", "representation", "content")


def draft_form(case_id: str) -> str:
    """Name of the draft of a case that is being changed."""
    return f"case:{case_id}"


class OverviewTab(QWidget):
    """The form, a banner for news that came while it was open, and the button that saves."""

    #: Whether something was touched that is not saved.
    touched_changed = Signal(bool)
    #: Show where the news came from.
    history_asked = Signal()

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__()
        self._context = context
        self._page = page
        self._cases = Cases(context.session)
        self._shown: dict[str, Wire] = {}
        self._seen: dict[str, Seen] = {}
        self.form = Form()
        self.news = Banner()
        self._add_fields()
        self._fields = FieldDrafts(self.form.fields)
        drafts = Drafts(context.session)
        self.keeper = DraftKeeper(drafts, draft_form(page.case.id), self._draft, self._draft_failed, self)
        self._bar = self._make_bar()
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.submitted.connect(self.save)
        self.show_case(page)

    def begin(self, page: CasePage) -> None:
        """Show another case; nothing of it is touched."""
        self.keeper.turn_to(draft_form(page.case.id))
        self._shown, self._seen = {}, {}
        for box in self.form.fields.values():
            box.touched = False
        self.show_case(page)

    @property
    def touched(self) -> bool:
        """Whether there is something to save."""
        return any(box.touched for box in self.form.fields.values())

    def show_case(self, page: CasePage) -> None:
        """Show the case as it is now; fields that were touched stay, and a newer value of theirs is told of."""
        self._page = page
        opened = self._cases.open("case", page.case.id)
        now = RECORD_TYPES["case"].values_of(opened.record)
        overtaken = []
        for name, box in self.form.fields.items():
            box.set_withheld(name in opened.withheld)
            if not box.touched:
                box.set_value(now[name])
                self._shown[name], self._seen[name] = now[name], opened.seen[name]
            elif now[name] != self._shown[name]:
                overtaken.append(box.field.title)
        self._tell_news(overtaken)
        self._show_conditional()
        self._show_bar()

    def save(self) -> None:
        """Save the touched fields with the stamps that were on the screen, so that nothing unseen is overwritten."""
        if not self.form.validate():
            return
        touched = self.form.touched()
        if touched.get("form", LITIGATION) != LITIGATION:
            touched["representation"] = None  # there is none outside proceedings
        try:
            changed = self._cases.edit("case", self._page.case.id, touched, self._seen)
        except CodedError as error:
            if not self.form.show_error(error):
                explain(self, words_for(error))
            return
        self.keeper.done()
        for name in touched:
            self.form.fields[name].touched = False
        self.news.hide()
        self._show_bar()
        self._context.tell(_("Đã lưu vụ việc {code}.").format(code=self._page.code))
        self._context.changes.tell(changed or {("case", self._page.case.id)})

    def drop_changes(self) -> None:
        """Show what is stored again; the draft is given up."""
        self.keeper.done()
        for box in self.form.fields.values():
            box.touched = False
        self.show_case(self._cases.page(self._page.case.id))

    def resume(self, draft: Draft) -> None:
        """Go on in a draft: its values over the origins they were typed over."""
        self._fields.show(draft.doc["fields"])
        self._shown |= draft.doc["shown"]
        self._seen |= seen_of(draft.doc["seen"])
        self.keeper.resume(draft)
        self.show_case(self._cases.page(self._page.case.id))

    def leave(self) -> bool:
        """The page is left; True if a draft stays behind."""
        return self.keeper.close()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when another page comes in front, or the window closes."""
        super().hideEvent(event)
        self.keeper.keep_now()

    def _tell_news(self, overtaken: list[str]) -> None:
        if not overtaken:
            self.news.hide()
            return
        title = _("Vừa có giá trị mới từ nơi khác: {fields}.").format(fields=", ".join(overtaken))
        text = _("Phần đang sửa vẫn giữ nguyên. Khi lưu, hai giá trị sẽ được đặt cạnh nhau để chọn.")
        self.news.show_words(Role.DIFFER, title, text, _("Xem lịch sử"), self.history_asked.emit)

    def _on_changed(self) -> None:
        self._show_conditional()
        self._show_bar()
        if self.touched:
            self.keeper.touch()

    def _show_conditional(self) -> None:
        try:
            form = self.form.fields["form"].value()
        except CodedError:
            form = None
        self.form.fields["representation"].setVisible(form == LITIGATION)

    def _show_bar(self) -> None:
        if self._bar.isHidden() == self.touched:
            self._bar.setVisible(self.touched)
            self.touched_changed.emit(self.touched)

    def _draft(self) -> Doc | None:
        if not self.touched:
            return None
        names = [name for name, box in self.form.fields.items() if box.touched]
        return {
            "fields": self._fields.read(),
            "shown": {name: self._shown[name] for name in names},
            "seen": seen_doc({name: self._seen[name] for name in names}),
        }

    def _draft_failed(self, error: CodedError) -> None:
        self._context.tell(_("Chưa giữ được bản nháp: {reason}").format(reason=words_for(error).text))

    def _add_fields(self) -> None:
        make = factory("case", now=self._context.session.clock, day=self._day).make
        for title, names in _SECTIONS:
            self.form.add_section(title)
            for name in names:
                self.form.add(name, make(name, required=name in _REQUIRED))

    def _day(self) -> dt.date:
        """The day whose law decides what may be chosen."""
        return (self._page.case.accepted_at or self._page.case.received_at or self._context.session.clock()).date()

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addStretch()
        row.addWidget(button(_("Bỏ phần vừa sửa"), self.drop_changes))
        save = button(_("Lưu thay đổi"), self.save, look="primary", sign="save")
        save.setToolTip(_("Lưu thay đổi (Ctrl+Enter)"))
        row.addWidget(save)
        bar.hide()
        return bar

    def _lay_out(self) -> None:
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.news)
        column.addWidget(FormScroll(self.form), 1)
        column.addWidget(self._bar)
