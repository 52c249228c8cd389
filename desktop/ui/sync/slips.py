"""The slips of the USB stick: what was written, taken in and carried; each can be printed or saved."""

from html import escape
from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from desktop.store.replica import Receipt
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.printing import ask_pdf_path, ask_printer, save_pdf, sheet
from desktop.words import _
from desktop.words import bundle as words

_ROWS = 4


def slip_paper(receipt: Receipt, unit: str) -> QTextDocument:
    """A slip on paper, with room for who handed the stick over and who took it."""
    rows = "".join(
        f"<tr><td width='36%'>{escape(name)}</td><td><b>{escape(value)}</b></td></tr>"
        for name, value in words.lines(receipt, unit)
    )
    hands = "".join(f"<td width='50%'>{escape(who)}</td>" for who in (_("Người giao USB"), _("Người nhận USB")))
    return sheet(
        f"<h1>{escape(words.title(receipt))}</h1><table width='100%' cellpadding='4'>{rows}</table>"
        f"<p>&nbsp;</p><table width='100%'><tr>{hands}</tr></table>"
    )


class SlipList(QWidget):
    """The newest slips; the chosen one goes to a printer or into a PDF file."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit
        self._slips: list[Receipt] = []
        self.list = QListWidget()
        self.list.setAccessibleName(_("Phiếu"))
        self.list.setFixedHeight(current().row * _ROWS)
        self._print = button(_("In phiếu…"), self._ask_printer, sign="printer")
        self._save = button(_("Lưu tệp PDF…"), self._ask_path, sign="save")
        self._empty = label(words.NO_SLIPS, role=Role.MUTED)
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self._print)
        row.addWidget(self._save)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(label(_("Phiếu"), "label"))
        column.addWidget(self._empty)
        column.addWidget(self.list)
        column.addLayout(row)
        self.show_slips([])

    def show_slips(self, slips: list[Receipt]) -> None:
        """Show these, newest first, with the newest chosen."""
        self._slips = slips
        self.list.clear()
        self.list.addItems([words.line(slip) for slip in slips])
        self.list.setCurrentRow(0 if slips else -1)
        for part in (self.list, self._print, self._save):
            part.setVisible(bool(slips))
        self._empty.setVisible(not slips)

    def save(self, path: str) -> None:
        """Write the chosen slip as a PDF file. Raise `StoreError` if the disk does not take it."""
        save_pdf(self._paper(), Path(path))

    def _paper(self) -> QTextDocument:
        return slip_paper(self._slips[self.list.currentRow()], self._unit)

    def _ask_printer(self) -> None:
        ask_printer(self, _("In phiếu"), self._paper)

    def _ask_path(self) -> None:
        chosen = self._slips[self.list.currentRow()]
        ask_pdf_path(self, _("Lưu phiếu"), f"{words.title(chosen)}.pdf", self.save)
