"""The page one begins the day with, for `tests.screenshots`: what is to do, the year in bars, a new office."""

import tempfile
from pathlib import Path

from desktop.services.dashboard import Cut, Measure
from desktop.services.practice import generate
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Appearance
from desktop.ui.today.dashboard_panel import DashboardPanel
from desktop.ui.today.page import TodayPage
from desktop.ui.today.ranking_panel import RankingPanel
from tests.factories import make_office
from tests.gui.windows import main_window, settled
from tests.screenshots import screen


def _page(appearance: Appearance, cases: int = 300) -> tuple[MainWindow, TodayPage]:
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")), practice=True, unit_kind="trung_tam")
    if cases:
        generate(session, cases, seed=3)
    window = main_window(appearance, office, session)
    window.start()
    page = window.open("today")
    assert isinstance(page, TodayPage)
    return settled(window), page


@screen("today-needs")
def needs(appearance: Appearance) -> MainWindow:
    """What there is to do, and the agenda."""
    return settled(_page(appearance)[0])


@screen("today-empty")
def empty(appearance: Appearance) -> MainWindow:
    """A new office."""
    return _page(appearance, 0)[0]


@screen("today-behind")
def behind(appearance: Appearance) -> MainWindow:
    """The cases of a line."""
    window, page = _page(appearance)
    settled(window)
    page.needs.needs.opened.emit(0)
    return settled(window)


@screen("today-year")
def year(appearance: Appearance) -> MainWindow:
    """The year in bars."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.year)
    return settled(window)


@screen("today-year-empty")
def year_empty(appearance: Appearance) -> MainWindow:
    """A year without any case."""
    window, page = _page(appearance, 0)
    page.tabs.setCurrentWidget(page.year)
    return settled(window)


@screen("today-bar")
def bar(appearance: Appearance) -> MainWindow:
    """The cases of a bar."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.year)
    settled(window)
    panel = page.year.content
    assert isinstance(panel, DashboardPanel)
    panel.open_bar(Cut.MONTH, "2026-08", Measure.ENDED)
    return settled(window)


@screen("today-calendar")
def calendar(appearance: Appearance) -> MainWindow:
    """Which report is due when."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.calendar)
    return settled(window)


@screen("today-ranking")
def ranking(appearance: Appearance) -> MainWindow:
    """Who has how many ended cases, with the rule."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.ranking)
    settled(window)
    panel = page.ranking.content
    assert isinstance(panel, RankingPanel)
    panel.ranking.by.set_code("ended")
    return settled(window)
