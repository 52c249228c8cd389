"""A clerk with five conflicts before her and no mouse: how many keys it takes until all are decided."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.synchronise import Synchronise
from desktop.ui.sync.conflict_window import ConflictWindow
from tests.gui import keys
from tests.gui.sync.desk import Colleague, Desk, Show

PEOPLE = ("Lò Thị Pâng", "Công Tằng Tôn Nữ Thị Phương Thảo", "H’Nguyệt Niê Kdăm", "Giàng A Páo", "Trần Văn Được")
CONTROL = Qt.KeyboardModifier.ControlModifier
#: Open, go to the other value half of the time, choose, save with two keys. At a key a second and eight seconds to read
#: both values, five conflicts take a minute.
KEYS_EACH = 5


@pytest.fixture
def contested(enrolled: Desk, colleague: Colleague) -> list[str]:
    """Five cases of which Hoà and Đức have changed the same field."""
    cases = [enrolled.add_case(name) for name in PEOPLE]
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    for case in cases:
        colleague.edit(case, note="Hẹn thứ ba")
    colleague.sync()
    for case in cases:
        Cases(enrolled.session).edit("case", case, {"note": "Hẹn thứ hai"})
    Synchronise(enrolled.session).cycle()
    return cases


def asked() -> ConflictWindow | None:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, ConflictWindow) and w.isActiveWindow()]
    return shown[0] if shown else None


def test_five_conflicts_are_decided_with_a_few_keys_each_and_without_a_mouse(
    enrolled: Desk, colleague: Colleague, contested: list[str], show: Show, qtbot: QtBot
) -> None:
    page = enrolled.page()
    page.resize(1118, 560)
    show(page)
    page.tabs.setCurrentWidget(page.conflicts)
    table = page.conflicts.table
    qtbot.waitUntil(lambda: table.rows.rowCount() == len(PEOPLE))
    table.setFocus()
    clerk = keys.Typist(keys.plain)
    for number in range(len(PEOPLE)):
        page.activateWindow()  # offscreen nobody else does it when a dialog closes
        qtbot.waitUntil(table.hasFocus)
        qtbot.waitUntil(partial(lambda left: table.rows.rowCount() == left, len(PEOPLE) - number))
        clerk.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: asked() is not None)
        if number % 2:
            clerk.press(Qt.Key.Key_Down)
        clerk.press(Qt.Key.Key_Space)
        clerk.press(Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: asked() is None)
    clerk.leave()
    assert Conflicts(enrolled.session).every_open() == []
    assert clerk.keys <= KEYS_EACH * len(PEOPLE)
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    assert [colleague.value(case, "note") for case in contested] == [enrolled.value(case, "note") for case in contested]
    assert {enrolled.value(case, "note") for case in contested} == {"Hẹn thứ hai", "Hẹn thứ ba"}
