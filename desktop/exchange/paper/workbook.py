"""A page as an Excel workbook: heads over heads, numbers that are numbers, text that stays text, a page wide on A4."""

import datetime as dt
import textwrap
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exchange.files import whole_file
from desktop.exchange.paper.model import Band, Head, Paper, PaperRow, Step, Value, blocks, head_heights, heads, ignored
from desktop.exchange.spreadsheet import inert
from desktop.words import _

_FONT = "Times New Roman"  # as the decree on papers of offices wants it, and every Windows has it
_SIZE = 10
_LINE = 13.5  # points a line takes
_FITS = 1.05  # letters, where a column is one wide
_MARGIN = 0.4  # inches
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(horizontal="center", vertical="top", wrap_text=True)
_LEFT = Alignment(vertical="top", wrap_text=True)
_WHOLE, _IN_PLACES, _IN_PARTS, _DAY = "#,##0", "#,##0.0##", "# ???/???", "dd/mm/yyyy"


#: Told the workbook and the number of the first row of its table.
Finish = Callable[[Workbook, int], object]


def kept(_workbook: Workbook, _first: int) -> None:
    """For whoever leaves the page as it is."""


def write_workbook(path: Path, paper: Paper, step: Step = ignored, finish: Finish = kept) -> int:
    """Write a page, see `desktop.exchange.paper.leaving.write_paper`.

    Args:
        path: the file.
        paper: the page.
        step: is told how many rows have been laid out.
        finish: is given the workbook and the number of the first row of the table before it is written.

    Raises:
        SheetError: the file cannot be written, for instance because Excel has it open.
    """
    with whole_file(path) as part:
        workbook = Workbook()
        workbook.properties.title = paper.name
        sheet = workbook.worksheets[0]
        sheet.title = paper.name.replace("/", "-")
        finish(workbook, _Page(sheet, paper).lay_out(step))
        workbook.save(part)
    return len(paper.rows)


class _Page:
    """Fills the sheet from the top down; `_row` is the next one."""

    def __init__(self, sheet: Worksheet, paper: Paper) -> None:
        self._sheet, self._paper = sheet, paper
        self._widths = [column.width for column in paper.columns]
        self._last = len(self._widths)
        self._row = 1

    def lay_out(self, step: Step) -> int:
        """Fill the sheet; return the number of the first row of the table."""
        for band in self._paper.bands:
            self._band(band)
        first = self._row
        self._heads()
        table = self._row
        self._sheet.print_title_rows = f"{first}:{self._row - 1}"
        self._sheet.freeze_panes = f"B{self._row}"
        for done, row in enumerate(self._paper.rows):
            step(done)
            self._cells(row)
        self._row += 1
        for note in self._paper.notes:
            self._note(note)
        self._signatures()
        self._fit_to_paper()
        return table

    def _band(self, band: Band) -> None:
        parts = blocks(band, self._widths)
        for number in range(max(len(lines) for lines, _begins, _ends in parts)):
            highest = 0.0
            for lines, begins, ends in parts:
                if number < len(lines):
                    is_title = lines is band.middle and not number
                    cell = self._merged(self._row, begins, self._row, ends - 1, lines[number])
                    cell.alignment, cell.font = _TOP, Font(name=_FONT, size=_SIZE + 2 * is_title, bold=not number)
                    highest = max(highest, self._height(lines[number], begins, ends))
            self._sheet.row_dimensions[self._row].height = highest
            self._row += 1
        self._row += 1

    def _heads(self) -> None:
        paper, top = self._paper, self._row
        for head in heads(paper):
            right, bottom = head.left + head.wide - 1, top + head.top + head.high - 1
            self._boxed(top + head.top, head.left, bottom, right, head.text)
        for level, height in enumerate(head_heights(paper, self._needed)):
            self._sheet.row_dimensions[top + level].height = height
        self._row += paper.depth
        if paper.numbered:
            for column, each in enumerate(paper.columns):
                self._boxed(self._row, column, self._row, column, each.number)
            self._row += 1

    def _needed(self, head: Head) -> float:
        return self._height(head.text, head.left, head.left + head.wide)

    def _cells(self, row: PaperRow) -> None:
        for column, value in enumerate(row.cells):
            cell = self._sheet.cell(self._row, column + 1)
            _fill(cell, value)
            cell.border, cell.font = _BOX, Font(name=_FONT, size=_SIZE, bold=row.heavy)
            if isinstance(value, str):
                indent = 0 if column else row.level
                cell.alignment = Alignment("left", "top", wrap_text=True, indent=indent)
            else:
                cell.alignment = Alignment(vertical="top")
        self._row += 1

    def _signatures(self) -> None:
        signers = self._paper.signers
        if not signers:
            return
        self._row += 1
        ends = [*(round(self._last * number / len(signers)) for number in range(len(signers))), self._last]
        if self._paper.dated:
            cell = self._merged(self._row, ends[-2], self._row, ends[-1] - 1, self._paper.dated)
            cell.alignment, cell.font = _TOP, Font(name=_FONT, size=_SIZE, italic=True)
            self._row += 1
        for number, signer in enumerate(signers):
            cell = self._merged(self._row, ends[number], self._row, ends[number + 1] - 1, signer)
            cell.alignment, cell.font = _TOP, Font(name=_FONT, size=_SIZE, bold=True)
        self._sheet.row_dimensions[self._row].height = _LINE * (1 + max(signer.count("\n") for signer in signers))

    def _note(self, text: str) -> None:
        cell = self._merged(self._row, 0, self._row, self._last - 1, text)
        cell.alignment, cell.font = _LEFT, Font(name=_FONT, size=_SIZE, italic=True)
        self._sheet.row_dimensions[self._row].height = self._height(text, 0, self._last)
        self._row += 1

    def _height(self, text: str, begins: int, ends: int) -> float:
        """Of a text over some columns; Excel works it out by itself only for cells that are not merged."""
        room = max(1, int(sum(self._widths[begins:ends]) * _FITS))
        return _LINE * sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n")) + 2

    def _fit_to_paper(self) -> None:
        sheet = self._sheet
        for number, width in enumerate(self._widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = _MARGIN
        footer = _HeaderFooterPart(_("Trang {page}/{pages}").format(page="&P", pages="&N"))
        sheet.oddFooter = HeaderFooterItem(center=footer)
        sheet.print_area = f"A1:{get_column_letter(self._last)}{self._row}"

    def _boxed(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        cell = self._merged(top, left, bottom, right, text)
        cell.alignment, cell.font = _MIDDLE, Font(name=_FONT, size=_SIZE)
        for row in self._sheet.iter_rows(top, bottom, left + 1, right + 1):
            for each in row:
                each.border = _BOX

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str) -> Cell:
        """A text over rows and columns; columns are counted from nought, as on the page."""
        if (top, left) != (bottom, right):
            self._sheet.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
        cell: Cell = inert(self._sheet.cell(top, left + 1), text)
        return cell


def _fill(cell: Cell | MergedCell, value: Value) -> None:
    if isinstance(value, str):
        inert(cell, value)
    elif isinstance(value, dt.date):
        cell.value, cell.number_format = value, _DAY
    elif value is not None:
        number = Fraction(value)
        cell.value = int(number) if number.denominator == 1 else float(number)
        cell.number_format = _shown_as(number)


def _shown_as(number: Fraction) -> str:
    """With the places it has; a part that no places say exactly as a fraction."""
    if number.denominator == 1:
        return _WHOLE
    return _IN_PLACES if 1000 % number.denominator == 0 else _IN_PARTS
