"""A bulletin is pasted or opened, and its wrong sum is before one's eyes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.table_model import MARK_ROLE
from desktop.ui.main_window import REPORTS
from desktop.ui.reports.bulletin_panel import BulletinPanel
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
S0 = Path(__file__).parents[2] / "unit" / "reports" / "bulletin_2021_08.txt"
WRONG = "296 + 151 = 447 khác 411; có thể 151 là 115 gõ đảo chữ số"


@pytest.fixture
def page(appearance: Appearance, show: Show, tmp_path: Path) -> Iterator[BulletinPanel]:
    """The page in the window of an office in Điện Biên."""
    window = main_window(appearance, *make_office(tmp_path))
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.tabs.setCurrentWidget(page.bulletin)
    yield page.bulletin
    QGuiApplication.clipboard().clear()


def lines(page: BulletinPanel) -> list[tuple[str, str, str]]:
    rows = page.table.rows

    def word(row: int, column: int) -> str:
        index = rows.index(row, column)
        mark = index.data(MARK_ROLE)
        return str(mark.word if mark else index.data())

    return [(word(row, 0), word(row, 1), word(row, 2)) for row in range(rows.rowCount())]


def test_a_pasted_bulletin_shows_its_wrong_sum_first(page: BulletinPanel, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(S0.read_text(encoding="utf-8"))
    page.paste_button.click()
    qtbot.waitUntil(lambda: "1 chỗ không khớp" in page.verdict.words())
    assert [line[2] for line in lines(page) if line[1] == "Sai"] == [WRONG]
    current = page.table.current_id()
    assert current is not None
    assert lines(page)[current][2] == WRONG
    assert "từ ngày 01/08/2021" in page.verdict.words()


def test_the_offices_province_is_found(page: BulletinPanel, qtbot: QtBot) -> None:
    page.open(S0)
    qtbot.waitUntil(lambda: bool(lines(page)))
    own = [about for about, _holds, _said in lines(page)].index("Tỉnh Điện Biên")
    assert [said for _about, _holds, said in lines(page)[own : own + 3]] == [
        "Vụ việc tham gia tố tụng thụ lý: 59",
        "Vụ việc tham gia tố tụng kết thúc: không được nêu tên",
        "Vụ việc tham gia tố tụng thành công: không có tên trong danh sách những nơi có số liệu",
    ]


def test_what_is_no_bulletin_leaves_what_was_there(page: BulletinPanel, qtbot: QtBot) -> None:
    page.open(S0)
    qtbot.waitUntil(lambda: bool(lines(page)))
    QGuiApplication.clipboard().setText("Kính gửi các Sở")
    page.paste()
    qtbot.waitUntil(lambda: "Không tìm thấy kỳ báo cáo" in page.verdict.words())
    assert lines(page)


def test_the_register_stands_beside_the_bulletin(page: BulletinPanel, qtbot: QtBot) -> None:
    page.open(S0)
    qtbot.waitUntil(lambda: bool(lines(page)))
    assert [(holds, said) for about, holds, said in lines(page) if about.startswith("Đối chiếu")] == [
        ("Khác", "Sổ 0, đã gửi 0, hệ thống quốc gia đã nhận 0, bản tin 59"),
        ("", "Sổ 0, đã gửi 0, hệ thống quốc gia đã nhận 0, bản tin không nêu"),
        ("Đúng", "Sổ 0, đã gửi 0, hệ thống quốc gia đã nhận 0, bản tin 0"),
    ]
