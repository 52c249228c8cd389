"""A page on its way into a file; its ending says what becomes of it."""

from pathlib import Path

from desktop.exchange.errors import SheetError
from desktop.exchange.paper.model import Paper, Step, ignored

#: The endings there are.
ENDINGS = (".xlsx", ".pdf")


def write_paper(path: Path, paper: Paper, step: Step = ignored) -> int:
    """Write a page as a workbook or as a PDF; return how many rows its table has.

    Args:
        path: the file.
        paper: the page.
        step: is told how many rows have been laid out; what it raises passes through and leaves no file.

    Raises:
        SheetError: ``sheet_unknown_kind``, or the file cannot be written.
    """
    match path.suffix.lower():
        case ".xlsx":
            from desktop.exchange.paper.workbook import write_workbook  # noqa: PLC0415 - openpyxl, when it is wanted

            return write_workbook(path, paper, step)
        case ".pdf":
            from desktop.exchange.paper.pdf import write_pdf  # noqa: PLC0415 - reportlab, when it is wanted

            return write_pdf(path, paper, step)
    raise SheetError("sheet_unknown_kind", file=path.name, endings=", ".join(ENDINGS))
