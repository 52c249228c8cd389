"""The conflict window: both values, a person's choice by keyboard, and the other PC sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.conflicts import Choice, Conflicts, Side
from desktop.services.synchronise import Synchronise
from desktop.ui.cases.case_page import CasePage
from desktop.ui.sync.conflict_window import ConflictWindow
from desktop.ui.sync.page import SyncPage
from sync.contract.fields import RECORD_TYPES
from tests.fakes.former import speaking
from tests.gui import keys
from tests.gui.sync.desk import Colleague, Desk, Show

Contest = Callable[..., str]


@pytest.fixture
def contest(enrolled: Desk, colleague: Colleague) -> Contest:
    """Both PCs know a case, the colleague edits and sends first, then Hoà; returns the case's id."""

    def made(mine: dict[str, Any], theirs: dict[str, Any]) -> str:
        case_id = enrolled.add_case()
        Synchronise(enrolled.session).cycle()
        colleague.sync()
        colleague.edit(case_id, **theirs)
        colleague.sync()
        Cases(enrolled.session).edit("case", case_id, mine)
        Synchronise(enrolled.session).cycle()
        return case_id

    return made


Opening = Callable[[], SyncPage]


@pytest.fixture
def page(enrolled: Desk, show: Show) -> Opening:
    def opened() -> SyncPage:
        page = enrolled.page()
        page.resize(1118, 560)
        show(page)
        page.tabs.setCurrentWidget(page.conflicts)
        return page

    return opened


def window(page: SyncPage, qtbot: QtBot) -> ConflictWindow:
    """Open the first case of the list with the keyboard."""
    qtbot.waitUntil(lambda: page.conflicts.table.rows.rowCount() >= 1)
    page.conflicts.table.setFocus()
    keys.press(Qt.Key.Key_Return)
    found: list[ConflictWindow] = []

    def is_open() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, ConflictWindow) and w.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_open)
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def choose(number: int) -> None:
    """Go from the first value to another one, and choose it."""
    for _option in range(number):
        keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)


def words(window: ConflictWindow) -> str:
    return " ".join(shown.text() for shown in window.findChildren(QLabel) if shown.isVisible())


def test_two_values_are_chosen_by_keyboard_and_the_other_pc_sees_it(
    contest: Contest, page: Opening, enrolled: Desk, colleague: Colleague, qtbot: QtBot
) -> None:
    case_id = contest({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})
    asked = window(page(), qtbot)
    assert "Lò Thị Pâng – CN1.TV.01.2026" in asked.windowTitle()
    assert "Lê Minh Đức, Đơn vị CN1, 16:02 ngày 25/11/2026" in words(asked)
    assert "Vũ Thị Hòa, sửa trên máy này, 16:02 ngày 25/11/2026" in words(asked)
    assert not asked.save.isEnabled()
    keys.press(Qt.Key.Key_Space)  # the first value has the focus; both edits were made at the same minute
    assert asked.save.isEnabled()
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert enrolled.value(case_id, "note") == "Hẹn thứ hai"
    assert Conflicts(enrolled.session).every_open() == []
    Synchronise(enrolled.session).cycle()
    assert Synchronise(enrolled.session).status().green
    colleague.sync()
    assert colleague.value(case_id, "note") == "Hẹn thứ hai"
    assert Conflicts(colleague.session).every_open() == []


def test_who_cannot_see_the_values_is_told_that_a_newer_version_can(
    contest: Contest, page: Opening, qtbot: QtBot
) -> None:
    contest({"result": "Hòa giải thành"}, {"result": "Đang chờ tòa"})
    with speaking(former=True):
        asked = window(page(), qtbot)
        assert "Cần cập nhật phần mềm" in words(asked)
        assert "do phiên bản mới hơn của phần mềm ghi" in words(asked)
        assert asked.cards == []
        assert not asked.save.isVisible()
        asked.reject()


def test_a_third_value_is_typed_with_the_fields_own_editor(
    contest: Contest, page: Opening, enrolled: Desk, qtbot: QtBot, type_vi: keys.Typing
) -> None:
    case_id = contest({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})
    asked = window(page(), qtbot)
    choose(2)
    box = asked.cards[0].boxes["note"]
    assert box.isVisible()
    assert not asked.save.isEnabled()  # nothing typed yet
    assert box.editor.value() == "Hẹn thứ ba"  # a long text is mended from what is in force
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    type_vi(" và thứ hai")
    assert asked.save.isEnabled()
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert enrolled.value(case_id, "note") == "Hẹn thứ ba và thứ hai"


def test_a_date_that_means_nothing_keeps_the_button_asleep(
    contest: Contest, page: Opening, enrolled: Desk, qtbot: QtBot
) -> None:
    case_id = contest({"suspended_on": "2026-11-20"}, {"suspended_on": "2026-11-21"})
    asked = window(page(), qtbot)
    choose(2)
    keys.press(Qt.Key.Key_Tab)
    keys.plain("32/11/2026")
    assert not asked.save.isEnabled()
    for _character in "32/11/2026":
        keys.press(Qt.Key.Key_Backspace)
    keys.plain("19/11/2026")
    assert asked.save.isEnabled()
    asked.save.click()
    assert f"{enrolled.value(case_id, 'suspended_on'):%d/%m/%Y}" == "19/11/2026"


