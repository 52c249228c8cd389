"""Dialogs are questions with verbs; Esc is always a way out."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DomainError
from desktop.qt.lanes import Lanes
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.dialogs import Dialog, ask, explain
from desktop.ui.widgets.questions import question
from desktop.words.errors import words_for
from tests.gui.keys import press

Show = Callable[[QWidget], None]


@pytest.fixture
def window(show: Show) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    show(made)
    return made


class Asked:
    """A question and what was done about it."""

    def __init__(self, window: QWidget, qtbot: QtBot, *, dangerous: bool) -> None:
        self.done: list[bool] = []
        self.closed: list[bool] = []
        self.dialog = ask(
            window,
            "Bỏ vụ việc vào thùng rác?",
            "Vụ việc CN1.TGTT.12.2026 của Lò Thị Pâng sẽ nằm trong thùng rác 90 ngày, sau đó mất hẳn.",
            "Bỏ vào thùng rác",
            lambda: self.done.append(True),
            dangerous=dangerous,
        )
        self.dialog.finished.connect(lambda: self.closed.append(True))
        qtbot.waitUntil(self.dialog.isActiveWindow)


def test_escape_does_nothing_and_closes(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=False)
    press(Qt.Key.Key_Escape)

    assert asked.closed == [True]
    assert asked.done == []


def test_enter_does_what_was_asked_for(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=False)
    press(Qt.Key.Key_Return)

    assert asked.done == [True]


def test_enter_does_no_harm_when_it_is_dangerous(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=True)
    press(Qt.Key.Key_Return)

    assert asked.closed == [True]
    assert asked.done == []


def test_nothing_else_stops_while_a_dialog_is_open(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=False)

    assert asked.dialog.isVisible()  # `ask` has come back
    assert asked.dialog.isModal()
    asked.dialog.reject()


def test_all_the_words_are_seen(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=True)
    for words in asked.dialog.findChildren(QLabel):
        assert words.height() >= words.heightForWidth(words.width())
    assert asked.dialog.width() >= 480
    asked.dialog.reject()


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.stop()


def test_a_complaint_below_a_field_has_room_and_the_buttons_stay_in_sight(
    window: QWidget, lanes: Lanes, qtbot: QtBot
) -> None:
    dialog = FormDialog("Phát hành báo cáo", "Phát hành", lanes.local, window, "Số liệu được giữ nguyên như lúc này.")
    for name in ("number", "note", "reason"):
        dialog.add_field(question(name, name))
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.move(dialog.x(), window.geometry().bottom() - dialog.height() - 10)

    assert not dialog.form.validate()
    complaints = [words for words in dialog.findChildren(QLabel) if words.text() == "Cần điền mục này."]
    assert len(complaints) == 3
    qtbot.waitUntil(lambda: all(words.height() >= words.heightForWidth(words.width()) for words in complaints))
    assert dialog.geometry().bottom() <= window.geometry().bottom()
    dialog.reject()


def test_a_dialog_is_gone_when_it_is_closed(window: QWidget, qtbot: QtBot) -> None:
    asked = Asked(window, qtbot, dangerous=False)
    asked.dialog.reject()

    qtbot.waitUntil(lambda: window.findChildren(Dialog) == [])


def test_an_error_says_what_happened_and_what_to_do(window: QWidget, qtbot: QtBot) -> None:
    words = words_for(DomainError("not_enrolled"))
    dialog = explain(window, words)
    qtbot.waitUntil(dialog.isActiveWindow)
    said = [label.text() for label in dialog.findChildren(QLabel)]

    assert said == [words.title, words.text, words.advice]
    assert [button.text() for button in dialog.findChildren(QPushButton)] == ["Đã hiểu"]
    press(Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None
