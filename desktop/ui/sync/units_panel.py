"""The PCs somebody answers for: who has not been heard of, what waits where, and what needs a person.

What the national system said last is shown at once, with its hour; it is asked anew when the list is opened.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.exchange.sheet import Cell, SheetColumn
from desktop.qt.lanes import Job
from desktop.qt.table_model import Column, Mark
from desktop.services.oversight import Oversight, PcRow, rows
from desktop.services.session import VIETNAM
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner, Sheet
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label, restyle
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import oversight as words
from desktop.words.errors import words_for
from desktop.words.formats import whole
from sync.contract.errors import CodedError
from sync.contract.oversight import StatusResponse


class UnitsPanel(QWidget):
    """The table, of when it is, and the buttons; for people whose role supervises.

    Attributes:
        table, whole_row: the list, and below it everything about the row the keyboard is on: nothing is lost to a low
            or narrow window.
        said, export: of when the list is, and what becomes of a file that is asked for.
        look_button, export_button: ask the national system again; write the list into a workbook.
    """

    def __init__(self, context: Context, worker: SyncWorker, parent: QWidget | None = None) -> None:
        """Make it; ``worker`` makes way for it on the line."""
        super().__init__(parent)
        self._context = context
        self._worker = worker
        self._oversight = Oversight(context.session)
        self._rows: Sequence[PcRow] = ()
        self._told: StatusResponse | None = None
        self._job: Job | None = None
        self._more = "", Role.MUTED
        self.table = Table(_("Các máy của đơn vị"), _columns(), lambda numbers: [self._rows[each] for each in numbers])
        self._listing = Listing(self.table)
        self._listing.empty.show_words(words.NEVER_KNOWN)
        self._listing.show_ids(())
        self.whole_row = label("", "small", wrap=True)
        self.whole_row.hide()
        self.table.selection_changed.connect(self._tell_whole_row)
        self.said = label("", "small", Role.MUTED, wrap=True)
        self.look_button = button(_("Lấy số liệu mới"), self.look, sign="refresh-cw")
        self.export_button = button(_("Xuất Excel…"), self._export, sign="file-spreadsheet")
        self.export_button.setEnabled(False)
        self.export = ExportBanner(context.exports, context.session.today)
        self.export.hide()
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self.look_button)
        row.addWidget(self.export_button)
        row.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(self.export)
        column.addWidget(self._listing, 1)
        column.addWidget(self.whole_row)
        column.addLayout(row)

    @property
    def is_for_this_person(self) -> bool:
        """Whether their role supervises, and the office has joined."""
        return self._oversight.may_look

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.is_for_this_person:
            if self._told is None:
                self._context.local.run(lambda _progress: self._oversight.last_known(), self._show_kept, owner=self)
            self.look()

    def look(self) -> None:
        """Ask the national system; a cycle under way makes way after its present step, and goes on afterwards."""
        if self._job is None:
            self._say(_("Đang lấy số liệu mới…"))
            self.look_button.setEnabled(False)
            work = self._oversight.look
            self._job = self._context.network.run(
                lambda _progress: work(), self._show, self._explain, on_end=self._ended, owner=self
            )
            self._worker.stop(to_go_on=True)

    def sheet(self) -> Sheet:
        """The list as it stands, for a workbook."""
        shown, columns = self._rows, _sheet_columns()

        def cells() -> Iterator[Sequence[Cell]]:
            for row in shown:
                yield _cells(row)

        return Sheet(_("Các máy của đơn vị"), _("Các máy của đơn vị"), columns, len(shown), cells)

    def _show_kept(self, told: StatusResponse | None) -> None:
        if told is not None and self._told is None:
            self._fill(told)
            self._tell()  # the answer, or that there is none, may have come first

    def _show(self, told: StatusResponse) -> None:
        self._fill(told)
        self._say()

    def _fill(self, told: StatusResponse) -> None:
        self._told, self._rows = told, list(rows(told))
        self._listing.show_ids(range(len(self._rows)))
        self.export_button.setEnabled(bool(self._rows))
        if self._rows and self.table.current_id() is None:
            self.table.go_to(0)
        self._tell_whole_row()

    def _tell_whole_row(self) -> None:
        number = self.table.current_id()
        self.whole_row.setText("" if number is None else words.line(self._rows[number]))
        self.whole_row.setVisible(number is not None)

    def _explain(self, error: CodedError) -> None:
        why = words_for(error)
        if error.code == "not_overseeing":
            self._told, self._rows = None, ()
            self._listing.show_ids(())
            self._tell_whole_row()
            self._listing.empty.show_words(f"{why.text} {why.advice}")
        self._say(_("Chưa lấy được số liệu mới: {why}.").format(why=why.title or why.text), Role.WAIT)

    def _ended(self) -> None:
        self._job = None
        self.look_button.setEnabled(True)

    def _say(self, more: str = "", role: Role = Role.MUTED) -> None:
        self._more = more, role
        self._tell()

    def _tell(self) -> None:
        """Of when the table is, and what became of asking for another."""
        more, role = self._more
        silent = len({row.unit.id for row in self._rows if row.silence is not None})
        known = words.summary(self._told, silent) if self._told else ""
        self.said.setText(f"{known} {more}".strip())
        restyle(self.said, "role", role.value)

    def _export(self) -> None:
        self.export.ask(self.sheet())


def _columns() -> tuple[Column[PcRow], ...]:
    return (
        Column(_("Đơn vị"), lambda row: f"{row.unit.code} – {row.unit.name}", 150, stretch=1, bold=True),
        Column(_("Máy"), lambda row: row.pc.name if row.pc else words.NO_PC, 130),
        Column(_("Tình trạng"), _state, 150, stretch=1),
        Column(_("Đồng bộ đủ"), lambda row: words.moment(row.pc.last_complete) if row.pc else "", 168),
        Column(_("Chờ gửi"), words.waiting_since_day, 136, gives_way=3),
        Column(_("Hai giá trị"), lambda row: whole(row.unit.open_conflicts), 80, gives_way=2, align=_RIGHT),
        Column(_("Phiên bản"), lambda row: row.pc.program if row.pc else "", 80, gives_way=1),
    )


_RIGHT = Qt.AlignmentFlag.AlignRight


def _state(row: PcRow) -> str | Mark:
    """What a person should know, the silence first."""
    quiet = words.silence(row)
    said = "; ".join(filter(None, (quiet, *(words.notes(row.pc) if row.pc else ()))))
    said = f"{said[:1].upper()}{said[1:]}"
    needs_somebody = quiet or (row.pc and (row.pc.refused or row.pc.token_reused))
    return Mark(said, "circle-alert", Role.BAD.value) if needs_somebody else said


def _sheet_columns() -> list[SheetColumn]:
    heads = (
        (_("Ký hiệu"), 14),
        (_("Đơn vị"), 40),
        (_("Máy"), 20),
        (_("Im lặng"), 18),
        (_("Đồng bộ đủ"), 18),
        (_("Liên lạc"), 18),
        (_("Chờ gửi"), 10),
        (_("Chờ từ"), 18),
        (_("Hai giá trị"), 12),
        (_("Phiên bản"), 12),
        (_("Ghi chú"), 50),
    )
    return [SheetColumn(title, width) for title, width in heads]


def _cells(row: PcRow) -> Sequence[Cell]:
    unit, pc = row.unit, row.pc
    head = unit.code, unit.name, pc.name if pc else words.NO_PC, words.silence(row)
    if pc is None:
        return (*head, None, None, "", None, str(unit.open_conflicts), "", "")
    moments = _moment(pc.last_complete), _moment(pc.last_seen), str(pc.waiting), _moment(pc.waiting_since)
    return (*head, *moments, str(unit.open_conflicts), pc.program, "; ".join(words.notes(pc)))


def _moment(at: str | None) -> dt.datetime | None:
    """As a workbook keeps it: by the clock of Vietnam, without a zone."""
    try:
        return dt.datetime.fromisoformat(at).astimezone(VIETNAM).replace(tzinfo=None) if at else None
    except ValueError:
        return None
