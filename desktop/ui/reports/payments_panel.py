"""What was paid for cases over a period: looked through, and handed to accounting."""

from collections.abc import Sequence

from typing_extensions import override

from desktop.domain.periods import Period
from desktop.exchange.paper.model import Paper, words_of
from desktop.qt.table_model import Column
from desktop.services.payments import Ledger, Paid, Payments
from desktop.ui.context import Context
from desktop.ui.reports.period_panel import PeriodPanel
from desktop.words import payments as words

_KINDS = ("case_payment", "case", "practitioner")


class PaymentsPanel(PeriodPanel):
    """One line a payment, in the order of their days."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, words.NAME, _columns(), words.NOTHING, _KINDS)
        self._payments = Payments(context.session)

    @override
    def read(self, between: Period) -> Ledger:
        return self._payments.ledger(between)

    @override
    def lines(self, found: Ledger) -> Sequence[Paid]:
        return found.lines

    @override
    def case_of(self, line: Paid) -> str:
        return line.row.id

    @override
    def told(self, found: Ledger) -> str:
        return words.told(len(found.lines), found.total)

    @override
    def page(self, found: Ledger) -> Paper:
        return self._payments.page(found)


def _columns() -> list[Column[Paid]]:
    """What a screen has room for of the ledger's columns."""

    def column(number: int, width: int, stretch: int = 0, gives_way: int | None = None) -> Column[Paid]:
        told = lambda paid: words_of(words.cells(0, paid)[number])  # noqa: E731
        return Column(words.COLUMNS[number][0], told, width, stretch, gives_way, bold=number == words.AMOUNT)

    return [
        column(1, 120),
        column(2, 160),
        column(3, 220, stretch=2),
        column(4, 140, gives_way=4),
        column(5, 120, gives_way=1),
        column(6, 80, gives_way=2),
        column(7, 140),
        column(8, 180, gives_way=3),
    ]
