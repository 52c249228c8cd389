"""A long list written as an Excel workbook, against XlsxWriter that writes the same cells in constant memory."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import xlsxwriter

from desktop.exchange.practice import random_matter, random_name
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.exchange.spreadsheet import write_sheet
from tests.benchmarks.ground import Ground, Stopwatch
from tests.benchmarks.rows import Aim, Row, median, row

_RUNS = 5
_COLUMNS = [
    SheetColumn(title, width)
    for title, width in (
        ("Mã số", 20),
        ("Người được trợ giúp", 28),
        ("Lĩnh vực", 24),
        ("Hình thức", 20),
        ("Nội dung", 60),
        ("Người thực hiện", 28),
        ("Tiếp nhận", 18),
        ("Thụ lý", 18),
        ("Kết thúc", 12),
        ("Số chưa gửi", 10),
    )
]


def workbooks(ground: Ground) -> list[Row]:
    """Write so many rows of cases, as the list of cases exports them."""
    chance = Random(20)
    rows = [_line(chance, number) for number in range(ground.sizes.written)]
    ours, floors = Stopwatch(), Stopwatch()
    folder = ground.fresh("workbooks")
    folder.mkdir()
    for _run in range(_RUNS):
        with ours:
            write_sheet(folder / "ours.xlsx", "Vụ việc", _COLUMNS, rows)
        with floors:
            _by_xlsxwriter(folder / "floor.xlsx", rows)
    return [
        row(
            f"an Excel workbook of {len(rows)} cases: median of {_RUNS}",
            "ms",
            Aim(times=1.2),
            median(ours.times),
            median(floors.times),
            floor_is="XlsxWriter in constant memory, the same cells",
            kilobytes=(folder / "ours.xlsx").stat().st_size / 1024,
            floor_kilobytes=(folder / "floor.xlsx").stat().st_size / 1024,
        )
    ]


def _line(chance: Random, number: int) -> Sequence[Cell]:
    matter = random_matter(chance)
    received = dt.datetime(2024, 1, 1, 8) + dt.timedelta(minutes=chance.randrange(3 * 365 * 24 * 60))  # noqa: DTZ001 - Excel knows no zone
    ended = received.date() + dt.timedelta(days=chance.randrange(300)) if chance.random() < 0.6 else None
    return (
        f"CN1.TGTT.{number + 1}.2026",
        random_name(chance, "01", "nu"),
        matter.law_field,
        matter.form,
        matter.content,
        random_name(chance, "01", "nam"),
        received,
        received + dt.timedelta(hours=1),
        ended,
        chance.randrange(3),
    )


def _by_xlsxwriter(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """What somebody would write by hand who has only this list to write."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("Vụ việc")
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    looks: dict[type, object] = {
        int: workbook.add_format({"num_format": "#,##0"}),
        dt.date: workbook.add_format({"num_format": "dd/mm/yyyy"}),
        dt.datetime: workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    writers: dict[type, Callable[..., object]] = {
        str: sheet.write_string,
        int: sheet.write_number,
        dt.date: sheet.write_datetime,
        dt.datetime: sheet.write_datetime,
    }
    for place, column in enumerate(_COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, bold)
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(rows, start=1):
        for place, value in enumerate(line):
            if value is not None:
                writers[type(value)](number, place, value, looks.get(type(value)))
    sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
    workbook.close()
