"""A count that may take long: told after a moment how far it is, and stopped by whoever does not want to wait."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.qt.lanes import Job, Lane, Step
from desktop.services.reports import Tell
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from desktop.words import reports as words
from sync.contract.errors import CodedError

T = TypeVar("T")

#: Milliseconds: what is quicker needs no words.
SHOWN_AFTER = 400


class CountingBanner(Banner):
    """Hidden but for counts that take long, were stopped or failed."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        """Make it; ``lane`` is where is counted."""
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._began = 0.0
        self._step = Step(0)
        self._again: Callable[[], object] = self.hide
        self._delay = QTimer(self, singleShot=True, interval=SHOWN_AFTER)
        self._delay.timeout.connect(self._show_step)

    def count(self, work: Callable[[Tell], T], done: Callable[[T], object], again: Callable[[], object]) -> None:
        """Count, instead of whatever is still being counted.

        Args:
            work: runs on the lane; tells how far it is, and ends where telling raises.
            done: takes what it returned.
            again: what somebody who stopped it may press.
        """
        if self._job is not None:
            self._job.cancel()
        self.hide()
        self._again, self._began, self._step = again, time.monotonic(), Step(0)
        self._delay.start()

        def take(found: T) -> None:
            self._ended(job)
            done(found)

        def fail(error: CodedError) -> None:
            self._ended(job)
            self.explain(error)

        job = self._lane.run(
            lambda progress: work(progress.report),
            take,
            fail,
            self._stepped,
            lambda: self._ended(job),
            owner=self,
        )
        self._job = job

    def stop(self) -> None:
        """Count no further; what was shown before stays."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._delay.stop()
            self.show_words(Role.PRIMARY, words.STOPPED, words.NUMBERS_OF_BEFORE, _("Đếm lại"), self._again)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._delay.stop()
            self.hide()

    def _stepped(self, step: Step) -> None:
        self._step = step
        if not self.isHidden():
            self.say(self._said())

    def _show_step(self) -> None:
        self.show_words(Role.WAIT, self._said(), words.NUMBERS_OF_BEFORE, _("Dừng"), self.stop)

    def _said(self) -> str:
        return words.counting(self._step.done, self._step.total, int(time.monotonic() - self._began))
