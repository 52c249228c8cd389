"""Reading what the screen shows again and again, never two readings at once and never without a pause between them.

A synchronisation that takes in thousands of records says so many times a second; the eye needs two readings a second.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.qt.lanes import Lane, Progress
from sync.contract.errors import CodedError

_PAUSE: Final = 500  # milliseconds


class Reader(QObject):
    """Reads on a lane when asked; asked several times meanwhile, it reads once more."""

    def __init__(
        self,
        lane: Lane,
        read: Callable[[], Any],
        show: Callable[[Any], None],
        parent: QObject,
        fail: Callable[[CodedError], None] | None = None,
    ) -> None:
        """Prepare.

        Args:
            lane: where it reads.
            read: returns a value; called on the lane's thread.
            show: takes the value on the window's thread.
            parent: the owner; once it is destroyed nothing is shown any more.
            fail: takes the expected error that a reading raised.
        """
        super().__init__(parent)
        self._lane = lane
        self._read = read
        self._show = show
        self._fail = fail
        self._reading = False
        self._asked = False
        self._until = 0.0  # when the pause after the last reading is over
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)

    @Slot()
    def ask(self) -> None:
        """Read now, or as soon as the reading under way and a pause are over."""
        rest = self._until - time.monotonic()
        if self._reading or rest > 0:
            self._asked = True
            if not self._reading and not self._pause.isActive():
                self._pause.start(int(rest * 1000) + 1)
            return
        self._reading, self._asked = True, False
        self._lane.run(self._job, self._show, self._fail, on_end=self._on_end, owner=self)

    def shut_down(self) -> None:
        """Read no more."""
        self._pause.stop()
        self._asked = False

    def _job(self, _progress: Progress) -> Any:
        return self._read()

    def _on_end(self) -> None:
        self._reading = False
        self._until = time.monotonic() + _PAUSE / 1000
        if self._asked:
            self._pause.start(_PAUSE)

    @Slot()
    def _go_on(self) -> None:
        if self._asked:
            self.ask()
