"""Closing the Sổ from the window, and what is said of it afterwards."""

import datetime as dt
from unittest.mock import patch

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.session import VIETNAM
from desktop.ui.reports.closing import AdjustmentsDialog
from desktop.ui.reports.register_panel import RegisterPanel
from desktop.ui.shell import Page
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, dialog, office, window

__all__ = ["office", "window"]


def panel_of(window: Window, qtbot: QtBot) -> RegisterPanel:
    window.shell.register(Page("so", "Sổ", "file-text", lambda: RegisterPanel(window.context)))
    panel = window.shell.open("so")
    assert isinstance(panel, RegisterPanel)
    panel.periods.set_code("{year}-10")
    window.settle(qtbot)
    return panel


def press(inside: QWidget, words: str) -> None:
    next(b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def test_a_month_is_closed_and_what_comes_later_is_looked_through(window: Window, qtbot: QtBot) -> None:
    at = "2026-10-05T08:00:00+07:00"
    case = window.cases.take_in(sample_intake(received_at=at, accepted_at=at))
    panel = panel_of(window, qtbot)
    press(panel, "Kết sổ…")
    asked = dialog(window, qtbot)
    assert any("thụ lý 1" in each.text() for each in asked.findChildren(QLabel))
    press(asked, "Kết sổ")
    window.settle(qtbot)
    assert panel.closing.words().startswith("Đã kết sổ tháng lúc 16:02 ngày 25/11/2026 (Vũ Thị Hòa).")
    assert not panel.closing.close_button.isVisible()
    later = dt.datetime(2026, 11, 26, 9, 30, tzinfo=VIETNAM)
    with patch.object(window.context.session, "clock", lambda: later):
        Cases(window.context.session).edit("case", case, {"outcome": "kt_xong", "ended_on": "2026-10-30"})
    window.context.changes.tell([("case", case)])
    window.settle(qtbot)
    window.settle(qtbot)
    assert "Từ đó có 1 điều chỉnh: kết thúc nay là 1, chuyển kỳ sau nay là 0." in panel.closing.words()
    press(panel.closing, "Xem điều chỉnh")
    shown = dialog(window, qtbot)
    assert isinstance(shown, AdjustmentsDialog)
    texts = [each.text() for each in shown.findChildren(QLabel)]
    assert "09:30 ngày 26/11/2026 · Vũ Thị Hòa" in texts
    assert "Ngày kết thúc: (để trống), sửa thành 30/10/2026" in texts
    press(shown, "Mở vụ việc")
    assert window.page.case is not None
    assert window.page.case.case_id == case


def test_a_quarter_or_a_month_that_goes_on_is_not_offered_to_be_closed(window: Window, qtbot: QtBot) -> None:
    panel = panel_of(window, qtbot)
    assert panel.closing.close_button.isVisible()
    for code in ("{year}-Q3", "{year}-11"):
        panel.periods.set_code(code)
        window.settle(qtbot)
        assert not panel.closing.close_button.isVisible()
