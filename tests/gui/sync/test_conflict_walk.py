"""A clerk with five conflicts before her and no mouse: how many keys it takes until all are decided."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.synchronise import Synchronise
from tests.gui import keys
from tests.gui.sync.desk import Colleague, Desk, Show
from tests.gui.sync.walk import decide

PEOPLE = ("Lò Thị Pâng", "Công Tằng Tôn Nữ Thị Phương Thảo", "H’Nguyệt Niê Kdăm", "Giàng A Páo", "Trần Văn Được")
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


def test_five_conflicts_are_decided_with_a_few_keys_each_and_without_a_mouse(
    enrolled: Desk, colleague: Colleague, contested: list[str], show: Show, qtbot: QtBot
) -> None:
    page = enrolled.page()
    page.resize(1118, 560)
    show(page)
    page.tabs.setCurrentWidget(page.conflicts)
    table = page.conflicts.table
    qtbot.waitUntil(lambda: table.rows.rowCount() == len(PEOPLE))
    clerk = keys.Typist(keys.plain)
    for number in range(len(PEOPLE)):
        assert [*decide(page, clerk, other=bool(number % 2))][-1] == "saved"
    clerk.leave()
    assert Conflicts(enrolled.session).every_open() == []
    assert clerk.keys <= KEYS_EACH * len(PEOPLE)
    Synchronise(enrolled.session).cycle()
    colleague.sync()
    assert [colleague.value(case, "note") for case in contested] == [enrolled.value(case, "note") for case in contested]
    assert {enrolled.value(case, "note") for case in contested} == {"Hẹn thứ hai", "Hẹn thứ ba"}
