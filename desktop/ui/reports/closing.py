"""Closing the Sổ of the period that is looked at, and looking through what was adjusted afterwards."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.periods import Period
from desktop.reports.standing import Standing
from desktop.services.closings import Adjustment, Closings
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.cases.record_card import RecordCard
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import Dialog, ask
from desktop.words import _
from desktop.words import closings as words
from desktop.words.reports import between
from sync.contract.errors import CodedError
from sync.contract.records import RegisterClosing

_WIDTH, _HEIGHT = 704, 480


class _Looked(NamedTuple):
    """What is known of a period: its closing, what was adjusted since, and what the Sổ comes to now."""

    closing: RegisterClosing | None
    adjustments: Sequence[Adjustment]
    now: Standing | None


class ClosingBanner(Banner):
    """Says of a closed period when it was closed, with which totals, and what came afterwards.

    Attributes:
        close_button: closes the period; only there while it can be closed.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._closings = Closings(context.session)
        self._period: Period | None = None
        self._looked = _Looked(None, (), None)
        self.close_button = button(words.CLOSE, self._ask, sign="lock")
        self.close_button.hide()

    def look_up(self, period: Period) -> None:
        """Show what is known of another period, or of this one anew."""
        self._period = period
        self._context.local.run(lambda _progress: self._read(period), self._show, self.explain, owner=self)

    def _read(self, period: Period) -> _Looked:
        closing = self._closings.of(period)
        if closing is not None:
            return _Looked(closing, self._closings.adjustments(closing), self._closings.standing(period))
        return _Looked(None, (), self._closings.standing(period) if self._closings.may_close(period) else None)

    def _show(self, looked: _Looked) -> None:
        self._looked = looked
        closing, adjustments, now = looked
        self.close_button.setVisible(closing is None and now is not None)
        if closing is None:
            self.hide()
        elif not adjustments or now is None:
            self.show_words(Role.PRIMARY, words.closed(closing), words.totals(closing))
        else:
            text = f"{words.totals(closing)} {words.since(closing, adjustments, now)}"
            self.show_words(Role.WAIT, words.closed(closing), text, _("Xem điều chỉnh"), self._show_adjustments)

    def _ask(self) -> None:
        if self._period is not None and self._looked.now is not None:
            title = _("Kết sổ {period}?").format(period=between(self._period).lower())
            text = f"{words.totals(self._looked.now)}\n\n{words.QUESTION}"
            ask(self, title, text, _("Kết sổ"), self._close)

    def _close(self) -> None:
        period = self._period
        if period is None:
            return
        try:
            made = self._closings.close(period)
        except CodedError as error:
            self.explain(error)
            return
        self._context.tell(_("Đã kết sổ."))
        self._context.changes.tell([("register_closing", made)])

    def _show_adjustments(self) -> None:
        AdjustmentsDialog(self, self._looked.adjustments, self._context.open_case).open()


class AdjustmentsDialog(Dialog):
    """The adjustments of one closing, the newest first; each opens its case."""

    def __init__(self, parent: QWidget, adjustments: Sequence[Adjustment], open_case: Callable[[str], object]) -> None:
        super().__init__(_("Điều chỉnh sau khi kết sổ"), parent, width=_WIDTH)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        for each in adjustments:
            column.addWidget(self._card(each, open_case))
        self.body.addWidget(FormScroll(cards), 1)
        self.add_button(_("Đóng"), self.reject, look="primary")
        self.set_height(_HEIGHT)

    def _card(self, each: Adjustment, open_case: Callable[[str], object]) -> RecordCard:
        def show() -> None:
            self.reject()
            open_case(each.case)

        return RecordCard(
            each.code, [words.head(each), *words.adjusted(each)], [(_("Mở vụ việc"), "arrow-right", show)]
        )
