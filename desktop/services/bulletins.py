"""The published bulletin as an office reads it: its sums done again, and what it says of the office's province."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from desktop.domain.catalogues import OLD_LIST, province_list, province_predecessors
from desktop.domain.periods import Period
from desktop.exchange.texts import read_text
from desktop.reports.bulletins.checking import Check, Mention, Standing, check, standing
from desktop.reports.bulletins.comparing import Compared, Why, compare
from desktop.reports.bulletins.counted import by_criterion
from desktop.reports.bulletins.figures import BY_CRITERION, marks_of
from desktop.reports.bulletins.reading import Bulletin, Measure, read
from desktop.services.own_bulletin import COLUMNS, FORM
from desktop.services.reports import Reports
from desktop.services.session import VIETNAM, Session
from desktop.store import lists
from desktop.store.errors import translated

__all__ = ["Beside", "Checked", "Compared", "Own", "Why", "checked", "compared", "text_of"]


class Own(msgspec.Struct, frozen=True):
    """What a bulletin says of one province, a line a measure."""

    province: str
    standings: tuple[Standing, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A bulletin, every check of it, and what it says of the provinces that are the office's today."""

    bulletin: Bulletin
    checks: tuple[Check, ...]
    own: tuple[Own, ...] = ()

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The checks that the bulletin does not pass."""
        return tuple(each for each in self.checks if not each.holds)


def text_of(file: Path) -> str:
    """The text of a bulletin that was saved, as a page or as plain text.

    Raises:
        DomainError: ``text_too_large``, ``file_not_text``.
        StoreError: if the file cannot be read.
    """
    with translated():
        return read_text(file)


def checked(text: str, province: str | None = None) -> Checked:
    """Read a bulletin and check it.

    Args:
        text: as it was copied from the page.
        province: code of the office's province in the list of today; a bulletin from before 01/7/2025 speaks of the
            provinces that have become it.

    Raises:
        DomainError: ``not_a_bulletin``.
    """
    bulletin = read(text)
    named = _as_named_then(province, bulletin.last_day) if province else ()
    own = tuple(Own(each, tuple(standing(bulletin, each))) for each in named)
    return Checked(bulletin=bulletin, checks=tuple(check(bulletin)), own=own)


class Beside(msgspec.Struct, frozen=True):
    """A measure in the register and in the bulletin; ``codes`` are those of the cases that explain it."""

    compared: Compared
    codes: Mapping[str, str]


def compared(session: Session, found: Checked) -> list[Beside]:
    """Put the office's register beside a bulletin; nothing where it does not speak of the office's province."""
    if not found.own:
        return []
    bulletin = found.bulletin
    reports, month = Reports(session), Period(bulletin.first_day, bulletin.last_day)
    form, asked = reports.form(FORM, month), reports.asked(month)
    figures = {each.measure for each in bulletin.figures}
    counted = {
        (measure, ""): [row.id for row in reports.behind(form, asked, ("", column)).cases]
        for measure, column in COLUMNS.items()
        if measure in figures
    }
    published = {(measure, ""): _published(found.own, measure) for measure, _all in counted}
    told, form = by_criterion(bulletin), reports.form(BY_CRITERION, month)
    for mark, code in marks_of(form).items():
        line = (Measure.SUCCESSFUL, code)
        counted[line] = [row.id for row in reports.behind(form, asked, (mark, 1)).cases] if code in told else []
        if told.get(code) or counted[line]:
            published[line] = told[code]
    taken_at = bulletin.taken_at or dt.datetime.combine(bulletin.last_day, dt.time.max)
    with session.database.read() as connection:
        every = list(compare(connection, asked, counted, published, taken_at.replace(tzinfo=VIETNAM)))
        ids = {case for each in every for cases in (each.cases, *(why.cases for why in each.reasons)) for case in cases}
        codes = {row.id: row.code for row in lists.rows_of_cases(connection, sorted(ids))}
    return [Beside(each, codes) for each in every]


def _published(own: Sequence[Own], measure: Measure) -> int | None:
    """What is said of the province, or of all that have become it; None where one of them is not named."""
    found = [each for one in own for each in one.standings if each.measure is measure]
    if not found or any(each.mention is Mention.NOT_NAMED for each in found):
        return None
    return sum(each.count or 0 for each in found)


def _as_named_then(province: str, on: dt.date) -> tuple[str, ...]:
    return province_predecessors(province) if province_list(on) == OLD_LIST else (province,)
