"""The Department sees August 2021 by province, opens a number, reads the bulletin, and lets it leave."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.practice.retelling import told
from desktop.services.practice import retell
from desktop.services.session import Session
from desktop.ui.exporting import WORD, LetterFile
from desktop.ui.main_window import REPORTS
from desktop.ui.reports.issue_dialog import IssueDialog
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
Open = Callable[..., ReportsPage]


@pytest.fixture
def opened(appearance: Appearance, show: Show, tmp_path: Path) -> Open:
    """The reports of an office; what is to lie there is put there first."""

    def opened(fill: Callable[[Session], object] = lambda _session: None, kind: str = "cuc") -> ReportsPage:
        office, session = make_office(tmp_path, practice=True, unit_kind=kind)
        fill(session)
        window = main_window(appearance, office, session)
        show(settled(window))
        page = window.open(REPORTS)
        assert isinstance(page, ReportsPage)
        settled(window)
        return page

    return opened


def test_a_number_of_august_2021_opens_its_cases_and_the_bulletin_leaves(opened: Open, qtbot: QtBot) -> None:
    page = opened(lambda session: retell(session, told("bulletin-2021-08"), seed=1))
    panel = page.country
    assert page.tabs.currentWidget() is panel
    panel.years.set_code("2021")
    panel.months.set_code("{year}-08")
    assert panel.lists.code() == "63"
    qtbot.waitUntil(lambda: panel.grid.model().rowCount() == 64 and panel.grid.word(("", 4)) == "411")
    assert [panel.grid.word(("", number)) for number in (1, 5, 6, 7)] == ["1.003", "296", "115", "94"]
    panel.open_cell(("25", 4))
    assert panel.cases.model().rowCount() == 34
    QTest.keyClick(panel.cases, Qt.Key.Key_Escape)
    panel.lists.set_code("34")
    qtbot.waitUntil(lambda: panel.grid.model().rowCount() == 35)
    assert panel.grid.word(("", 4)) == "411"
    panel.lists.set_code("criteria")
    qtbot.waitUntil(lambda: panel.grid.model().columnCount() == 3)
    assert [panel.grid.word((mark, number)) for mark, number in (("", 1), ("I", 2), ("I", 3), ("II", 1))] == [
        *("94", "79", "15", "0")
    ]
    panel.open_cell(("I", 3))
    assert panel.cases.model().rowCount() == 15
    QTest.keyClick(panel.cases, Qt.Key.Key_Escape)
    panel.read()
    assert "Theo tiêu chí của Công văn 427/2020: Công văn 427 (94 vụ)" in panel.text.toPlainText()
    assert "411 vụ việc (296 vụ việc bào chữa + 115 vụ việc bảo vệ)" in panel.text.toPlainText()
    panel.issue_button.click()
    (dialog,) = panel.findChildren(IssueDialog)
    dialog.form.fields["number"].set_value("9/BT", touched=True)
    with qtbot.waitSignal(dialog.done_with):
        QTest.keyClick(dialog.form.fields["note"].editor.control, Qt.Key.Key_Return)
    page.tabs.setCurrentWidget(page.issued)
    qtbot.waitUntil(lambda: page.issued.table.rows.rowCount() == 1)
    page.issued.open(0)
    qtbot.waitUntil(page.issued.read_button.isVisible)
    assert page.issued.grid.word(("25", 4)) == "34"
    page.issued.read_button.click()
    assert page.issued.text.toPlainText() == panel.text.toPlainText()
    assert isinstance(page.issued.sheet(WORD), LetterFile)
    page.issued.back()
    assert page.issued.grid.isVisible()
    panel.copy()
    assert "giảm 40 vụ việc (9%) so với tháng trước" in QGuiApplication.clipboard().text()


def test_before_anything_was_taken_the_panel_says_what_to_do(opened: Open, qtbot: QtBot) -> None:
    panel = opened().country

    def offers() -> list[QPushButton]:
        return [each for each in panel.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]

    qtbot.waitUntil(lambda: [each.text() for each in offers()] == ["Lấy số liệu", "Lấy số liệu"])
    offers()[-1].click()
    qtbot.waitUntil(lambda: "Chưa kết nối" in panel.banner.words())


def test_any_other_office_has_its_own_forms_first(opened: Open) -> None:
    page = opened(kind="trung_tam")
    assert page.tabs.currentWidget() is page.form
    assert not page.tabs.isTabVisible(page.tabs.indexOf(page.country))
