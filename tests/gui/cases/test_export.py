"""Exporting a list: what the screen shows stands in the file, in its order, and a file is whole or not there."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.sheet import SheetColumn
from desktop.ui.exporting import ExportBanner, Sheet
from desktop.ui.people.page import PractitionersPage
from desktop.ui.shell import Page
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window

NAMES = ("Nguyễn Văn Đức", "Đặng Thị Hoà", "Lò Thị Pâng", "H’Nguyệt Niê Kdăm")


def press(page: QWidget, words: str, qtbot: QtBot) -> None:
    def shown() -> list[QPushButton]:
        return [b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    shown()[0].click()


def choose(page: QWidget, path: Path) -> str:
    """Answer the question where to; return the name that was offered."""
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    offered = Path(dialog.selectedFiles()[0]).name
    dialog.selectFile(str(path))
    dialog.accept()
    return offered


def answer(page: QWidget, path: Path) -> None:
    """Answer it with what the dialog would not take, or would ask about first."""
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def read(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def export(page: QWidget, banner: ExportBanner, path: Path, qtbot: QtBot) -> str:
    press(page, "Xuất Excel…", qtbot)
    offered = choose(page, path)
    qtbot.waitUntil(lambda: not banner.busy, timeout=20_000)
    return offered


def test_what_the_list_shows_stands_in_the_file(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    for name in NAMES:
        window.cases.take_in(sample_intake(name, content="=1+1", received_at="2026-11-20T08:05:00+07:00"))
    window.cases.take_in(sample_intake("Giàng A Páo", accept=False))
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    column = [column.title for column in page.table.rows.columns].index("Người được trợ giúp")
    page.table.horizontalHeader().sectionClicked.emit(column)
    window.settle(qtbot)
    file = tmp_path / "vụ việc"

    offered = export(page, page.export, file, qtbot)

    assert offered == "Vụ việc – Đang thực hiện 2026-11-25.xlsx"
    assert page.export.words().startswith("Đã xuất 4 dòng ra tệp vụ việc.xlsx.")
    head, *rows = read(file.with_suffix(".xlsx"))
    assert head[:3] == ["Mã số", "Người được trợ giúp pháp lý", "Nội dung"]
    assert [row[1] for row in rows] == ["Nguyễn Văn Đức", "Đặng Thị Hoà", "H’Nguyệt Niê Kdăm", "Lò Thị Pâng"]
    first = dict(zip(head, rows[0], strict=True))
    assert first["Nội dung"] == "=1+1"
    assert "đất đai" in first["Lĩnh vực"].lower()
    assert first["Tiếp nhận lúc"] == dt.datetime(2026, 11, 20, 8, 5)  # noqa: DTZ001 - Excel knows no zones
    assert first["Đồng bộ"] == "Chờ gửi"
    assert [path.name for path in tmp_path.glob("*vụ việc*")] == ["vụ việc.xlsx"]


def test_only_what_was_found_is_exported(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    for name in NAMES:
        window.cases.take_in(sample_intake(name))
    page = window.page.list
    page.search("dang thi hoa")
    window.settle(qtbot)
    offered = export(page, page.export, tmp_path / "tìm.xlsx", qtbot)
    assert offered.startswith("Vụ việc – Kết quả tìm")
    assert [row[1] for row in read(tmp_path / "tìm.xlsx")[1:]] == ["Đặng Thị Hoà"]


def test_a_restricted_case_shows_initials_in_the_file_too(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.cases.take_in(sample_intake("Lò Thị Pâng", restricted=True))
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    export(page, page.export, tmp_path / "a.xlsx", qtbot)
    assert read(tmp_path / "a.xlsx")[1][1] == "L.T.P."


def test_the_file_is_opened_with_one_press(
    window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window.cases.take_in(sample_intake())
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    export(page, page.export, tmp_path / "a.xlsx", qtbot)
    press(page, "Mở tệp", qtbot)
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "a.xlsx"]
    press(page, "Đóng", qtbot)
    assert not page.export.isVisible()


def test_an_empty_list_is_not_exported(window: Window, qtbot: QtBot) -> None:
    window.settle(qtbot)
    button = next(b for b in window.page.list.findChildren(QPushButton) if b.text() == "Xuất Excel…")
    assert not button.isEnabled()


def test_a_folder_that_is_gone_is_said_in_words_and_another_may_be_chosen(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window.cases.take_in(sample_intake())
    page = window.page.list
    page.reload()
    window.settle(qtbot)
    page.export.ask(sheet_of(rows=lambda: iter([("a",)])))
    answer(page, tmp_path / "không có" / "a.xlsx")
    qtbot.waitUntil(lambda: not page.export.busy)
    assert "Thư mục của tệp a.xlsx không còn nữa." in page.export.words()
    press(page, "Xuất lại…", qtbot)
    choose(page, tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: not page.export.busy)
    assert read(tmp_path / "a.xlsx") == [["Một"], ["a"]]


def sheet_of(rows: Callable[[], Iterator[Sequence[str]]], count: int = 1) -> Sheet:
    return Sheet("Thử", "Thử", [SheetColumn("Một", 10)], count, rows)


def test_an_export_can_be_stopped_and_leaves_the_old_file(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"before")
    begun: list[int] = []

    def endless() -> Iterator[Sequence[str]]:
        while True:
            begun.append(1)
            yield ("dòng",)

    page = window.page.list
    page.export.ask(sheet_of(endless, 1_000_000))
    answer(page, file)
    qtbot.waitUntil(lambda: len(begun) > 100)
    assert page.export.busy
    press(page, "Dừng", qtbot)
    qtbot.waitUntil(lambda: not page.export.busy)
    assert page.export.words() == "Đã dừng, không có tệp nào được ghi."
    assert file.read_bytes() == b"before"
    assert [path.name for path in tmp_path.glob("*.xlsx*")] == ["a.xlsx"]


def test_the_practitioners_are_exported_too(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.cases.add("practitioner", {"full_name": "Vũ Thị Hòa", "kind": "tgvpl", "appointed_on": "2020-03-01"})
    window.shell.register(Page("people", "Người thực hiện", "users", lambda: PractitionersPage(window.context)))
    page = window.shell.open("people")
    assert isinstance(page, PractitionersPage)
    export(page, page.export, tmp_path / "người.xlsx", qtbot)
    head, row = read(tmp_path / "người.xlsx")
    assert dict(zip(head, row, strict=True))["Làm việc từ ngày"] == dt.datetime(2020, 3, 1)  # noqa: DTZ001 - Excel knows no zones
    assert row[0] == "Vũ Thị Hòa"
