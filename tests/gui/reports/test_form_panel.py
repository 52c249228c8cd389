"""A form is chosen, a number is clicked, and its cases are there; a sum that does not hold is red."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases, Intake
from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.compare_dialog import CompareDialog
from desktop.ui.reports.form_panel import FormPanel
from desktop.ui.reports.free_period import FreePeriodDialog
from desktop.ui.reports.page import ReportsPage
from desktop.ui.reports.release_dialog import ReleaseDialog
from desktop.ui.theme import Appearance
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import Dialog
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
ENDED = {"ended_on": "2026-11-25", "outcome": "kt_xong"}


@pytest.fixture
def window(appearance: Appearance, tmp_path: Path) -> MainWindow:
    """A window over an office with one ended case of a poor woman about land."""
    office, session = make_office(tmp_path)
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), ENDED)
    return main_window(appearance, office, session)


@pytest.fixture
def panel(window: MainWindow, show: Show, qtbot: QtBot) -> FormPanel:
    """The form of this year."""
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.form.grid.model().rowCount() > 0)
    return page.form


def click(panel: FormPanel, row: int, column: int) -> None:
    grid = panel.grid
    place: QPoint = grid.visualRect(grid.model().index(row, column)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_clicked_number_opens_its_cases_and_a_case_from_there(
    panel: FormPanel, window: MainWindow, qtbot: QtBot
) -> None:
    assert [panel.grid.word(("", column)) for column in (1, 2, 3, 5)] == ["1", "0", "1", "1"]
    click(panel, 0, 1)  # nought opens nothing
    click(panel, 0, 0)
    qtbot.waitUntil(panel.behind.table.isVisible)
    assert panel.behind.table.rows.rowCount() == 1
    panel.back()
    assert panel.grid.isVisible()
    assert panel.grid.hasFocus()
    panel.grid.setCurrentIndex(panel.grid.model().index(0, 4))
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.behind.table.isVisible)
    QTest.keyClick(panel.behind.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_no_row_hides_below_the_heads_of_another_form(panel: FormPanel, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(911, 442)
    panel.forms.set_code("25/BTP/TGPL")
    qtbot.waitUntil(lambda: panel.grid.model().columnCount() == 13)
    heads, numbers = panel.grid.horizontalHeader().geometry(), panel.grid.viewport().geometry()
    assert heads.bottom() < numbers.top()


def test_another_period_counts_anew(panel: FormPanel, qtbot: QtBot) -> None:
    panel.years.set_code("2025")
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "0")
    panel.years.set_code("2026")
    panel.periods.set_code("{year}-11")
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "1")


def test_a_number_clicked_while_another_period_is_counted_opens_in_that_one(panel: FormPanel, qtbot: QtBot) -> None:
    panel.periods.set_code("{year}-12")
    panel.open_cell(("", 1))  # before the new numbers stand
    qtbot.waitUntil(lambda: panel.behind.is_open)
    assert panel.behind.table.rows.rowCount() == 0
    panel.back()
    assert panel.grid.word(("", 1)) == "0"


def test_a_shared_case_shows_its_part_and_who_is_credited_can_be_chosen(
    panel: FormPanel, window: MainWindow, qtbot: QtBot
) -> None:
    cases = Cases(window.context.session)
    shared = cases.take_in(sample_intake())
    for kind, until in (("tgvpl", None), ("tgvpl", None), ("cong_tac_vien", "2026-11-24")):
        performer = cases.add("practitioner", {"full_name": f"Người {kind}", "kind": kind})
        share = "1/2" if until is None else "1"
        cases.add("assignment", {"case": shared, "practitioner": performer, "share": share, "to_on": until})
    cases.edit("case", shared, ENDED)
    panel.forms.set_code("25/BTP/TGPL")
    qtbot.waitUntil(lambda: panel.grid.model().columnCount() == 13)
    assert [panel.grid.word(("", column)) for column in (4, 5)] == ["2", "1"]
    panel.open_cell(("", 5))
    qtbot.waitUntil(panel.behind.table.isVisible)
    assert panel.behind.table.rows.index(0, 1).data() == "1"
    panel.back()
    panel.tell_notes()
    (dialog,) = window.findChildren(Dialog)
    (box,) = dialog.findChildren(ComboBox)
    box.set_code("equally")
    qtbot.waitUntil(lambda: panel.grid.word(("", 5)) == "2/3")
    dialog.reject()


def test_a_sum_that_does_not_hold_is_red_and_names_its_case(panel: FormPanel, window: MainWindow, qtbot: QtBot) -> None:
    cases = Cases(window.context.session)
    intake = sample_intake()
    other = cases.take_in(Intake(person={"full_name": "Vàng A Sử"}, part=intake.part, case=intake.case))
    changed = cases.edit("case", other, ENDED)
    assert not panel.grid.is_failing(("", 1))
    window.context.changes.tell(changed)
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "2")
    assert panel.grid.is_failing(("", 1))
    assert "2 khác 1, lệch 1" in panel.banner.words()
    assert cases.page(other).code in panel.banner.words()


def test_the_form_leaves_as_a_workbook(panel: FormPanel, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = panel.sheet()
    assert sheet
    assert sheet.name == "24/BTP/TGPL 2026-01-01 2026-12-31"
    panel.export.write(sheet, tmp_path / "24.xlsx")
    qtbot.waitUntil(lambda: not panel.export.busy)
    assert load_workbook(tmp_path / "24.xlsx").worksheets[0]["A4"].value == "Biểu số: 24/BTP/TGPL"


def test_the_form_leaves_as_a_pdf_where_the_file_says_so(panel: FormPanel, tmp_path: Path, qtbot: QtBot) -> None:
    _excel, pdf, *_others = panel.leave.menu().actions()
    pdf.trigger()
    dialog = panel.export.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "24 BTP TGPL 2026-01-01 2026-12-31 2026-11-25.pdf"
    dialog.selectFile(str(tmp_path / "24"))
    dialog.accept()
    qtbot.waitUntil(lambda: "24.pdf" in panel.export.words() and not panel.export.busy)
    (page, *_more) = PdfReader(tmp_path / "24.pdf").pages
    assert "Biểu số: 24/BTP/TGPL" in page.extract_text()


def test_the_table_is_copied_for_word_and_for_excel(panel: FormPanel) -> None:
    _excel, _pdf, _word, copy, _release = panel.leave.menu().actions()
    copy.trigger()
    held = QGuiApplication.clipboard().mimeData()
    assert held.text().splitlines()[1].split("\t")[:3] == ["Tổng số", "1", "0"]
    assert "Người có khó khăn về tài chính" in held.html()
    assert "Đã chép bảng" in panel.export.words()
    QGuiApplication.clipboard().clear()


def test_how_it_was_counted_is_told(panel: FormPanel, window: MainWindow) -> None:
    panel.tell_notes()
    (dialog,) = window.findChildren(Dialog)
    assert any("đã kết thúc trong kỳ" in each.text() for each in dialog.findChildren(QLabel))
    dialog.reject()


def test_a_column_is_compared_with_the_period_before(panel: FormPanel, window: MainWindow, qtbot: QtBot) -> None:
    panel.compare()
    (dialog,) = window.findChildren(CompareDialog)
    qtbot.waitUntil(lambda: dialog.table.rows.rowCount() > 0)
    assert [dialog.table.rows.index(0, column).data() for column in range(5)] == ["Tổng số", "1", "0", "+1", "–"]
    dialog.reject()


def test_any_two_days_are_a_period(panel: FormPanel, window: MainWindow, qtbot: QtBot) -> None:
    panel.periods.set_code("free")
    (dialog,) = window.findChildren(FreePeriodDialog)
    for name, typed in (("first", "26/11/2026"), ("last", "30/11/2026")):
        dialog.form.fields[name].set_value(typed, touched=True)
    with qtbot.waitSignal(dialog.done_with):
        QTest.keyClick(dialog.form.fields["last"].editor.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "0")
    sheet = panel.sheet()
    assert sheet
    assert "2026-11-26 2026-11-30" in sheet.name
    assert panel.periods.currentText() == "26/11/2026–30/11/2026"
    assert not panel.years.isVisible()


def test_who_gives_up_choosing_two_days_stays_with_the_period_of_before(panel: FormPanel, window: MainWindow) -> None:
    panel.periods.set_code("{year}-H1")
    panel.periods.set_code("free")
    (dialog,) = window.findChildren(FreePeriodDialog)
    dialog.reject()
    assert panel.periods.currentText() == "6 tháng đầu năm"
    assert panel.years.isVisible()


def test_a_number_of_people_opens_them_and_one_of_them_from_there(
    panel: FormPanel, window: MainWindow, qtbot: QtBot
) -> None:
    Cases(window.context.session).add("practitioner", {"full_name": "Vừ Thị Mái", "kind": "tgvpl", "gender": "nu"})
    panel.forms.set_code("26/BTP/TGPL")
    qtbot.waitUntil(lambda: panel.grid.model().columnCount() == 17)
    panel.open_cell(("", 13))
    qtbot.waitUntil(panel.others.isVisible)
    assert panel.others.table.rows.index(0, 0).data() == "Vừ Thị Mái"
    assert not panel.behind.table.isVisible()
    QTest.keyClick(panel.others.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(Dialog)))
    (dialog,) = window.findChildren(Dialog)
    dialog.reject()
    panel.back()
    panel.open_cell(("", 3))
    qtbot.waitUntil(lambda: panel.others.table.rows.index(0, 0).data() == window.context.session.office.unit.name)


def test_statistics_leave_without_anybody_in_them(
    panel: FormPanel, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    *_others, release = panel.leave.menu().actions()
    release.trigger()
    (asked,) = window.findChildren(ReleaseDialog)
    assert asked.form.fields["threshold"].value() == 5
    with qtbot.waitSignal(asked.done_with):
        asked.form.submitted.emit()
    dialog = panel.export.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.accept()
    qtbot.waitUntil(lambda: "Đã xuất 0 dòng" in panel.export.words() and not panel.export.busy)
    (file,) = tmp_path.glob("Số liệu ẩn danh 2026-01-01*.xlsx")
    sheet = load_workbook(file).worksheets[0]
    assert {cell.value for row in sheet.iter_rows(2, min_col=2) for cell in row} == {"*"}  # one case: nothing is told
