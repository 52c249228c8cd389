"""The Sổ thụ lý of the office over a period: looked through, opened case by case, printed."""

from collections.abc import Sequence

from typing_extensions import override

from desktop.domain.periods import Period
from desktop.exchange.paper.model import Paper, words_of
from desktop.qt.table_model import Column
from desktop.services.register import Book, Entry, Register
from desktop.ui.context import Context
from desktop.ui.reports.closing import ClosingBanner
from desktop.ui.reports.period_panel import PeriodPanel
from desktop.words import _
from desktop.words import register as words

_KINDS = ("case", "case_person", "person", "assignment", "practitioner", "register_closing")


class RegisterPanel(PeriodPanel):
    """One line a case, as in the book.

    Attributes:
        closing: says whether the period was closed, and closes it.
    """

    def __init__(self, context: Context) -> None:
        empty = _("Không có vụ việc nào vào Sổ trong kỳ này.")
        super().__init__(context, words.NAME, _columns(context.session.user.full_name), empty, _KINDS)
        self._register = Register(context.session)
        self.closing = ClosingBanner(context)
        self.chosen.insertWidget(1, self.closing.close_button)
        self.column.insertWidget(1, self.closing)

    @override
    def reload(self) -> None:
        super().reload()
        self.closing.look_up(self.between)

    @override
    def read(self, between: Period) -> Book:
        return self._register.book(between)

    @override
    def lines(self, found: Book) -> Sequence[Entry]:
        return found.entries

    @override
    def case_of(self, line: Entry) -> str:
        return line.case.id

    @override
    def told(self, found: Book) -> str:
        return words.total(found.entries)

    @override
    def page(self, found: Book) -> Paper:
        return self._register.page(found)


def _columns(reader: str) -> list[Column[Entry]]:
    """What a screen has room for of the book's columns: their numbers, widths, and when they give way."""

    def column(number: int, width: int, stretch: int = 0, gives_way: int | None = None) -> Column[Entry]:
        heads, _width = words.COLUMNS[number]
        title = words.SHORT.get(number, heads[-1])
        told = lambda entry: ", ".join(words_of(words.cells(entry, reader)[number]).split("\n"))  # noqa: E731
        return Column(title, told, width, stretch, gives_way, bold=number == 2)

    return [
        column(0, 56),
        column(1, 130),
        column(2, 150),
        column(3, 220, stretch=2),
        column(7, 150, gives_way=2),
        column(9, 160, stretch=1, gives_way=3),
        column(11, 110, gives_way=4),
        column(12, 170, stretch=1, gives_way=1),
    ]
