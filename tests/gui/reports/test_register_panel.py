"""The Sổ of a month is looked through, a case opened from it, and printed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.page import ReportsPage
from desktop.ui.reports.register_panel import RegisterPanel
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]


@pytest.fixture
def window(appearance: Appearance, tmp_path: Path) -> MainWindow:
    """A window over an office that took in two cases this month."""
    office, session = make_office(tmp_path)
    for name in ("Vàng A Sử", "Sùng Thị Mỷ"):
        Cases(session).take_in(sample_intake(name))
    return main_window(appearance, office, session)


@pytest.fixture
def panel(window: MainWindow, show: Show, qtbot: QtBot) -> RegisterPanel:
    """The book of this month."""
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.register)
    qtbot.waitUntil(lambda: page.register.table.rows.rowCount() == 2)
    return page.register


def test_the_book_shows_its_cases_and_opens_them(panel: RegisterPanel, window: MainWindow, qtbot: QtBot) -> None:
    model = panel.table.rows
    assert [str(model.index(row, 3).data()).split(",")[0] for row in range(2)] == ["Vàng A Sử", "Sùng Thị Mỷ"]
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())
    window.open(REPORTS)
    panel.periods.set_code("{year}-01")
    qtbot.waitUntil(lambda: model.rowCount() == 0)


def test_a_case_that_comes_while_one_looks_is_there(panel: RegisterPanel, window: MainWindow, qtbot: QtBot) -> None:
    new = Cases(window.context.session).take_in(sample_intake("Lò Văn Ỷ"))
    window.context.changes.tell(frozenset({("case", new)}))
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 3)


def test_the_book_leaves_as_a_pdf_and_as_a_table(panel: RegisterPanel, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = panel.sheet()
    assert sheet
    panel.export.write(sheet, tmp_path / "so.pdf")
    qtbot.waitUntil(lambda: not panel.export.busy)
    text = PdfReader(tmp_path / "so.pdf").pages[0].extract_text()
    assert "SỔ THỤ LÝ, THEO DÕI VỤ VIỆC" in text
    assert "Sùng Thị Mỷ" in " ".join(text.split())
    panel.copy()
    assert "Vàng A Sử" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
