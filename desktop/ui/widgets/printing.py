"""Sheets of paper: printed, or saved as a PDF file of A4."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.store.files import write_durably
from desktop.ui.theme import FAMILY
from desktop.words import _

_MARGIN = 25.0  # millimetres: the sheet goes into a binder
_DPI = 300


def sheet(body: str, style: str = "") -> QTextDocument:
    """A sheet with this HTML in its body; ``style`` adds to the type it is set in."""
    document = QTextDocument()
    document.setDefaultStyleSheet(
        f"body {{ font-family: '{FAMILY}'; font-size: 11pt; }} h1 {{ font-size: 18pt; }} {style}"
    )
    document.setHtml(f"<body>{body}</body>")
    return document


def save_pdf(document: QTextDocument, path: Path) -> None:
    """Write the sheet as a PDF file of A4. Raise `StoreError` if the disk does not take it."""
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(_DPI)
    print_on(document, writer)
    write_durably(path, bytes(content.data().data()))


def print_on(document: QTextDocument, device: QPagedPaintDevice) -> None:
    """Print the sheet on A4, whatever the printer had in mind."""
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    document.setPageSize(QSizeF(device.pageLayout().paintRectPoints().size()))
    document.print_(device)


def ask_printer(parent: QWidget, title: str, paper: Callable[[], QTextDocument]) -> None:
    """Let the person choose a printer, and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - asks the system for its printers

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.accepted.connect(lambda: print_on(paper(), printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # the print dialog's own `open` wants a slot by name


def ask_pdf_path(parent: QWidget, title: str, name: str, save: Callable[[str], object]) -> None:
    """Let the person choose where the PDF file goes; ``name`` is proposed."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("PDF (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Lưu"))
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
    dialog.fileSelected.connect(save)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
