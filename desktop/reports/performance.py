"""How much each practitioner has to do, and did: the shares of cases behind every number, one line each.

Numbers are added up from the very lines that are shown behind them.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Select, String, and_, func, literal, or_, select

from desktop.reports.asked import FIRST, LAST, Asked
from desktop.reports.counting import Line
from desktop.reports.holding import ACCEPTED_ON, BEGAN_ON, CLOSED_ON, IS_OURS
from desktop.reports.performing import PEOPLE_BY_OFFICE, PERFORMS, who_is
from desktop.reports.populations import POPULATIONS, WHOLE
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES

_case, _assignment, _practitioner = TABLES["case"], TABLES["assignment"], TABLES["practitioner"]
#: Columns by number.
GIVEN, OPEN, ENDED, LITIGATION = 1, 2, 3, 4

_whole = literal(WHOLE, String)
_who = who_is(_assignment.c.practitioner).label("who")
#: Once for each case, however often somebody was appointed to it.
_assigned = select(_who, func.min(_assignment.c.id), _case.c.id.label("case"), _whole.label("weight"))
_assigned = _assigned.select_from(_case.join(_assignment, _assignment.c.case == _case.c.id)).group_by("who", "case")
_ours = and_(IS_OURS, _assignment.c.deleted.is_(False))
_since = func.coalesce(_assignment.c.from_on, ACCEPTED_ON)
_running = or_(_assignment.c.to_on.is_(None), _assignment.c.to_on > LAST)
_open = and_(BEGAN_ON <= LAST, or_(CLOSED_ON.is_(None), CLOSED_ON > LAST), _since <= LAST, _running)


def _of_the_end(*predicates: Any) -> Select[Any]:
    performers = POPULATIONS["performers_of_ended_cases"]
    weight = _whole if performers.weight is None else performers.weight
    columns = (_who, performers.row, performers.record.label("case"), weight.label("weight"))
    return select(*columns).select_from(performers.source).where(performers.where, *predicates)


_LINES: Mapping[int, Select[Any]] = {
    GIVEN: _assigned.where(_ours, _since.between(FIRST, LAST)),
    OPEN: _assigned.where(_ours, _open),
    ENDED: _of_the_end(),
    LITIGATION: _of_the_end(PREDICATES["litigation"]),
}
_PEOPLE = select(who_is(_practitioner.c.id)).select_from(PEOPLE_BY_OFFICE).where(PERFORMS)


def lines(connection: Connection, asked: Asked) -> dict[tuple[str, int], list[Line]]:
    """Practitioner's id (empty where an assignment names nobody) and column → what counts there."""
    found: dict[tuple[str, int], list[Line]] = {}
    for column, query in _LINES.items():
        for practitioner, row, case, weight in connection.execute(query, asked.parameters):
            place = (practitioner or "", column)
            found.setdefault(place, []).append(Line(row, case, "case", Fraction(weight)))
    return found


def people(connection: Connection, asked: Asked) -> list[str]:
    """Ids of whoever performs legal aid with the units on any day of the period."""
    anyone = asked._replace(readings={**asked.readings, "present": "anyone"})
    return list(connection.scalars(_PEOPLE, anyone.parameters))
