"""A form as a workbook that somebody else fills in: only the cells for numbers can be typed in.

What the file is about, which cells are for which number and what stands in all others is kept in a sheet that Excel
does not show, under a hash; `desktop.exchange.filled_sheet` reads the file back and compares.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exchange.paper.model import Paper
from desktop.exchange.paper.workbook import write_workbook
from desktop.exchange.spreadsheet import inert
from desktop.words import _

#: What kind of file it is, and the version of how it is laid out.
KIND = "tgpl-figures/1"
HIDDEN = "tgpl"
#: The fact that names the columns which take whole numbers only.
WHOLE = "whole"
#: Before the address of a cell for a number, and of one that must stay as it is.
NUMBER, FIXED = "number ", "fixed "
#: The largest number a cell takes.
LARGEST = 9_999_999

_OPEN = PatternFill("solid", fgColor="FFF3D1")
_NUMBERS = "#,##0.###"


class Blank(msgspec.Struct, frozen=True, kw_only=True):
    """A form to be filled in elsewhere.

    Attributes:
        paper: as it is printed, without numbers.
        facts: what the file is about, for whoever reads it back.
        rows: for each row of the paper its mark; None where nothing is filled in.
        columns: for each column of the paper after the first, what it is called.
        whole: which of them take whole numbers only.
    """

    paper: Paper
    facts: Mapping[str, str]
    rows: Sequence[str | None]
    columns: Sequence[str]
    whole: frozenset[str]


def write_blank(path: Path, blank: Blank) -> None:
    """Write the workbook. Raise `SheetError` where it cannot be written."""
    write_workbook(path, blank.paper, finish=lambda workbook, first: _Finish(workbook, blank, first).all())


def told(cell: object) -> str:
    """What stands in a cell that is not for a number, however its lines are broken."""
    return " ".join(str(cell).split()) if cell is not None else ""


def hash_of(lines: Sequence[tuple[str, str]]) -> str:
    """What shows that the hidden sheet is as it was written."""
    return hashlib.sha256(msgspec.json.encode(lines)).hexdigest()


class _Finish:
    """Opens the cells for numbers, locks all others, and writes down which are which."""

    def __init__(self, workbook: Workbook, blank: Blank, first: int) -> None:
        self._workbook, self._blank, self._first = workbook, blank, first
        self._sheet: Worksheet = workbook.worksheets[0]

    def all(self) -> None:
        numbers = self._numbers()
        self._keep([*self._facts(), *numbers, *self._fixed({address for address, _key in numbers})])
        self._validate()
        self._sheet.protection.sheet = True
        self._sheet.protection.formatColumns = False  # a narrow column may be made wider
        self._workbook.security.lockStructure = True

    def _facts(self) -> list[tuple[str, str]]:
        return [("kind", KIND), *self._blank.facts.items(), (WHOLE, " ".join(sorted(self._blank.whole)))]

    def _numbers(self) -> list[tuple[str, str]]:
        found = []
        for down, mark in enumerate(self._blank.rows):
            for across, key in enumerate(self._blank.columns, start=2):
                if mark is not None:
                    cell = self._sheet.cell(self._first + down, across)
                    cell.protection, cell.fill, cell.number_format = Protection(locked=False), _OPEN, _NUMBERS
                    found.append((f"{NUMBER}{cell.coordinate}", f"{mark}|{key}"))
        return found

    def _fixed(self, numbers: set[str]) -> list[tuple[str, str]]:
        last = self._first + len(self._blank.rows) - 1
        found = []
        for row in self._sheet.iter_rows(1, last, 1, len(self._blank.columns) + 1):
            for cell in row:
                in_table = cell.row is not None and cell.row >= self._first
                if f"{NUMBER}{cell.coordinate}" not in numbers and (cell.value is not None or in_table):
                    found.append((f"{FIXED}{cell.coordinate}", told(cell.value)))
        return found

    def _keep(self, lines: Sequence[tuple[str, str]]) -> None:
        sheet = self._workbook.create_sheet(HIDDEN)
        sheet.sheet_state = "veryHidden"
        for number, (name, value) in enumerate([*lines, ("hash", hash_of(lines))], start=1):
            inert(sheet.cell(number, 1), name)
            inert(sheet.cell(number, 2), value)

    def _validate(self) -> None:
        """Let Excel itself refuse what is no number; whoever pastes gets past it, and is told when the file is back."""
        last = self._first + len(self._blank.rows) - 1
        kinds: tuple[tuple[Literal["whole", "decimal"], str], ...] = (
            ("whole", _("Ô này chỉ nhận số nguyên, không âm.")),
            ("decimal", _("Ô này chỉ nhận số không âm; phần của vụ việc gõ như 0,5 hoặc 0 1/3.")),
        )
        for kind, words in kinds:
            rule = DataValidation(kind, operator="between", formula1="0", formula2=str(LARGEST), allow_blank=True)
            rule.error, rule.errorTitle = words, _("Chưa đúng")
            for across, key in enumerate(self._blank.columns, start=2):
                if (key in self._blank.whole) == (kind == "whole"):
                    letter = get_column_letter(across)
                    rule.add(f"{letter}{self._first}:{letter}{last}")
            if rule.sqref.ranges:
                self._sheet.add_data_validation(rule)
