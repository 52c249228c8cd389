"""Which periodic reports are due when, to whom they go, and whether they were sent."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.reports import duties
from desktop.reports.duties import Due, Duty
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.store import records
from desktop.words import duties as words
from sync.contract.records import IssuedReport, ReportSent, ReportTemplate
from sync.contract.records.reports import OWN_UNIT

__all__ = ["Duty", "Owed", "ReportCalendar"]

#: How long before a report is due it becomes something to do.
_SOON = dt.timedelta(days=14)
#: How long one that was not sent is called late. It may have gone on paper, before the office had this program.
_LATE = dt.timedelta(days=31)


class Owed(msgspec.Struct, frozen=True):
    """One report that is due, and whether it was sent.

    Attributes:
        duty: which.
        period: what it is about.
        on: the last day for it.
        sent_on: when it was; None as long as it was not.
        number: under which number, if one is known.
        noted: id of the record by which somebody noted it; None where issued reports show it.
        missing: its forms that were not issued yet.
    """

    duty: Duty
    period: Period
    on: dt.date
    sent_on: dt.date | None = None
    number: str = ""
    noted: str | None = None
    missing: tuple[str, ...] = ()

    def state(self, today: dt.date) -> str:
        """``sent``, ``later``, ``soon``, ``late``, or ``unnoted``: due long ago, and nobody has noted anything."""
        if self.sent_on is not None:
            return "sent"
        if self.on < today:
            return "late" if today - self.on <= _LATE else "unnoted"
        return "soon" if self.on - today <= _SOON else "later"


class ReportCalendar:
    """The use cases of the report calendar of this office."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def year(self, year: int) -> list[Owed]:
        """What is due in a year, in the order of the days. Raise `DomainError` ``duties_malformed``."""
        unit = self._session.office.unit
        known = duties.known(self._session.database.path.parent / duties.FOLDER)
        with self._session.database.read() as connection:
            issued = [each for each in records.every(connection, IssuedReport) if each.unit == unit.id]
            noted = [each for each in records.every(connection, ReportSent) if each.unit == unit.id]
            asked_for = records.every(connection, ReportTemplate)
        due = [*duties.due_in(known, unit.kind, year), *(each for one in asked_for for each in _due(one, year))]
        owed = [_owed(each, issued, noted) for each in due]
        return sorted(owed, key=lambda each: (each.on, each.duty.code))

    def pressing(self) -> list[Owed]:
        """What was due of late or will be soon, and was not sent. Raise as `year`."""
        today = self._session.today()
        years = sorted({(today - _LATE).year, (today + _SOON).year})
        return [owed for year in years for owed in self.year(year) if owed.state(today) in ("late", "soon")]

    def note_sent(self, owed: Owed, on: dt.date, number: str = "") -> str:
        """Note that a report was sent; return the record's id. Raise `DomainError` ``date_in_future``."""
        if on > self._session.today():
            raise DomainError("date_in_future", field="on")
        first, last = (day.isoformat() for day in owed.period)
        values = {"report": owed.duty.code, "from_on": first, "to_on": last, "sent_on": on.isoformat()}
        return Cases(self._session).add("report_sent", {**values, "number": number.strip() or None})

    def take_back(self, owed: Owed) -> None:
        """Take the note away that a report was sent."""
        if owed.noted is not None:
            Cases(self._session).edit("report_sent", owed.noted, {"deleted": True})


def _due(template: ReportTemplate, year: int) -> list[Due]:
    """When a report is due that somebody asked the office for, if in this year: of the period that is mostly over."""
    on = template.due_on
    if on is None or on.year != year or not template.period:
        return []
    periods = [period(template.period.format(year=each)) for each in (on.year, on.year - 1)]
    over = next((each for each in periods if each.first + (each.last - each.first) / 2 <= on), periods[-1])
    title, to = template.title or "", template.recipient or ""
    duty = Duty(
        code=template.id, title=title, kinds=(), to=to, periods=(template.period,), day=on.day, source=words.OWN
    )
    return [Due(duty, on, (over,))]


def _owed(due: Due, issued: Sequence[IssuedReport], noted: Iterable[ReportSent]) -> Owed:
    duty, between = due.duty, due.periods[0]
    for note in noted:
        if note.report == duty.code and (note.from_on, note.to_on) == between:
            return Owed(duty, between, due.on, note.sent_on, note.number or "", note.id)
    of_these = [each for each in issued if _is_of(each, due)]
    missing = tuple(form for form in duty.forms if form not in {each.form for each in of_these})
    went = [each for each in of_these if each.form in duty.forms]
    if missing or not went:
        return Owed(duty, between, due.on, missing=missing)
    on = max(each.issued_at.date() for each in went if each.issued_at is not None)
    return Owed(duty, between, due.on, on, ", ".join(sorted({each.number or "" for each in went})))


def _is_of(report: IssuedReport, due: Due) -> bool:
    """Whether a report is what is due: over its days, of the office itself, not of a branch alone, and not before the
    days were over."""
    over = report.issued_at is not None and report.issued_at.date() >= due.periods[0].last
    return over and (report.from_on, report.to_on) in due.periods and OWN_UNIT in report.units
