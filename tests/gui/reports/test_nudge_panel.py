"""A reminder is copied for who performs the chosen case, and that it was sent is kept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.nudging import Nudging
from desktop.ui.main_window import REPORTS
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled


def test_a_reminder_is_copied_and_kept(
    appearance: Appearance, show: Callable[[QWidget], None], tmp_path: Path, qtbot: QtBot
) -> None:
    office, session = make_office(tmp_path)
    cases = Cases(session)
    case = cases.take_in(sample_intake("Giàng A Páo"))
    performer = cases.add("practitioner", {"full_name": "Sùng Thị Mỷ", "kind": "tgvpl"})
    cases.add("assignment", {"case": case, "practitioner": performer})
    window = main_window(appearance, office, session)
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.nudge)
    panel = page.nudge
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 1)

    panel.remind_button.click()

    told = QGuiApplication.clipboard().text()
    assert told.startswith("Kính gửi Sùng Thị Mỷ!")
    assert cases.page(case).code in told
    QGuiApplication.clipboard().clear()
    (keep,) = [each for each in panel.export.findChildren(QPushButton) if each.text() == "Ghi là đã gửi"]
    keep.click()
    qtbot.waitUntil(lambda: "Đã ghi là đã nhắc Sùng Thị Mỷ." in panel.export.words())
    assert panel.table.hasFocus()
    (sent,) = Nudging(session).nudges(panel.between).sent
    assert (sent.practitioner, sent.mended) == (performer, 0)
