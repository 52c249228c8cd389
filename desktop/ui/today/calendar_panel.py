"""The report calendar: what is due when, to whom, sent or not; a person notes what the program cannot know."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.dates import format_date, parse_date
from desktop.domain.errors import DomainError
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column, Mark
from desktop.services.report_calendar import Owed, ReportCalendar
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.questions import question
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import duties as words

_SIGNS = {
    "sent": ("check", Role.INK),
    "unnoted": ("circle-help", Role.MUTED),
    "late": ("circle-alert", Role.BAD),
    "soon": ("clock", Role.WAIT),
    "later": ("calendar-days", Role.MUTED),
}


class CalendarPanel(QWidget):
    """The reports of a year in the order of their days.

    Attributes:
        years: what is chosen.
        table: the reports; Enter notes that one was sent.
        sent_button, back_button: note that it was sent, and take that back.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._calendar = ReportCalendar(context.session)
        self._owed: Sequence[Owed] = ()
        this = context.session.today().year
        self.years = ComboBox(_("Năm"), [Choice(str(year), str(year)) for year in range(this + 1, this - 4, -1)])
        self.years.set_code(str(this))
        self.years.currentIndexChanged.connect(lambda _index: self.reload())
        self.sent_button = button(_("Ghi đã gửi…"), self.note_sent, look="primary")
        self.back_button = button(_("Bỏ ghi đã gửi"), self.take_back)
        self.banner = Banner()
        self.table = Table(words.NAME, self._columns(), lambda numbers: [self._owed[n] for n in numbers])
        self.table.opened.connect(lambda _number: self.note_sent())
        self.table.selection_changed.connect(self._show_buttons)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(words.NOTHING)
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    @property
    def chosen(self) -> Owed | None:
        """The report the keyboard is on."""
        number = self.table.current_id()
        return self._owed[number] if number is not None else None

    def reload(self) -> None:
        """Read the year."""
        year = int(self.years.code())
        self._context.local.run(
            lambda _progress: self._calendar.year(year), self._show, self.banner.explain, owner=self
        )

    def note_sent(self) -> None:
        """Ask when the chosen report was sent."""
        owed = self.chosen
        if owed is not None and owed.sent_on is None:
            dialog = _SentDialog(self._context, owed, self)
            dialog.done_with.connect(self._tell)
            dialog.open()

    def take_back(self) -> None:
        """Take away that the chosen report was sent."""
        owed = self.chosen
        if owed is not None and owed.noted is not None:
            work = lambda _progress: self._calendar.take_back(owed)  # noqa: E731
            self._context.local.run(work, lambda _done: self._tell(owed.noted), self.banner.explain, owner=self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.table.setFocus()

    def _tell(self, record: object) -> None:
        self._context.changes.tell({("report_sent", str(record))})

    def _show(self, owed: Sequence[Owed]) -> None:
        self._owed = owed
        self.banner.hide()
        self._listing.show_ids(range(len(owed)))
        if owed and self.table.current_id() is None:
            today = self._context.session.today()
            open_ones = [n for n, each in enumerate(owed) if each.sent_on is None and each.on >= today]
            self.table.go_to(open_ones[0] if open_ones else len(owed) - 1)
        self._show_buttons()

    def _show_buttons(self) -> None:
        owed = self.chosen
        self.sent_button.setEnabled(owed is not None and owed.sent_on is None)
        self.back_button.setEnabled(owed is not None and owed.noted is not None)

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in ("report_sent", "issued_report") for kind, _id in changed):
            self.reload()

    def _columns(self) -> tuple[Column[Owed], ...]:
        today = self._context.session.today

        def standing(owed: Owed) -> Mark:
            icon, role = _SIGNS[owed.state(today())]
            return Mark(words.standing(owed, today()), icon, role.value)

        return (
            Column(_("Hạn"), lambda owed: format_date(owed.on), 92),
            Column(_("Báo cáo"), lambda owed: owed.duty.title, 300, stretch=2, bold=True),
            Column(_("Số liệu"), words.between, 176, gives_way=3),
            Column(_("Nơi nhận"), lambda owed: owed.duty.to, 110, stretch=1, gives_way=2),
            Column(_("Tình trạng"), standing, 170),
            Column(_("Căn cứ"), words.source, 130, stretch=1, gives_way=1),
        )

    def _lay_out(self) -> None:
        px = current().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label(words.HINT, "small", Role.MUTED, wrap=True), 1)
        for widget in (self.years, self.back_button, self.sent_button):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._listing, 1)


class _SentDialog(FormDialog):
    """Asks on which day a report was sent, and under which number."""

    def __init__(self, context: Context, owed: Owed, parent: QWidget) -> None:
        lead = f"{owed.duty.title}, {words.between(owed)}. {_('Nơi nhận')}: {owed.duty.to}."
        super().__init__(_("Ghi báo cáo đã gửi"), _("Ghi đã gửi"), context.local, parent, lead)
        self._calendar, self._owed, self._today = ReportCalendar(context.session), owed, context.session.today
        self.add_field(question("on", _("Ngày gửi"), placeholder=format_date(self._today())))
        self.add_field(question("number", _("Số công văn"), required=False, max_length=60))
        self.form.show_values({"on": format_date(self._today())})

    @override
    def work(self) -> Callable[[], Any]:
        typed, number = self.answer("on"), self.answer("number")
        return lambda: self._calendar.note_sent(self._owed, self._day(typed), number)

    def _day(self, typed: str) -> dt.date:
        try:
            return parse_date(typed, self._today())
        except DomainError as error:
            error.field = "on"
            raise
