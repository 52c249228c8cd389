"""Intake on one short screen: typed through with Enter, saved with Ctrl+Enter, left with Esc without losing a word."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.cases import Cases
from desktop.services.drafts import Draft, Drafts
from desktop.services.people import Known
from desktop.ui.cases.acceptance import AcceptanceLine
from desktop.ui.cases.address import Communes
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.cases.draft_keeper import Doc, DraftKeeper
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.cases.intake import IntakeDesk, known_words
from desktop.ui.cases.intake_form import IntakeForm
from desktop.ui.cases.suggesting import LaneProvider
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.dialogs import explain
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.records import Person

FORM = "intake"


class IntakePage(QWidget):
    """The page around the form: banners above, the moment of acceptance and the buttons below."""

    #: The request is on file; carries the case's id.
    saved = Signal(str)
    #: Left; what was typed is kept as a draft.
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._desk = IntakeDesk(context.session)
        self._cases = Cases(context.session)
        self._drafts = Drafts(context.session)
        self._looked_for: tuple[str | None, ...] = ()
        self._begun = False
        self.acceptance = AcceptanceLine(context.session)
        communes = Communes(context.session.today(), context.session.office.unit.province)
        people = LaneProvider(context.local, self._desk.suggest, self)
        places = LaneProvider(context.local, communes.find, self)
        self.form = IntakeForm(context.session, people, places, self.acceptance)
        self.offer = DraftBanner(self._give_up)
        self.notice = Banner()
        self.keeper = DraftKeeper(self._drafts, FORM, self._draft, self._draft_failed, self)
        self._lay_out()
        self.form.submitted.connect(self.save)
        self.form.changed.connect(self._on_changed)
        self.form.name.chosen.connect(self._on_chosen)
        self.form.person_typed.connect(self._look_for_alike)
        self.acceptance.changed.connect(self._on_moment)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.activated.connect(self.leave)

    def begin(self) -> None:
        """Make ready for the next request, or go on with the one half typed; offer the last draft."""
        if not self.form.touched():
            self._clear()
            newest = next(iter(self._drafts.every(FORM)), None)
            self.offer.offer(newest, _("tiếp nhận yêu cầu"), self.resume)
        self.form.fields["person.full_name"].focus()

    def resume(self, draft: Draft) -> None:
        """Show a draft and go on in it."""
        self._clear()
        self.offer.hide()
        self.form.show_draft(draft.doc, self._person(draft.doc["person_id"]))
        moment = draft.doc["moment"]
        self.acceptance.show_moment(moment and dt.datetime.fromisoformat(moment), accept=draft.doc["accept"])
        self._begun = True
        self.keeper.resume(draft)
        self.form.fields["person.full_name"].focus()

    def save(self) -> None:
        """Take the request in; whatever is wrong is shown at its field, and nothing typed is lost."""
        if not self.form.validate():
            return
        try:
            saved = self._desk.save(self.form.entry())
        except CodedError as error:
            if not self.form.show_error(error):
                explain(self, words_for(error))
            return
        accepted = self.acceptance.accept
        self.keeper.done()
        self._clear()
        words = _("Đã thụ lý vụ việc {code}.") if accepted else _("Đã tiếp nhận yêu cầu {code}, chưa thụ lý.")
        self._context.tell(words.format(code=saved.code))
        self._context.changes.tell([("case", saved.id)])
        self.saved.emit(saved.id)

    def leave(self) -> None:
        """Close at once; what was typed is offered again the next time."""
        if self.keeper.close():
            self._context.tell(_("Đã giữ bản nháp. Mở lại khi tiếp nhận yêu cầu lần sau."))
        self._clear()
        self.closed.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when another page comes in front, or the window closes."""
        super().hideEvent(event)
        self.keeper.keep_now()

    def _clear(self) -> None:
        self.form.clear()
        self.notice.hide()
        self._looked_for = ()
        self._begun = False
        self.acceptance.propose()

    def _draft(self) -> Doc | None:
        return self.form.draft() if self.form.touched() else None

    def _draft_failed(self, error: CodedError) -> None:
        self._context.tell(_("Chưa giữ được bản nháp: {reason}").format(reason=words_for(error).text))

    def _give_up(self, draft: Draft) -> None:
        self._drafts.drop(draft.id)
        self.form.fields["person.full_name"].focus()

    def _on_changed(self) -> None:
        if not self.form.touched():
            return
        if not self._begun:
            self._begun = True
            self.acceptance.propose(accept=self.acceptance.accept)
        self.offer.hide()
        self.keeper.touch()

    def _on_moment(self) -> None:
        self._begun = True
        if self.form.touched():
            self.keeper.touch()

    def _on_chosen(self, choice: Choice | None) -> None:
        if choice is None:
            self.form.use_nobody()
            self.notice.hide()
        elif person := self._person(choice.code):
            self._use(Known(person=person))

    def _use(self, known: Known) -> None:
        self.form.use(known.person)
        title = _("Dùng hồ sơ đã có: {who}.").format(who=known_words(known))
        self.notice.show_words(Role.PRIMARY, title, verb=_("Nhập người khác"), press=self._use_nobody)

    def _use_nobody(self) -> None:
        self.form.use_nobody()
        self.notice.hide()
        self.form.fields["person.full_name"].focus()

    def _look_for_alike(self) -> None:
        wanted = tuple(self.form.typed(f"person.{name}") for name in ("full_name", "birth", "citizen_number"))
        if self.form.person_id is None and wanted != self._looked_for:
            self._looked_for = wanted
            self._context.local.run(lambda _progress: self._desk.alike(*wanted), self._warn, owner=self)

    def _warn(self, found: Sequence[Known]) -> None:
        if self.form.person_id is not None:
            return
        if not found:
            self.notice.hide()
            return
        best = found[0]
        title = _("Người này có số định danh đã ghi:") if best.same_number else _("Có thể người này đã có hồ sơ:")
        more = _(" và {count} người nữa gần giống").format(count=len(found) - 1) if len(found) > 1 else ""
        words = f"{known_words(best)}{more}."
        self.notice.show_words(Role.WAIT, title, words, _("Dùng người này"), lambda: self._use_instead(best))

    def _use_instead(self, known: Known) -> None:
        self._use(known)
        self.form.fields["part.categories"].focus()

    def _person(self, person_id: str | None) -> Person | None:
        if person_id is None:
            return None
        try:
            record = self._cases.open("person", person_id).record
        except CodedError:
            return None  # the person was merged or came from a file that was put aside
        return record if isinstance(record, Person) else None

    def _lay_out(self) -> None:
        px = current().px
        save = button(_("Lưu vụ việc"), self.save, look="primary", sign="save")
        save.setToolTip(_("Lưu vụ việc (Ctrl+Enter)"))
        close = button(_("Đóng"), self.leave)
        close.setToolTip(_("Đóng, giữ bản nháp (Esc)"))
        rule = QFrame()
        rule.setObjectName("rule")
        below = QHBoxLayout()
        below.setSpacing(px(8))
        below.addWidget(self.acceptance, 1)
        below.addWidget(close)
        below.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.offer)
        column.addWidget(self.notice)
        column.addWidget(FormScroll(self.form), 1)
        column.addWidget(rule)
        column.addLayout(below)
