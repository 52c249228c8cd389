"""Units and people in order of how their cases stand, with the rule by which they are."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import msgspec

from desktop.domain.periods import Period
from desktop.domain.text import person_sort_key, sort_key
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Band, Paper, PaperColumn, PaperRow
from desktop.reports import nudging, placing
from desktop.reports.asked import Asked
from desktop.reports.placing import By, Ranked, Whom
from desktop.services.reports import Behind, Reports
from desktop.services.session import Session
from desktop.words import ranking as words
from desktop.words import reports as report_words

__all__ = ["By", "Placed", "Ranking", "Rankings", "Whom"]


class Placed(msgspec.Struct, frozen=True):
    """One line: the rank, and whose."""

    rank: int
    one: Ranked


class Ranking(msgspec.Struct, frozen=True):
    """Everybody in order; those of equal value share a rank and stand by name."""

    asked: Asked
    whom: Whom
    by: By
    lines: Sequence[Placed]

    @property
    def period(self) -> Period:
        """What it is about."""
        return self.asked.period


class Rankings:
    """The use cases of ranking."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reports = Reports(session)

    def ranking(self, between: Period, whom: Whom, by: By) -> Ranking:
        """Rank over a period, of the office and all units below it."""
        asked = self._reports.asked(between)
        names = {unit.id: unit.name for unit in self._reports.units()}
        with self._session.database.read() as connection:
            found = placing.placed(connection, asked, whom, names)
        if by is By.COMPLETE:  # of somebody whose part ended before the case did, nothing can be lacking
            found = [each for each in found if each.cases]
        named = person_sort_key if whom is Whom.PEOPLE else sort_key
        found.sort(key=lambda each: (-each.value(by), named(each.name), each.key))
        values = [each.value(by) for each in found]
        return Ranking(asked, whom, by, [Placed(values.index(each.value(by)) + 1, each) for each in found])

    def behind(self, shown: Ranking, placed: Placed) -> Behind:
        """The cases that decide a rank, with the part each counts; of completeness those that lack something."""
        key = placed.one.key
        with self._session.database.read() as connection:
            if (shown.whom, shown.by) == (Whom.PEOPLE, By.COMPLETE):
                found = nudging.lacking(connection, shown.asked)
                parts = {each.case: Fraction(1) for each in found if each.practitioner == key}
            else:
                parts = placing.behind(connection, shown.asked, shown.whom, key, shown.by)
            return Behind(sum(parts.values(), Fraction()), self._reports.rows(connection, parts), (), parts)

    def page(self, shown: Ranking) -> Paper:
        """The ranking as it is printed, with its rule."""
        return Paper(
            name=words.NAME,
            bands=(
                Band(left=(self._session.office.unit.name,), right=report_words.NATION),
                Band(middle=(words.TITLE, report_words.between(shown.period))),
            ),
            columns=[PaperColumn((head,), width) for head, width in (*words.HEADS, *words.HEADS_ENDED)],
            rows=[PaperRow(words.cells(each.rank, each.one)) for each in shown.lines],
            notes=[words.rule(shown.by)],
        )

    def write(self, shown: Ranking, path: Path) -> int:
        """Write it as a workbook or PDF; how many lines it has. Raise `SheetError`."""
        return write_paper(path, self.page(shown))
