"""Lists written as an Excel workbook: text stays text whatever it begins with, days are days, nothing is half-written.

The rows go through one at a time, so a list of any length needs the memory of one row.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desktop.exchange.files import whole_file
from desktop.exchange.sheet import Cell, SheetColumn

_DAY, _MOMENT, _NUMBER = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"

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
    with whole_file(path) as part:
        return _write(part, title, columns, rows)


def inert(cell: Any, text: str) -> Any:
    """Let a cell hold a text that Excel leaves a text, even when somebody opens the cell and presses Enter."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.value.startswith(_ACTIVE):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _write(part: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> int:
    workbook = Workbook(write_only=True)
    with _new_sheet(workbook, title) as sheet:
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = "A2"
        sheet.append([_head(sheet, column.title) for column in columns])
        count = 0
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
            count += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
        workbook.save(part)
    return count


@contextmanager
def _new_sheet(workbook: Workbook, title: str) -> Iterator[Any]:
    """A sheet whose rows openpyxl collects in a temporary file, in plain text: it is gone in any case."""
    sheet: Any = workbook.create_sheet(title)  # write-only sheets have no public type
    try:
        yield sheet
    finally:
        with suppress(OSError):  # of a full disk; the file is what matters
            if not sheet.closed:
                sheet.close()
        Path(sheet._writer.out).unlink(missing_ok=True)  # which openpyxl forgets when writing fails


def _head(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    """What openpyxl is given for a value: a plain text as it is, everything else with its type and look."""
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        return inert(WriteOnlyCell(sheet), text) if text.startswith(_ACTIVE) else text
    if value is None:
        return None
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    cell.number_format = _NUMBER if isinstance(value, int) else _MOMENT if isinstance(value, dt.datetime) else _DAY
    return cell
