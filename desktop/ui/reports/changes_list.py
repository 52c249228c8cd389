"""What has changed in the cases of a report since it was issued."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.qt.table_model import Column
from desktop.services.issued_changes import Since
from desktop.ui.values import moment, shown
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import reports as words
from sync.contract.fields import RECORD_TYPES

_NONE = _("Không có thay đổi nào trong những gì biểu này đếm.")


class _Change(NamedTuple):
    """One field of one case."""

    case: str
    code: str
    title: str
    old: str
    new: str
    author: str
    at: str


class ChangesList(QWidget):
    """A line for each field: case, what it was, what it is now, who, when; Enter opens the case.

    Attributes:
        table: the lines, newest first.
    """

    #: The case whose page is wanted, by its id.
    case_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[_Change] = ()
        self.table = Table(
            _("Thay đổi từ khi phát hành"), _COLUMNS, lambda numbers: [self._changes[n] for n in numbers]
        )
        self.table.opened.connect(lambda number: self.case_wanted.emit(self._changes[number].case))
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_NONE)
        self._listing.show_ids(())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._listing)

    def show_since(self, since: Since, on: dt.date) -> None:
        """Show what changed; ``on`` is the day whose catalogues word the codes."""
        self._changes = [
            _Change(
                each.case.id,
                each.case.code,
                field.title,
                shown(field, old, on=on, names={}),
                shown(field, new, on=on, names={}),
                each.line.author,
                moment(dt.datetime.fromisoformat(each.line.at)),
            )
            for each in since.changes
            for name, (old, new) in each.line.fields.items()
            if (field := RECORD_TYPES[each.line.type].fields[name]).info.refers_to is None
        ]
        self._listing.empty.show_words(_NONE if since.explained else words.NOT_REMEMBERED)
        self._listing.show_ids(range(len(self._changes)))
        if self._changes:
            self.table.go_to(0)


_COLUMNS: tuple[Column[_Change], ...] = (
    Column(_("Vụ việc"), lambda change: change.code, 144, bold=True),
    Column(_("Mục"), lambda change: change.title, 180),
    Column(_("Trước"), lambda change: change.old, 140, stretch=1),
    Column(_("Nay"), lambda change: change.new, 140, stretch=1),
    Column(_("Ai sửa"), lambda change: change.author, 140, gives_way=1),
    Column(_("Lúc"), lambda change: change.at, 172),
)
