"""Reads a workbook of `desktop.exchange.blank_sheet` back, and finds everything in it that cannot be taken."""

import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exchange.blank_sheet import FIXED, HIDDEN, KIND, LARGEST, NUMBER, WHOLE, hash_of, told
from desktop.exchange.errors import SheetError

#: A file of ours takes some 20 KB; packed and unpacked bytes beyond these are not looked at.
_LARGEST_FILE, _LARGEST_UNPACKED = 4 << 20, 16 << 20
#: A part of a case is typed as a fraction, of which Excel keeps fifteen digits.
_DENOMINATOR, _EXACT = 1000, Fraction(1, 10**9)
#: What openpyxl calls the content of a cell → what is wrong with it.
_NO_NUMBERS = {"f": "formula", "e": "error_value", "s": "text", "inlineStr": "text", "d": "no_number", "b": "no_number"}
_SHOWN = 40  # letters of a text that should have been a number

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,  # of XML
    RuntimeError,  # under a password
)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong at a cell; the words for a code are in `desktop.words.collected`."""

    code: str
    cell: str
    values: dict[str, str] = {}


class Filled(msgspec.Struct, frozen=True):
    """A workbook that came back.

    Attributes:
        facts: what it is about, as it was sent out with.
        numbers: mark of a row and name of a column → number; without those that are wrong.
        cells: the same → where it stands.
        problems: everything that is wrong, from the top down.
        blank: whether not a single number was typed.
    """

    facts: Mapping[str, str]
    numbers: Mapping[tuple[str, str], Fraction]
    cells: Mapping[tuple[str, str], str]
    problems: tuple[Problem, ...]
    blank: bool


def read_filled(path: Path) -> Filled:
    """Read a workbook.

    Raises:
        SheetError: ``sheet_missing``, ``sheet_unreadable``: it is no workbook; ``sheet_not_ours``: none that this
            program sent out; ``sheet_newer``: sent out by a later one; ``sheet_tampered``: what it is about was
            changed.
    """
    sheet, hidden = _opened(path)
    facts = {name: value for name, value in hidden if not name.startswith((NUMBER, FIXED))}
    whole = facts.get(WHOLE, "").split()
    cells: dict[tuple[str, str], str] = {}
    numbers: dict[tuple[str, str], Fraction] = {}
    problems = []
    blank = True
    for name, value in hidden:
        address = name.partition(" ")[2]
        if name.startswith(FIXED) and told(sheet[address].value) != value:
            problems.append(Problem("changed", address, {"was": value, "now": told(sheet[address].value)[:_SHOWN]}))
        if name.startswith(NUMBER):
            mark, _bar, key = value.rpartition("|")
            cells[mark, key] = address
            blank = blank and told(sheet[address].value) == ""
            number = _number(sheet[address], whole=key in whole)
            if isinstance(number, Problem):
                problems.append(number)
            else:
                numbers[mark, key] = number
    problems.sort(key=lambda each: (sheet[each.cell].row, sheet[each.cell].column))
    return Filled(facts, numbers, cells, tuple(problems), blank)


def _opened(path: Path) -> tuple[Worksheet, list[tuple[str, str]]]:
    """The sheet people see, and what the hidden one says."""
    try:
        if path.stat().st_size > _LARGEST_FILE or _unpacked(path) > _LARGEST_UNPACKED:
            raise SheetError("sheet_unreadable", file=path.name)
        # Warnings are of extensions of Excel that openpyxl leaves out; what it cannot read it would leave open.
        with warnings.catch_warnings(action="ignore"), path.open("rb") as source:
            workbook = load_workbook(source)
        kept = list(_kept(workbook[HIDDEN])) if HIDDEN in workbook.sheetnames else []
        sheet = workbook.worksheets[0]
    except OSError as error:
        raise SheetError("sheet_missing", file=path.name) from error
    except _BROKEN as error:
        raise SheetError("sheet_unreadable", file=path.name) from error
    kind = dict(kept).get("kind", "")
    if kind != KIND:
        ours = kind.startswith(KIND.partition("/")[0])
        raise SheetError("sheet_newer" if ours else "sheet_not_ours", file=path.name)
    if kept[-1] != ("hash", hash_of(kept[:-1])):
        raise SheetError("sheet_tampered", file=path.name)
    return sheet, kept[:-1]


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(each.file_size for each in archive.infolist())


def _kept(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    for name, value in sheet.iter_rows(max_col=2, values_only=True):
        if name is not None:
            yield str(name), str(value) if value is not None else ""


def _number(cell: Any, *, whole: bool) -> Fraction | Problem:
    if told(cell.value) == "":
        return Fraction()
    code = _no_number(cell) or _out_of_place(Fraction(cell.value), whole=whole)
    if code:
        now = told(cell.value)[:_SHOWN]  # a number as it stands on a Vietnamese screen
        return Problem(code, cell.coordinate, {"now": now.replace(".", ",") if cell.data_type == "n" else now})
    return Fraction(cell.value).limit_denominator(_DENOMINATOR)


def _no_number(cell: Any) -> str:
    """What a cell holds instead of a number; empty where it holds one."""
    if cell.data_type in _NO_NUMBERS:
        return _NO_NUMBERS[cell.data_type]
    is_number = cell.data_type == "n" and isinstance(cell.value, int | float) and math.isfinite(cell.value)
    return "" if is_number else "no_number"


def _out_of_place(number: Fraction, *, whole: bool) -> str:
    """Why a number cannot stand in a cell; empty where it can."""
    near = number.limit_denominator(_DENOMINATOR)
    wrong = {
        "negative": number < 0,
        "too_large": number > LARGEST,
        "not_whole": whole and near.denominator != 1,
        "no_fraction": abs(number - near) > _EXACT,
    }
    return next((code for code, is_so in wrong.items() if is_so), "")
