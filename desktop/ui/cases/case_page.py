"""The page of one case: a strip that says what it is, tabs below, what can be done at the right."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DomainError
from desktop.domain.lifecycle import CaseState
from desktop.qt.changes import Changed
from desktop.services.cases import CasePage as Shown
from desktop.services.cases import Cases
from desktop.services.drafts import Draft, Drafts
from desktop.services.moving import Moving
from desktop.services.synchronise import Synchronise
from desktop.ui.cases.assignments_tab import AssignmentsTab
from desktop.ui.cases.deeds import AcceptDialog, ReopenDialog, ask_delete, end_plan, refer_plan, refuse_plan
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.cases.events_tab import EventsTab
from desktop.ui.cases.header import CaseHeader
from desktop.ui.cases.history_tab import HistoryTab
from desktop.ui.cases.moving import MoveDialog, lock, show_moves
from desktop.ui.cases.overview import OverviewTab, draft_form
from desktop.ui.cases.papers_tab import PapersTab
from desktop.ui.cases.people_tab import PeopleTab
from desktop.ui.cases.proceedings_tab import ProceedingsTab
from desktop.ui.cases.quality_tab import QualityTab
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.sync.conflict_window import open_conflicts
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _
from desktop.words.errors import words_for
from sync.client.tables import EntryState
from sync.contract.fields import RECORD_TYPES

OVERVIEW, PEOPLE, ASSIGNMENTS, PROCEEDINGS, EVENTS, PAPERS, QUALITY, HISTORY = range(8)


_KINDS: Mapping[int, type[Tab]] = {
    PEOPLE: PeopleTab,
    ASSIGNMENTS: AssignmentsTab,
    PROCEEDINGS: ProceedingsTab,
    EVENTS: EventsTab,
    PAPERS: PapersTab,
    QUALITY: QualityTab,
    HISTORY: HistoryTab,
}


class _Tab(Protocol):
    def show_case(self, page: Shown) -> None:
        """Show the case as it is now."""


class CasePage(QWidget):
    """Shows one case after the other; reads it anew whenever something of it changes, what is being typed stays."""

    #: Back to the list.
    back_asked = Signal()

    def __init__(self, context: Context, shown: Shown) -> None:
        """Show a case; `show_case` shows the next one."""
        super().__init__()
        self._context = context
        self._cases = Cases(context.session)
        self._drafts = Drafts(context.session)
        self._shown = shown
        self.header = CaseHeader(context.session, self.leave, self.do)
        self.conflict, self.moves = Banner(), Banner()
        self.offer = DraftBanner(lambda draft: self._drafts.drop(draft.id))
        self.overview = OverviewTab(context, shown)
        self.tabs = Tabs(_("Các mục của vụ việc"))
        self._places: list[QVBoxLayout] = []
        self._made: dict[int, _Tab] = {OVERVIEW: self.overview}
        self._stale: set[int] = set()
        self._missed = False
        self._lay_out()
        self._show()
        self.overview.touched_changed.connect(lambda touched: self.header.step_back(back=touched))
        self.overview.history_asked.connect(lambda: self.tabs.setCurrentIndex(HISTORY))
        self.tabs.currentChanged.connect(self._show_tab)
        context.changes.changed.connect(self._on_changed)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.leave)
        self._offer_draft()

    def show_case(self, shown: Shown) -> None:
        """Show another case, from its first tab; what was typed for the one before is kept as a draft."""
        self.overview.leave()
        self._shown, self._missed = shown, False
        self.overview.begin(shown)
        self._stale = set(self._made) - {OVERVIEW}
        self.tabs.setCurrentIndex(OVERVIEW)
        self._show()
        self._offer_draft()

    @property
    def case_id(self) -> str:
        """The case that is shown."""
        return self._shown.case.id

    @property
    def title(self) -> str:
        """The words for the head of the window."""
        return self._shown.code

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor on the tabs: nothing is changed by a key pressed too early."""
        super().showEvent(event)
        self.tabs.tabBar().setFocus()
        if self._missed:
            self._on_changed(frozenset({("case", self.case_id)}))

    def tab(self, number: int) -> QWidget:
        """Bring a tab to the front and return what is on it."""
        self.tabs.setCurrentIndex(number)
        made = self._made[number]
        assert isinstance(made, QWidget)  # noqa: S101 - every tab is
        return made

    def resume(self, draft: Draft) -> None:
        """Go on in a draft of this case's fields."""
        self.offer.hide()
        self.tabs.setCurrentIndex(OVERVIEW)
        self.overview.resume(draft)

    def leave(self) -> None:
        """Go back at once; what was typed is offered again."""
        if self.overview.leave():
            self._context.tell(_("Đã giữ bản nháp của vụ việc {code}.").format(code=self._shown.code))
        self.back_asked.emit()

    def do(self, deed: str) -> None:
        """Do what a button of the header says."""
        deeds: Mapping[str, Callable[[], object]] = {
            "accept": lambda: AcceptDialog(self, self._context, self._shown).open_with_draft(),
            "refuse": lambda: self._ask(refuse_plan(self._context, self._shown)),
            "refer": lambda: self._ask(refer_plan(self._context, self._shown)),
            "reopen": lambda: ReopenDialog(self, self._context, self._shown).open_with_draft(),
            "end": lambda: self._ask(end_plan(self._context, self._shown)),
            "appoint": self._appoint,
            "move": lambda: MoveDialog(self, self._context, self._shown).open_with_draft(),
            "delete": lambda: ask_delete(self, self._context, self._shown, self.back_asked.emit),
        }
        deeds[deed]()

    def _ask(self, plan: Plan) -> None:
        RecordDialog(self, self._context, plan).open_with_draft()

    def _appoint(self) -> None:
        tab = self.tab(ASSIGNMENTS)
        if isinstance(tab, AssignmentsTab):
            tab.appoint()

    def _show(self) -> None:
        self.header.show_case(self._shown)
        lock(self.overview, locked=self._shown.state is CaseState.MOVED_AWAY)
        self.header.step_back(back=self.overview.touched)
        if self._shown.row.unsent:
            case_id = self.case_id
            self._context.local.run(lambda _progress: self._is_rejected(case_id), self._show_rejected, owner=self)
        show_moves(self.moves, Moving(self._context.session).whereabouts(self.case_id))
        count = len(self._shown.conflicts)
        if count:
            title = _("Có {count} chỗ hai người đã ghi khác nhau.").format(count=count)
            text = _("Cả hai giá trị được giữ cho đến khi có người chọn.")
            self.conflict.show_words(Role.DIFFER, title, text, _("Xem và chọn"), self._open_conflicts)
        else:
            self.conflict.hide()

    def _open_conflicts(self) -> None:
        open_conflicts(self._context, [conflict.id for conflict in self._shown.conflicts], self)

    def _is_rejected(self, case_id: str) -> str | None:
        """The case, if the national system refused something of it; runs on the lane."""
        synchronise = Synchronise(self._context.session)
        items = synchronise.queue() if synchronise.status().totals.rejected else []
        refused = any(item.case_id == case_id and item.state is EntryState.REJECTED for item in items)
        return case_id if refused else None

    def _show_rejected(self, case_id: str | None) -> None:
        if case_id == self.case_id:
            self.header.show_rejected()

    def _offer_draft(self) -> None:
        draft = next(iter(self._drafts.every(draft_form(self.case_id))), None)
        self.offer.offer(draft, _("sửa vụ việc này"), self.resume)

    def _show_tab(self, number: int) -> None:
        """Make a tab when it is first looked at; bring it up to date when it is looked at again."""
        if number not in self._made:
            made = _KINDS[number](self._context, self._shown)
            self._made[number] = made
            self._places[number].addWidget(made)
        elif number in self._stale:
            self._made[number].show_case(self._shown)
        if (page := self.tabs.widget(number)) and number != HISTORY:
            lock(page, locked=self._shown.state is CaseState.MOVED_AWAY)
        self._stale.discard(number)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        """Read the case again, as soon as it is looked at."""
        if not any(self._concerns(record_type, record_id) for record_type, record_id in changed):
            return
        self._missed = not self.isVisible()
        if self._missed:
            return
        try:
            self._shown = self._cases.page(self.case_id)
        except DomainError as error:  # it went to another unit while it was looked at
            self.leave()
            self._context.tell(words_for(error).text)
            return
        if self._shown.case.deleted:
            return
        self._show()
        self.overview.show_case(self._shown)
        self._stale = set(self._made) - {OVERVIEW}
        self._show_tab(self.tabs.currentIndex())

    def _concerns(self, record_type: str, record_id: str) -> bool:
        """Whether a change may show here; a new record that hangs on some case is looked for rather than missed."""
        people = self._shown.people
        known = (self.case_id, *people, *(person.id for person in people.values()), *self._shown.practitioners)
        return record_id in known or RECORD_TYPES[record_type].root is not None

    def _lay_out(self) -> None:
        px = current().px
        titles = (
            _("Tổng quan"),
            _("Người"),
            _("Phân công"),
            _("Giai đoạn và phiên tòa"),
            _("Diễn biến"),
            _("Giấy tờ"),
            _("Chất lượng"),
            _("Lịch sử"),
        )
        for number, title in enumerate(titles):
            place = QWidget()
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            self._places.append(inside)
            if number == OVERVIEW:
                inside.addWidget(self.overview)
            self.tabs.addTab(place, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.header)
        column.addWidget(self.moves)
        column.addWidget(self.conflict)
        column.addWidget(self.offer)
        column.addWidget(self.tabs, 1)
