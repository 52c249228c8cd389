"""A filled form as a workbook, laid out as the circular prints it: heads over heads, notes, signatures, a page wide."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exchange.spreadsheet import inert, whole_file
from desktop.reports.counting import Counted
from desktop.reports.forms import Form
from desktop.words import reports as words

_FONT = "Times New Roman"
_SIZE = 10
_STUB, _NUMBER = 38, 7.5  # widths in characters
_HEAD = 60  # height of the lowest heads, in points
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)


def write_form(path: Path, counted: Counted, unit: str) -> int:
    """Write one form; return how many rows it has. What is under ``path`` stays until all is written.

    Args:
        path: the file.
        counted: the form with its numbers.
        unit: name of the office that reports.

    Raises:
        SheetError: the file cannot be written, for instance because Excel has it open.
    """
    with whole_file(path) as part:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        sheet.title = counted.form.code.partition("/")[0]
        _Page(sheet, counted).lay_out(unit)
        workbook.save(part)
    return len(counted.form.rows)


class _Page:
    """Fills the sheet from the top down."""

    def __init__(self, sheet: Worksheet, counted: Counted) -> None:
        self._sheet, self._counted = sheet, counted
        self._row = 1
        self._last = len(counted.form.columns) + 1

    def lay_out(self, unit: str) -> None:
        form = self._counted.form
        self._title(words.identified(form), [form.title.upper(), *words.above(self._counted)], words.beside(unit))
        first = self._row
        self._heads(form)
        self._sheet.print_title_rows = f"{first}:{self._row - 1}"
        self._sheet.freeze_panes = f"B{self._row}"
        self._numbers(form)
        for note in form.notes:
            self._across(note, Alignment(vertical="top", wrap_text=True), italic=True)
        self._signatures(words.SIGNERS)
        self._fit_to_paper()

    def _title(self, left: Sequence[str], middle: Sequence[str], right: Sequence[str]) -> None:
        third = max(2, self._last // 3)
        for number in range(max(map(len, (left, middle, right)))):
            parts = ((left, 1, third), (middle, third + 1, 2 * third), (right, 2 * third + 1, self._last))
            for lines, begins, ends in parts:
                if number < len(lines):
                    cell = self._merged(self._row, begins, self._row, ends, lines[number])
                    cell.alignment = _MIDDLE if lines is middle else _LEFT
                    cell.font = Font(
                        name=_FONT, size=_SIZE + (2 if lines is middle and not number else 0), bold=not number
                    )
            self._sheet.row_dimensions[self._row].height = 42 if number < 2 else 16
            self._row += 1

    def _heads(self, form: Form) -> None:
        """Equal heads side by side become one; a column without lower heads has a high one."""
        depth = max(len(column.heads) for column in form.columns)
        top, bottom = self._row, self._row + depth - 1
        self._boxed(self._merged(top, 1, bottom, 1, form.stub))
        for level in range(depth):
            begins = 0
            while begins < len(form.columns):
                heads = form.columns[begins].heads
                ends = begins + 1
                if level < len(heads) - 1:
                    while ends < len(form.columns) and form.columns[ends].heads[: level + 1] == heads[: level + 1]:
                        ends += 1
                if level < len(heads):
                    lowest = bottom if level == len(heads) - 1 else top + level
                    self._boxed(self._merged(top + level, begins + 2, lowest, ends + 1, heads[level]))
                begins = ends
        self._sheet.row_dimensions[bottom].height = 2 * _HEAD
        self._row = bottom + 1
        for column, name in enumerate(["A", *(f"({each.number})" for each in form.columns)], start=1):
            self._boxed(self._sheet.cell(self._row, column, name))
        self._row += 1

    def _numbers(self, form: Form) -> None:
        for row in form.rows:
            heavy = not row.of or not row.mark
            stub = inert(self._sheet.cell(self._row, 1), f"{row.mark} {row.title}".strip())
            stub.alignment = Alignment(vertical="center", wrap_text=True, indent=row.level)
            stub.font, stub.border = Font(name=_FONT, size=_SIZE, bold=heavy), _BOX
            for number, column in enumerate(form.columns, start=2):
                cell = self._sheet.cell(self._row, number)
                cell.border, cell.font = _BOX, Font(name=_FONT, size=_SIZE, bold=heavy)
                if row.of:
                    cell.value = self._counted.cells[row.mark, column.number]
                    cell.number_format = "#,##0"
            self._row += 1
        self._row += 1

    def _signatures(self, signers: Sequence[str]) -> None:
        self._row += 1
        width = self._last // len(signers)
        for number, signer in enumerate(signers):
            ends = self._last if number == len(signers) - 1 else (number + 1) * width
            cell = self._merged(self._row, number * width + 1, self._row, ends, signer)
            cell.alignment, cell.font = _MIDDLE, Font(name=_FONT, size=_SIZE, bold=True)
        self._sheet.row_dimensions[self._row].height = 32

    def _across(self, text: str, alignment: Alignment, *, italic: bool) -> None:
        cell = self._merged(self._row, 1, self._row, self._last, text)
        cell.alignment, cell.font = alignment, Font(name=_FONT, size=_SIZE, italic=italic)
        self._sheet.row_dimensions[self._row].height = 28
        self._row += 1

    def _fit_to_paper(self) -> None:
        sheet = self._sheet
        sheet.column_dimensions["A"].width = _STUB
        for number in range(2, self._last + 1):
            sheet.column_dimensions[get_column_letter(number)].width = _NUMBER
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_area = f"A1:{get_column_letter(self._last)}{self._row}"

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str) -> Cell:
        if (top, left) != (bottom, right):
            self._sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        cell: Cell = inert(self._sheet.cell(top, left), text)
        return cell

    def _boxed(self, cell: Cell) -> None:
        cell.alignment, cell.font, cell.border = _MIDDLE, Font(name=_FONT, size=_SIZE), _BOX
