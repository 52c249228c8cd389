"""The page a window starts with says what needs a person, and every line and bar opens the cases it counts."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.dashboard import Measure
from desktop.services.today import NeedKind
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.theme import Appearance
from desktop.ui.today.calendar_panel import CalendarPanel
from desktop.ui.today.dashboard_panel import DashboardPanel
from desktop.ui.today.page import TodayPage
from desktop.ui.today.ranking_panel import RankingPanel
from desktop.ui.widgets.bars import paint_pattern
from tests.factories import NOW, make_office, sample_intake
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
ENDED = {"ended_on": "2026-11-25", "outcome": "kt_xong"}


@pytest.fixture
def window(appearance: Appearance, tmp_path: Path) -> MainWindow:
    """A window over a new office."""
    return main_window(appearance, *make_office(tmp_path))


@pytest.fixture
def cases(window: MainWindow) -> Cases:
    return Cases(window.context.session)


@pytest.fixture
def begin(window: MainWindow, show: Show) -> Callable[[], TodayPage]:
    """Starts the window."""

    def started() -> TodayPage:
        page = window.open("today")
        show(settled(window))
        assert isinstance(page, TodayPage)
        return page

    return started


def words(page: TodayPage) -> list[tuple[str, str]]:
    rows = page.needs.needs.rows
    return [(rows.index(n, 0).data(), rows.index(n, 1).data()) for n in range(rows.rowCount())]


def test_a_new_office_is_told_how_to_begin(begin: Callable[[], TodayPage], window: MainWindow, qtbot: QtBot) -> None:
    page = begin()
    (begin_button,) = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    assert begin_button.text() == "Tiếp nhận yêu cầu"
    assert begin_button.hasFocus()
    begin_button.click()
    shown = window.made("cases")
    assert isinstance(shown, CasesPage)
    qtbot.waitUntil(lambda: shown.intake is not None and shown.intake.isVisible())


def test_what_is_urgent_stands_first_and_every_line_opens_what_it_counts(
    begin: Callable[[], TodayPage], window: MainWindow, cases: Cases, qtbot: QtBot
) -> None:
    late = cases.take_in(sample_intake("Giàng A Páo", accepted_at="2026-11-02T08:00:00+07:00"))
    soon = cases.take_in(sample_intake("Sùng Thị Mỷ", accepted_at="2026-11-20T08:00:00+07:00"))
    cases.take_in(sample_intake("Lò Văn Tới", accept=False))
    trial = sample_intake("Vàng A Sử", form="tham_gia_to_tung", representation="bao_chua", law_field="hinh_su")
    court = cases.take_in(trial)
    performer = cases.add("practitioner", {"full_name": "Phạm Thị Nhung", "kind": "tgvpl"})
    cases.add("assignment", {"case": court, "practitioner": performer})
    cases.add("hearing", {"case": court, "at": "2026-11-27T08:00:00+07:00"})
    cases.add("hearing", {"case": court, "at": "2026-12-24T08:00:00+07:00"})
    page = begin()
    qtbot.waitUntil(lambda: len(page.needs.lines) == 7)

    assert words(page) == [
        ("Đã quá hạn", "1"),
        ("Phiên tòa trong 7 ngày tới", "1"),
        ("Đến hạn trong 7 ngày tới", "2"),
        ("Báo cáo trễ hoặc sắp đến hạn", "2"),
        ("Yêu cầu chưa thụ lý", "1"),
        ("Chưa ghi giai đoạn tố tụng", "1"),
        ("Chưa có giấy tờ trong hồ sơ điện tử", "3"),
    ]
    agenda = page.needs.agenda.rows
    assert [agenda.index(n, 3).data() for n in range(agenda.rowCount())] == ["Vàng A Sử", "Sùng Thị Mỷ"]
    opened = {
        NeedKind.OVERDUE: [late],
        NeedKind.HEARINGS: [court],
        NeedKind.DUE_SOON: [court, soon],
        NeedKind.STAGE: [court],
    }
    for number, need in enumerate(page.needs.lines):
        if need.kind is NeedKind.REPORTS:
            continue
        page.needs.needs.opened.emit(number)
        qtbot.waitUntil(lambda: page.needs.is_open)
        table = page.needs.table
        assert table.rows.rowCount() == need.count
        codes = [cases.page(case).code for case in opened.get(need.kind, ())]
        assert [table.rows.index(n, 0).data() for n in range(len(codes))] == codes
        QTest.keyClick(table, Qt.Key.Key_Escape)
        assert not page.needs.is_open
    page.needs.needs.go_to(0)
    QTest.keyClick(page.needs.needs, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.needs.is_open)
    QTest.keyClick(page.needs.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.made("cases") is not None)
    shown = window.made("cases")
    assert isinstance(shown, CasesPage)
    assert shown.case is not None
    assert shown.case.case_id == late


def test_a_deadline_passes_in_a_window_that_stays_open(
    begin: Callable[[], TodayPage], window: MainWindow, cases: Cases, qtbot: QtBot
) -> None:
    cases.take_in(sample_intake(accepted_at="2026-11-16T08:00:00+07:00"))
    page = begin()
    qtbot.waitUntil(lambda: ("Đến hạn trong 7 ngày tới", "1") in words(page))
    window.context.session.clock = lambda: NOW + dt.timedelta(days=2)
    assert page.needs.clock.isActive()
    page.needs.clock.timeout.emit()
    qtbot.waitUntil(lambda: ("Đã quá hạn", "1") in words(page))


def test_a_line_that_is_done_goes_by_itself(
    begin: Callable[[], TodayPage], window: MainWindow, cases: Cases, qtbot: QtBot
) -> None:
    late = cases.take_in(sample_intake(accepted_at="2026-11-02T08:00:00+07:00"))
    page = begin()
    qtbot.waitUntil(lambda: ("Đã quá hạn", "1") in words(page))
    cases.edit("case", late, ENDED)
    window.context.changes.tell({("case", late)})
    qtbot.waitUntil(lambda: bool(words(page)) and "Đã quá hạn" not in [title for title, _count in words(page)])


def test_a_bar_is_reached_with_the_arrows_and_opens_its_cases(
    begin: Callable[[], TodayPage], cases: Cases, qtbot: QtBot
) -> None:
    cases.edit("case", cases.take_in(sample_intake("Giàng A Páo")), ENDED)
    cases.take_in(sample_intake("Sùng Thị Mỷ", law_field="hinh_su"))
    page = begin()
    page.tabs.setCurrentWidget(page.year)
    panel = page.year.content
    assert isinstance(panel, DashboardPanel)
    qtbot.waitUntil(lambda: len(panel.fields.groups) == 4)
    months = panel.months
    assert months.hasFocus()
    november = [(bar.value, bar.name) for bar in months.groups[10].bars]
    assert november == [
        (2, "Tháng 11, thụ lý: 2"),
        (1, "Tháng 11, kết thúc: 1"),
        (0, "Tháng 11, thành công: 0"),
    ]
    months.go_to(("2026-11", Measure.ACCEPTED))
    QTest.keyClick(months, Qt.Key.Key_Right)
    assert months.accessibleName() == "Vụ việc theo tháng. Tháng 11, kết thúc: 1"
    QTest.keyClick(months, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.is_open)
    assert panel.title == "Tháng 11, kết thúc: 1"
    assert panel.table.rows.rowCount() == 1
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert months.hasFocus()
    assert [group.bars[0].words for group in panel.people.groups] == ["0/2"]
    panel.people.setFocus()
    QTest.keyClick(panel.people, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.is_open)
    assert panel.title == "(chưa cử người thực hiện): 2 vụ việc còn thiếu"
    panel.back()
    panel.years.set_code("2025")
    qtbot.waitUntil(lambda: "Năm 2025 chưa có vụ việc nào" in panel.banner.words())


def test_a_clicked_bar_opens_and_one_of_nought_does_not(
    begin: Callable[[], TodayPage], cases: Cases, qtbot: QtBot
) -> None:
    cases.take_in(sample_intake(law_field="hinh_su"))
    page = begin()
    page.tabs.setCurrentWidget(page.year)
    panel = page.year.content
    assert isinstance(panel, DashboardPanel)
    qtbot.waitUntil(lambda: len(panel.fields.groups) == 4)
    qtbot.wait(20)  # painted
    accepted, ended = (each.room.center() for each in panel.fields._placed[:2])
    QTest.mouseClick(panel.fields, Qt.MouseButton.LeftButton, pos=ended)
    assert not panel.is_open
    QTest.mouseClick(panel.fields, Qt.MouseButton.LeftButton, pos=accepted)
    qtbot.waitUntil(lambda: panel.is_open)
    assert panel.title == "Hình sự, thụ lý: 1"


def test_grey_paper_tells_the_bars_apart(appearance: Appearance) -> None:
    greys = []
    for series in range(3):
        picture = QImage(20, 40, QImage.Format.Format_Grayscale8)
        picture.fill(255)
        painter = QPainter(picture)
        paint_pattern(painter, picture.rect(), series)
        painter.end()
        greys.append({picture.pixelColor(x, y).value() for x in range(2, 18) for y in range(2, 38)})
    (light,), (full,), hatched = greys
    assert light - full > 100
    assert max(hatched) - min(hatched) > 150


def test_a_report_that_is_late_stands_among_what_is_to_do_until_somebody_notes_it_as_sent(
    begin: Callable[[], TodayPage], cases: Cases, qtbot: QtBot
) -> None:
    cases.take_in(sample_intake())
    page = begin()
    qtbot.waitUntil(lambda: ("Báo cáo trễ hoặc sắp đến hạn", "2") in words(page))
    page.needs.needs.opened.emit([title for title, _count in words(page)].index("Báo cáo trễ hoặc sắp đến hạn"))
    panel = page.calendar.content
    assert isinstance(panel, CalendarPanel)
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 12)
    assert panel.table.rows.index(10, 4).data() == "Trễ hạn"
    assert panel.table.rows.index(0, 4).data() == "Chưa ghi đã gửi"  # long before anybody had this program
    panel.table.go_to(10)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    (dialog,) = panel.findChildren(FormDialog)
    (save,) = [each for each in dialog.findChildren(QPushButton) if each.text() == "Ghi đã gửi"]
    save.click()
    qtbot.waitUntil(lambda: panel.table.rows.index(10, 4).data() == "Đã gửi 25/11/2026")
    assert not panel.sent_button.isEnabled()
    panel.back_button.click()
    qtbot.waitUntil(lambda: panel.table.rows.index(10, 4).data() == "Trễ hạn")


def test_a_rank_says_its_rule_and_opens_the_cases_that_decide(
    begin: Callable[[], TodayPage], cases: Cases, qtbot: QtBot
) -> None:
    case = cases.take_in(sample_intake())
    performer = cases.add("practitioner", {"full_name": "Phạm Thị Nhung", "kind": "tgvpl"})
    cases.add("assignment", {"case": case, "practitioner": performer})
    cases.edit("case", case, ENDED)
    page = begin()
    page.tabs.setCurrentWidget(page.ranking)
    panel = page.ranking.content
    assert isinstance(panel, RankingPanel)
    table = panel.ranking.table
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    panel.ranking.by.set_code("ended")
    rule = "Xếp theo số vụ việc kết thúc trong kỳ"
    qtbot.waitUntil(lambda: any(each.text().startswith(rule) for each in panel.findChildren(QLabel)))
    assert [table.rows.index(0, n).data() for n in range(7)] == ["1", "Phạm Thị Nhung", "1", "0", "0%", "1", "0"]
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.is_open)
    assert panel.title == "Phạm Thị Nhung: 1 vụ việc kết thúc"


def test_a_file_of_duties_that_means_nothing_is_said_and_the_rest_stands(
    begin: Callable[[], TodayPage], window: MainWindow, cases: Cases, qtbot: QtBot
) -> None:
    cases.take_in(sample_intake())
    folder = window.context.session.database.path.parent / "duties"
    folder.mkdir()
    (folder / "rieng.toml").write_text("[[duties]]\ncode = 1\n", encoding="utf-8")
    page = begin()
    qtbot.waitUntil(page.needs.banner.isVisible)
    assert any("rieng.toml" in each.text() for each in page.needs.banner.findChildren(QLabel))
    qtbot.waitUntil(lambda: any(need.kind is NeedKind.PAPER for need in page.needs.lines))
