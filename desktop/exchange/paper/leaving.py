"""A page or a letter on its way into a file; its ending says what becomes of it."""

from pathlib import Path

from desktop.exchange.errors import SheetError
from desktop.exchange.files import whole_file
from desktop.exchange.paper.letter import Letter, prose
from desktop.exchange.paper.model import Paper, Step, ignored

#: The endings there are, of a page and of a letter.
ENDINGS = (".xlsx", ".pdf", ".docx")
LETTER_ENDINGS = (".docx", ".pdf", ".txt")


def write_paper(path: Path, paper: Paper, step: Step = ignored) -> int:
    """Write a page as a workbook, as a PDF or for Word; return how many rows its table has.

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
        case ".docx":
            from desktop.exchange.paper.word_page import write_word_page  # noqa: PLC0415 - python-docx likewise

            return write_word_page(path, paper, step)
    raise SheetError("sheet_unknown_kind", file=path.name, endings=", ".join(ENDINGS))


def write_letter(path: Path, letter: Letter) -> int:
    """Write a letter for Word, as a PDF or as plain text; return how many blocks it has.

    Raises:
        SheetError: ``sheet_unknown_kind``, or the file cannot be written.
    """
    match path.suffix.lower():
        case ".docx":
            from desktop.exchange.paper.word import write_word  # noqa: PLC0415 - python-docx, when it is wanted

            return write_word(path, letter)
        case ".pdf":
            from desktop.exchange.paper.letter_pdf import write_letter_pdf  # noqa: PLC0415 - reportlab likewise

            return write_letter_pdf(path, letter)
        case ".txt":
            with whole_file(path) as part:
                part.write_text(prose(letter), encoding="utf-8")
            return len(letter.blocks)
    raise SheetError("sheet_unknown_kind", file=path.name, endings=", ".join(LETTER_ENDINGS))
