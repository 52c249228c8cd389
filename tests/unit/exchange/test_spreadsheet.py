"""A list opened in Excel says what the screen said, and a file is whole or not there."""

import datetime as dt
import errno
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.exchange.errors import SheetError
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.exchange.spreadsheet import write_sheet

COLUMNS = [SheetColumn("Mã số", 20), SheetColumn("Người được trợ giúp", 30), SheetColumn("Ngày", 16)]
#: What a cell of a day or a moment is read back as; Excel knows no zones.
DAY, MOMENT = dt.datetime(2026, 3, 5), dt.datetime(2026, 3, 5, 8, 7)  # noqa: DTZ001
ROW = ("CN1.TGTT.01.2026", "Nguyễn Văn Đức", dt.date(2026, 3, 5))


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "vụ việc.xlsx"


def left_over(file: Path) -> list[str]:
    """Every file there is but the one that was wanted."""
    root = file.parent.parent
    return [path.name for path in root.rglob("*") if path.is_file() and path != file]


def test_the_sheet_says_what_the_list_said(file: Path) -> None:
    rows = [ROW, ("0012", "", None)]
    assert write_sheet(file, "Vụ việc", COLUMNS, rows) == 2
    sheet = load_workbook(file)["Vụ việc"]
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == ["Mã số", "Người được trợ giúp", "Ngày"]
    assert read[1] == ["CN1.TGTT.01.2026", "Nguyễn Văn Đức", DAY]
    assert read[2] == ["0012", None, None]
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert left_over(file) == []


def test_a_moment_shows_its_minute(file: Path) -> None:
    write_sheet(file, "Vụ việc", COLUMNS[:1], [(MOMENT,)])
    cell = load_workbook(file).worksheets[0]["A2"]
    assert cell.value == MOMENT
    assert cell.number_format == "dd/mm/yyyy hh:mm"


def test_whatever_a_cell_holds_is_read_back(file: Path) -> None:
    moment = dt.datetime(2026, 2, 28, 23, 59, 59)  # noqa: DTZ001 - Excel knows no zone
    row = ("<Lò> & 'Thị' \"Pâng\"", "  hai\nhàng ", "a\r\nb", 0, -1234567, dt.date(2024, 2, 29), moment)
    write_sheet(file, "Vụ việc", [SheetColumn(f"<{number}>", 10) for number in range(len(row))], [row])
    sheet = load_workbook(file).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [f"<{number}>" for number in range(len(row))]
    read = [cell.value for cell in sheet[2]]
    assert read == [*row[:5], dt.datetime(2024, 2, 29), moment]  # noqa: DTZ001
    assert [cell.number_format for cell in sheet[2]][3:] == ["#,##0", "#,##0", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84 912", "-5", "@SUM(A1)", "#N/A"])
def test_no_text_becomes_a_formula(file: Path, text: str) -> None:
    write_sheet(file, "Vụ việc", COLUMNS[:1], [(text,)])
    cell = load_workbook(file).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_letters_no_workbook_can_hold_are_left_out(file: Path) -> None:
    write_sheet(file, "Vụ việc", COLUMNS[:1], [("Lò\x0b Thị\x00 Pâng",)])
    assert load_workbook(file).worksheets[0]["A2"].value == "Lò Thị Pâng"


def test_a_long_list_needs_no_more_memory_than_a_short_one(file: Path) -> None:
    peaks = []
    for count in (500, 5000):
        tracemalloc.start()
        write_sheet(file, "Vụ việc", COLUMNS, (ROW for _number in range(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_when_the_rows_fail_the_old_file_stays_and_nothing_else_does(file: Path) -> None:
    def failing() -> Iterator[Sequence[Cell]]:
        yield ROW
        raise KeyError

    file.write_bytes(b"before")
    with pytest.raises(KeyError):
        write_sheet(file, "Vụ việc", COLUMNS, failing())
    assert file.read_bytes() == b"before"
    assert left_over(file) == []


def in_use() -> OSError:
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = 32  # type: ignore[attr-defined]  # as on Windows, whose attribute it is
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (in_use(), "sheet_in_use"),
        (OSError(errno.ENOSPC, "full"), "sheet_no_room"),
        (PermissionError(errno.EACCES, "denied"), "sheet_not_allowed"),
        (OSError(errno.EIO, "broken"), "sheet_failed"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_by_its_code(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    def refuse(_part: Path, _target: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    file.write_bytes(b"before")
    with pytest.raises(SheetError) as raised:
        write_sheet(file, "Vụ việc", COLUMNS, [ROW])
    assert raised.value.code == code
    assert raised.value.values == {"file": "vụ việc.xlsx"}
    assert file.read_bytes() == b"before"
    assert left_over(file) == []


def test_a_folder_that_is_gone_is_noticed_before_the_work(tmp_path: Path) -> None:
    rows = iter([ROW])
    with pytest.raises(SheetError, match="sheet_no_folder"):
        write_sheet(tmp_path / "nowhere" / "a.xlsx", "Vụ việc", COLUMNS, rows)
    assert list(rows) == [ROW]


def test_a_file_that_cannot_be_replaced_is_noticed_before_the_work(file: Path) -> None:
    file.mkdir()  # what opens for writing nowhere
    with pytest.raises(SheetError, match="sheet_failed"):
        write_sheet(file, "Vụ việc", COLUMNS, [ROW])
    assert left_over(file) == []
