"""Bars that open what they count: one number each, told apart by patterns that a grey print keeps, with words and keys.

Arrow keys go from bar to bar, Home and End to the first and last, Enter or a click opens one. What the eye reads beside
a bar is spoken too: the accessible name follows the bar one is on.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import label
from desktop.words.formats import whole

_TALLEST, _WIDEST = 108, 18  # pixels at 100 %: of the tallest bar, and how thick one is at most
_LYING, _BETWEEN, _NARROWEST = 14, 10, 260
_LABELS = 0.34  # of the width at most, for the labels of bars that lie
_LONG = 9  # letters of a label from which it may need two lines below bars that stand
_HATCHED = 2  # the series that is
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_ABOVE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom


class Bar(NamedTuple):
    """One bar.

    Attributes:
        key: what `BarChart.opened` carries.
        value: its length.
        name: all of it in words: "Tháng 8, thụ lý: 42".
        words: what stands beside it, else the value.
        whole: what an outline around it shows, where it is a part of something.
    """

    key: Hashable
    value: int
    name: str
    words: str = ""
    whole: int = 0

    @property
    def length(self) -> int:
        """What it takes on the scale."""
        return max(self.value, self.whole)


class Group(NamedTuple):
    """Bars that stand together, one a series."""

    label: str
    bars: tuple[Bar, ...]


class _Placed(NamedTuple):
    bar: Bar
    series: int
    body: QRect  # of the bar itself
    outline: QRect  # of what it is a part of
    room: QRect  # where it is clicked, with the words beside it


class BarChart(QWidget):
    """Groups of bars; lying ones have their labels at the left, for names, standing ones below."""

    #: A bar was opened; carries its key.
    opened = Signal(object)

    def __init__(self, name: str, *, lying: bool = False) -> None:
        super().__init__()
        self._name, self._lying = name, lying
        self._groups: Sequence[Group] = ()
        self._placed: list[_Placed] = []
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these; the keyboard stays on the bar of the same key."""
        kept = self._bars()[self._at].key if self._bars() else None
        self._groups = groups
        keys = [bar.key for bar in self._bars()]
        self._at = keys.index(kept) if kept in keys else 0
        self._tell()
        self.setMinimumSize(self.sizeHint())
        self.update()

    @property
    def groups(self) -> Sequence[Group]:
        """What is shown."""
        return self._groups

    def go_to(self, key: Hashable) -> None:
        """Put the keyboard on a bar. Raise `ValueError` if there is none of this key."""
        self._at = [bar.key for bar in self._bars()].index(key)
        self._tell()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        px, line = current().px, current().metrics("small").height()
        if self._lying:
            rows = sum(len(group.bars) * _thick() + px(_BETWEEN) for group in self._groups)
            return QSize(px(_NARROWEST), rows + px(4))
        lines = 2 if any(len(group.label) > _LONG for group in self._groups) else 1
        return QSize(px(_NARROWEST), _base() + lines * line + px(6))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number, key = len(self._bars()), event.key()
        steps = {
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: number - 1,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and number:
            self._open_current()
        elif key in steps and number:
            self._at = min(max(steps[Qt.Key(key)], 0), number - 1)
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._bar_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(found.key)
            self._open_current()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._bar_at(event.pos())
            QToolTip.showText(event.globalPos(), found.name if found else "", self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._placed = self._place()
        self._paint_labels(painter)
        for number, placed in enumerate(self._placed):
            self._paint_bar(painter, placed)
            if number == self._at and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(current().tint("primary"), 2))
                painter.drawRect(placed.room)
        painter.end()

    def _bars(self) -> list[Bar]:
        return [bar for group in self._groups for bar in group.bars]

    def _bar_at(self, point: QPoint) -> Bar | None:
        return next((each.bar for each in self._placed if each.room.contains(point)), None)

    def _open_current(self) -> None:
        if (bar := self._bars()[self._at]).length:
            self.opened.emit(bar.key)

    def _tell(self) -> None:
        bars = self._bars()
        self.setAccessibleName(f"{self._name}. {bars[self._at].name}" if bars else self._name)

    def _place(self) -> list[_Placed]:
        """Where every bar stands now."""
        longest = max((bar.length for bar in self._bars()), default=0) or 1
        place = self._place_lying if self._lying else self._place_standing
        areas = self._areas()
        return [
            place(area, (series, len(group.bars)), bar, longest)
            for group, area in zip(self._groups, areas, strict=True)
            for series, bar in enumerate(group.bars)
        ]

    def _areas(self) -> list[QRect]:
        """What each group has for itself, with its label."""
        if not self._lying:
            width = self.width() // max(1, len(self._groups))
            return [QRect(number * width, 0, width, self.height()) for number in range(len(self._groups))]
        areas, top = [], current().px(2)
        for group in self._groups:
            areas.append(QRect(0, top, self.width(), len(group.bars) * _thick()))
            top += areas[-1].height() + current().px(_BETWEEN)
        return areas

    def _place_standing(self, area: QRect, series: tuple[int, int], bar: Bar, longest: int) -> _Placed:
        px, (number, count) = current().px, series
        slot = min((area.width() - px(_BETWEEN)) // count, px(2 * _WIDEST))
        left = area.center().x() - slot * count // 2 + number * slot
        thick = max(3, min(slot - 2, px(_WIDEST)))
        base, tall, line = _base(), px(_TALLEST), current().metrics("small").height()

        def body(value: int) -> QRect:
            height = max(1, tall * value // longest) if value else 0
            return QRect(left + (slot - thick) // 2, base - height, thick, height)

        return _Placed(
            bar, number, body(bar.value), body(bar.whole), QRect(left, base - tall - line, slot, tall + line)
        )

    def _place_lying(self, area: QRect, series: tuple[int, int], bar: Bar, longest: int) -> _Placed:
        px, thick, left = current().px, _thick(), self._labels_width()
        words = max(current().metrics("small").horizontalAdvance(_words(each)) for each in self._bars())
        scale = max(px(20), area.width() - left - words - px(12))
        top = area.y() + series[0] * thick

        def body(value: int) -> QRect:
            return QRect(left, top + 2, max(1, scale * value // longest) if value else 0, thick - 4)

        room = QRect(left - 2, top, area.width() - left, thick)
        return _Placed(bar, series[0], body(bar.value), body(bar.whole), room)

    def _labels_width(self) -> int:
        longest = max(current().metrics("small").horizontalAdvance(group.label) for group in self._groups)
        return min(longest + current().px(12), int(self.width() * _LABELS))

    def _paint_labels(self, painter: QPainter) -> None:
        theme = current()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(Role.INK))
        for group, area in zip(self._groups, self._areas(), strict=True):
            if self._lying:
                room = QRect(area.x(), area.y(), self._labels_width() - theme.px(8), area.height())
                cut = painter.fontMetrics().elidedText(group.label, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, _RIGHT, cut)
            else:
                room = area.adjusted(2, _base() + theme.px(3), -2, 0)
                painter.drawText(room, _BELOW | Qt.TextFlag.TextWordWrap, group.label)
        if not self._lying:
            painter.setPen(theme.tint("border"))
            painter.drawLine(0, _base(), self.width(), _base())

    def _paint_bar(self, painter: QPainter, placed: _Placed) -> None:
        theme = current()
        paint_pattern(painter, placed.body, placed.series)
        if placed.bar.whole:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.tint("border"))
            painter.drawRect(placed.outline.adjusted(0, 0, -1, -1))
        if not placed.bar.length:
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(Role.INK))
        words, body = _words(placed.bar), placed.body.united(placed.outline)
        if self._lying:
            painter.drawText(placed.room.adjusted(body.width() + theme.px(8), 0, theme.px(60), 0), _LEFT, words)
        elif painter.fontMetrics().horizontalAdvance(words) <= placed.room.width():
            painter.drawText(QRect(placed.room.x(), 0, placed.room.width(), body.top()), _ABOVE, words)
        else:
            _paint_upright(painter, body, words)


class Legend(QWidget):
    """Which pattern is which series."""

    def __init__(self, series: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(6))
        for number, name in enumerate(series):
            row.addWidget(_Swatch(number))
            row.addWidget(label(name, "small"))
            row.addSpacing(current().px(8))


class _Swatch(QWidget):
    def __init__(self, series: int) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(current().px(14), current().px(14))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pattern(painter, self.rect(), self._series)
        painter.end()


def paint_pattern(painter: QPainter, area: QRect, series: int) -> None:
    """Paint a bar of a series: light with an outline, full, or hatched, so that grey paper tells them apart."""
    if area.isEmpty():
        return
    theme = current()
    primary = theme.tint("primary")
    painter.fillRect(area, (theme.tint("primary_soft"), primary, theme.tint("surface"))[series % 3])
    if series % 3 == _HATCHED:
        painter.fillRect(area, QBrush(theme.tint("ink"), Qt.BrushStyle.BDiagPattern))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.tint("ink") if series % 3 == _HATCHED else primary)
    painter.drawRect(area.adjusted(0, 0, -1, -1))


def _words(bar: Bar) -> str:
    return bar.words or whole(bar.value)


def _thick() -> int:
    """The room a bar that lies takes of the height: its words stand beside it."""
    return max(current().px(_LYING), current().metrics("small").height())


def _base() -> int:
    """The line on which bars stand, from the top."""
    return current().metrics("small").height() + current().px(_TALLEST + 2)


def _paint_upright(painter: QPainter, body: QRect, words: str) -> None:
    """Turn a number that is wider than its bar; of a bar too tall for it above, it stands inside on a ground."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(words), metrics.height()
    bottom = max(body.top() - 2, width + 2)
    painter.save()
    painter.translate(body.center().x(), bottom)
    painter.rotate(-90)
    room = QRect(0, -height // 2, width, height)
    if bottom > body.top():
        painter.fillRect(room.adjusted(-1, 2, 1, -2), current().tint("surface"))
    painter.drawText(room, _LEFT, words)
    painter.restore()
