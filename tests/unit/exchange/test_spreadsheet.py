"""A list opened in Excel says what the screen said."""

from pathlib import Path

from openpyxl import load_workbook

from desktop.exchange.spreadsheet import SheetColumn, write_sheet


def test_the_sheet_says_what_the_list_said(tmp_path: Path) -> None:
    file = tmp_path / "vụ việc.xlsx"
    columns = [SheetColumn("Mã số", 20), SheetColumn("Người được trợ giúp", 30), SheetColumn("Số định danh", 16)]
    rows = [("CN1.TGTT.01.2026", "Nguyễn Văn Đức", "001190000001"), ("Tạm-7K2Q", "=HYPERLINK(1)", "")]
    assert write_sheet(file, "Vụ việc", columns, rows) == 2
    sheet = load_workbook(file)["Vụ việc"]
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert read == [["Mã số", "Người được trợ giúp", "Số định danh"], *map(list, rows)]
    assert sheet["B3"].data_type == "s"
