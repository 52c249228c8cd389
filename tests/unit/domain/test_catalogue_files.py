"""A malformed catalogue is refused with file and line; nothing of it is used."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

import pytest

from desktop.domain.catalogues.files import parse_rows, read_rows
from desktop.domain.errors import CatalogueError


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    since: date = date.min
    enabled: bool = True
    aliases: tuple[str, ...] = field(default=())


HEADER = "code,label,since,enabled,aliases\n"


def parse(text: str | bytes) -> tuple[Row, ...]:
    data = text.encode() if isinstance(text, str) else text
    return parse_rows(data, Row, key=("code", "since"), file="test.csv")


def test_cells_become_values_and_empty_ones_defaults() -> None:
    assert parse(HEADER + '01,"Bảo vệ, bào chữa",2026-01-31,0,x;y\n02,Khác,,,\n') == (
        Row("01", "Bảo vệ, bào chữa", date(2026, 1, 31), False, ("x", "y")),
        Row("02", "Khác"),
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "catalogue_columns", 1, ""),
        ("code,label\n", "catalogue_columns", 1, ""),
        ("\ufeff" + HEADER, "catalogue_columns", 1, ""),
        (HEADER + "01,A,,,\n02,B,,\n", "catalogue_cells", 3, ""),
        (HEADER + "01,A,,,\n\n", "catalogue_cells", 3, ""),
        (HEADER + "01,A,31/01/2026,,\n", "catalogue_date", 2, "since"),
        (HEADER + "01,A,2026-02-30,,\n", "catalogue_date", 2, "since"),
        (HEADER + "01,A,,yes,\n", "catalogue_flag", 2, "enabled"),
        (HEADER + "01,A,,,x;;y\n", "catalogue_list", 2, "aliases"),
        (HEADER + "01,A,,,x; y\n", "catalogue_list", 2, "aliases"),
        (HEADER + "01,,,,\n", "catalogue_empty_cell", 2, "label"),
        (HEADER + "01, A,,,\n", "catalogue_spaces", 2, "label"),
        (HEADER + "01,A,2026-01-01,,\n01,B,,,\n01,C,2026-01-01,,\n", "catalogue_duplicate", 4, "code"),
        (HEADER + '01,"A,,,\n', "catalogue_quotes", 2, ""),
        (HEADER + "01,A,,,\n02," + unicodedata.normalize("NFD", "Bảo vệ") + ",,,\n", "catalogue_not_nfc", 3, ""),
        (HEADER + "01,\u00d0ặng,,,\n", "catalogue_wrong_letter", 2, ""),
        (HEADER.encode() + b"01,B\xe0o,,,\n", "catalogue_not_utf8", 2, ""),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(text: str | bytes, code: str, line: int, column: str) -> None:
    with pytest.raises(CatalogueError) as refusal:
        parse(text)
    assert refusal.value.code == code
    assert refusal.value.values == {"file": "test.csv", "line": line, "column": column}


def test_a_refusal_names_the_place_in_the_log() -> None:
    with pytest.raises(CatalogueError) as refusal:
        parse(HEADER + "01,A,,yes,\n")
    assert str(refusal.value) == "catalogue_flag (test.csv:2 enabled)"


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"catalogue_missing \(colours.csv"):
        read_rows("colours", Row, key=("code",))
