"""A completing line: what is typed stays what was typed, whichever way, and the suggestion is taken when asked for."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Appearance
from desktop.ui.widgets.choices import Answer, Choice, Choices
from desktop.ui.widgets.completer import CompletingEdit
from tests.gui.keys import Typing, plain, press

COURTS = Choices(
    [
        Choice("1", "Tòa án nhân dân khu vực 1", "Điện Biên"),
        Choice("2", "Tòa án nhân dân khu vực 2", "Sơn La"),
        Choice("3", "Viện kiểm sát nhân dân khu vực 1", "Điện Biên"),
        Choice("4", "Đồn biên phòng Mường Nhé", "Điện Biên"),
    ]
)
Show = Callable[[QWidget], None]


class Page(QWidget):
    """The line between two others, as on a form."""

    def __init__(self, line: CompletingEdit) -> None:
        super().__init__()
        self.line = line
        self.following = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(line)
        column.addWidget(self.following)


@pytest.fixture
def strict(show: Show) -> CompletingEdit:
    page = Page(CompletingEdit(COURTS.provide))
    show(page)
    page.line.setFocus()
    return page.line


@pytest.fixture
def free(show: Show) -> CompletingEdit:
    page = Page(CompletingEdit(COURTS.provide, free=True))
    show(page)
    page.line.setFocus()
    return page.line


def popup() -> QListView:
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QListView)
    return shown


def offered() -> list[str]:
    model = popup().model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_suggestions_never_change_what_is_being_typed(free: CompletingEdit, type_vi: Typing) -> None:
    type_vi("Tòa án nhân dân huyện Mường Ảng, Nguyễn Đức Hoà")

    assert free.text() == "Tòa án nhân dân huyện Mường Ảng, Nguyễn Đức Hoà"
    assert free.choice is None


def test_mending_a_word_while_suggestions_show_keeps_the_word(strict: CompletingEdit, type_vi: Typing) -> None:
    type_vi("Đồn")
    assert strict.is_open()

    type_vi(" biên")

    assert strict.text() == "Đồn biên"
    assert offered() == ["Đồn biên phòng Mường Nhé"]


def test_a_word_being_composed_is_untouched_while_suggestions_show(strict: CompletingEdit) -> None:
    from PySide6.QtGui import QInputMethodEvent

    plain("don")
    assert strict.is_open()
    QApplication.sendEvent(strict, QInputMethodEvent("bie", []))

    assert strict.text() == "don"
    committed = QInputMethodEvent()
    committed.setCommitString(" biên")
    QApplication.sendEvent(strict, committed)
    assert strict.text() == "don biên"


def test_three_letters_without_accents_find_it_and_enter_takes_it(
    strict: CompletingEdit, qtbot: QtBot, type_vi: Typing
) -> None:
    type_vi("vie")

    with qtbot.waitSignal(strict.returnPressed):
        press(Qt.Key.Key_Return)

    assert strict.choice == COURTS.of_code("3")
    assert strict.text() == "Viện kiểm sát nhân dân khu vực 1"
    assert not strict.is_open()


def test_tab_takes_the_highlighted_suggestion_and_goes_on(strict: CompletingEdit) -> None:
    plain("muong nhe")
    press(Qt.Key.Key_Tab)

    assert strict.choice == COURTS.of_code("4")
    assert not strict.hasFocus()


def test_arrow_keys_choose_among_suggestions_without_touching_the_text(strict: CompletingEdit) -> None:
    plain("toa")
    press(Qt.Key.Key_Down)

    assert strict.text() == "toa"
    press(Qt.Key.Key_Return)
    assert strict.choice == COURTS.of_code("2")


def test_a_click_takes_a_suggestion(strict: CompletingEdit) -> None:
    plain("toa")
    second = popup().visualRect(popup().model().index(1, 0)).center()
    QTest.mouseClick(popup().viewport(), Qt.MouseButton.LeftButton, pos=second)

    assert strict.choice == COURTS.of_code("2")


def test_escape_closes_the_suggestions_and_keeps_the_text(strict: CompletingEdit) -> None:
    plain("toa")
    press(Qt.Key.Key_Escape)

    assert not strict.is_open()
    assert strict.text() == "toa"


def test_the_down_key_shows_everything_there_is_to_choose(strict: CompletingEdit) -> None:
    press(Qt.Key.Key_Down)

    assert offered() == [choice.title for choice in COURTS.entries]


def test_what_fits_only_one_thing_is_understood_on_leaving(strict: CompletingEdit) -> None:
    plain("don bien")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)

    assert strict.choice == COURTS.of_code("4")


def test_what_fits_nothing_stays_as_typed(strict: CompletingEdit, type_vi: Typing) -> None:
    type_vi("Sở Tư pháp")
    press(Qt.Key.Key_Tab)

    assert strict.text() == "Sở Tư pháp"
    assert strict.choice is None


def test_editing_a_chosen_text_unchooses_it(strict: CompletingEdit) -> None:
    strict.set_choice(COURTS.of_code("1"))
    plain("2")

    assert strict.choice is None


def test_a_new_name_is_never_turned_into_a_known_one(free: CompletingEdit) -> None:
    plain("toa an")
    assert free.is_open()
    press(Qt.Key.Key_Tab)

    assert free.text() == "toa an"
    assert free.choice is None


def test_a_free_text_that_is_a_suggestion_word_for_word_is_that_suggestion(free: CompletingEdit) -> None:
    plain("toa an nhan dan khu vuc 2")
    press(Qt.Key.Key_Tab)

    assert free.choice == COURTS.of_code("2")


def test_ctrl_enter_submits_from_under_open_suggestions(strict: CompletingEdit, qtbot: QtBot) -> None:
    plain("vien")

    with qtbot.waitSignal(strict.submit_asked):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert strict.choice == COURTS.of_code("3")


class SlowSearch:
    """A provider that answers when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Answer]] = []

    def __call__(self, text: str, answer: Answer) -> None:
        self.waiting.append((text, answer))

    def answer(self, text: str, found: Sequence[Choice]) -> None:
        for asked, answer in self.waiting:
            if asked == text:
                answer(found)


