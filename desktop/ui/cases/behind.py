"""The cases behind a number: a list in place of what the number stands in, and the way back to it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.qt.table_model import Column
from desktop.store.lists import CaseRow
from desktop.ui.cases.columns import case_columns
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words.formats import exact


class WithCases(QStackedWidget):
    """Shows numbers, or in their place the cases that one of them counts.

    Attributes:
        table: the cases; Enter opens one.
    """

    def __init__(
        self, context: Context, numbers: QWidget, back: str, *, shares: bool = False, other: QWidget | None = None
    ) -> None:
        """Make it; the numbers are shown.

        Args:
            context: what every page is given.
            numbers: what the cases stand behind.
            back: the verb of the way back.
            shares: whether a case may count a part, which then stands beside it.
            other: a list that may stand in place of the cases: what a number counts need not be cases.
        """
        super().__init__()
        self._other = other
        self._numbers = numbers
        self._rows: Sequence[CaseRow] = ()
        self._parts: Mapping[str, Fraction] = {}
        self._focus: QWidget | None = None
        self._title = label("", "label", wrap=True)
        columns = case_columns(context.session.clock, context.session.user.full_name, frozenset)
        if shares:
            part: Column[CaseRow] = Column(_("Tính"), lambda row: exact(self._parts.get(row.id, 0)), 60)
            columns = (columns[0], part, *columns[1:])
        self.table = Table(_("Vụ việc"), columns, lambda numbers: [self._rows[number] for number in numbers])
        self.table.opened.connect(lambda number: context.open_case(self._rows[number].id))
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Không còn vụ việc nào ở đây."))
        self.addWidget(numbers)
        self.addWidget(self._lay_out(back))

    @property
    def is_open(self) -> bool:
        """Whether the cases are shown."""
        return self.currentWidget() is not self._numbers

    @property
    def title(self) -> str:
        """What is said above the cases."""
        return self._title.text()

    def show_cases(self, title: str, rows: Sequence[CaseRow], parts: Mapping[str, Fraction] | None = None) -> None:
        """Show the cases of a number; ``parts`` is how much each of them counts."""
        self._rows, self._parts = rows, parts or {}
        self._listing.show_ids(range(len(rows)))
        self._open_list(title, self._listing)
        self.table.go_to(0)
        self.focus()

    def show_other(self, title: str) -> None:
        """Show the list that stands in place of the cases; whoever fills it gives it the keyboard."""
        if self._other is not None:
            self._open_list(title, self._other)

    def back(self) -> None:
        """From the cases to the numbers."""
        self.setCurrentIndex(0)
        self.focus()

    def focus(self) -> None:
        """Give the keyboard to the cases if they are open, else to the number it was on."""
        (self.table if self.is_open else self._focus or self._numbers).setFocus()

    def _open_list(self, title: str, shown: QWidget) -> None:
        if not self.is_open:
            self._focus = self._numbers.focusWidget()
        self._title.setText(title)
        for listed in filter(None, (self._listing, self._other)):
            listed.setVisible(listed is shown)
        self.setCurrentIndex(1)

    def _lay_out(self, back: str) -> QWidget:
        behind = QWidget()
        QShortcut(QKeySequence("Esc"), behind, self.back)
        top = QHBoxLayout()
        top.addWidget(button(back, self.back, sign="arrow-left"))
        top.addWidget(self._title, 1)
        column = QVBoxLayout(behind)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        column.addLayout(top)
        for listed in filter(None, (self._listing, self._other)):
            column.addWidget(listed, 1)
        return behind
