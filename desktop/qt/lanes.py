"""Three lanes beside the window's thread: for the network, for local jobs, for files written for others.

They are apart because a lane works on one thing at a time: neither a slow line nor a long export must hold up a
search. What goes in is a callable, what comes back are values, handed over on the window's thread::

    lane.run(lambda progress: service.find(text), self._show, self._explain, owner=self)
"""

import logging
import sys
import time
from collections.abc import Callable
from threading import Event
from typing import Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.qt.collector import Collector
from sync.contract.errors import CodedError

log = logging.getLogger(__name__)

T = TypeVar("T")

_STOPS_WITHIN = 5000  # milliseconds
#: Seconds for which a busy lane may keep the interpreter while the window's thread wants it. Painting gives it up and
#: takes it back with every call into Qt; at Python's usual 5 ms a window beside a busy lane stood still for 0.2 s.
_HANDS_OVER_WITHIN = 0.0002
_NEWS_EVERY = 0.05  # seconds: the eye sees no more, and the window has other things to do


class Cancelled(Exception):
    """The job noticed that nobody waits for it any more."""


class Step(NamedTuple):
    """How far a job is; `total` is None while it is not known."""

    done: int
    total: int | None = None
    what: str = ""


class Progress:
    """What a running job sees of those who wait for it; may be used on any thread."""

    def __init__(self, tell: Callable[[Step], None]) -> None:
        self._tell = tell
        self._cancelled = Event()
        self._told_at = 0.0

    def report(self, done: int, total: int | None = None, what: str = "") -> None:
        """Say how far the job is; as often as wanted, what comes too fast for the eye is not passed on.

        Raises:
            Cancelled: let it pass; what was done so far must be sound.
        """
        self.check()
        now = time.monotonic()
        if done == total or now - self._told_at >= _NEWS_EVERY:
            self._told_at = now
            self._tell(Step(done, total, what))

    def check(self) -> None:
        """End the job here if it was cancelled; raises `Cancelled`."""
        if self.cancelled:
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to end at its next step."""
        self._cancelled.set()


class Job:
    """One piece of work waiting or under way."""

    def __init__(self, work: Callable[[Progress], Any], callbacks: "_Callbacks", tell: Callable[[Any], None]) -> None:
        self.work = work
        self.callbacks = callbacks
        self.progress = Progress(lambda step: tell((self, step)))

    def cancel(self) -> None:
        """End it at its next step; of its callbacks only `on_end` will still be called."""
        self.progress.cancel()

    def let_go(self) -> None:
        """Forget what was to be done and who waited, once it is over.

        Called on the window's thread: what a job was made of may be the last to hold a widget, which must not be
        destroyed where the lane happens to drop the job.
        """
        self.work, self.callbacks = _nothing, _NOBODY


def _nothing(_progress: Progress) -> None:
    """What a job does that is over."""


class _Callbacks(NamedTuple):
    on_done: Callable[[Any], None] | None
    on_failed: Callable[[CodedError], None] | None
    on_progress: Callable[[Step], None] | None
    on_end: Callable[[], None] | None
    owner: QObject | None

    def alive(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)


_NOBODY = _Callbacks(None, None, None, None, None)


class Lane(QObject):
    """A thread that does one job after the other."""

    _asked = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.do)
        self._worker.stepped.connect(self._on_stepped)
        self._worker.ended.connect(self._on_ended)
        self._thread.start()

    def run(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[CodedError], None] | None = None,
        on_progress: Callable[[Step], None] | None = None,
        on_end: Callable[[], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Do `work` on the lane's thread, after what is already waiting there.

        All callbacks are called on the window's thread. An exception outside the `CodedError` family is a bug and goes
        to ``sys.excepthook``, as one on the window's thread does.

        Args:
            work: is given the `Progress`; returns a value, never a row tied to a session or a widget.
            on_done: takes what it returned.
            on_failed: takes the expected error it raised.
            on_progress: takes the steps it reported.
            on_end: called last in every case: done, failed, cancelled or bug.
            owner: the page or dialog that asked; once it is destroyed nothing is called any more.
        """
        callbacks = _Callbacks(on_done, on_failed, on_progress, on_end, owner)
        job = Job(work, callbacks, self._worker.stepped.emit)
        self._jobs.append(job)
        self._asked.emit(job)
        return job

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or under way."""
        return bool(self._jobs)

    def begin_to_stop(self) -> None:
        """Cancel what is under way and let the thread end; no callback is called after this."""
        for job in self._jobs:
            job.cancel()
        self._thread.quit()

    def stop(self) -> bool:
        """Cancel what is under way and wait for the end of the thread.

        Returns:
            False if the job under way did not end within 5 seconds. Its thread is left alone: killing it could leave
            a half-written file.
        """
        self.begin_to_stop()
        stopped = self._thread.wait(_STOPS_WITHIN)
        if stopped:
            for job in self._jobs:
                job.let_go()
        else:
            log.warning("lane %s did not stop", self._thread.objectName())
        self._jobs.clear()
        return stopped

    @Slot(object)
    def _on_stepped(self, news: tuple[Job, Step]) -> None:
        job, step = news
        tell = job.callbacks.on_progress
        if tell and job in self._jobs and job.callbacks.alive() and not job.progress.cancelled:
            tell(step)

    @Slot(object)
    def _on_ended(self, news: tuple[Job, "_Result"]) -> None:
        job, result = news
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        if isinstance(result.error, Exception) and not isinstance(result.error, CodedError | Cancelled):
            sys.excepthook(type(result.error), result.error, result.error.__traceback__)
        elif job.callbacks.alive() and not job.progress.cancelled:
            _hand_over(job.callbacks, result)
        if job.callbacks.on_end and job.callbacks.alive():
            job.callbacks.on_end()
        job.let_go()


class Lanes:
    """The lanes of the program."""

    def __init__(self, parent: QObject | None = None) -> None:
        sys.setswitchinterval(_HANDS_OVER_WITHIN)
        self._collector = Collector(parent)
        self.network = Lane("network", parent)
        self.local = Lane("local", parent)
        self.exports = Lane("exports", parent)

    def stop(self) -> bool:
        """Stop them all, side by side; see `Lane.stop`."""
        self._collector.stop()
        lanes = (self.network, self.local, self.exports)
        for lane in lanes:
            lane.begin_to_stop()
        stopped = [lane.stop() for lane in lanes]
        return all(stopped)


class _Result(NamedTuple):
    value: Any = None
    error: Exception | None = None


class _Worker(QObject):
    """Lives on the lane's thread and does what it is asked."""

    stepped = Signal(object)
    ended = Signal(object)

    @Slot(object)
    def do(self, job: Job) -> None:
        """Do one job; whatever it raises is taken back to the window's thread with it."""
        try:
            job.progress.check()
            result = _Result(job.work(job.progress))
        except Exception as error:  # noqa: BLE001 - sorted on the window's thread: expected, cancelled or a bug
            result = _Result(error=error)
        self.ended.emit((job, result))


def _hand_over(callbacks: _Callbacks, result: _Result) -> None:
    if isinstance(result.error, CodedError):
        if callbacks.on_failed:
            callbacks.on_failed(result.error)
    elif result.error is None and callbacks.on_done:
        callbacks.on_done(result.value)
