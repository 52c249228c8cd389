"""What has changed since a report was issued: which of its numbers, which cases, what in them, by whom and when."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from desktop.domain.errors import DomainError
from desktop.reports import collected, counting, past
from desktop.reports.counting import Counted, Place
from desktop.reports.frozen import Frozen
from desktop.reports.given import Given
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.services.entitlement import readable
from desktop.services.history import Line, history_of_case
from desktop.services.session import Session
from desktop.store import directory, history, lists, settings
from desktop.store.lists import CaseRow

#: The setting that says by report issued here how much had come from others by then (`history.last_received`).
CAME_UNTIL = "came_until_issue"


class CellChange(msgspec.Struct, frozen=True):
    """A number that is another now."""

    place: Place
    then: Fraction
    now: Fraction


class CaseChange(msgspec.Struct, frozen=True):
    """A change in a case: who, when, which fields from what to what."""

    case: CaseRow
    line: Line


class Since(msgspec.Struct, frozen=True):
    """What has changed.

    Attributes:
        cells: the numbers that differ now.
        changes: newest first.
        explained: whether what this PC remembers of the moment of issue gives just the numbers that were issued; else
            something of it came later, has left since, or was fetched anew, and is not in `changes`.
        organisations: names of those whose figures are others, have come or have gone since.
        said: what else would be told otherwise now, in words.
    """

    cells: Sequence[CellChange]
    changes: Sequence[CaseChange]
    explained: bool
    organisations: Sequence[str] = ()
    said: Sequence[str] = ()


def changes_since(session: Session, report: Frozen) -> Since:
    """Compare a report with what would be issued now. Raise `DomainError` ``report_newer``."""
    form, asked, at = report.content.form, report.counted.asked, report.record.issued_at
    if at is None or not (form.predicates <= PREDICATES.keys() and form.populations <= POPULATIONS.keys()):
        raise DomainError("report_newer", number=report.record.number or "")
    fields = past.fields_of(form)
    with session.database.read() as connection:
        came = settings.get(connection, CAME_UNTIL, {}).get(report.record.id)
        asked = asked._replace(offices=directory.today(connection, session.office.unit, asked.units))
        now = collected.count(connection, form, asked)
        looked_at = counting.cases(connection, form, asked)
        with past.remembered(connection, form, at, came) as then:
            explained = collected.count(then, form, asked).cells == report.counted.cells
            looked_at |= counting.cases(then, form, asked)
        changed = history.since(connection, at, sorted({name for name, _field in fields}), came)
        touched = sorted(history.cases_of(connection, changed) & looked_at)
        rows = readable(connection, session.reader, lists.rows_of_cases(connection, touched))
    since = {(each.type, each.id, each.at) for each in changed}
    changes = [
        CaseChange(row, kept)
        for row in rows
        for line in history_of_case(session, row.id)
        if (line.type, line.record, dt.datetime.fromisoformat(line.at)) in since
        and (kept := _narrowed(line, fields)).fields
    ]
    cells = cells_changed(report.counted, now)
    newest_first = sorted(changes, key=lambda each: each.line.at, reverse=True)
    return Since(cells, newest_first, explained, _others(report.counted.given, now.given))


def cells_changed(issued: Counted, now: Counted) -> list[CellChange]:
    """The numbers of a report that are others now."""
    zero = Fraction()
    return [
        CellChange(place, then, now.cells.get(place, zero))
        for place, then in issued.cells.items()
        if then != now.cells.get(place, zero)
    ]


def _others(issued: Sequence[Given], now: Sequence[Given]) -> list[str]:
    """Names of the organisations whose figures are not the same in both."""
    then, new = ({each.organisation: each for each in given} for given in (issued, now))
    names = {one: each.name for one, each in (then | new).items()}
    figures = [{one: each.numbers for one, each in given.items()} for given in (then, new)]
    return sorted(name for one, name in names.items() if figures[0].get(one) != figures[1].get(one))


def _narrowed(line: Line, fields: frozenset[past.FieldOf]) -> Line:
    """The line without fields that the form does not look at."""
    kept = {name: values for name, values in line.fields.items() if (line.type, name) in fields}
    return msgspec.structs.replace(line, fields=kept)
