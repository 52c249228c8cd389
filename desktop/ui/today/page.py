"""The page "Hôm nay", with which a window starts: what needs a person, and the year at a glance."""

from importlib import import_module

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.qt.lanes import Progress
from desktop.ui.context import Context
from desktop.ui.shell import Page, Shell
from desktop.ui.today.needs_panel import NeedsPanel
from desktop.ui.widgets.later import Later
from desktop.ui.widgets.tabs import Tabs
from desktop.words import duties as duty_words
from desktop.words import ranking as ranking_words
from desktop.words import today as words

KEY = "today"


class TodayPage(QWidget):
    """Tabs, of which only the first is made with the page.

    Attributes:
        tabs: with the panels.
        needs: what needs a person.
        year, calendar, ranking: the places of the dashboard, the report calendar and the ranking.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.needs = NeedsPanel(context)
        self.year = Later(self._make_year)
        self.calendar = Later(self._make_calendar)
        self.ranking = Later(self._make_ranking)
        self.tabs = Tabs(words.NAME)
        self.tabs.addTab(self.needs, words.NEEDS)
        self.tabs.addTab(self.year, words.YEAR)
        self.tabs.addTab(self.calendar, duty_words.NAME)
        self.tabs.addTab(self.ranking, ranking_words.NAME)
        self.needs.calendar_asked.connect(lambda: self.tabs.setCurrentWidget(self.calendar))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.needs.ready.connect(lambda: context.local.run(_warm_up))

    def _make_year(self) -> QWidget:
        from desktop.ui.today.dashboard_panel import DashboardPanel  # noqa: PLC0415 - the window starts without it

        return DashboardPanel(self._context)

    def _make_calendar(self) -> QWidget:
        from desktop.ui.today.calendar_panel import CalendarPanel  # noqa: PLC0415 - see above

        return CalendarPanel(self._context)

    def _make_ranking(self) -> QWidget:
        from desktop.ui.today.ranking_panel import RankingPanel  # noqa: PLC0415 - see above

        return RankingPanel(self._context)


def add_to(shell: Shell, context: Context) -> None:
    """Put the page into the window, with the number of things on it that cannot wait."""

    def make() -> QWidget:
        page = TodayPage(context)
        page.needs.counted.connect(lambda count: shell.navigation.set_count(KEY, count))
        return page

    shell.register(Page(KEY, words.NAME, "calendar-check-2", make))


def _warm_up(_progress: Progress) -> None:
    """Load the list of cases while people look at the first page."""
    import_module("desktop.ui.cases.page")
