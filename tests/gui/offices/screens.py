"""The registers of an office for `tests.screenshots`: two lists, an empty one, forms."""

import tempfile
from pathlib import Path

from desktop.services.practice import generate
from desktop.ui.main_window import OFFICE, PEOPLE, MainWindow
from desktop.ui.offices.page import OfficePage
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.theme import Appearance
from tests.factories import make_office
from tests.gui.windows import main_window, settled
from tests.screenshots import later, screen


def _page(appearance: Appearance, key: str, *, filled: bool = True) -> tuple[MainWindow, OfficePage]:
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")), practice=True)
    if filled:
        generate(session, 20, seed=3)
    window = main_window(appearance, office, session)
    window.start()
    page = window.open(OFFICE)
    assert isinstance(page, OfficePage)
    page.show_register(key)
    return settled(window), page


@screen("office-outreach")
def outreach(appearance: Appearance) -> MainWindow:
    """Sessions outside the office, with their sums."""
    return _page(appearance, "ngoai_tru_so")[0]


@screen("office-duty")
def duty(appearance: Appearance) -> MainWindow:
    """Duty at court."""
    return _page(appearance, "duty")[0]


@screen("office-empty")
def empty(appearance: Appearance) -> MainWindow:
    """What teaches where there is nothing yet."""
    return _page(appearance, "organisations", filled=False)[0]


@screen("office-form")
def form(appearance: Appearance) -> MainWindow:
    """The form of a session outside the office."""
    window, page = _page(appearance, "ngoai_tru_so")
    later(page.show_register("ngoai_tru_so").add)
    return window


@screen("office-person")
def person(appearance: Appearance) -> MainWindow:
    """One of them, with what belongs to their kind."""
    window, _page_of_it = _page(appearance, "positions")
    page = window.open(PEOPLE)
    assert isinstance(page, PeoplePage)
    later(lambda: page.listed.table.opened.emit(0))
    return window


@screen("office-entry")
def entry(appearance: Appearance) -> MainWindow:
    """A plan that was never issued, with the way to its history and into the bin."""
    window, page = _page(appearance, "plans")
    panel = page.show_register("plans")
    panel.bar.words.setText("Chờ văn bản")
    later(lambda: panel.table.opened.emit(0))
    return window
