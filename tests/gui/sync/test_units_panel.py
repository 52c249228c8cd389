"""The list "Các máy của đơn vị": for who supervises, with and without a line."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.qt.table_model import MARK_ROLE
from desktop.services.oversight import Oversight
from desktop.services.synchronise import Synchronise
from desktop.ui.sync.page import SyncPage
from sync.client.engine import Cycle
from tests.fakes.proxy import FaultProxy
from tests.fakes.server import RunningServer
from tests.gui.sync.desk import Colleague, Desk, Show


def opened(desk: Desk, show: Show) -> SyncPage:
    page = desk.page()
    page.resize(1118, 560)
    show(page)
    page.tabs.setCurrentWidget(page.units)
    return page


def cells(page: SyncPage) -> list[list[str]]:
    rows = page.units.table.rows

    def word(index: QModelIndex) -> str:
        mark = index.data(MARK_ROLE)
        return str(mark.word if mark else index.data())

    return [[word(rows.index(row, column)) for column in range(rows.columnCount())] for row in range(rows.rowCount())]


def looked(page: SyncPage) -> bool:
    return page.units.look_button.isEnabled()


def test_who_supervises_sees_every_pc_and_what_waits_on_it(
    enrolled: Desk, colleague: Colleague, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.units.table.rows.rowCount() == 2 and looked(page))
    assert {row[0] for row in cells(page)} == {"CN1 – Đơn vị CN1"}
    assert all("ngày" in row[3] and row[4] == "0" for row in cells(page))
    page.units.table.go_to(1)
    said = page.units.whole_row.text()
    assert all(part in said for part in ("CN1 Đơn vị CN1 – ", "chờ gửi: 0", "phiên bản: 0."))
    page.resize(600, 420)
    qtbot.waitUntil(lambda: page.units.table.isColumnHidden(6))
    assert page.units.whole_row.isVisible()
    assert page.units.said.text().startswith("Số liệu lúc ")
    page.units.export.write(page.units.sheet(), tmp_path / "may.xlsx")
    qtbot.waitUntil(lambda: not page.units.export.busy)
    sheet = load_workbook(tmp_path / "may.xlsx").worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == ["Ký hiệu", "CN1", "CN1", None]


def test_a_long_cycle_makes_way_for_the_table_and_goes_on(
    enrolled: Desk, show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    Synchronise(enrolled.session).cycle()
    begun: list[str] = []

    def long(_self: Synchronise, _progress: object, stopped: Callable[[], bool]) -> Cycle:
        begun.append("cycle")
        while not stopped():
            time.sleep(0.005)
        return Cycle(0, 0, Synchronise(enrolled.session).status().totals, complete=False)

    monkeypatch.setattr(Synchronise, "cycle", long)
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: bool(begun))
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.units.table.rows.rowCount() == 1 and looked(page))
    qtbot.waitUntil(lambda: len(begun) == 2 and enrolled.worker.activity.running)


def test_without_a_line_the_last_table_shows_with_its_hour(
    enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot
) -> None:
    Synchronise(enrolled.session).cycle()
    Oversight(enrolled.session).look()
    with line.down():
        page = opened(enrolled, show)
        qtbot.waitUntil(lambda: page.units.table.rows.rowCount() == 1 and looked(page))
        assert page.units.said.text().startswith("Số liệu lúc ")
        assert "Chưa lấy được số liệu mới: Không có kết nối" in page.units.said.text()
    page.units.look_button.click()
    qtbot.waitUntil(lambda: looked(page) and "Chưa lấy được" not in page.units.said.text())


def test_a_list_that_was_never_told_says_what_to_do(enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot) -> None:
    with line.down():
        page = opened(enrolled, show)
        qtbot.waitUntil(lambda: looked(page))
        assert page.units.table.rows.rowCount() == 0
        words = [each.text() for each in page.units.findChildren(QLabel) if each.isVisible()]
        assert any("nhấn Lấy số liệu mới" in each for each in words)


def test_who_does_not_supervise_has_no_such_list(
    enrolled: Desk, server: RunningServer, show: Show, qtbot: QtBot
) -> None:
    server.set_account("hoa", "CN1", role="van_thu_tiep_nhan")
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: "Không dành cho vai trò này" in page.units.said.text())
    assert page.units.table.rows.rowCount() == 0
    enrolled.session.user = msgspec.structs.replace(enrolled.session.user, role="van_thu_tiep_nhan")
    page = opened(enrolled, show)
    assert not page.tabs.isTabVisible(page.tabs.indexOf(page.units))
