"""Asking for a move on the page of a case, and what the page says before and after."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.moving import Moving
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter
from desktop.ui.theme import Appearance
from sync.server.database import Database
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer
from tests.gui.cases.conftest import Window, make_window, record_dialog


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        running.add_unit("TTLC", name="Trung tâm Lai Châu", kind="trung_tam")
        running.add_unit("STP", name="Sở Tư pháp", kind="so_tu_phap")
        yield running


@pytest.fixture
def window(
    tmp_path: Path, server: RunningServer, appearance: Appearance, show: Callable[[QWidget], None]
) -> Iterator[Window]:
    """The window of a branch the server knows, on the page of its one case."""
    office, session = make_office(tmp_path)
    made = make_window(appearance, office, session)
    synchronise = Synchronise(session)
    synchronise.enrol(server.base_url, server.enrol_code("CN1"))
    case = made.cases.take_in(sample_intake())
    synchronise.cycle()
    made.shell.resize(1366, 697)
    show(made.shell)
    made.page.open_case(case)
    yield made
    made.lanes.stop()
    session.database.close()


def synchronise(window: Window, qtbot: QtBot) -> None:
    """A cycle, and the window told of what came."""
    changed: set[tuple[str, str]] = set()
    Synchronise(window.context.session).cycle(lambda progress: changed.update(progress.changed))
    window.context.changes.tell(changed)
    window.settle(qtbot)


def ask(window: Window, qtbot: QtBot) -> None:
    """What somebody types in the dialog, and its button."""
    assert window.page.case is not None
    window.page.case.header.buttons["move"].click()
    dialog = record_dialog(window, qtbot)
    (unit,) = Moving(window.context.session).destinations()  # a Sở takes no cases
    dialog.form.fields["to_unit"].set_value(unit.id, touched=True)
    dialog.form.fields["reason"].set_value("Đã chuyển nhà", touched=True)
    dialog.save()
    window.settle(qtbot)


def test_a_case_is_asked_to_go_and_the_page_says_so(window: Window, qtbot: QtBot) -> None:
    ask(window, qtbot)
    case = window.page.case
    assert case is not None
    assert case.moves.words().startswith("Đang chờ chuyển đến Trung tâm Lai Châu.")
    assert "move" not in case.header.buttons
    assert window.told == ["Vụ việc CN1.TV.01.2026 sẽ chuyển đến Trung tâm Lai Châu khi đồng bộ."]


def test_the_page_of_a_case_that_leaves_goes_back_to_the_list(window: Window, qtbot: QtBot) -> None:
    ask(window, qtbot)
    synchronise(window, qtbot)
    assert window.told[-1].startswith("Vụ việc này đã được chuyển đến Trung tâm Lai Châu.")
    cases = Cases(window.context.session)
    (row,) = cases.rows(cases.numbers(CaseFilter()))
    window.page.open_case(row.id)
    kept = window.page.case
    assert kept is not None
    assert kept.moves.words().startswith("Đã chuyển đến Trung tâm Lai Châu.")
    assert not kept.header.buttons
    assert not any(box.isEnabled() for box in kept.overview.form.fields.values())
