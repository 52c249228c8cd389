"""The feature's one page in the window: the list, and in front of it the intake or the page of a case."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.cases import Cases
from desktop.services.drafts import Draft
from desktop.ui.cases.case_page import CasePage
from desktop.ui.cases.feature import TITLE
from desktop.ui.cases.intake_page import FORM as INTAKE
from desktop.ui.cases.intake_page import IntakePage
from desktop.ui.cases.list_page import ListPage
from desktop.ui.context import Context
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class _Pages(QStackedWidget):
    """Each page scrolls inside itself: what it would like in height is not what it needs of the window."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class CasesPage(QWidget):
    """Shows one of the three; Back returns to the row one came from."""

    #: The words for the head of the window have changed.
    title_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cases = Cases(context.session)
        self.title = TITLE
        self.list = ListPage(context)
        self.intake: IntakePage | None = None
        self.case: CasePage | None = None
        self._stack = _Pages()
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.opened.connect(self.open_case)
        self.list.intake_asked.connect(self.take_in)
        self.list.draft_asked.connect(self._resume)
        self.list.finding.counted.connect(self._rehearse, Qt.ConnectionType.SingleShotConnection)

    def take_in(self) -> None:
        """Show the intake, ready to be typed into."""
        self._show_intake().begin()

    def open_case(self, case_id: str) -> None:
        """Show the page of a case; one that is gone leaves what is shown and says so."""
        try:
            shown = self._cases.page(case_id)
        except CodedError as error:
            self._context.tell(words_for(error).text)
            return
        if self.case is None:
            self.case = CasePage(self._context, shown)
            self.case.back_asked.connect(self.show_list)
            self._stack.addWidget(self.case)
        elif self._stack.currentWidget() is not self.case or self.case.case_id != case_id:
            self.case.show_case(shown)
        self._show(self.case, self.case.title)

    def search(self, text: str) -> None:
        """Show the list of everything that matches words."""
        self._show(self.list, TITLE)
        self.list.search(text)

    def show_list(self) -> None:
        """Go back to the list, to the row of the case that was open."""
        case_id = self.case.case_id if self.case else None
        self._show(self.list, TITLE)
        self.list.return_to(case_id)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.title_changed.emit(self.title)

    def _show_intake(self) -> IntakePage:
        if self.intake is None:
            self.intake = IntakePage(self._context)
            self.intake.saved.connect(self.open_case)
            self.intake.closed.connect(self.show_list)
            self._stack.addWidget(self.intake)
        self._show(self.intake, _("Tiếp nhận yêu cầu"))
        return self.intake

    def _rehearse(self) -> None:
        """Open a case beside the window's thread once the list stands: the first time takes longest."""
        number = self.list.table.current_id()
        if number is not None:
            self._context.local.run(lambda _progress: self._read(number))

    def _read(self, number: int) -> None:
        for row in self._cases.rows([number]):
            self._cases.page(row.id)
            self._cases.open("case", row.id)

    def _resume(self, draft: Draft) -> None:
        if draft.form == INTAKE:
            self._show_intake().resume(draft)
            return
        self.open_case(draft.form.partition(":")[2])
        if self.case:
            self.case.resume(draft)

    def _show(self, page: QWidget, title: str) -> None:
        self.title = title
        self._stack.setCurrentWidget(page)
        self.title_changed.emit(title)
