"""Units and people in order, with the rule above and in what leaves; Enter shows the cases that decide a rank."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from desktop.domain.periods import Period
from desktop.exchange.paper.model import Paper, words_of
from desktop.qt.table_model import Column
from desktop.services.ranking import By, Placed, Ranking, Rankings, Whom
from desktop.services.reports import Behind
from desktop.ui.cases.behind import WithCases
from desktop.ui.context import Context
from desktop.ui.reports.period_panel import PeriodPanel
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.words import _
from desktop.words import ranking as words
from desktop.words.formats import exact

_KINDS = ("case", "assignment", "stage", "attachment", "practitioner", "success_verdict")


class RankingList(PeriodPanel):
    """One line each.

    Attributes:
        whom, by: who is ranked, and what decides.
    """

    #: The cases of a line are wanted; carries the `Ranking` and the `Placed`.
    wanted = Signal(object, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, words.NAME, _columns(), words.NOTHING, _KINDS)
        self._rankings = Rankings(context.session)
        self._asked = Whom.PEOPLE, By.COMPLETE
        self.whom = ComboBox(_("Xếp hạng ai"), [Choice(each, words.WHOM[each]) for each in Whom])
        self.by = ComboBox(_("Xếp theo"), [Choice(each, words.BY[each]) for each in By])
        self.column.insertWidget(1, self._total)  # the rule is long: a line of its own
        self.chosen.addStretch()
        for place, box in enumerate((self.whom, self.by)):
            self.chosen.insertWidget(place, box)
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.periods.set_code("{year}")

    @override
    def read(self, between: Period) -> Ranking:
        return self._rankings.ranking(between, *self._asked)

    @override
    def reload(self) -> None:
        self._asked = Whom(self.whom.code()), By(self.by.code())  # on this thread: `read` is on another
        super().reload()

    @override
    def lines(self, found: Ranking) -> Sequence[Placed]:
        return found.lines

    @override
    def open_line(self, line: Placed) -> None:
        self.wanted.emit(self._found, line)

    @override
    def told(self, found: Ranking) -> str:
        return words.rule(found.by)

    @override
    def page(self, found: Ranking) -> Paper:
        return self._rankings.page(found)


class RankingPanel(WithCases):
    """The ranking, or the cases that decide a rank.

    Attributes:
        ranking: the list.
    """

    def __init__(self, context: Context) -> None:
        ranking = RankingList(context)
        super().__init__(context, ranking, _("Quay lại xếp hạng"), shares=True)
        self.ranking = ranking
        self._context = context
        self._rankings = Rankings(context.session)
        self.ranking.wanted.connect(self.open_line)

    def open_line(self, shown: Ranking, placed: Placed) -> None:
        """Show the cases that decide a rank."""

        def show(found: Behind) -> None:
            title = words.behind(placed.one.name, shown.by, exact(found.counted))
            self.show_cases(title, found.cases, found.parts)

        work = lambda _progress: self._rankings.behind(shown, placed)  # noqa: E731
        self._context.local.run(work, show, self.ranking.export.explain, owner=self)


def _columns() -> list[Column[Placed]]:
    right = Qt.AlignmentFlag.AlignRight

    def column(number: int, width: int, align: Qt.AlignmentFlag = right) -> Column[Placed]:
        head = (*words.HEADS, *words.HEADS_ENDED)[number][0]
        told = lambda placed: words_of(words.cells(placed.rank, placed.one)[number])  # noqa: E731
        name = number == 1
        return Column(head, told, width, 1 if name else 0, align=align, bold=name)

    names = column(1, 200, Qt.AlignmentFlag.AlignLeft)
    return [column(0, 60), names, *(column(number, 92) for number in range(2, 7))]
