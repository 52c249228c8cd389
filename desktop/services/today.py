"""What needs a person today, most urgent first; every line opens the cases it counts."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from desktop.domain.lifecycle import CaseState
from desktop.domain.periods import Period
from desktop.services.entitlement import readable
from desktop.services.session import Session
from desktop.store import lists
from desktop.store.lists import CaseFilter, CaseRow, CaseSort

#: For how many days ahead deadlines and hearings are told.
AHEAD = 7
_AGENDA = 100  # lines


class NeedKind(StrEnum):
    """What there is to do, most urgent first."""

    CONTESTED = "contested"  #: two people changed the same field
    OVERDUE = "overdue"  #: a deadline has passed (`desktop.domain.deadlines`)
    HEARINGS = "hearings"  #: a hearing within the next days
    DUE_SOON = "due_soon"  #: a deadline within the next days
    REPORTS = "reports"  #: a periodic report is late or soon due (`desktop.services.report_calendar`)
    REQUESTS = "requests"  #: received, neither accepted nor refused
    STAGE = "stage"  #: the three that reminders name, of the cases of this year (`desktop.reports.nudging`)
    RESULT = "result"
    PAPER = "paper"
    UNSENT = "unsent"  #: waits for a connection


#: Those that are read from the list of cases at once; the others look through the cases of the year.
LACKS = (NeedKind.STAGE, NeedKind.RESULT, NeedKind.PAPER)


class Need(msgspec.Struct, frozen=True):
    """One line: what, and how many cases, or reports."""

    kind: NeedKind
    count: int


class Now(msgspec.Struct, frozen=True):
    """What the page shows first.

    Attributes:
        needs: what there is something of.
        agenda: the cases with a deadline or hearing in the next days, the next one first.
        anything: whether the office has any case at all.
    """

    needs: list[Need]
    agenda: list[CaseRow]
    anything: bool


class Today:
    """The use cases of the page one begins the day with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def now(self) -> Now:
        """What the list of cases says by itself."""
        filters = self._filters()
        with self._session.database.read() as connection:
            counts = {kind: lists.count_cases(connection, wanted) for kind, wanted in filters.items()}
            soon = msgspec.structs.replace(filters[NeedKind.DUE_SOON], sort=CaseSort.DUE, descending=False)
            rows = lists.case_rows(connection, lists.case_numbers(connection, soon)[:_AGENDA])
            agenda = readable(connection, self._session.reader, rows)
            anything = bool(sum(counts.values()) or lists.count_cases(connection))
        return Now([Need(kind, count) for kind, count in counts.items() if count], agenda, anything)

    def lacking(self) -> list[Need]:
        """What the cases of this year still lack, as reminders tell it."""
        return [Need(kind, len(cases)) for kind, cases in self._lacking().items() if cases]

    def reports(self) -> list[Need]:
        """The reports that are due. Raise `DomainError` ``duties_malformed``."""
        from desktop.services.report_calendar import ReportCalendar  # noqa: PLC0415 - as in `_lacking`

        pressing = ReportCalendar(self._session).pressing()
        return [Need(NeedKind.REPORTS, len(pressing))] if pressing else []

    def cases(self, kind: NeedKind) -> list[CaseRow]:
        """The cases that a line counts: what is due first, first; else the newest."""
        with self._session.database.read() as connection:
            if kind in LACKS:
                found = lists.rows_of_cases(connection, sorted(self._lacking()[kind]))
                rows = sorted(found, key=lambda row: (row.received_at or "", row.id), reverse=True)
            else:
                rows = lists.case_rows(connection, lists.case_numbers(connection, self._filters()[kind]))
            return readable(connection, self._session.reader, rows)

    def _filters(self) -> Mapping[NeedKind, CaseFilter]:
        moment = self._session.clock()
        now = moment.isoformat(timespec="seconds")
        later = (moment + dt.timedelta(days=AHEAD)).isoformat(timespec="seconds")
        filters = {
            NeedKind.CONTESTED: CaseFilter(contested=True),
            NeedKind.OVERDUE: CaseFilter(due_before=now, sort=CaseSort.DUE, descending=False),
            NeedKind.HEARINGS: CaseFilter(hearing_from=now, hearing_before=later, sort=CaseSort.DUE, descending=False),
            NeedKind.DUE_SOON: CaseFilter(due_from=now, due_before=later, sort=CaseSort.DUE, descending=False),
            NeedKind.REQUESTS: CaseFilter(states=(CaseState.RECEIVED,)),
        }
        return filters | ({NeedKind.UNSENT: CaseFilter(unsent=True)} if self._session.office.enrolled else {})

    def _lacking(self) -> Mapping[NeedKind, set[str]]:
        from desktop.reports.nudging import Lack, lacking  # noqa: PLC0415 - the first page is shown without statistics
        from desktop.services.reports import Reports  # noqa: PLC0415 - see above

        today = self._session.today()
        asked = Reports(self._session).asked(Period(dt.date(today.year, 1, 1), today))
        found: dict[NeedKind, set[str]] = {kind: set() for kind in LACKS}
        with self._session.database.read() as connection:
            for each in lacking(connection, asked):
                for lack in each.lacks:
                    found[NeedKind(Lack(lack).value)].add(each.case)
        return found
