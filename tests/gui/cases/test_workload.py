"""The page about practitioners: how much each has to do, and Enter on a number shows its cases."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.shell import Page
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window


def test_a_number_of_somebody_opens_their_cases_and_the_norm_is_said(window: Window, qtbot: QtBot) -> None:
    cases = Cases(window.context.session)
    officer = cases.add("practitioner", {"full_name": "Vừ Thị Mái", "kind": "tgvpl", "appointed_on": "2020-01-01"})
    taken = cases.take_in(sample_intake())
    cases.add("assignment", {"case": taken, "practitioner": officer})
    cases.add("case_norm", {"year": 2026, "seniority": "tu_5", "passes": 10})
    window.shell.register(Page("people", "Người thực hiện", "users", lambda: PeoplePage(window.context)))
    page = window.shell.open("people")
    assert isinstance(page, PeoplePage)
    page.tabs.setCurrentWidget(page.workload)
    panel = page.workload
    qtbot.waitUntil(lambda: panel.grid.model().rowCount() == 2)
    panel.grid.setCurrentIndex(panel.grid.model().index(1, 0))
    assert "từ đủ 05 năm trở lên: đạt từ 10" in panel.notes.text().casefold()
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.is_open)
    assert panel.table.rows.rowCount() == 1
    panel.back()
    panel.years.set_code("2025")
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "0")
