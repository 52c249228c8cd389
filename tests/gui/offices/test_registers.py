"""The registers of an office in the window: added to by keyboard, narrowed, added up, exported, deleted, had back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.office_records import OfficeRecords
from desktop.ui.offices.entry_dialog import HistoryDialog
from desktop.ui.offices.page import OfficePage
from desktop.ui.offices.panel import RegisterPanel
from desktop.ui.offices.registers import GROUPS
from desktop.ui.shell import Page
from desktop.ui.theme import Appearance
from desktop.ui.widgets.dialogs import Dialog
from sync.contract.records import OF_AN_OFFICE, Practitioner
from tests.factories import make_office, sample_intake
from tests.gui.cases.conftest import Window, make_window, record_dialog
from tests.gui.keys import Typing, press

CONTROL = Qt.KeyboardModifier.ControlModifier
REGISTERS = {register.key: register for group in GROUPS for register in group.registers}


@pytest.fixture
def window(tmp_path: Path, appearance: Appearance, show: Callable[[QWidget], None]) -> Iterator[Window]:
    """The window with the page of the office registered."""
    office, session = make_office(tmp_path)
    made = make_window(appearance, office, session)
    made.shell.register(Page("office", "Đơn vị và hoạt động", "building-2", lambda: OfficePage(made.context)))
    made.shell.resize(1366, 697)
    show(made.shell)
    yield made
    made.lanes.stop()
    session.database.close()


def open_register(window: Window, key: str, qtbot: QtBot) -> RegisterPanel:
    page = window.shell.open("office")
    assert isinstance(page, OfficePage)
    panel = page.show_register(key)
    window.settle(qtbot)
    return panel


def shown(panel: RegisterPanel, *columns: int) -> list[tuple[str, ...]]:
    model = panel.table.rows
    return [tuple(str(model.data(model.index(row, column))) for column in columns) for row in range(model.rowCount())]


def click(inside: QWidget, words: str) -> None:
    next(b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def outreach(window: Window, title: str, on: str, **values: object) -> str:
    return window.cases.add("activity", {"kind": "ngoai_tru_so", "title": title, "on": on, **values})


def test_a_session_outside_the_office_is_added_with_the_keyboard(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    panel = open_register(window, "ngoai_tru_so", qtbot)
    click(panel, "Thêm đợt")
    dialog = record_dialog(window, qtbot)
    type_vi("Tư vấn đất đai ở xã Mường Chà")
    dialog.form.fields["attendance"].focus()
    type_vi("2000")
    dialog.form.fields["attendance_at_least"].editor.set_value(True)
    dialog.form.fields["attendance_at_least"].touched = True
    dialog.form.fields["partners"].focus()
    type_vi("Hội Nông dân; Đoàn xã, bản")
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert shown(panel, 0, 1, 4) == [("25/11/2026", "Tư vấn đất đai ở xã Mường Chà", "hơn 2.000")]
    (made,) = OfficeRecords(window.context.session).listed("activity").records
    assert made.partners == ("Hội Nông dân", "Đoàn xã, bản")  # type: ignore[attr-defined]


def test_figures_are_added_up_over_what_the_list_shows(window: Window, qtbot: QtBot) -> None:
    outreach(window, "Xã A", "2026-03-05", attendance=1950, advised=200)
    outreach(window, "Xã B", "2026-03-06", attendance=50, attendance_at_least=True, advised=68)
    outreach(window, "Năm trước", "2025-11-06", attendance=9, advised=1)
    panel = open_register(window, "ngoai_tru_so", qtbot)
    panel.bar.years.set_code("2026")
    assert panel.listing.below() == "1–2 trong tổng số 2 · Cộng: Lượt người hơn 2.000, Tư vấn 268"
    panel.bar.years.set_code("BC2026")
    assert "Lượt người hơn 2.009" in panel.listing.below()
    panel.bar.words.setText("hon 5 xa b")  # the beginnings of words, in any order
    assert shown(panel, 1) == [("Xã B",)]
    click(panel, "Bỏ lọc")
    assert shown(panel, 1) == [("Xã B",), ("Xã A",), ("Năm trước",)]


def test_a_head_puts_the_list_in_order(window: Window, qtbot: QtBot) -> None:
    for title, count in (("Xã A", 9), ("Xã Á", 100), ("Xã B", None)):
        outreach(window, title, "2026-03-05", attendance=count)
    panel = open_register(window, "ngoai_tru_so", qtbot)
    panel.table.sort_asked.emit("attendance", True)
    assert shown(panel, 1) == [("Xã Á",), ("Xã A",), ("Xã B",)]
    panel.table.sort_asked.emit("title", False)
    assert shown(panel, 1) == [("Xã A",), ("Xã Á",), ("Xã B",)]


def test_somebody_is_chosen_by_name_and_a_case_by_its_code(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    window.cases.add("practitioner", {"full_name": "Lê Văn Đạt", "kind": "tgvpl"})
    case = window.cases.take_in(sample_intake())
    code = window.cases.page(case).code
    panel = open_register(window, "duty", qtbot)
    click(panel, "Thêm lượt trực")
    dialog = record_dialog(window, qtbot)
    for name, typed in (("mode", "điện thoại"), ("practitioner", "dat"), ("result", "thụ lý"), ("became", code)):
        dialog.form.fields[name].focus()
        type_vi(typed)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert shown(panel, 1, 3, 4, 5) == [("Qua điện thoại", "Lê Văn Đạt", "Đã thụ lý", code)]


def test_no_plan_asks_for_the_reason_in_place_of_the_number(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    panel = open_register(window, "plans", qtbot)
    click(panel, "Thêm kế hoạch")
    dialog = record_dialog(window, qtbot)
    fields = dialog.form.fields
    assert fields["number"].isVisible()
    assert not fields["absent_reason"].isVisible()
    fields["programme"].focus()
    type_vi("1603")
    press(Qt.Key.Key_Return)
    fields["absent"].editor.control.click()  # type: ignore[attr-defined]
    assert not fields["number"].isVisible()
    assert fields["absent_reason"].isVisible()
    press(Qt.Key.Key_Return, CONTROL)
    assert fields["absent_reason"].error() == "Cần điền mục này."
    type_vi("Đang lấy ý kiến Tòa án.")
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert shown(panel, 0, 5) == [("2026", "Đang lấy ý kiến Tòa án.")]


def test_what_was_deleted_can_be_had_back_at_once(window: Window, qtbot: QtBot) -> None:
    outreach(window, "Xã A", "2026-03-05")
    panel = open_register(window, "ngoai_tru_so", qtbot)
    panel.table.opened.emit(0)
    click(record_dialog(window, qtbot), "Xóa mục này")
    confirm = next(d for d in window.shell.findChildren(Dialog) if d.windowTitle() == "Xóa mục này?")
    click(confirm, "Xóa mục này")
    window.settle(qtbot)
    assert shown(panel, 1) == []
    click(panel, "Khôi phục")
    window.settle(qtbot)
    assert shown(panel, 1) == [("Xã A",)]


def test_the_history_of_a_record_tells_old_and_new(window: Window, qtbot: QtBot) -> None:
    record = outreach(window, "Xã A", "2026-03-05")
    window.cases.edit("activity", record, {"title": "Xã An Lão"})
    panel = open_register(window, "ngoai_tru_so", qtbot)
    panel.table.opened.emit(0)
    click(record_dialog(window, qtbot), "Lịch sử")
    window.settle(qtbot)
    (history,) = window.shell.findChildren(HistoryDialog)
    newest = history.timeline.moments()[0]
    assert (newest.who, newest.changes[0]) == ("Vũ Thị Hòa", ("Tên, chủ đề", "Xã A", "Xã An Lão"))
    history.reject()


def test_the_list_leaves_as_a_sheet_that_can_be_reckoned_with(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.cases.add("budget_line", {"year": 2026, "purpose": "nghiep_vu", "approved": 3_500_000_000, "spent": 1})
    panel = open_register(window, "budget", qtbot)
    panel.export.write(panel.sheet(), tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: not panel.export.busy, timeout=20_000)
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows()]
    assert rows[0][:2] == ["Năm", "Mục đích"]
    assert rows[1][:5] == [2026, "Nghiệp vụ chuyên môn", None, None, 3_500_000_000]


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_lists_and_asks(window: Window, qtbot: QtBot, key: str) -> None:
    panel = open_register(window, key, qtbot)
    assert shown(panel) == []
    panel.add()
    dialog = record_dialog(window, qtbot)
    assert list(dialog.form.fields) == list(REGISTERS[key].form)
    dialog.reject()


def test_every_record_of_an_office_has_its_place() -> None:
    """Practitioners have a page of their own."""
    listed = {register.declared.struct for register in REGISTERS.values()}
    assert listed == set(OF_AN_OFFICE) - {Practitioner}


def test_every_field_of_every_record_is_asked_somewhere() -> None:
    for struct in {register.declared for register in REGISTERS.values()}:
        asked = {name for each in REGISTERS.values() if each.declared is struct for name in (*each.form, *each.fixed)}
        assert {name for name, field in struct.fields.items() if not field.info.given} - asked == {"deleted"}
