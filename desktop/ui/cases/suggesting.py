"""Suggestions found beside the window's thread: a newer question gives up the older one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.qt.lanes import Job, Lane
from desktop.ui.widgets.choices import Answer, Choice


class LaneProvider:
    """A `Provider` that finds on a lane, because ten thousand people or communes take longer than a key press.

    Attributes:
        owner: the line that asks, told once it is made; when it is gone nothing is answered.
    """

    def __init__(self, lane: Lane, find: Callable[[str], Sequence[Choice]], owner: QObject | None = None) -> None:
        """Begin.

        Args:
            lane: where to look.
            find: what a typed text may mean; runs on the lane's thread.
            owner: see the class.
        """
        self.owner = owner
        self._lane = lane
        self._find = find
        self._job: Job | None = None

    def __call__(self, typed: str, answer: Answer) -> None:
        """Find what ``typed`` may mean and answer later, on the window's thread."""
        if self._job:
            self._job.cancel()
        self._job = self._lane.run(lambda _progress: self._find(typed), answer, owner=self.owner)
