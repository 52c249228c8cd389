"""Somebody who was entered twice: noticed on the page of a case, put together, taken apart."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.cases.case_page import PEOPLE, CasePage
from desktop.ui.cases.people_tab import PeopleTab
from desktop.ui.people.same_person_dialog import SamePersonDialog
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, dialog


@pytest.fixture
def case(window: Window) -> CasePage:
    """The second of two cases of one person, entered with other letters."""
    window.cases.take_in(sample_intake("LÒ THỊ PÂNG"))
    window.page.open_case(window.cases.take_in(sample_intake("Lò Thị Pâng")))
    assert window.page.case is not None
    return window.page.case


def buttons(case: CasePage, words: str) -> list[QPushButton]:
    tab = case.findChild(PeopleTab)
    assert tab is not None
    return [each for each in tab.findChildren(QPushButton) if words in each.accessibleName()]


def shown(window: Window, case: CasePage) -> str:
    return window.cases.page(case.case_id).row.people


def compared(window: Window, case: CasePage, qtbot: QtBot) -> SamePersonDialog:
    case.tabs.setCurrentIndex(PEOPLE)
    window.settle(qtbot)
    buttons(case, "Có thể là một người")[0].click()
    window.settle(qtbot)
    asked = dialog(window, qtbot)
    assert isinstance(asked, SamePersonDialog)
    return asked


def press(asked: SamePersonDialog, words: str) -> None:
    next(each for each in asked.findChildren(QPushButton) if words in (each.text(), each.accessibleName())).click()


def test_two_entries_are_put_together_and_taken_apart_again(window: Window, case: CasePage, qtbot: QtBot) -> None:
    press(compared(window, case, qtbot), "Giữ hồ sơ LÒ THỊ PÂNG")
    window.settle(qtbot)

    assert shown(window, case) == "LÒ THỊ PÂNG"
    assert not buttons(case, "Có thể là một người")
    buttons(case, "Tách hồ sơ đã gộp")[0].click()
    window.settle(qtbot)
    assert shown(window, case) == "Lò Thị Pâng"
    assert window.told[-2:] == ["Đã gộp hai hồ sơ người; có thể tách lại.", "Đã tách hai hồ sơ người."]


def test_two_people_of_one_name_are_told_apart_once_and_for_all(window: Window, case: CasePage, qtbot: QtBot) -> None:
    press(compared(window, case, qtbot), "Là hai người khác nhau")
    window.settle(qtbot)

    assert shown(window, case) == "Lò Thị Pâng"
    assert not buttons(case, "Có thể là một người")
