"""What needs a person today: a line each, most urgent first, and below it what is due in the next days."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.changes import Changed
from desktop.qt.table_model import Column, Mark
from desktop.services.today import Need, NeedKind, Now, Today
from desktop.store.lists import CaseRow
from desktop.ui.cases.behind import WithCases
from desktop.ui.cases.marks import due_mark, due_what, people_shown
from desktop.ui.context import Context
from desktop.ui.sync.reader import Reader
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import today as words
from desktop.words.formats import whole

_SIGNS = {
    NeedKind.CONTESTED: ("diff", Role.DIFFER),
    NeedKind.OVERDUE: ("circle-alert", Role.BAD),
    NeedKind.HEARINGS: ("gavel", Role.WAIT),
    NeedKind.DUE_SOON: ("clock", Role.WAIT),
    NeedKind.REPORTS: ("calendar-days", Role.WAIT),
    NeedKind.UNSENT: ("cloud-upload", Role.WAIT),
}
#: What cannot wait: it is counted beside the page's name.
_URGENT = (NeedKind.CONTESTED, NeedKind.OVERDUE)
_MOST_LINES = 10
_FEWEST_ROWS = 3  # of either list that are seen however low the window is
_LOOKS_EVERY = 5 * 60 * 1000  # milliseconds: deadlines pass, and days begin, in a window that is never closed
_ANY_HEIGHT = 16_777_215  # Qt's own largest


class NeedsPanel(WithCases):
    """Two lists: what there is to do, and the agenda.

    Attributes:
        needs, agenda: their tables.
        banner: why the reports that are due cannot be told.
        clock: when time alone may have changed something.
    """

    #: How many things cannot wait; None before it was read.
    counted = Signal(int)
    #: The page stands.
    ready = Signal()
    #: The report calendar is wanted.
    calendar_asked = Signal()

    def __init__(self, context: Context) -> None:
        lists = QWidget()
        super().__init__(context, lists, _("Quay lại Hôm nay"))
        self._lists = lists
        self._context = context
        self._today = Today(context.session)
        self._now: Now | None = None
        self._lacking: Sequence[Need] = ()
        self._reports: Sequence[Need] = ()
        self._lines: list[Need] = []
        self._stale = False
        self.needs = Table(words.NEEDS, _NEED_COLUMNS, lambda numbers: [self._lines[n] for n in numbers])
        self.needs.opened.connect(self._open)
        self.agenda = Table(words.AGENDA, self._agenda_columns(), self._fetch_agenda)
        self.agenda.opened.connect(self._open_case)
        self._needs_listing, self._agenda_listing = Listing(self.needs), Listing(self.agenda)
        self._agenda_listing.empty.show_words(words.EMPTY_AGENDA)
        self._agenda_title = label(words.AGENDA, "section")
        self._quick = Reader(context.local, self._today.now, self._show, self)
        self.banner = Banner()
        self._slow = Reader(context.local, self._today.lacking, self._show_lacking, self)
        self._calendar = Reader(context.local, self._today.reports, self._show_reports, self, self.banner.explain)
        self.clock = QTimer(self, interval=_LOOKS_EVERY)
        self.clock.timeout.connect(self._read)
        self._lay_out_lists()
        context.changes.changed.connect(self._on_changed)
        self._needs_listing.wait()
        self._quick.ask()  # while the window is still being laid out

    @property
    def lines(self) -> Sequence[Need]:
        """What there is to do."""
        return self._lines

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.focus()
        if self._stale:
            self._read()
        self.clock.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = True
        self.clock.stop()
        for reader in (self._quick, self._slow, self._calendar):
            reader.shut_down()

    def _read(self) -> None:
        self._stale = not self.isVisible()
        if self.isVisible():
            self._quick.ask()

    def _on_changed(self, _changed: frozenset[Changed]) -> None:
        self._read()

    def _show(self, now: Now) -> None:
        first = self._now is None
        self._now = now
        self._show_lines()
        self._agenda_listing.show_ids(range(len(now.agenda)))
        self._slow.ask()
        self._calendar.ask()
        if first:
            self.ready.emit()

    def _show_lacking(self, lacking: Sequence[Need]) -> None:
        self._lacking = lacking
        self._show_lines()

    def _show_reports(self, reports: Sequence[Need]) -> None:
        self.banner.hide()
        self._reports = reports
        self._show_lines()

    def _show_lines(self) -> None:
        assert self._now is not None  # noqa: S101 - it is read first
        order = list(NeedKind)
        found = (
            [*self._now.needs, *self._lacking, *self._reports] if self._now.anything else []
        )  # else it is told how to begin
        self._lines = sorted(found, key=lambda need: order.index(need.kind))
        empty = self._needs_listing.empty
        if self._now.anything:
            empty.show_words(words.NOTHING)
        else:
            empty.show_words(words.NO_CASE, _("Tiếp nhận yêu cầu"), self._context.take_in)
        self._needs_listing.show_ids(range(len(self._lines)))
        self._fit()
        if self._lines and self.needs.current_id() is None:
            self.needs.go_to(0)
        self.counted.emit(sum(need.count for need in self._lines if need.kind in _URGENT))

    def _fit(self) -> None:
        """The lines take the height they need; what is left belongs to the agenda."""
        anything = self._now is not None and self._now.anything
        for widget in (self._agenda_title, self._agenda_listing):
            widget.setVisible(anything)
        row = current().row
        lines = min(max(len(self._lines), 2), _MOST_LINES) + 1
        self._needs_listing.setMaximumHeight((lines + 1) * row if anything else _ANY_HEIGHT)

    def _open(self, number: int) -> None:
        need = self._lines[number]
        if need.kind is NeedKind.REPORTS:
            self.calendar_asked.emit()
            return
        show = lambda rows: self.show_cases(words.need(need.kind, whole(len(rows))), rows)  # noqa: E731
        self._context.local.run(lambda _progress: self._today.cases(need.kind), show, owner=self)

    def _open_case(self, number: int) -> None:
        if self._now is not None:
            self._context.open_case(self._now.agenda[number].id)

    def _fetch_agenda(self, numbers: Sequence[int]) -> list[CaseRow]:
        agenda = self._now.agenda if self._now is not None else ()
        return [agenda[number] for number in numbers]

    def _agenda_columns(self) -> tuple[Column[CaseRow], ...]:
        now, reader = self._context.session.clock, self._context.session.user.full_name

        def people(row: CaseRow) -> str:
            return people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader)

        return (
            Column(_("Hạn"), lambda row: due_mark(row.due_at, now()), 116),
            Column(_("Việc"), lambda row: due_what(row.due or ""), 200),
            Column(_("Mã số"), lambda row: row.code, 144, elide=Qt.TextElideMode.ElideMiddle),
            Column(_("Người được trợ giúp"), people, 200, stretch=1, bold=True),
            Column(_("Người thực hiện"), lambda row: row.performers, 180, stretch=1, gives_way=1),
        )

    def _lay_out_lists(self) -> None:
        column = QVBoxLayout(self._lists)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(6))
        for listing in (self._needs_listing, self._agenda_listing):
            listing.setMinimumHeight((_FEWEST_ROWS + 1) * current().row)
        column.addWidget(self.banner)
        column.addWidget(self._needs_listing, 2)
        column.addWidget(self._agenda_title)
        column.addWidget(self._agenda_listing, 1)
        self._lists.setFocusProxy(self.needs)
        self._fit()


def _title(need: Need) -> Mark:
    icon, role = _SIGNS.get(need.kind, ("pencil", Role.INK))
    return Mark(words.NEED_TITLES[need.kind], icon, role.value)


_NEED_COLUMNS: tuple[Column[Need], ...] = (
    Column(_("Việc"), _title, 300),
    Column(_("Số"), lambda need: whole(need.count), 76, align=Qt.AlignmentFlag.AlignRight, bold=True),
    Column(_("Cần làm"), lambda need: words.NEED_HINTS[need.kind], 200, stretch=1, gives_way=1),
)
