"""Strict reading of a shipped catalogue file: what is malformed is refused, with file, line and column.

The columns of a file are the fields of a frozen dataclass, in order. An empty cell takes the field's default; a field
without a default must be filled.
"""

import csv
import dataclasses
import io
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import resources
from desktop.domain.errors import CatalogueError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FOLDER = "catalogues"
_LOOKALIKES_OF_D_WITH_STROKE = ("\u00d0", "\u00f0")

RowT = TypeVar("RowT", bound="DataclassInstance")


def read_rows(name: str, row_type: type[RowT], *, key: Sequence[str]) -> tuple[RowT, ...]:
    """Read ``<name>.csv`` of the shipped catalogues, see `parse_rows`.

    Raises:
        CatalogueError: if the file is missing or malformed.
    """
    file = f"{name}.csv"
    try:
        data = resources.read_bytes(f"{FOLDER}/{file}")
    except FileNotFoundError as error:
        raise CatalogueError("catalogue_missing", file=file, line=0) from error
    return parse_rows(data, row_type, key=key, file=file)


def parse_rows(data: bytes, row_type: type[RowT], *, key: Sequence[str], file: str) -> tuple[RowT, ...]:
    """Turn the bytes of a catalogue file into rows, in the order of the file.

    Args:
        data: the whole file.
        row_type: the dataclass whose fields are the columns; of type str, date, bool or tuple[str, ...] (``a;b``).
        key: the columns that together may not repeat.
        file: its name, for the message.

    Raises:
        CatalogueError: at the first thing that is wrong.
    """
    lines = csv.reader(io.StringIO(_checked_text(data, file), newline=""), strict=True)
    columns = [_Column.of(field) for field in dataclasses.fields(row_type)]
    key_positions = [[column.name for column in columns].index(name) for name in key]
    rows, seen = [], set()
    try:
        if next(lines, []) != [column.name for column in columns]:
            raise CatalogueError("catalogue_columns", file=file, line=1)
        for cells in lines:
            if len(cells) != len(columns):
                raise CatalogueError("catalogue_cells", file=file, line=lines.line_num)
            identity = tuple(cells[position] for position in key_positions)
            if identity in seen:
                raise CatalogueError("catalogue_duplicate", file=file, line=lines.line_num, column=key[0])
            seen.add(identity)
            rows.append(row_type(*_values(cells, columns, file, lines.line_num)))
    except csv.Error as error:
        raise CatalogueError("catalogue_quotes", file=file, line=lines.line_num) from error
    return tuple(rows)


def _checked_text(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError("catalogue_not_utf8", file=file, line=data.count(b"\n", 0, error.start) + 1) from error
    if not unicodedata.is_normalized("NFC", text):
        line = _first_line(text, lambda line: not unicodedata.is_normalized("NFC", line))
        raise CatalogueError("catalogue_not_nfc", file=file, line=line)
    if any(letter in text for letter in _LOOKALIKES_OF_D_WITH_STROKE):
        line = _first_line(text, lambda line: any(letter in line for letter in _LOOKALIKES_OF_D_WITH_STROKE))
        raise CatalogueError("catalogue_wrong_letter", file=file, line=line)
    return text


def _first_line(text: str, is_wrong: Callable[[str], bool]) -> int:
    return next(number for number, line in enumerate(text.split("\n"), start=1) if is_wrong(line))


class _Column(NamedTuple):
    """How the cells of one column are read."""

    name: str
    convert: Callable[[str], object]
    complaint: str
    default: object

    @classmethod
    def of(cls, field: "dataclasses.Field[object]") -> "_Column":
        convert, complaint = _CONVERTERS[field.type]
        return cls(field.name, convert, complaint, field.default)


def _values(cells: list[str], columns: list[_Column], file: str, line: int) -> list[object]:
    values = []
    for cell, column in zip(cells, columns, strict=True):
        if cell:
            try:
                values.append(column.convert(cell))
            except ValueError as error:
                raise CatalogueError(column.complaint, file=file, line=line, column=column.name) from error
        elif column.default is dataclasses.MISSING:
            raise CatalogueError("catalogue_empty_cell", file=file, line=line, column=column.name)
        else:
            values.append(column.default)
    return values


def _text(cell: str) -> str:
    if cell != cell.strip():
        raise ValueError(cell)
    return cell


def _flag(cell: str) -> bool:
    return bool(("0", "1").index(cell))


def _list(cell: str) -> tuple[str, ...]:
    items = tuple(cell.split(";"))
    if not all(map(_text, items)):
        raise ValueError(cell)
    return items


_CONVERTERS: dict[object, tuple[Callable[[str], object], str]] = {
    str: (_text, "catalogue_spaces"),
    str | None: (_text, "catalogue_spaces"),
    date: (date.fromisoformat, "catalogue_date"),
    bool: (_flag, "catalogue_flag"),
    tuple[str, ...]: (_list, "catalogue_list"),
}