def test_a_late_answer_to_an_old_question_is_not_shown(show: Show) -> None:
    search = SlowSearch()
    page = Page(CompletingEdit(search, free=True))
    show(page)
    page.line.setFocus()
    plain("lo")

    search.answer("l", [Choice("1", "Lý A Sử")])
    assert not page.line.is_open()

    search.answer("lo", [Choice("2", "Lò Thị Pâng", "1964")])
    assert offered() == ["Lò Thị Pâng"]


def test_an_answer_after_the_field_was_left_opens_nothing(show: Show) -> None:
    search = SlowSearch()
    page = Page(CompletingEdit(search, free=True))
    show(page)
    page.line.setFocus()
    plain("lo")
    page.following.setFocus()

    search.answer("lo", [Choice("2", "Lò Thị Pâng")])

    assert not page.line.is_open()
    assert QApplication.activePopupWidget() is None


def test_the_list_says_what_it_is_to_a_screen_reader(strict: CompletingEdit) -> None:
    plain("toa")

    assert popup().accessibleName() == "Gợi ý"
    assert popup().currentIndex() != QModelIndex()


def test_the_sign_at_the_end_opens_the_list(strict: CompletingEdit) -> None:
    at_the_end = QPoint(strict.width() - 10, strict.height() // 2)
    QTest.mouseClick(strict, Qt.MouseButton.LeftButton, pos=at_the_end)

    assert strict.is_open()
    assert len(offered()) == len(COURTS.entries)


def test_the_text_never_runs_under_the_sign(strict: CompletingEdit, appearance: Appearance) -> None:
    assert strict.textMargins().right() == 24
    appearance.set_zoom(200)
    assert strict.textMargins().right() == 48
