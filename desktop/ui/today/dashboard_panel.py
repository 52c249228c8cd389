"""The year in bars: accepted, ended, successful by month, field and unit; how complete everybody's cases are."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.changes import Changed
from desktop.services.dashboard import FIELDS, Completeness, Cut, Dashboard, Dashboards, Measure
from desktop.store.lists import CaseRow
from desktop.ui.cases.behind import WithCases
from desktop.ui.context import Context
from desktop.ui.reports.period_choice import years
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.bars import Bar, BarChart, Group, Legend
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import today as words
from desktop.words.formats import whole

_TWO_FROM = 760  # pixels of width at 100 % from which two charts stand beside one another
_ALONE = 2  # choices of units where there is but one: all, and the one
_KINDS = frozenset(
    {"case", "assignment", "practitioner", "transfer", "success_verdict", "stage", "attachment", "event"}
)


class DashboardPanel(WithCases):
    """Four charts; each bar opens the cases it counts.

    Attributes:
        years, units: what is chosen.
        months, fields, branches, people: the charts.
    """

    def __init__(self, context: Context) -> None:
        charts = QWidget()
        super().__init__(context, charts, _("Quay lại số liệu"))
        self._context = context
        self._dashboards = Dashboards(context.session)
        self._shown: Dashboard | None = None
        self.years = ComboBox(_("Năm"), years(context.session.today()))
        every = Choice("", _("Tất cả đơn vị"))
        units = [Choice(unit.code, unit.name) for unit in self._dashboards.units()]
        self.units = ComboBox(_("Đơn vị"), [every, *units])
        for box in (self.years, self.units):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.banner = Banner()
        self.months, self.fields = BarChart(words.BY_MONTH), BarChart(words.BY_FIELD)
        self.branches, self.people = BarChart(words.BY_UNIT, lying=True), BarChart(words.BY_PERSON, lying=True)
        for cut, chart in ((Cut.MONTH, self.months), (Cut.FIELD, self.fields), (Cut.UNIT, self.branches)):
            chart.opened.connect(lambda key, cut=cut: self.open_bar(cut, *key))
        self.people.opened.connect(self.open_person)
        self._cards = [_card(chart, title, charts) for chart, title in self._charts()]
        self._grid = QGridLayout()
        self._lay_out_charts(charts)
        context.changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Count what is chosen."""
        year, codes = int(self.years.code()), tuple(filter(None, (self.units.code(),)))
        work = lambda _progress: self._dashboards.dashboard(year, codes)  # noqa: E731
        self._context.local.run(work, self._show, self.banner.explain, owner=self)

    def open_bar(self, cut: Cut, key: str, measure: Measure) -> None:
        """Show the cases of a bar."""
        if (shown := self._shown) is not None:
            self._open(lambda: self._dashboards.behind(shown, measure, cut, key), self._name(cut, key, measure))

    def open_person(self, practitioner: str) -> None:
        """Show the cases of somebody that lack something."""
        if (shown := self._shown) is not None:
            name = next(each.name for each in shown.people if each.practitioner == practitioner) or words.NOBODY
            rows = lambda: self._dashboards.incomplete(shown, practitioner)  # noqa: E731
            self._open(rows, lambda count: words.incomplete(name, count))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.focus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def _open(self, rows: Callable[[], list[CaseRow]], title: Callable[[str], str]) -> None:
        show = lambda found: self.show_cases(title(whole(len(found))), found)  # noqa: E731
        self._context.local.run(lambda _progress: rows(), show, self.banner.explain, owner=self)

    def _name(self, cut: Cut, key: str, measure: Measure) -> Callable[[str], str]:
        return lambda count: words.bar(self._label(cut, key), measure, count)

    def _label(self, cut: Cut, key: str) -> str:
        if cut is Cut.MONTH:
            return words.month(key)
        if cut is Cut.FIELD:
            return words.FIELDS[key]
        return self._shown.units.get(key, key) if self._shown is not None else key

    def _show(self, shown: Dashboard) -> None:
        self._shown = shown
        year = shown.asked.period.first.year
        if any(shown.bars.values()):
            self.banner.hide()
        else:
            self.banner.show_words(Role.PRIMARY, words.NO_YEAR.format(year=year))
        months = [f"{year}-{number:02}" for number in range(1, 13)]
        fields = [key for key in (*FIELDS, "") if key or key in shown.bars[Cut.FIELD]]
        branches = sorted(shown.bars[Cut.UNIT], key=lambda unit: self._label(Cut.UNIT, unit))
        for chart, cut, keys in (
            (self.months, Cut.MONTH, months),
            (self.fields, Cut.FIELD, fields),
            (self.branches, Cut.UNIT, branches),
        ):
            chart.show_groups([self._group(shown, cut, key) for key in keys])
        self.people.show_groups([_person(each) for each in sorted(shown.people, key=lambda each: not each.name)])
        self._place_cards()

    def _group(self, shown: Dashboard, cut: Cut, key: str) -> Group:
        label_ = self._label(cut, key)
        numbers = shown.bars[cut].get(key, {})
        bars = [
            Bar((key, measure), count, words.bar(label_, measure, whole(count)))
            for measure in Measure
            for count in (numbers.get(measure, 0),)
        ]
        return Group(label_, tuple(bars))

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in _KINDS for kind, _id in changed):
            self.reload()

    def _charts(self) -> Iterable[tuple[BarChart, str]]:
        return (
            (self.months, words.BY_MONTH),
            (self.fields, words.BY_FIELD),
            (self.branches, words.BY_UNIT),
            (self.people, words.BY_PERSON),
        )

    def _place_cards(self) -> None:
        """The months across; the others two by two where there is room, and only those that say something."""
        months, fields, branches, people = self._cards
        says = {fields: True, branches: len(self.branches.groups) > 1, people: bool(self.people.groups)}
        beside = [card for card, something in says.items() if something]
        two = self.width() >= current().px(_TWO_FROM)
        self._grid.addWidget(months, 0, 0, 1, 2)
        for number, card in enumerate(beside):
            row, column = divmod(number, 2) if two else (number, 0)
            alone = not two or (number == len(beside) - 1 and number % 2 == 0)
            self._grid.addWidget(card, row + 1, column, 1, 2 if alone else 1)
        for card, something in says.items():
            if not something:
                self._grid.removeWidget(card)
            card.setVisible(something)

    def _lay_out_charts(self, charts: QWidget) -> None:
        px = current().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        for widget in (self.years, self.units):
            top.addWidget(widget)
        self.units.setHidden(self.units.count() <= _ALONE)
        top.addStretch()
        top.addWidget(Legend([words.MEASURES[measure] for measure in Measure]))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._grid.setSpacing(px(8))
        column.addLayout(self._grid)
        column.addWidget(label(words.COUNTED, "small", Role.MUTED, wrap=True))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole_panel = QVBoxLayout(charts)
        whole_panel.setContentsMargins(0, px(8), 0, 0)
        whole_panel.setSpacing(px(8))
        whole_panel.addLayout(top)
        whole_panel.addWidget(self.banner)
        whole_panel.addWidget(scroll, 1)
        charts.setFocusProxy(self.months)
        self._place_cards()


def _card(chart: BarChart, title: str, parent: QWidget) -> Card:
    card = Card(title, parent)
    card.body.addWidget(chart)
    return card


def _person(each: Completeness) -> Group:
    name, complete, cases = each.name or words.NOBODY, whole(each.complete), whole(each.cases)
    told = words.complete(name, complete, cases)
    return Group(name, (Bar(each.practitioner, each.complete, told, words=f"{complete}/{cases}", whole=each.cases),))
