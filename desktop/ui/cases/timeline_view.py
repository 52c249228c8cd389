"""Changes one below the other beside a rail: of a case on its page, of any other record in a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.cases.timeline import Moment
from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.chips import StateChip
from desktop.ui.widgets.labels import label
from desktop.words import _

_AT_ONCE = 60  # changes shown before the button that shows older ones
_RAIL = 24
_DOT = 9
_TITLE_WIDTH = 180


class TimelineView(QWidget):
    """The newest first; older ones when they are asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Sequence[Moment] = ()
        self._shown: list[QWidget] = []
        self._entries = QVBoxLayout()
        self._entries.setSpacing(0)
        self._older = button(_("Xem các thay đổi cũ hơn"), self._show_older, sign="chevron-down")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        column.addWidget(label(_("Chỉ gồm các thay đổi đã biết trên máy này."), "small", Role.MUTED))
        column.addLayout(self._entries)
        column.addWidget(self._older, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._older.hide()

    def moments(self) -> Sequence[Moment]:
        """What it tells."""
        return self._told

    def tell(self, moments: Sequence[Moment]) -> None:
        """Show other changes."""
        self._told = moments
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = []
        self._show_older()

    def _show_older(self) -> None:
        start = len(self._shown)
        for moment in self._told[start : start + _AT_ONCE]:
            entry = _Entry(moment)
            self._shown.append(entry)
            self._entries.addWidget(entry)
        self._older.setVisible(len(self._shown) < len(self._told))


class _Entry(QWidget):
    """One change beside the rail of the timeline."""

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        px = current().px
        self.setAccessibleName(f"{moment.when}, {moment.who}: {moment.what}")
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label(moment.when, "label"))
        top.addWidget(label(moment.who, role=Role.MUTED))
        top.addWidget(StateChip(moment.mark))
        top.addStretch()
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(2))
        grid.setColumnMinimumWidth(0, px(_TITLE_WIDTH))
        grid.setColumnStretch(1, 1)
        for row, change in enumerate(moment.changes):
            title = label(change.title, role=Role.MUTED, wrap=True)
            title.setFixedWidth(px(_TITLE_WIDTH))
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_Words(change.old, change.new), row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(_RAIL), 0, 0, px(18))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(label(moment.what, "small", Role.MUTED))
        column.addLayout(grid)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        dot, middle = theme.px(_DOT), theme.px(_DOT) // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(middle, theme.px(8), 1, self.height(), QColor(theme.tokens.line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.primary))
        painter.drawEllipse(0, theme.px(6), dot, dot)
        painter.end()


class _Words(QWidget):
    """The old words, an arrow, the new ones; the new ones alone where there was nothing before."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(6))
        if old:
            row.addWidget(label(old, role=Role.MUTED, wrap=True), 1, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_Arrow(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(new, wrap=True), 1, Qt.AlignmentFlag.AlignTop)


class _Arrow(QLabel):
    def __init__(self) -> None:
        super().__init__()
        size = current().px(14)
        self.setAccessibleName(_("thành"))
        self.setPixmap(pixmap("arrow-right", Role.MUTED, size, self.devicePixelRatio()))
        self.setFixedSize(QSize(size, current().px(20)))
