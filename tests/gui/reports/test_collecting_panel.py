"""A template is laid out for an organisation, its file is taken in or refused cell by cell, and the form shows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.collecting_panel import CollectingPanel, ProblemsDialog
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from desktop.ui.widgets.dialogs import Dialog
from tests.factories import make_office
from tests.fakes.organisations import LAWYERS, MORNING, ONE_WOMAN, fill_in, take_part
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]


@pytest.fixture
def page(appearance: Appearance, tmp_path: Path, show: Show, qtbot: QtBot) -> ReportsPage:
    """The reports of an office with two organisations under contract, and none of its own cases."""
    office, session = make_office(tmp_path)
    for name in (LAWYERS, MORNING):
        take_part(session, name)
    window: MainWindow = main_window(appearance, office, session)
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.collecting)
    qtbot.waitUntil(lambda: page.collecting.table.rows.rowCount() == 2)
    return page


def word(panel: CollectingPanel, row: int, column: int) -> str:
    return str(panel.table.rows.index(row, column).data())


def test_templates_go_out_to_all_and_a_file_comes_back(page: ReportsPage, tmp_path: Path, qtbot: QtBot) -> None:
    panel = page.collecting
    assert [word(panel, row, 1) for row in (0, 1)] == ["Chưa gửi", "Chưa gửi"]
    panel.send_all(tmp_path)
    qtbot.waitUntil(lambda: "Đã lập 2 mẫu" in panel.banner.words())
    (file,) = tmp_path.glob("*Hội Luật gia*.xlsx")
    fill_in(file, ONE_WOMAN)
    panel.take(file)
    qtbot.waitUntil(lambda: f"Đã nhận số liệu của {LAWYERS}" in panel.banner.words())
    qtbot.waitUntil(lambda: [word(panel, 0, column) for column in (1, 2, 3)] == ["Đã gửi", "25/11/2026", "1"])
    page.tabs.setCurrentWidget(page.form)
    form = page.form
    qtbot.waitUntil(lambda: form.sources.isVisible() and form.grid.word(("", 1)) == "1")
    form.sources.set_code("own")
    assert form.grid.word(("", 1)) == "0"
    form.sources.set_code("")
    form.open_cell(("4.1", 1))
    qtbot.waitUntil(lambda: any(f"Của tổ chức: {LAWYERS} 1" in each.text() for each in form.findChildren(QLabel)))

    page.tabs.setCurrentWidget(panel)
    panel.take(file)
    qtbot.waitUntil(lambda: bool(panel.findChildren(Dialog)))
    (asked,) = panel.findChildren(Dialog)
    assert "Thay số liệu" in asked.windowTitle()
    fill_in(file, dict.fromkeys(ONE_WOMAN, 4))
    asked.accept()
    qtbot.waitUntil(lambda: word(panel, 0, 3) == "4")
    panel.table.go_to(0)
    panel.forget()
    (asked,) = (each for each in panel.findChildren(Dialog) if "Bỏ số liệu" in each.windowTitle())
    asked.accept()
    qtbot.waitUntil(lambda: word(panel, 0, 1) == "Chưa gửi")


def test_what_is_wrong_is_listed_and_copied_for_the_organisation(
    page: ReportsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = page.collecting
    panel.send_all(tmp_path)
    qtbot.waitUntil(lambda: "Đã lập 2 mẫu" in panel.banner.words())
    (file,) = tmp_path.glob("*Hội Luật gia*.xlsx")
    places = fill_in(file, ONE_WOMAN | {("Tổng số", 1): "=1"})
    panel.take(file)
    qtbot.waitUntil(lambda: bool(panel.findChildren(ProblemsDialog)))
    (dialog,) = panel.findChildren(ProblemsDialog)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Chép danh sách").click()
    told = f"Ô {places['Tổng số', 1]} là công thức."
    assert QGuiApplication.clipboard().text().startswith(told)
    QGuiApplication.clipboard().clear()
    dialog.accept()
    panel.periods.set_code("{year}-H2")
    panel.take(file)
    qtbot.waitUntil(lambda: "là của kỳ 01/01/2026–31/12/2026" in panel.banner.words())
    assert word(panel, 0, 1) == "Chưa gửi"
