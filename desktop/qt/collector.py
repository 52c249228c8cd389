"""The interpreter's collector of reference cycles, on the window's thread only.

A cycle may hold a widget. Were it collected where the last object happened to be made, a lane could destroy that widget
while the window's thread is inside Qt: each would wait for the other for ever (seen).
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_LOOKS_EVERY = 250  # milliseconds


def collect_due() -> None:
    """Collect what the interpreter would have collected by now; on the window's thread only."""
    for generation, (made, bearable) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if made > bearable:
            gc.collect(generation)
            return


class Collector(QObject):
    """Takes the place of the interpreter's own rhythm until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Collect no more; whoever begins to work beside the window again needs another one."""
        self._timer.stop()

    @Slot()
    def _look(self) -> None:
        collect_due()
