"""The synchronisation in the background: when it runs, what it is doing, and what became of it.

A cycle is one job of the network lane. This object lives on the window's thread, decides when a cycle begins and keeps
an `Activity` for those who show it. Expected errors are sorted by family: offline waits for the line, what needs a
person is shown with one button, a breach of the protocol halts, and a defect goes to the crash handler and is tried
again at the next interval.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Event
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lane
from desktop.qt.lanes import Progress as LaneProgress
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.ui.sync.pace import Pace
from desktop.ui.sync.rest import Rest
from desktop.ui.sync.route import address_towards
from desktop.words.sync import Activity
from sync.client.engine import Cycle, Progress
from sync.client.meter import LineQuality
from sync.contract.errors import CodedError, Offline, ProtocolViolation

log = logging.getLogger(__name__)

_LOOKS_EVERY: Final = 2000  # milliseconds between two looks at the clock and the route
_TELLS_AFTER: Final = 2.0  # seconds of a cycle: a rate of less would be a guess
_TELLS_EVERY: Final = 0.5  # seconds between two words of what has changed: every list on the screen reads again


class SyncWorker(QObject):
    """Runs a cycle when one is due, as long as this office is enrolled and not practice.

    Attributes:
        activity: what it is doing; another value after each `changed`.
        rest: when nothing may go by itself.
    """

    #: `activity` is another.
    changed = Signal()
    #: A cycle has ended, however.
    ended = Signal()

    _stepped = Signal(object)

    def __init__(
        self,
        session: Session,
        lane: Lane,
        changes: ChangeNotifier,
        *,
        rest: Rest,
        pace: Pace | None = None,
        synchronise: Synchronise | None = None,
        looks_every: int = _LOOKS_EVERY,
        route: Callable[[str], str | None] = address_towards,
        parent: QObject | None = None,
    ) -> None:
        """Prepare; nothing runs before `start`.

        Args:
            session: whose office it is.
            lane: the network lane.
            changes: told what has become another, step by step but no oftener than the eye can follow.
            rest: when nothing may go by itself.
            pace: when cycles are due.
            synchronise: the use case; of the session unless a test brings its own.
            looks_every: milliseconds between two looks at the clock and the network.
            route: see `address_towards`.
            parent: the owner.
        """
        super().__init__(parent)
        self.activity = Activity()
        self._session = session
        self._lane = lane
        self.rest = rest
        self._pace = pace or Pace()
        self._synchronise = synchronise or Synchronise(session)
        self._route = route
        self._address: str | None = None
        self._stop = Event()
        self._outcome_known = False
        self._asked = False
        self._goes_on = False
        self._began = 0.0
        self._news = _News(changes)
        self._timer = QTimer(self)
        self._timer.setInterval(looks_every)
        self._timer.timeout.connect(self._look)
        self._stepped.connect(self._on_stepped)

    @property
    def may_run(self) -> bool:
        """Whether there is anybody to exchange with."""
        return self._session.office.enrolled and not self._session.office.practice

    def start(self) -> None:
        """Run by itself from now on; the first cycle begins at once."""
        if self.may_run and not self._timer.isActive():
            self._address = self._route(self._session.office.server or "")
            self._timer.start()
            self._look()

    def sync_now(self) -> None:
        """Begin a cycle because a person wants one; one under way goes on."""
        if self.may_run:
            self._asked = True
            self._pace.asked()
            self.start()
            self._look()
            self._become(replace(self.activity, asked=True))

    def stop(self, *, to_go_on: bool = False) -> None:
        """End the cycle under way after its present step. The next one is due in its time.

        Or, ``to_go_on``, at once after what was just put on the lane: so that need not wait for a long cycle. It cannot
        go beside it, for two that renewed the access at once would void each other's.
        """
        self._stop.set()
        self._goes_on = to_go_on and self.activity.running
        if self.activity.running and not to_go_on:
            self._become(replace(self.activity, stopping=True))

    def choose(self, **changes: Any) -> None:
        """Let the office have it another way; ``changes`` are fields of `Manner`. Raise `Invalid` for what is none."""
        manner = self.rest.choose(**changes)
        self._synchronise.pace.bytes_per_second = manner.bytes_per_second
        self._heed_rest()

    def pause(self) -> None:
        """Let nothing go by itself until `resume`, however often the program is started meanwhile."""
        self._asked = False
        self.choose(paused=True)

    def resume(self) -> None:
        """Go on, and begin at once."""
        self.choose(paused=False)
        self.sync_now()

    @property
    def quality(self) -> LineQuality:
        """How good the line was of late."""
        return self._synchronise.meter.quality()

    def shut_down(self) -> None:
        """Begin no further cycle; the lane waits for the step under way, for a few seconds at most."""
        self._timer.stop()
        self._stop.set()

    @Slot()
    def _look(self) -> None:
        address = self._route(self._session.office.server or "")
        if address != self._address:
            self._address = address
            if address is not None:
                self._pace.line_changed()
        self._heed_rest()
        if self._pace.due and not self.activity.running and (self._asked or not self.rest.holds):
            self._begin()

    def _heed_rest(self) -> None:
        """End what began by itself once it may not go on; say what has changed about it."""
        if self.activity.running and self.rest.holds and not self._asked:
            self.stop()
        before = self.activity.paused, self.activity.quiet_until
        if before != (self.rest.manner.paused, self.rest.quiet_until):
            self._become(self.activity)

    def _begin(self) -> None:
        self._stop.clear()
        self._began = time.monotonic()
        self._outcome_known = False
        self._become(Activity(running=True, trouble=self.activity.trouble))
        self._lane.run(self._cycle, self._on_done, self._on_failed, on_end=self._on_end, owner=self)

    def _cycle(self, progress: LaneProgress) -> Cycle:
        """The job; on the lane's thread."""
        try:
            return self._synchronise.cycle(self._step_taken, lambda: self._stop.is_set() or progress.cancelled)
        finally:
            self._news.tell()

    def _step_taken(self, step: Progress) -> None:
        """On the lane's thread, after every step."""
        self._news.take(step.changed)
        self._stepped.emit(step)

    @Slot(object)
    def _on_stepped(self, step: Progress) -> None:
        if self.activity.running:
            passed = time.monotonic() - self._began
            fetching = step.taken / passed if step.taken and passed > _TELLS_AFTER else None
            now = replace(self.activity, sent=step.sent, taken=step.taken, left=step.left, file=step.file)
            self._become(replace(now, going=step.going, fetching=fetching))

    def _on_done(self, _cycle: Cycle) -> None:
        self._outcome_known = True
        self._pace.succeeded()
        self._become(Activity())

    def _on_failed(self, error: CodedError) -> None:
        self._outcome_known = True
        if isinstance(error, ProtocolViolation):
            log.warning("halted: %s", error)
        else:
            log.info("%s: %s", "offline" if isinstance(error, Offline) else "stopped", error)
        self._pace.failed(error)
        self._become(Activity(trouble=error, halted=self._pace.halted))

    def _on_end(self) -> None:
        asked, goes_on = self._asked, self._goes_on
        self._asked = self._goes_on = False
        if not self._outcome_known:  # a defect, now in the hands of the crash handler
            self._pace.failed(None)
            self._become(Activity())
        self.ended.emit()
        if goes_on and self._timer.isActive() and (asked or not self.rest.holds) and not self.activity.trouble:
            self._asked = asked
            self._begin()

    def _become(self, activity: Activity) -> None:
        self.activity = replace(activity, paused=self.rest.manner.paused, quiet_until=self.rest.quiet_until)
        self.changed.emit()


class _News:
    """Gathers what the steps of a cycle change, and tells of it now and then; on the lane's thread."""

    def __init__(self, changes: ChangeNotifier) -> None:
        self._changes = changes
        self._changed: set[tuple[str, str]] = set()
        self._told_at = 0.0

    def take(self, changed: Iterable[tuple[str, str]]) -> None:
        """One step has changed these."""
        self._changed |= set(changed)
        if time.monotonic() - self._told_at >= _TELLS_EVERY:
            self.tell()

    def tell(self) -> None:
        """Tell of everything not told yet."""
        if self._changed:
            self._changes.tell(self._changed)
            self._changed = set()
        self._told_at = time.monotonic()
