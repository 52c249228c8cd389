"""The cases in which two values wait for a choice: one line a case, opened with Enter."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.table_model import Column
from desktop.services.conflicts import Conflicts, OpenConflict
from desktop.services.same_person import Likely, SamePerson
from desktop.ui.cases.marks import people_shown
from desktop.ui.context import Context
from desktop.ui.people.same_person_dialog import SamePersonDialog
from desktop.ui.sync.conflict_window import open_conflicts
from desktop.ui.sync.reader import Reader
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words.conflicts import heading
from desktop.words.sync import moment
from sync.contract.fields import RECORD_TYPES


class _Row(NamedTuple):
    """The open conflicts of one case."""

    conflicts: tuple[OpenConflict, ...]

    @property
    def first(self) -> OpenConflict:
        return self.conflicts[0]


class ConflictsPanel(QWidget):
    """The table and the button that opens the window."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reader = Reader(context.local, Conflicts(context.session).every_open, self._show, self)
        self._rows: Sequence[_Row] = ()
        self.table = Table(_("Chỗ có hai giá trị"), self._columns(), self._fetch)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Không có chỗ nào có hai giá trị."))
        self._open_button = button(_("Xem và chọn"), self._open_selected)
        self._likely: Sequence[Likely] = ()
        self._pairs = Reader(context.local, SamePerson(context.session).likely, self._show_pairs, self)
        self._twice = button("", self._ask_about_pairs, sign="users")
        self._twice.hide()
        row = QHBoxLayout()
        row.addWidget(self._open_button)
        row.addWidget(self._twice)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(self._listing, 1)
        column.addLayout(row)
        self.table.opened.connect(lambda _row: self._open_selected())
        self._open_button.setEnabled(False)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pairs.ask()

    def _show_pairs(self, found: Sequence[Likely]) -> None:
        self._likely = found
        self._twice.setText(_("Có thể là một người ({count})…").format(count=len(found)))
        self._twice.setVisible(bool(found))

    def _ask_about_pairs(self) -> None:
        dialog = SamePersonDialog(self._context, self._likely, self)
        dialog.finished.connect(self._pairs.ask)
        dialog.open()

    def refresh(self) -> None:
        """Read the open conflicts again."""
        self._listing.wait()
        self._reader.ask()

    def _show(self, found: Sequence[OpenConflict]) -> None:
        by_case: dict[str, list[OpenConflict]] = {}
        for conflict in found:
            by_case.setdefault(conflict.conflict.case or conflict.conflict.record or "", []).append(conflict)
        self._rows = [_Row(tuple(of_case)) for of_case in by_case.values()]
        self._listing.show_ids(range(len(self._rows)))
        if self._rows and self.table.current_id() is None:
            self.table.go_to(0)
        self._open_button.setEnabled(bool(self._rows))

    def _fetch(self, rows: Sequence[int]) -> Sequence[_Row]:
        return [self._rows[row] for row in rows]

    def _open_selected(self) -> None:
        number = self.table.current_id()
        if number is not None and number < len(self._rows):
            open_conflicts(self._context, [each.conflict.id for each in self._rows[number].conflicts], self)

    def _columns(self) -> tuple[Column[_Row], ...]:
        return (
            Column(_("Mã số"), _code, 144, elide=Qt.TextElideMode.ElideMiddle, bold=True),
            Column(_("Người được TGPL"), self._people, 180, gives_way=2),
            Column(_("Mục"), _fields, 200, stretch=1),
            Column(_("Việc gì"), lambda row: heading(row.first.conflict.kind), 230, gives_way=1),
            Column(_("Từ lúc"), _since, 168),
        )

    def _people(self, row: _Row) -> str:
        case = row.first.case
        if case is None:
            return ""
        reader = self._context.session.user.full_name
        return people_shown(case.people, restricted=case.restricted, performers=case.performers, reader=reader)


def _code(row: _Row) -> str:
    return row.first.case.code if row.first.case else ""


def _since(row: _Row) -> str:
    at = row.first.conflict.incoming_at or row.first.conflict.current_at
    return moment(at) if at else ""


def _fields(row: _Row) -> str:
    """Titles of the fields, each once, of a deletion the kind of record; whom they are about where that is no case."""
    titles: dict[str, None] = {}
    for each in row.conflicts:
        declared = RECORD_TYPES.get(each.conflict.record_type or "")
        for name in each.conflict.names:
            known = declared.fields.get(name) if declared and name != "deleted" else None
            titles[known.title if known else declared.title if declared else name] = None
    about = [row.first.about] if row.first.about else []
    return " – ".join([", ".join(titles), *about])
