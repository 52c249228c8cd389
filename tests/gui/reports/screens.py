"""The page of figures for `tests.screenshots`: before a bulletin, and with the one of August 2021."""

import tempfile
from pathlib import Path

from desktop.ui.main_window import REPORTS, MainWindow
from desktop.ui.reports.page import ReportsPage
from desktop.ui.theme import Appearance
from tests.factories import make_office
from tests.gui.windows import main_window, settled
from tests.screenshots import screen

S0 = Path(__file__).parents[2] / "unit" / "reports" / "bulletin_2021_08.txt"


def _window(appearance: Appearance) -> MainWindow:
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")))
    window = main_window(appearance, office, session)
    window.start()
    return window


@screen("reports-empty")
def empty(appearance: Appearance) -> MainWindow:
    """What to do."""
    window = _window(appearance)
    window.open(REPORTS)
    return settled(window)


@screen("reports-bulletin")
def bulletin(appearance: Appearance) -> MainWindow:
    """One sum that is wrong, the others right."""
    window = _window(appearance)
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.open(S0)
    return settled(window)
