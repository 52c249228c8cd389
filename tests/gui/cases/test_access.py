"""Everything that can be reached with the keyboard has a name; nothing needs the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.cases.screens import fill_case, fill_papers
from tests.gui.keys import press


def nameless(page: QWidget) -> list[str]:
    """Visible controls the Tab key stops at that a screen reader could not name."""
    stops = (
        w
        for w in page.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None
    )
    return [
        repr(w)
        for w in stops
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()) or isinstance(w, QTabBar))
    ]


@pytest.fixture
def filled(window: Window) -> str:
    case_id = fill_case(window.cases)
    fill_papers(window.context.session, case_id)
    return case_id


def test_every_stop_of_list_and_intake_has_a_name(window: Window, qtbot: QtBot) -> None:
    window.cases.take_in(sample_intake())
    window.page.list.reload()
    window.settle(qtbot)
    assert nameless(window.page) == []
    window.page.take_in()
    assert nameless(window.page) == []


def test_every_stop_of_a_case_has_a_name(window: Window, qtbot: QtBot, filled: str) -> None:
    window.page.open_case(filled)
    case = window.page.case
    assert case is not None
    for number in range(case.tabs.count()):
        case.tab(number)
        window.settle(qtbot)
        assert nameless(case) == [], case.tabs.tabText(number)
    case.do("appoint")
    asked = record_dialog(window, qtbot)
    assert nameless(asked) == []
    asked.reject()


def test_the_tab_key_walks_the_intake_in_the_order_of_its_fields(window: Window) -> None:
    window.page.take_in()
    intake = window.page.intake
    assert intake is not None
    walked = []
    for _stop in range(11):
        walked.append(next((k for k, f in intake.form.fields.items() if f.editor.control.hasFocus()), "?"))
        press(Qt.Key.Key_Tab)
    assert walked == [key for key in intake.form.fields if key != "case.representation"]
