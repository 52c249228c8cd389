"""How long the window is ever kept waiting while a first synchronisation takes everything in.

    python -m tests.benchmarks.gui_block [--records N]

The main window shows its list of cases and a heartbeat on its thread asks to be called every two milliseconds; the
longest time between two beats is the longest time in which no key would have been answered.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.qt.lanes import Lanes
from desktop.services.office import Office
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import receipts
from desktop.ui.main_window import MainWindow
from desktop.ui.sign_in.entry import Opened
from desktop.ui.theme import Appearance
from desktop.ui.tokens import Scheme
from tests.benchmarks.ground import Ground, Sizes, new_office, sign_in
from tests.benchmarks.rows import Aim, Row, percentile, row
from tests.benchmarks.servers import real_server

_BEAT = 2  # milliseconds
_SETTLE = 1.0  # seconds for the window to paint itself and load what it needs
_AT_MOST = 1800  # seconds
_AIM = 50  # milliseconds
#: Records an invented case has at least, its people and everything that hangs on it counted.
_A_CASE = 5


class Heartbeat(QObject):
    """Beats on the window's thread and keeps the time between the beats, in milliseconds.

    Attributes:
        gaps: as a clock on the wall sees it, whoever else had the processor meanwhile.
        work: what this thread itself did.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin, and forget what was before."""
        self.gaps.clear()
        self.work.clear()
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.work.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked


def gui_block(ground: Ground) -> list[Row]:
    """Another PC of the unit fetches everything behind its open window."""
    cases = -(-ground.sizes.records // _A_CASE)
    with real_server(ground.fresh("block.sqlite")) as server:
        sender = sign_in(ground.copy(ground.office(cases), "block-sender"))
        sending = Synchronise(sender)
        sending.enrol(server.url, server.code())
        sending.cycle()
        sender.database.close()
        home = ground.fresh("block-fetcher")
        fetcher = new_office(home)
        Synchronise(fetcher).enrol(server.url, server.code())
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        return [_watched(application, Opened(Office.at(home), fetcher), ground.sizes.records)]


def _watched(application: QApplication, opened: Opened, least: int) -> Row:
    lanes = Lanes()
    window = MainWindow(Appearance(application, Scheme.LIGHT), opened, lanes)
    window.resize(1366, 697)
    window.show()
    window.open(window.page_keys[0])
    _run(lambda: True, after=_SETTLE)
    gc.freeze()  # as `desktop.app` does once the window stands
    heart = Heartbeat()
    heart.start()
    began = time.perf_counter()
    window.start()
    _run(lambda: not lanes.network.busy, after=_SETTLE)
    elapsed = time.perf_counter() - began
    heart.stop()
    taken = sum(kept.taken for kept in receipts(opened.session) if kept.complete)
    gc.unfreeze()
    window.let_go()
    lanes.stop()
    window.deleteLater()
    opened.session.database.close()
    if taken < least:
        raise RuntimeError(taken)
    return row(
        f"longest block of the window's thread during a pull of {taken} records",
        "ms",
        Aim(below=_AIM),
        max(heart.gaps),
        longest_work_ms=max(heart.work),
        percentile_99_9_ms=percentile(heart.gaps, 0.999),
        percentile_99_ms=percentile(heart.gaps, 0.99),
        beats=len(heart.gaps),
        beats_over_aim=sum(gap >= _AIM for gap in heart.gaps),
        pull_s=elapsed,
    )


def _run(over: Callable[[], bool], *, after: float) -> None:
    """Let the window live for ``after`` seconds, and then until something is over."""
    loop = QEventLoop()
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if over() else None)
    QTimer.singleShot(round(after * 1000), lambda: look.start(50))
    QTimer.singleShot(_AT_MOST * 1000, loop.quit)
    loop.exec()
    look.stop()


def main() -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser(description="Measure the longest block of the window's thread during a pull.")
    parser.add_argument("--records", type=int, default=Sizes().records)
    records = parser.parse_args().records
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as folder:
        rows = gui_block(Ground(Path(folder), Sizes(records=records)))
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(rows[0])).decode() + "\n")


if __name__ == "__main__":
    main()
