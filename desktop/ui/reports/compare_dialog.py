"""A column of a form beside what it was in another period."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.periods import before, year_before
from desktop.qt.table_model import Column
from desktop.reports.comparing import Compared, compared
from desktop.reports.counting import Counted
from desktop.services.reports import Reports
from desktop.ui.context import Context
from desktop.ui.reports.counting_banner import CountingBanner
from desktop.ui.theme import current
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import reports as words
from desktop.words.formats import exact

_WIDTH, _HEIGHT = 760, 180
_RIGHT = Qt.AlignmentFlag.AlignRight
_OTHERS = {"before": before, "year_before": year_before}


class CompareDialog(Dialog):
    """Choose a column and the other period; every row says both numbers, the difference and the per cent.

    Attributes:
        columns, others: what is chosen.
        table: the rows.
    """

    def __init__(self, context: Context, reports: Reports, counted: Counted, parent: QWidget) -> None:
        form = counted.form
        super().__init__(_("So sánh biểu {code}").format(code=form.code), parent, width=_WIDTH)
        self._reports, self._counted = reports, counted
        self._cells: list[Compared] = []
        self._rows: Sequence[Compared] = ()
        columns = [Choice(str(each.number), f"({each.number}) {' – '.join(each.heads)}") for each in form.columns]
        self.columns = ComboBox(_("Cột"), columns)
        self.columns.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        others = [Choice("before", _("Kỳ liền trước")), Choice("year_before", _("Cùng kỳ năm trước"))]
        self.others = ComboBox(_("So với"), others)
        self.columns.currentIndexChanged.connect(lambda _index: self._show_column())
        self.others.currentIndexChanged.connect(lambda _index: self.reload())
        self._between = label("", wrap=True)
        self.banner = CountingBanner(context.local)
        self.table = Table(_("So sánh"), _columns(counted), lambda numbers: [self._rows[each] for each in numbers])
        listing = Listing(self.table)
        listing.setMinimumHeight(current().px(_HEIGHT))
        self._listing = listing
        chosen = QHBoxLayout()
        chosen.addWidget(self.columns, 1)
        chosen.addWidget(self.others)
        self.body.addLayout(chosen)
        for widget in (self._between, self.banner):
            self.body.addWidget(widget)
        self.body.addWidget(listing, 1)
        self.add_button(_("Đóng"), self.reject, look="primary")
        self.reload()

    def reload(self) -> None:
        """Count the other period."""
        counted, reports = self._counted, self._reports
        asked = counted.asked._replace(period=_OTHERS[self.others.code()](counted.asked.period))
        self.banner.count(lambda tell: reports.count(counted.form, asked, tell=tell), self._show, self.reload)

    def _show(self, then: Counted) -> None:
        self._between.setText(words.compared(self._counted.asked.period, then.asked.period))
        self._cells = list(compared(self._counted, then))
        self._show_column()

    def _show_column(self) -> None:
        self._rows = [each for each in self._cells if str(each.place[1]) == self.columns.code()]
        self._listing.show_ids(range(len(self._rows)))


def _columns(counted: Counted) -> tuple[Column[Compared], ...]:
    titles = {row.mark: f"{row.mark} {row.title}".strip() for row in counted.form.counted_rows}
    return (
        Column(_("Dòng"), lambda each: titles[each.place[0]], 300, stretch=1),
        Column(_("Kỳ này"), lambda each: exact(each.now), 90, align=_RIGHT, bold=True),
        Column(_("Kỳ so sánh"), lambda each: exact(each.then), 100, align=_RIGHT),
        Column(_("Chênh lệch"), lambda each: words.signed(each.difference), 100, align=_RIGHT),
        Column(_("Tỷ lệ"), lambda each: words.per_cent(each.per_cent), 80, align=_RIGHT),
    )
