"""The receipts of what was exchanged: when, how much, and the code by which both sides know it; for the binder too."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.qt.table_model import Column
from desktop.services.unsent import receipts
from desktop.store.replica import Receipt
from desktop.ui.context import Context
from desktop.ui.sync.reader import Reader
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.dialogs import explain
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.printing import ask_pdf_path, ask_printer, save_pdf, sheet
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import sync as words
from desktop.words.errors import words_for
from desktop.words.formats import whole
from sync.contract.errors import CodedError

_HEADS = (_("Số"), _("Lúc"), _("Gửi"), _("Nhận"), _("Kết quả"), _("Mã"))


def paper(kept: Sequence[Receipt], unit: str) -> QTextDocument:
    """The receipts on paper, in the order given, each with its whole code; with room to sign."""
    heads = "".join(f"<th align='left'>{escape(head)}</th>" for head in _HEADS)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(receipt))}</tr>" for receipt in kept)
    return sheet(
        f"<h1>{escape(_('Biên nhận đồng bộ'))}</h1><p><b>{escape(unit)}</b></p>"
        f"<table width='100%' cellpadding='4' border='1' cellspacing='0'><tr>{heads}</tr>{rows}</table>"
        f"<p>&nbsp;</p><p>{escape(_('Người lập'))}</p>",
        style="td, th { font-size: 8pt; }",
    )


class ReceiptsPanel(QWidget):
    """The table; those that are selected go to a printer or into a PDF file."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reader = Reader(context.local, lambda: receipts(context.session), self._show, self)
        self._kept: Sequence[Receipt] = ()
        self.table = Table(_("Biên nhận"), _columns(), lambda rows: [self._kept[row] for row in rows])
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Chưa có biên nhận nào. Mỗi lần gửi hoặc nhận xong có một biên nhận."))
        self.print_button = button(_("In biên nhận đã chọn…"), self._ask_printer, sign="printer")
        self.save_button = button(_("Lưu tệp PDF…"), self._ask_path, sign="save")
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(self._listing, 1)
        column.addLayout(row)
        self._show(())

    def refresh(self) -> None:
        """Read the receipts again."""
        self._reader.ask()

    def save(self, path: str) -> None:
        """Write the selected receipts as a PDF file."""
        try:
            save_pdf(self._paper(), Path(path))
        except CodedError as error:
            explain(self, words_for(error))
        else:
            self._context.tell(_("Đã lưu {path}.").format(path=path))

    def _show(self, kept: Sequence[Receipt]) -> None:
        self._kept = kept
        self._listing.show_ids(range(len(kept)))
        if kept and self.table.current_id() is None:
            self.table.go_to(0)
        for each in (self.print_button, self.save_button):
            each.setEnabled(bool(kept))

    def _paper(self) -> QTextDocument:
        return paper([self._kept[row] for row in self.table.selected_ids()], self._context.session.office.unit.name)

    def _ask_printer(self) -> None:
        ask_printer(self, _("In biên nhận"), self._paper)

    def _ask_path(self) -> None:
        ask_pdf_path(self, _("Lưu biên nhận"), _("Biên nhận đồng bộ.pdf"), self.save)


def _columns() -> tuple[Column[Receipt], ...]:
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(_HEADS[0], lambda kept: whole(kept.number), 64, align=right),
        Column(_HEADS[1], lambda kept: words.moment(kept.at), 176),
        Column(_HEADS[2], lambda kept: whole(kept.sent), 72, align=right),
        Column(_HEADS[3], lambda kept: whole(kept.taken), 72, align=right),
        Column(_HEADS[4], words.receipt_outcome, 176),
        Column(_HEADS[5], lambda kept: kept.hash, 120, stretch=1, elide=Qt.TextElideMode.ElideRight),
    )


def _cells(kept: Receipt) -> tuple[str, ...]:
    code = " ".join(kept.hash[at : at + 16] for at in range(0, len(kept.hash), 16))  # paper breaks lines at blanks
    numbers = whole(kept.number), words.moment(kept.at), whole(kept.sent), whole(kept.taken)
    return (*numbers, words.receipt_outcome(kept), code)
