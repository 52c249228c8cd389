"""One place that says which records have become others, for everything on the screen that shows them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_TOGETHER = 50  # milliseconds: what changes within them is told once

#: A record type's name and a record's id.
Changed = tuple[str, str]


class ChangeNotifier(QObject):
    """Tells, on the window's thread, which records a save or a synchronisation has changed.

    `tell` may be called on any thread. A synchronisation that takes in thousands of records tells so a few times, not
    thousands of times.
    """

    #: Carries a frozenset of (record type, id).
    changed = Signal(object)

    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: set[Changed] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOGETHER)
        self._timer.timeout.connect(self._pass_on)
        self._told.connect(self._take)

    def tell(self, changed: Iterable[Changed]) -> None:
        """Say that these records have changed."""
        self._told.emit(frozenset(changed))

    @Slot(object)
    def _take(self, changed: frozenset[Changed]) -> None:
        self._waiting |= changed
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    def _pass_on(self) -> None:
        waiting, self._waiting = frozenset(self._waiting), set()
        self.changed.emit(waiting)
