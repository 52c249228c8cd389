"""Reminding whoever performs cases of what these still lack; that it was sent is kept, and what came of it is told.

What is kept names practitioners and cases by their ids. It stays on this PC, with who answers for the office's figures.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec

from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Band, Paper, PaperColumn, PaperRow
from desktop.reports.nudging import Lack, Lacking, lacking, still_lacking
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import settings
from desktop.store.engine import Connection
from desktop.words import nudging as words
from desktop.words import reports as report_words

__all__ = ["Lack", "Lacking", "Nudges", "Nudging", "Sent"]

_KEPT_UNDER, _KEPT = "nudges", 200  # reminders, the newest


class Reminder(msgspec.Struct, frozen=True):
    """One that was sent: when, by whom, to whom, and of what: id of a case → what it lacked."""

    at: str
    by: str
    practitioner: str
    cases: dict[str, tuple[Lack, ...]]


class Sent(msgspec.Struct, frozen=True):
    """What came of the last reminder somebody got: on which day, of how many things, and how many are there now."""

    practitioner: str
    on: dt.date
    asked: int
    mended: int


class Nudges(msgspec.Struct, frozen=True):
    """What is lacking in a period, a line a case and performer, and what came of earlier reminders."""

    period: Period
    entries: Sequence[Lacking]
    sent: Sequence[Sent]

    def of(self, practitioner: str) -> list[Lacking]:
        """What one of them is reminded of."""
        return [each for each in self.entries if each.practitioner == practitioner]


class Nudging:
    """The use cases of reminding."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def nudges(self, between: Period, codes: Sequence[str] = ()) -> Nudges:
        """What is lacking in the cases of a period.

        Args:
            between: the period.
            codes: of the units; none for the office and all units below it.

        Raises:
            DomainError: ``not_your_unit`` with its code.
        """
        asked = Reports(self._session).asked(between, codes)
        with self._session.database.read() as connection:
            return Nudges(between, lacking(connection, asked), list(_came_of(connection, _kept(connection))))

    def log(self, nudges: Nudges, practitioners: Collection[str]) -> int:
        """Keep that these were reminded; return of how many things in all."""
        at = self._session.clock().isoformat(timespec="seconds")
        new = [
            Reminder(at, self._session.user.login, one, {each.case: each.lacks for each in nudges.of(one)})
            for one in sorted(practitioners)
            if one and nudges.of(one)
        ]
        with self._session.database.write() as connection:
            kept = [*_kept(connection), *new][-_KEPT:]
            settings.put(connection, _KEPT_UNDER, msgspec.to_builtins(kept))
        return sum(len(lacks) for each in new for lacks in each.cases.values())

    def page(self, nudges: Nudges) -> Paper:
        """The whole list as it is printed."""
        return Paper(
            name=words.NAME,
            bands=(
                Band(left=(self._session.office.unit.name,), right=report_words.NATION),
                Band(middle=(words.TITLE, report_words.between(nudges.period))),
            ),
            columns=[PaperColumn((head,), width) for head, width in words.COLUMNS],
            rows=[PaperRow(words.cells(each)) for each in nudges.entries],
            notes=[words.told(nudges.entries), *map(words.came_of, _named(nudges))],
        )

    def write(self, nudges: Nudges, path: Path) -> int:
        """Write the list as a workbook or PDF; how many lines it has. Raise `SheetError`."""
        return write_paper(path, self.page(nudges))


def _named(nudges: Nudges) -> Iterable[tuple[str, Sent]]:
    names = {each.practitioner: each.name for each in nudges.entries}
    return [(names[sent.practitioner], sent) for sent in nudges.sent if sent.practitioner in names]


def _kept(connection: Connection) -> list[Reminder]:
    return msgspec.convert(settings.get(connection, _KEPT_UNDER, []), list[Reminder])


def _came_of(connection: Connection, kept: Sequence[Reminder]) -> Iterable[Sent]:
    """Of the last reminder of each: what is no longer lacking has been mended."""
    last = {each.practitioner: each for each in kept}
    now = {
        each.case: set(each.lacks) for each in still_lacking(connection, {c for r in last.values() for c in r.cases})
    }
    for reminder in last.values():
        things = [(case, lack) for case, lacks in reminder.cases.items() for lack in lacks]
        mended = sum(lack not in now.get(case, ()) for case, lack in things)
        yield Sent(reminder.practitioner, dt.datetime.fromisoformat(reminder.at).date(), len(things), mended)
