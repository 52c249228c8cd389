"""Closing the Sổ, and what was adjusted afterwards. A closed period is never locked: people must be able to record what
happened; what they enter late stands in the list of adjustments.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec

from desktop.domain.closings import adjusts, kind_of
from desktop.domain.errors import DomainError
from desktop.domain.numbering import temporary_code
from desktop.domain.periods import Period
from desktop.reports.standing import Standing, standing
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.store import history, reading, records
from desktop.store.history import Known
from sync.contract.fields import Wire, type_of
from sync.contract.identity import made_at
from sync.contract.records import Case, RegisterClosing

#: That there is a case at all, as a change.
_MADE: Mapping[str, tuple[Wire, Wire]] = {"deleted": (True, False)}


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a case that belongs to a closed period, made after it was closed.

    ``fields`` are old and new values of what counts; none where all this PC knows is that the case came to be later.
    """

    at: dt.datetime
    author: str
    case: str
    code: str
    fields: Mapping[str, tuple[Wire, Wire]]


class Closings:
    """The use cases of closing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def standing(self, period: Period) -> Standing:
        """What the office's Sổ comes to over a period now."""
        with self._session.database.read() as connection:
            return standing(connection, self._session.office.unit.id, period)

    def may_close(self, period: Period) -> bool:
        """Whether the Sổ can be closed for this period: it is over, of a kind, and not closed yet."""
        over = period.last < self._session.today()
        return over and kind_of(period) is not None and self.of(period) is None

    def close(self, period: Period) -> str:
        """Close the office's Sổ for a period with what it comes to now. Return the id of the closing.

        Raises:
            DomainError: ``not_closable`` for a period that is no month, half or year; ``period_not_over``;
                ``closed_already``.
        """
        if kind_of(period) is None:
            raise DomainError("not_closable")
        if period.last >= self._session.today():
            raise DomainError("period_not_over")
        if self.of(period) is not None:
            raise DomainError("closed_already")
        return Cases(self._session).add("register_closing", self.drawn_up(period, self._session.clock()))

    def drawn_up(self, period: Period, at: dt.datetime) -> dict[str, Wire]:
        """The fields of a closing with what the Sổ comes to now; ``at`` is when it is said to be done."""
        found = self.standing(period)
        return {
            "kind": kind_of(period),
            "from_on": period.first.isoformat(),
            "to_on": period.last.isoformat(),
            "closed_at": at.isoformat(timespec="seconds"),
            "closed_by": self._session.user.full_name,
            "remaining": found.remaining,
            **msgspec.structs.asdict(found),
        }

    def every(self) -> list[RegisterClosing]:
        """The closings of the office's own Sổ, the newest period first."""
        with self._session.database.read() as connection:
            found = records.every(connection, RegisterClosing)
        own = [each for each in found if each.unit == self._session.office.unit.id and each.from_on and each.to_on]
        return sorted(own, key=lambda each: (each.to_on, each.from_on, each.id), reverse=True)

    def of(self, period: Period) -> RegisterClosing | None:
        """The closing of exactly this period; of two made on two PCs the earlier one."""
        made = [each for each in self.every() if (each.from_on, each.to_on) == tuple(period)]
        return min(made, key=lambda each: str(each.closed_at), default=None)

    def adjustments(self, closing: RegisterClosing) -> list[Adjustment]:
        """What was entered, ended or corrected after a closing and belongs to its days, the newest first."""
        if closing.from_on is None or closing.to_on is None or closing.closed_at is None:
            return []
        period, since = Period(closing.from_on, closing.to_on), closing.closed_at
        own = self._session.office.unit.id
        with self._session.database.read() as connection:
            changes = history.since(connection, since, ["case"])
            came = history.cases_that_came(connection, since, changes)
            ids = {each.id for each in changes} | came
            cases = {each.id: each for each in records.by_id(connection, Case, ids).values() if each.unit == own}
            names = history.author_names(connection)
            withheld = reading.withheld(connection, self._session.reader, cases)
        found = [
            _adjustment(cases[each.id], each.at, names.get(each.author, ""), told)
            for each in changes
            if each.id in cases and (told := _told(period, each, cases[each.id], withheld.get(each.id, frozenset())))
        ]
        found += [
            _adjustment(cases[each], at, "", {})
            for each in came & cases.keys()
            if (at := made_at(each)) and not cases[each].deleted and adjusts(period, _MADE, _values(cases[each]))
        ]
        return sorted(found, key=lambda each: each.at, reverse=True)


def _told(period: Period, change: Known, case: Case, withheld: frozenset[str]) -> dict[str, tuple[Wire, Wire]]:
    """What of a change adjusts a period, as far as this person may read it."""
    fields = adjusts(period, change.fields, _values(case)) - withheld
    return {name: values for name, values in change.fields.items() if name in fields}


def _adjustment(case: Case, at: dt.datetime, author: str, fields: Mapping[str, tuple[Wire, Wire]]) -> Adjustment:
    return Adjustment(at=at, author=author, case=case.id, code=case.code or temporary_code(case.id), fields=fields)


def _values(case: Case) -> Mapping[str, Wire]:
    return type_of(Case).values_of(case)
