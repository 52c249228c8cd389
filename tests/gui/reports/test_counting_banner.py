"""A long count says how far it is, and can be stopped; what was counted before stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.reports import Counted, Reports, Tell
from desktop.store.watching import watched
from desktop.ui.main_window import REPORTS
from desktop.ui.reports.form_panel import FormPanel
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from desktop.words import reports as words
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled

Show = Callable[[QWidget], None]
#: Keeps SQLite at it for an hour.
ENDLESS = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 10000000000) SELECT count(*) FROM n"


@pytest.fixture
def panel(appearance: Appearance, tmp_path: Path, show: Show, qtbot: QtBot) -> FormPanel:
    """The form of this year, over an office with one ended case."""
    office, session = make_office(tmp_path)
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    window = main_window(appearance, office, session)
    show(settled(window))
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.form.grid.model().rowCount() > 0)
    return page.form


def press(panel: FormPanel, verb: str, qtbot: QtBot) -> None:
    def found() -> list[QPushButton]:
        return [each for each in panel.counting.findChildren(QPushButton) if each.text() == verb and each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)  # the window learns a little later than the lane that a count ended
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_a_long_count_can_be_stopped_and_begun_again(
    panel: FormPanel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    ended: list[type[BaseException]] = []

    def slow(reports: Reports, *_asked: object, tell: Tell) -> Counted:
        with reports._session.database.read() as connection:
            try:
                with watched(connection, lambda: tell(1, 3)):
                    connection.exec_driver_sql(ENDLESS).all()
            except BaseException as error:
                ended.append(type(error))
                raise
        raise AssertionError

    assert panel.counting.words() == ""
    with monkeypatch.context() as patched:
        patched.setattr(Reports, "count", slow)
        panel.years.set_code("2025")
        qtbot.waitUntil(lambda: "bước 2 trong 3" in panel.counting.words(), timeout=5000)
        assert words.NUMBERS_OF_BEFORE in panel.counting.words()
        panel.periods.set_code("{year}-11")  # another choice takes the place of the first
        qtbot.waitUntil(lambda: len(ended) == 1)
        qtbot.waitUntil(lambda: "bước 2 trong 3" in panel.counting.words(), timeout=5000)
        press(panel, "Dừng", qtbot)
        qtbot.waitUntil(lambda: len(ended) == 2)
    assert {each.__name__ for each in ended} == {"Cancelled"}
    assert words.STOPPED in panel.counting.words()
    assert panel.grid.word(("", 1)) == "1"
    press(panel, "Đếm lại", qtbot)
    qtbot.waitUntil(lambda: panel.grid.word(("", 1)) == "0")
    assert panel.counting.words() == ""
