"""Finding what the list of cases shows, beside the window's thread: the rows in order, and those that will be seen.

People are answered at once. News are not: a synchronisation tells of changes twice a second, and a list that began to
look anew each time would do nothing else.
"""

import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.qt.lanes import Job, Lane, Progress
from desktop.qt.table_model import PAGE
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter, CaseRow
from desktop.ui.cases.views import ALL, CONTESTED, UNSENT, counted

_NEWS_EVERY: Final = 1.0  # seconds at least between two looks nobody asked for


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for, and which pages of it (`PAGE` rows each) are on the screen."""

    filter: CaseFilter
    pages: Sequence[int]


class Found(msgspec.Struct, frozen=True):
    """What one look at the database gave.

    Attributes:
        numbers: the rows of the list, in order.
        pages: those of the pages wanted.
        rejected: ids of cases of which the national system refused something.
        anything: whether there is any case at all.
    """

    numbers: "array[int]"
    pages: Mapping[int, Sequence[CaseRow | None]]
    rejected: frozenset[str]
    anything: bool


class Finding(QObject):
    """One look after the other; each shows what is wanted when it begins."""

    #: What the list shows from now on; carries a `Found`.
    found = Signal(object)
    #: How many cases each view has; carries view key → count. People look at the rows first.
    counted = Signal(object)

    def __init__(self, session: Session, lane: Lane, wanted: Callable[[], Wanted], parent: QObject) -> None:
        """Prepare.

        Args:
            session: of the office.
            lane: for local jobs.
            wanted: asked when a look begins.
            parent: the owner.
        """
        super().__init__(parent)
        self._cases = Cases(session)
        self._synchronise = Synchronise(session)
        self._lane = lane
        self._wanted = wanted
        self._job: Job | None = None
        self._again = False
        self._began = -_NEWS_EVERY
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.timeout.connect(self.look)

    def look(self) -> None:
        """Look now, or right after the look under way."""
        self._news.stop()
        if self._job is not None:
            self._again = True
            return
        self._again = False
        self._began = time.monotonic()
        wanted = self._wanted()
        self._job = self._lane.run(
            lambda progress: self._find(wanted, progress), self.found.emit, on_end=self._ended, owner=self
        )

    def hear(self) -> None:
        """Something has changed: look soon, once for all that changes until then."""
        if not self._news.isActive():
            waits = self._began + _NEWS_EVERY - time.monotonic()
            self._news.start(max(0, round(waits * 1000)))

    def rows(self, numbers: Sequence[int]) -> list[CaseRow | None]:
        """The rows of these numbers, in the same order; None where one is gone. On any thread."""
        rows = {row.number: row for row in self._cases.rows(numbers)}
        return [rows.get(number) for number in numbers]

    def _find(self, wanted: Wanted, progress: Progress) -> Found:
        numbers = self._cases.numbers(wanted.filter)
        progress.check()
        pages = {page: self.rows(numbers[page * PAGE : (page + 1) * PAGE]) for page in wanted.pages}
        anything = bool(numbers or self._cases.count(ALL.filter))
        return Found(numbers, pages, self._synchronise.refused_cases(), anything)

    def _count(self) -> dict[str, int]:
        unsent, contested = self._cases.count(UNSENT.filter), self._cases.count(CONTESTED.filter)
        return counted(self._cases.counts(), unsent=unsent, contested=contested)

    def _ended(self) -> None:
        self._job = None
        if self._again:
            self.look()
        else:
            self._lane.run(lambda _progress: self._count(), self.counted.emit, owner=self)
