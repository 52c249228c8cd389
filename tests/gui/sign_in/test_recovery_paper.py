"""The sheet with the recovery key comes out of a printer as one page of A4."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.ui.sign_in.recovery_paper import paper
from desktop.ui.widgets.printing import print_on

KEY = "-".join(["ABCDE"] * 8)


@pytest.mark.usefixtures("appearance")
def test_the_key_is_printed_on_one_page_of_a4(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "key.pdf"))
    sheet = paper(KEY, "Chi nhánh số 1", dt.date(2026, 11, 25))
    print_on(sheet, printer)
    printed = (tmp_path / "key.pdf").read_bytes()
    assert printed.count(b"/Type /Page\n") == 1
    assert b"MediaBox [0 0 595.000000 842.000000]" in printed
    assert "Chi nhánh số 1" in sheet.toPlainText()
    assert sheet.toPlainText().count("ABCDE") == 8
