"""What the tabs of the case page have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.cases import CasePage
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.cases.marks import UNREAD_WORDS
from desktop.ui.context import Context
from desktop.ui.theme import current

_WIDEST = 960  # pixels: a longer line is hard to read


class Tab(QWidget):
    """A column of cards that scrolls; made when its tab is first looked at."""

    #: Another tab is asked for by its key.
    asked = Signal(str)

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__()
        self.context = context
        self.page = page
        inside = QWidget()
        inside.setMaximumWidth(current().px(_WIDEST))
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, current().px(12), current().px(12), current().px(12))
        self.column.setSpacing(current().px(20))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        row = QWidget()  # a column alone would give its texts the height they need at full width
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(inside, 1)
        beside.addStretch()
        outside.addWidget(FormScroll(row))

    def show_case(self, page: CasePage) -> None:
        """Show the case as it is now."""
        self.page = page
        self.fill()

    def words(self, record_id: str, name: str, value: str | None) -> str:
        """A text of a record, or that it may not be read here."""
        return UNREAD_WORDS if name in self.page.withheld.get(record_id, ()) else value or ""

    def fill(self) -> None:
        """Show `page`."""
        raise NotImplementedError
