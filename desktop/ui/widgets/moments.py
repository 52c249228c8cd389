"""Editors for days and moments: typed freely, read when the field is left, never forced into a mask."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from desktop.domain.dates import format_date, parse_date
from desktop.domain.errors import DomainError
from desktop.domain.times import parse_time
from desktop.ui.theme import current
from desktop.ui.widgets.editors import Editor, LineEditor
from desktop.words import _
from sync.contract.errors import CodedError
from sync.contract.fields import Wire

_DAY_WIDTH = 108

#: The present moment, in the zone of the office.
Clock = Callable[[], dt.datetime]


class DateEditor(LineEditor):
    """A day: ``5/3``, ``5.3.26``, ``05032026``; shown as ``05/03/2026`` once the field is left."""

    def __init__(self, now: Clock) -> None:
        super().__init__(
            lambda text: parse_date(text, now().date()).isoformat(),
            lambda wire: format_date(dt.date.fromisoformat(wire)),
            placeholder=_("ngày/tháng/năm"),
        )


class MomentEditor(Editor):
    """A day and a time of that day, to the minute, in the zone of the office.

    The time may be left out only together with the day.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._day = DateEditor(now)
        self._time = LineEditor(
            lambda text: f"{parse_time(text):%H:%M}",
            placeholder=_("giờ:phút"),
        )
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addWidget(self._day.widget, 3)
        row.addWidget(self._time.widget, 2)
        super().__init__(group, self._day.control)
        group.setFocusProxy(self._day.control)
        for part in (self._day, self._time):
            part.setParent(self)
            part.edited.connect(self.edited)
            part.changed.connect(self.changed)
        self._day.went_on.connect(self._time.control.setFocus)
        self._time.went_on.connect(self.went_on)
        self._time.left.connect(self.left)

    @override
    def name(self, title: str) -> None:
        self._day.name(title)
        self._time.name(_("{title}: giờ").format(title=title))

    @override
    def value(self) -> Wire:
        day, time = self._day.value(), self._time.value()
        if day is None and time is None:
            return None
        if day is None or time is None:
            raise DomainError("moment_incomplete")
        moment = dt.datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=self._now().tzinfo)
        return moment.isoformat()

    @override
    def set_value(self, value: Wire) -> None:
        moment = dt.datetime.fromisoformat(value).astimezone(self._now().tzinfo) if value else None
        self._day.set_value(moment and moment.date().isoformat())
        self._time.set_value(moment and f"{moment:%H:%M}")


class DayField(QWidget):
    """A day that narrows a list; what means nothing narrows nothing."""

    #: Another day, or none.
    changed = Signal()

    def __init__(self, words: str, name: str, now: Clock) -> None:
        super().__init__()
        self._editor = DateEditor(now)
        self._editor.setParent(self)
        self._editor.name(name)
        line = self._editor.control
        if isinstance(line, QLineEdit):
            line.setPlaceholderText(words)
        line.setFixedWidth(current().px(_DAY_WIDTH))
        self._told: Wire = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line)
        self._editor.left.connect(self._tell)

    def value(self) -> str | None:
        """The ISO day, None for none or for what cannot be read."""
        try:
            value = self._editor.value()
        except CodedError:
            return None
        return dt.date.fromisoformat(value).isoformat() if value else None

    def clear(self) -> None:
        """Empty it."""
        self._editor.set_value(None)
        self._told = None

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.changed.emit()
