"""Lists written as an Excel workbook: text stays text whatever it begins with, days are days, nothing is half-written.

The rows go through one at a time, so a list of any length needs the memory of one row.
"""

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.xml.functions import fromstring

from desktop.exchange.files import whole_file
from desktop.exchange.sheet import Cell, SheetColumn

#: Its title, its columns from the left, its rows.
SheetContent = tuple[str, Sequence[SheetColumn], Iterable[Sequence[Cell]]]

_DAY, _MOMENT, _NUMBER = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"

#: 30 December 1899, from which Excel counts days.
_DAY_NOUGHT = dt.date(1899, 12, 30).toordinal()
_SECONDS = 24 * 60 * 60
#: XML takes a carriage return for the end of a line.
_RETURN = {"\r": "&#13;"}

#: A text that begins so is a formula or an error value to Excel, or becomes one when somebody edits the cell.
_ACTIVE = ("=", "+", "-", "@", "#")


def write_sheet(path: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a workbook of one sheet; return the number of rows. What is under ``path`` stays until all is written.

    Codes keep their leading zeros and nothing is ever taken for a formula. An exception of ``rows`` passes through
    and leaves no file.

    Args:
        path: the file.
        title: of the sheet; Excel limits it to 31 characters.
        columns: from the left.
        rows: as many cells each as there are columns.

    Raises:
        SheetError: the file cannot be written, for instance because Excel has it open.
    """
    return write_sheets(path, [(title, columns, rows)])[0]


def write_sheets(path: Path, sheets: Iterable[SheetContent]) -> list[int]:
    """Write a workbook of several sheets; return the number of rows of each. See `write_sheet`."""
    with whole_file(path) as part, ExitStack() as open_sheets:
        workbook = Workbook(write_only=True)
        counts = [
            _fill(open_sheets.enter_context(_new_sheet(workbook, title)), columns, rows)
            for title, columns, rows in sheets
        ]
        workbook.save(part)
    return counts


def inert(cell: Any, text: str) -> Any:
    """Let a cell hold a text that Excel leaves a text, even when somebody opens the cell and presses Enter."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.value.startswith(_ACTIVE):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _fill(sheet: Any, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> int:
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.append([column.title for column in columns])
    written = 0
    for row in rows:
        sheet.append(list(row))
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written + 1}"
    return written


@contextmanager
def _new_sheet(workbook: Any, title: str) -> Iterator[Any]:
    """A sheet whose rows openpyxl collects in a temporary file, in plain text: it is gone in any case."""
    sheet: Any = _Sheet(workbook, title)
    workbook._add_sheet(sheet)
    try:
        yield sheet
    finally:
        with suppress(OSError):  # of a full disk; the file is what matters
            if not sheet.closed:
                sheet.close()
        Path(sheet._writer.out).unlink(missing_ok=True)  # which openpyxl forgets when writing fails


class _Sheet(WriteOnlyWorksheet):
    """A sheet that writes a row as one piece of XML, the first one as heads.

    openpyxl's own way, cell by cell, takes several times as long.
    """

    _writer: Any

    def __init__(self, workbook: Workbook, title: str) -> None:
        super().__init__(workbook, title)
        self._day, self._moment, self._number = (self._style(number_format=look) for look in (_DAY, _MOMENT, _NUMBER))
        self._inert = self._style(quotePrefix=True)
        self._head = self._style(font=Font(bold=True), alignment=Alignment(vertical="top", wrap_text=True))

    def _style(self, **looks: object) -> int:
        """The number of a look in the workbook."""
        cell: Any = WriteOnlyCell(self)
        for name, value in looks.items():
            setattr(cell, name, value)
        return int(cell.style_id)

    def _write_rows(self) -> Generator[None, Sequence[Cell], None]:
        """Take each row that is appended, until openpyxl closes it."""
        xml = self._writer.xf.send(True)
        with xml.element("sheetData"), suppress(GeneratorExit):
            xml.write(fromstring(_row(1, (yield), lambda value: self._text(str(value), self._head))))
            for number in count(2):
                xml.write(fromstring(_row(number, (yield), self._cell)))
        self._writer.xf.send(None)

    def _cell(self, value: str | int | dt.date) -> str:
        """What stands behind the place of a cell."""
        if isinstance(value, str):
            return self._text(value, 0)
        if isinstance(value, int):
            return f's="{self._number}"><v>{value}</v>'
        if isinstance(value, dt.datetime):
            part = (value.hour * 3600 + value.minute * 60 + value.second) / _SECONDS
            return f's="{self._moment}"><v>{value.toordinal() - _DAY_NOUGHT + part}</v>'
        return f's="{self._day}"><v>{value.toordinal() - _DAY_NOUGHT}</v>'

    def _text(self, value: str, style: int) -> str:
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        style = self._inert if not style and text.startswith(_ACTIVE) else style
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f's="{style}" t="inlineStr"><is><t{kept}>{escape(text, _RETURN)}</t></is>'


def _row(number: int, row: Sequence[Cell], cell: Callable[[str | int | dt.date], str]) -> str:
    """The XML of a row; what is empty has no cell."""
    filled = [
        f'<c r="{get_column_letter(place)}{number}" {cell(value)}</c>'
        for place, value in enumerate(row, start=1)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(filled)}</row>'
