"""What happened in the case, day by day."""

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.services.cases import CasePage
from desktop.ui.cases.record_card import CardColumn, RecordCard
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.words import _
from sync.contract.records import Event


class EventsTab(Tab):
    """One card an event, the newest first."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self.events = CardColumn(_("Diễn biến"), _("Thêm diễn biến"), self.add_event, _("Chưa ghi diễn biến nào."))
        self.column.addWidget(self.events)
        self.column.addStretch()
        self.fill()

    def fill(self) -> None:
        """The newest first."""
        events = sorted(self.page.events, key=lambda one: (one.on is not None, one.on, one.id), reverse=True)
        self.events.show_cards([self._card(one) for one in events])

    def add_event(self) -> None:
        """Ask for one more event."""
        self._open(None)

    def _card(self, one: Event) -> RecordCard:
        kind = catalogue("event_kind").label(one.kind) if one.kind else ""
        day = format_date(one.on) if one.on else ""
        headline = _("{day}: {kind}").format(day=day, kind=kind) if kind else day
        lines = (self.words(one.id, "content", one.content),)
        return RecordCard(headline, lines, [(_("Sửa"), "pencil", lambda: self._open(one.id))])

    def _open(self, record_id: str | None) -> None:
        today = {"on": self.context.session.today().isoformat()} if record_id is None else {}
        plan = Plan(
            record_type="event",
            record_id=record_id,
            title=_("Diễn biến"),
            verb=_("Lưu diễn biến"),
            fields=("on", "kind", "content"),
            required=frozenset({"on", "content"}),
            fixed={"case": self.page.case.id},
            proposed=today,
        )
        RecordDialog(self, self.context, plan).open_with_draft()
