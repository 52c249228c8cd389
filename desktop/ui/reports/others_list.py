"""The offices, organisations and people behind a number; Enter opens what this office keeps of one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.qt.table_model import Column
from desktop.services.reports import Listed
from desktop.ui.context import Context
from desktop.ui.offices.entry_dialog import EntryDialog, plan_of
from desktop.ui.offices.registers import ORGANISATIONS
from desktop.ui.people.page import practitioner_plan
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _


class OthersList(QWidget):
    """One line each, by name.

    Attributes:
        table: the lines.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: Sequence[Listed] = ()
        columns: tuple[Column[Listed], ...] = (
            Column(_("Tên"), lambda line: line.name, 280, stretch=2, bold=True),
            Column(_("Loại"), lambda line: line.kind, 240, stretch=1),
            Column(_("Đơn vị quản lý"), lambda line: line.unit, 240, stretch=1, gives_way=1),
        )
        self.table = Table(_("Tổ chức, người thực hiện"), columns, self._fetch)
        self.table.opened.connect(self._open)
        self._listing = Listing(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._listing)

    def show_lines(self, lines: Sequence[Listed]) -> None:
        """Show these, with the keyboard on the first."""
        self._lines = lines
        self._listing.show_ids(range(len(lines)))
        self.table.go_to(0)
        self.table.setFocus()

    def _fetch(self, numbers: Sequence[int]) -> list[Listed]:
        return [self._lines[number] for number in numbers]

    def _open(self, number: int) -> None:
        line = self._lines[number]
        if line.type == "organisation":
            EntryDialog(self, self._context, plan_of(self._context, ORGANISATIONS, line.id)).open_with_draft()
        elif line.type == "practitioner":
            EntryDialog(self, self._context, practitioner_plan(self._context, line.id)).open_with_draft()
        else:
            self._context.tell(_("Đơn vị do hệ thống quốc gia quản lý, không sửa ở đây."))
