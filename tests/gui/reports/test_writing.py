"""The parts of a report that no figure says are written one after the other; a report somebody asks for is added."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.services.sections import Sections
from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.letters_panel import LettersPanel
from desktop.ui.reports.page import ReportsPage
from desktop.ui.reports.writing_dialogs import SectionsDialog, TemplateDialog
from desktop.ui.theme import Appearance
from tests.factories import make_office
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]


@pytest.fixture
def window(appearance: Appearance, tmp_path: Path) -> MainWindow:
    """A window over an office that wrote one part of last year's report."""
    office, session = make_office(tmp_path)
    sections, outline = Sections(session), AnnualReport(session).outline(ANNUAL)
    first, *_rest = sections.of(outline, 2025)
    sections.write(outline, 2025, first, "Văn của năm ngoái.")
    return main_window(appearance, office, session)


@pytest.fixture
def panel(window: MainWindow, show: Show, qtbot: QtBot) -> LettersPanel:
    """Reports in words."""
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.letters)
    qtbot.waitUntil(lambda: bool(page.letters.text.toPlainText()))
    return page.letters


def test_last_years_text_is_kept_for_this_year_and_stands_in_the_draft(panel: LettersPanel, qtbot: QtBot) -> None:
    panel.kinds.set_code(ANNUAL)
    panel.years.set_code("2026")
    qtbot.waitUntil(lambda: "[Văn của năm 2025, chưa sửa:]" in panel.text.toPlainText())
    panel.write()
    (dialog,) = panel.findChildren(SectionsDialog)
    qtbot.waitUntil(lambda: dialog.text.toPlainText() == "Văn của năm ngoái.")
    assert dialog.banner.isVisible()
    assert dialog.parts.currentText().startswith("Văn năm trước · I.2 Nội dung, phương thức")
    dialog.text.setPlainText("Văn của năm nay.")
    dialog.save()
    qtbot.waitUntil(lambda: dialog.parts.currentIndex() == 1)
    assert dialog.parts.itemText(0).startswith("Đã viết")
    assert not dialog.banner.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: "Văn của năm nay." in panel.text.toPlainText())
    assert "chưa sửa" not in panel.text.toPlainText()


def test_what_was_typed_is_kept_whatever_comes_next(panel: LettersPanel, qtbot: QtBot) -> None:
    panel.kinds.set_code(ANNUAL)
    panel.years.set_code("2026")
    panel.write()
    (dialog,) = panel.findChildren(SectionsDialog)
    qtbot.waitUntil(lambda: dialog.isEnabled() and dialog.parts.count() > 1)
    dialog.text.setPlainText("Gõ rồi xem mục khác.")
    dialog.parts.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.parts.itemText(0).startswith("Đã viết"))
    assert dialog.parts.currentIndex() == 1
    dialog.text.setPlainText("Gõ rồi đóng.")
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()
    qtbot.waitUntil(lambda: "Gõ rồi đóng." in panel.text.toPlainText())
    assert "Gõ rồi xem mục khác." in panel.text.toPlainText()


def test_only_a_report_of_the_office_s_own_can_be_changed(panel: LettersPanel) -> None:
    panel.kinds.set_code(ANNUAL)
    add, *others = panel.templates.menu().actions()
    assert add.isEnabled()
    assert not any(each.isEnabled() for each in others)


def test_a_report_somebody_asks_for_is_added_shown_and_taken_away(panel: LettersPanel, qtbot: QtBot) -> None:
    add, _edit, _forget = panel.templates.menu().actions()
    add.trigger()
    (dialog,) = panel.findChildren(TemplateDialog)
    typed = {"title": "Báo cáo chuyên đề", "recipient": "Sở Tư pháp", "due_on": "2026-12-15", "headings": "I. KẾT QUẢ"}
    for name, value in typed.items():
        dialog.form.fields[name].set_value(value, touched=True)
    with qtbot.waitSignal(dialog.done_with):
        dialog.form.submitted.emit()
    qtbot.waitUntil(lambda: "Kính gửi: Sở Tư pháp" in panel.text.toPlainText())
    sheet = panel.sheet()
    assert sheet
    assert sheet.name.startswith("Báo cáo chuyên đề ")
    panel.edit()
    (changing,) = (each for each in panel.findChildren(TemplateDialog) if "Sửa" in each.windowTitle())
    assert changing.form.fields["headings"].value() == "I. KẾT QUẢ"
    changing.reject()
    panel.forget()
    (asked,) = (each for each in panel.window().findChildren(QWidget) if "Bỏ mẫu “" in each.windowTitle())
    asked.accept()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: panel.kinds.count() == 2)
