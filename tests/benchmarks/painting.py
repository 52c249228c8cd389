"""Tells when a window has painted what it was opened for, and how much memory the process then takes."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_SETTLES = 1500  # milliseconds after the first paint: what the window does next belongs to its memory


class FirstPaint(QObject):
    """Watches an application until a widget that counts has been painted; then prints one line of JSON and goes on."""

    def __init__(self, application: QApplication, counts: Callable[[QObject], bool], then: Callable[[], Any]) -> None:
        """Watch.

        Args:
            application: the one of this process.
            counts: whether painting this object is what one waits for.
            then: called when everything has been printed.
        """
        super().__init__(application)
        self._application = application
        self._counts = counts
        self._then = then
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._counts(watched):
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._painted)  # the filter is asked before the widget paints
        return False

    def _painted(self) -> None:
        painted_at = time.monotonic()
        QTimer.singleShot(_SETTLES, lambda: self._tell(painted_at))

    def _tell(self, painted_at: float) -> None:
        print(json.dumps({"painted_at": painted_at, "resident_bytes": _resident()}), flush=True)
        self._then()


def _resident() -> int:
    """Memory of this process that is in the machine's, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
