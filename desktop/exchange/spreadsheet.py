"""Lists written as an Excel workbook: text stays text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


class SheetColumn(msgspec.Struct, frozen=True):
    """A column: its header and its width in characters."""

    title: str
    width: int


def write_sheet(path: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[str]]) -> int:
    """Write a workbook with one sheet of text; return the number of rows. Excel limits ``title`` to 31 characters.

    Codes keep their leading zeros and nothing is ever taken for a formula.

    Raises:
        OSError: the file cannot be written, for instance because Excel has it open.
    """
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet(title)  # write-only sheets have no public type
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column.title, bold=True) for column in columns])
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    workbook.save(path)
    return count


def _cell(sheet: Any, value: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
