"""The office's own bulletin and its annual report are read, copied, and leave for Word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases, Intake
from desktop.ui.main_window import REPORTS
from desktop.ui.reports.letters_panel import LettersPanel
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
TOLD = "thụ lý là: 1 vụ việc (1 vụ việc bào chữa + 0 vụ việc bảo vệ), tăng 1 vụ việc so với tháng trước."


@pytest.fixture
def panel(appearance: Appearance, show: Show, tmp_path: Path, qtbot: QtBot) -> LettersPanel:
    """The bulletin of October, with one case of defence."""
    office, session = make_office(tmp_path)
    intake, at = sample_intake(), "2026-10-05T08:00:00+07:00"
    case = {**intake.case, "form": "tham_gia_to_tung", "representation": "bao_chua", "law_field": "hinh_su"}
    case |= {"received_at": at, "accepted_at": at}
    Cases(session).take_in(Intake(person=intake.person, part=intake.part, case=case))
    window = main_window(appearance, office, session)
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.letters)
    qtbot.waitUntil(lambda: TOLD in page.letters.text.toPlainText())
    return page.letters


def test_the_month_that_is_over_is_told_and_another_can_be_chosen(panel: LettersPanel, qtbot: QtBot) -> None:
    assert "từ ngày 01/10/2026 đến ngày 31/10/2026" in panel.text.toPlainText()
    panel.months.set_code("{year}-11")
    qtbot.waitUntil(lambda: "giảm 1 vụ việc (100%)" in panel.text.toPlainText())


def test_it_is_copied_and_leaves_for_word(panel: LettersPanel, tmp_path: Path, qtbot: QtBot) -> None:
    word, _pdf, copy = panel.leave.menu().actions()
    copy.trigger()
    assert TOLD in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    word.trigger()
    dialog = panel.export.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(tmp_path / "bản tin"))
    dialog.accept()
    qtbot.waitUntil(lambda: "bản tin.docx" in panel.export.words() and not panel.export.busy)
    assert any(TOLD in each.text for each in Document(str(tmp_path / "bản tin.docx")).paragraphs)


def test_the_annual_report_begins_with_what_is_missing(panel: LettersPanel, qtbot: QtBot) -> None:
    panel.kinds.set_code("BCN")
    qtbot.waitUntil(lambda: "NHỮNG NỘI DUNG CÒN THIẾU" in panel.text.toPlainText())
    assert not panel.months.isVisible()
    sheet = panel.sheet()
    assert sheet
    assert sheet.name == "Báo cáo năm 2026"
    assert "III. NHIỆM VỤ, GIẢI PHÁP CÔNG TÁC NĂM 2027" in panel.text.toPlainText()