def test_later_changes_nothing(contest: Contest, page: Opening, enrolled: Desk, qtbot: QtBot) -> None:
    case_id = contest({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})
    asked = window(page(), qtbot)
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: asked not in QApplication.topLevelWidgets())
    assert enrolled.value(case_id, "note") == "Hẹn thứ ba"
    assert len(Conflicts(enrolled.session).every_open()) == 1


def test_fields_that_differ_each_want_a_choice(contest: Contest, page: Opening, enrolled: Desk, qtbot: QtBot) -> None:
    case_id = contest({"note": "A", "content": "Tranh chấp ranh đất"}, {"note": "B", "content": "Tranh chấp lối đi"})
    asked = window(page(), qtbot)
    assert len(asked.cards) == 2
    by_name = {card.question.names[0]: card for card in asked.cards}
    by_name["note"].focus()
    keys.press(Qt.Key.Key_Space)
    assert not asked.save.isEnabled()
    by_name["content"].focus()
    choose(1)
    assert asked.save.isEnabled()
    asked.save.click()
    assert enrolled.value(case_id, "note") == "A"
    assert enrolled.value(case_id, "content") == "Tranh chấp lối đi"


@pytest.mark.parametrize("choice", ["Giữ vụ việc", "Xóa vụ việc"])
def test_deleted_here_and_edited_there(
    page: Opening, enrolled: Desk, colleague: Colleague, qtbot: QtBot, choice: str
) -> None:
    case_id = enrolled.add_case()
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    colleague.edit(case_id, note="Đã gọi điện")
    colleague.sync()
    Cases(enrolled.session).delete(case_id)
    Synchronise(enrolled.session).cycle()
    asked = window(page(), qtbot)
    labels = [side.texts[0] for side in asked.cards[0].question.sides]
    assert sorted(labels) == ["Giữ vụ việc", "Xóa vụ việc"]
    choose(labels.index(choice))
    asked.save.click()
    Synchronise(enrolled.session).cycle()
    assert Conflicts(enrolled.session).every_open() == []
    assert Synchronise(enrolled.session).status().green
    colleague.sync()
    assert colleague.value(case_id, "deleted") is (choice == "Xóa vụ việc")


def test_a_rule_that_does_not_hold_leads_to_the_case(
    page: Opening, enrolled: Desk, colleague: Colleague, qtbot: QtBot
) -> None:
    case_id = enrolled.add_case()
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    for cases, share in ((colleague.cases, "3/4"), (Cases(enrolled.session), "1/2")):
        performer = cases.add("practitioner", {"full_name": "Nguyễn Văn An"})
        cases.add("assignment", {"case": case_id, "practitioner": performer, "share": share, "from_on": "2026-11-20"})
    colleague.sync()
    Synchronise(enrolled.session).cycle()
    asked = window(page(), qtbot)
    assert "Tổng phần thực hiện của những người đang thực hiện là 5/4, nhiều hơn 1." in words(asked)
    assert not asked.save.isVisible()
    next(b for b in asked.findChildren(QPushButton) if b.text() == "Mở vụ việc để sửa").click()
    assert enrolled.opened == [case_id]


def test_the_page_of_the_case_opens_it_too(contest: Contest, enrolled: Desk, show: Show, qtbot: QtBot) -> None:
    case_id = contest({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})
    page = CasePage(enrolled.context, Cases(enrolled.session).page(case_id))
    show(page)
    qtbot.waitUntil(page.conflict.isVisible)
    page.conflict.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: any(isinstance(w, ConflictWindow) for w in QApplication.topLevelWidgets()))


def test_what_somebody_else_has_chosen_meanwhile_is_said(
    contest: Contest, page: Opening, enrolled: Desk, colleague: Colleague, qtbot: QtBot
) -> None:
    contest({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})
    asked = window(page(), qtbot)
    keys.press(Qt.Key.Key_Space)
    colleague.sync()
    there = Conflicts(colleague.session)

    there.resolve(there.every_open()[0], {"note": Choice(side=Side.CURRENT)})
    colleague.sync()
    Synchronise(enrolled.session).cycle()
    asked.save.click()
    assert "Mục này đã có người chọn giá trị." in asked.banner.words()


@pytest.mark.parametrize("way", [1, -1])
def test_the_questions_stand_as_in_the_form_whichever_came_first(
    enrolled: Desk, contest: Contest, qtbot: QtBot, way: int
) -> None:
    contest({"note": "Của Hoà", "law_field": "hinh_su"}, {"note": "Của đồng nghiệp", "law_field": "khac"})
    asked = ConflictWindow(enrolled.context, Conflicts(enrolled.session).every_open()[::way])
    qtbot.addWidget(asked)
    fields = list(RECORD_TYPES["case"].fields)
    names = [card.question.names[0] for card in asked.cards]
    assert set(names) == {"note", "law_field"}
    assert names == sorted(names, key=fields.index)
