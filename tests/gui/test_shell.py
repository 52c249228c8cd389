"""The frame of the window: pages made when first shown, a navigation that folds, one search field, a line of words."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.shell import Page, Shell
from desktop.ui.theme import Appearance, current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.status_line import Part
from tests.gui.keys import Typing, plain, press

Show = Callable[[QWidget], None]
CTRL = Qt.KeyboardModifier.ControlModifier
FOUND = Choices([Choice("c1", "Lò Thị Pâng", "CN1.TGTT.12.2026"), Choice("c2", "Giàng A Sử", "Tạm-7K2M")])


class Pages:
    """Makes pages and remembers which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def page(self, key: str, title: str, icon: str) -> Page:
        def make() -> QWidget:
            self.made.append(key)
            return QLineEdit()

        return Page(key, title, icon, make)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def shell(appearance: Appearance, pages: Pages, show: Show) -> Shell:
    window = Shell(appearance, search=FOUND.provide)
    window.register(pages.page("today", "Hôm nay", "calendar-check-2"))
    window.register(pages.page("cases", "Vụ việc", "briefcase"))
    window.register(Page("case", "Một vụ việc", "briefcase", QWidget, listed=False))
    window.open("today")
    window.resize(1366, 697)
    show(window)
    return window


def title(shell: Shell) -> str:
    return next(label.text() for label in shell.findChildren(QLabel) if label.property("type") == "page")


def test_a_page_is_made_when_it_is_first_shown_and_only_then(shell: Shell, pages: Pages) -> None:
    assert pages.made == ["today"]

    first = shell.open("cases")
    shell.open("today")
    assert shell.open("cases") is first
    assert pages.made == ["today", "cases"]
    assert shell.made("case") is None


def test_the_navigation_opens_pages_and_shows_where_one_is(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.page_shown) as shown:
        press(Qt.Key.Key_2, CTRL)

    assert shown.args == ["cases"]
    opened = shell.made("cases")
    assert opened is not None
    assert opened.isVisible()
    assert title(shell) == "Vụ việc"


def test_a_page_outside_the_navigation_can_be_shown_and_named(shell: Shell) -> None:
    shell.open("case")
    shell.set_title("CN1.TGTT.12.2026")

    assert title(shell) == "CN1.TGTT.12.2026"


def test_a_count_is_heard_with_the_page_it_belongs_to(shell: Shell) -> None:
    shell.navigation.set_count("today", 3)
    names = {child.accessibleName() for child in shell.navigation.findChildren(QWidget)}
    assert "Hôm nay, 3 việc cần xem" in names

    shell.navigation.set_count("today", 0)
    assert "Hôm nay" in {child.accessibleName() for child in shell.navigation.findChildren(QWidget)}


def test_the_navigation_folds_where_the_window_is_narrow(shell: Shell) -> None:
    assert shell.navigation.width() == 200
    shell.resize(911, 700)
    assert shell.navigation.width() == 48
    shell.resize(1366, 700)
    assert shell.navigation.width() == 200


def test_a_low_window_is_compact(shell: Shell) -> None:
    assert not current().compact
    shell.resize(911, 442)
    assert current().compact
    shell.resize(1366, 697)
    assert not current().compact


def test_a_large_zoom_folds_the_navigation_of_an_ordinary_window(shell: Shell, appearance: Appearance) -> None:
    appearance.set_zoom(150)

    assert shell.navigation.width() == 72


def test_ctrl_k_finds_a_person_from_anywhere(shell: Shell, qtbot: QtBot, type_vi: Typing) -> None:
    shell.open("cases").setFocus()
    press(Qt.Key.Key_K, CTRL)
    type_vi("lò")
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(shell.search.picked) as picked:
        press(Qt.Key.Key_Return)

    assert picked.args == [FOUND.of_code("c1")]
    assert shell.search.text() == ""


def test_enter_without_a_suggestion_asks_for_everything_that_matches(shell: Shell, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)
    plain("thi")
    with qtbot.waitSignal(shell.search.asked) as asked:
        press(Qt.Key.Key_Return)

    assert asked.args == ["thi"]


def test_escape_empties_the_search_field(shell: Shell) -> None:
    press(Qt.Key.Key_K, CTRL)
    plain("xyz")
    press(Qt.Key.Key_Escape)

    assert shell.search.text() == ""


def test_the_status_line_says_what_waits_and_for_a_moment_what_succeeded(shell: Shell, qtbot: QtBot) -> None:
    parts = [Part("Không có kết nối."), Part("5 thay đổi chờ gửi, lâu nhất đã 3 ngày.", Role.WAIT)]
    shell.status.show_status("cloud-off", parts)
    assert shell.status.text() == "Không có kết nối. 5 thay đổi chờ gửi, lâu nhất đã 3 ngày."

    shell.status.findChildren(QTimer)[0].setInterval(60)
    shell.status.say("Đã lưu vụ việc.")
    assert shell.status.text() == "Đã lưu vụ việc."
    shell.status.show_status("cloud-off", [Part("6 thay đổi chờ gửi.")])
    assert shell.status.text() == "Đã lưu vụ việc."

    qtbot.waitUntil(lambda: shell.status.text() == "6 thay đổi chờ gửi.")


def test_a_long_status_is_cut_and_told_in_the_tip(shell: Shell, qtbot: QtBot) -> None:
    shell.resize(660, 500)
    long = "Đồng bộ đầy đủ lần gần nhất: 16:02 ngày 19/11/2026. " * 5
    shell.status.show_status("cloud-check", [Part(long)])
    [words] = [child for child in shell.status.findChildren(QWidget) if long in child.accessibleName()]
    qtbot.waitUntil(lambda: 0 < words.width() < 660)
    where = words.mapToGlobal(words.rect().center())
    QApplication.sendEvent(words, QHelpEvent(QEvent.Type.ToolTip, words.rect().center(), where))

    assert QToolTip.text() == long
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_window_fits_its_screen_at_any_zoom(shell: Shell, appearance: Appearance) -> None:
    appearance.set_zoom(200)
    shell.status.show_status("cloud-check", [Part("Đồng bộ đầy đủ lần gần nhất: 16:02 ngày 19/11/2026. " * 5)])
    shell.resize(911, 442)

    assert (shell.width(), shell.height()) == (911, 442)


def test_the_person_signed_in_is_named(shell: Shell) -> None:
    shell.set_user("Hoà", QMenu(shell))

    assert shell.user.text() == "Hoà"
    assert shell.user.accessibleName() == "Người dùng: Hoà"


@pytest.mark.parametrize("practice", [True, False])
def test_practice_data_is_never_mistaken_for_real(appearance: Appearance, show: Show, practice: bool) -> None:
    window = Shell(appearance, practice=practice)
    show(window)

    assert ("DỮ LIỆU TẬP" in {label.text() for label in window.findChildren(QLabel)}) is practice


def test_a_page_too_high_for_the_window_scrolls_instead_of_being_squeezed(shell: Shell) -> None:
    tall = QWidget()
    tall.setMinimumSize(300, 2000)
    shell.register(Page("tall", "Dài", "briefcase", lambda: tall))
    shell.open("tall")
    shell.grab()

    assert tall.height() == 2000
    assert shell.height() == 697
