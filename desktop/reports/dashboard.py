"""How many cases were accepted, ended and successful: by month, by field of law, by unit; and which ones.

The days, the population and the predicate of each measure are those of the forms, so that a year here is the year of
form 25. A number and the cases behind it come from the same expressions.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from desktop.reports.asked import Asked
from desktop.reports.holding import BEGAN_ON, ENDED_ON
from desktop.reports.populations import POPULATIONS, SUCCESSFUL_ON
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES


class Measure(StrEnum):
    """What is counted."""

    ACCEPTED = "accepted"
    ENDED = "ended"
    SUCCESSFUL = "successful"


class Cut(StrEnum):
    """By what it is told apart."""

    MONTH = "month"  #: ``2026-08``, of the day the measure counts by
    FIELD = "field"  #: a predicate of `FIELDS`; empty for a case without a field
    UNIT = "unit"  #: id of the unit that has the case now


#: The fields of law as the forms tell them apart (TT 03/2019/TT-BTP biểu 24, 25), by their predicates.
FIELDS = ("criminal", "civil", "administrative", "other_field")

#: Key of a cut → measure → how many.
Bars = Mapping[str, Mapping[Measure, int]]


class _Counted(NamedTuple):
    """The rows of a measure, and the day each counts by."""

    population: str
    of: str
    on: ColumnElement[Any]


_MEASURES = {
    Measure.ACCEPTED: _Counted("cases", "accepted", BEGAN_ON),
    Measure.ENDED: _Counted("cases", "ended", ENDED_ON),
    Measure.SUCCESSFUL: _Counted("successful_cases", "everything", SUCCESSFUL_ON),
}
_FIELD = case(*((PREDICATES[name], name) for name in FIELDS), else_="")


def count(connection: Connection, asked: Asked) -> Mapping[Cut, Bars]:
    """Every number of the dashboard, in one statement a measure; what is nought everywhere has no key."""
    found: dict[Cut, dict[str, dict[Measure, int]]] = {cut: {} for cut in Cut}
    for measure in Measure:
        keys = [_key(measure, cut).label(cut.value) for cut in Cut]
        query = select(*keys, func.count()).where(_where(measure)).group_by(*(key.name for key in keys))
        for *told, number in connection.execute(query, asked.parameters):
            for cut, key in zip(Cut, told, strict=True):
                bars = found[cut].setdefault(key, dict.fromkeys(Measure, 0))
                bars[measure] += number
    return found


def behind(connection: Connection, asked: Asked, measure: Measure, cut: Cut, key: str) -> list[str]:
    """Ids of the cases that one number counts."""
    query = select(POPULATIONS[_MEASURES[measure].population].record)
    query = query.where(_where(measure), _key(measure, cut) == key)
    return list(connection.scalars(query, asked.parameters))


def _where(measure: Measure) -> ColumnElement[bool]:
    counted = _MEASURES[measure]
    return and_(POPULATIONS[counted.population].where, PREDICATES[counted.of])


def _key(measure: Measure, cut: Cut) -> ColumnElement[str]:
    if cut is Cut.MONTH:
        return func.substr(_MEASURES[measure].on, 1, 7)
    return _FIELD if cut is Cut.FIELD else TABLES["case"].c.unit
