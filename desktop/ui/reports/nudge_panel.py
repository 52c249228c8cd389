"""What the cases of a period still lack: looked through by performer, a reminder copied, that it was sent kept."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from desktop.domain.periods import Period
from desktop.exchange.paper.model import Paper, words_of
from desktop.qt.table_model import Column
from desktop.services.nudging import Lacking, Nudges, Nudging
from desktop.ui.context import Context
from desktop.ui.reports.period_panel import PeriodPanel
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.words import _
from desktop.words import nudging as words

_KINDS = ("case", "assignment", "stage", "attachment", "practitioner")


class NudgePanel(PeriodPanel):
    """One line a case and performer.

    Attributes:
        remind_button: copies the reminder of who performs the case that is chosen.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, words.NAME, _columns(), words.NOTHING, _KINDS)
        self._nudging = Nudging(context.session)
        self.remind_button = button(_("Chép lời nhắc"), self.remind, look="primary")
        self.remind_button.setToolTip(_("Chép lời nhắc cho người thực hiện của dòng đang chọn"))
        self.remind_button.setEnabled(False)
        self.chosen.addWidget(self.remind_button)

    def remind(self) -> None:
        """Copy the reminder of one performer, and offer to keep that it was sent."""
        number = self.table.current_id()
        found: Nudges | None = self._found
        if number is None or found is None or not found.entries:
            return
        entry = found.entries[number]
        QGuiApplication.clipboard().setText(words.message(found.of(entry.practitioner)))
        name = entry.name or words.NOBODY
        self.export.show_words(
            Role.PRIMARY,
            _("Đã chép lời nhắc cho {name}.").format(name=name),
            _("Dán vào tin nhắn rồi gửi (Ctrl+V)."),
            *((_("Ghi là đã gửi"), lambda: self._log(found, entry)) if entry.practitioner else ()),
        )

    @override
    def read(self, between: Period) -> Nudges:
        return self._nudging.nudges(between)

    @override
    def lines(self, found: Nudges) -> Sequence[Lacking]:
        return found.entries

    @override
    def show_found(self, found: Nudges) -> None:
        super().show_found(found)
        self.remind_button.setEnabled(bool(found.entries))

    @override
    def case_of(self, line: Lacking) -> str:
        return line.case

    @override
    def told(self, found: Nudges) -> str:
        if not found.entries:
            return ""  # the empty list says so
        names = {each.practitioner: each.name for each in found.entries}
        earlier = [words.came_of((names[each.practitioner], each)) for each in found.sent if each.practitioner in names]
        return " ".join([words.told(found.entries), *earlier[-1:]])

    @override
    def page(self, found: Nudges) -> Paper:
        return self._nudging.page(found)

    def _log(self, found: Nudges, entry: Lacking) -> None:
        def logged(_things: int) -> None:
            self.export.show_words(Role.PRIMARY, _("Đã ghi là đã nhắc {name}.").format(name=entry.name))
            self.table.setFocus()  # the button that was pressed is gone
            self.reload()

        work = lambda _progress: self._nudging.log(found, [entry.practitioner])  # noqa: E731
        self.context.local.run(work, logged, self.export.explain, owner=self)


def _columns() -> list[Column[Lacking]]:
    def column(number: int, width: int, stretch: int = 0, *, bold: bool = False) -> Column[Lacking]:
        told = lambda entry: words_of(words.cells(entry)[number])  # noqa: E731
        return Column(words.SHORT[number], told, width, stretch, bold=bold)

    return [column(0, 200, 1), column(1, 160, bold=True), column(2, 130), column(3, 130), column(4, 130)]
