"""Units and people side by side over a period: how complete their cases are, how many ended, how many successfully."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, null, select

from desktop.reports.asked import Asked
from desktop.reports.nudging import INCOMPLETE, completeness
from desktop.reports.performing import who_is
from desktop.reports.populations import POPULATIONS, SUCCESSFUL_ON, WHOLE
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES


class Whom(StrEnum):
    """Who is ranked."""

    PEOPLE = "people"
    UNITS = "units"


class By(StrEnum):
    """What decides."""

    COMPLETE = "complete"  #: the share of their cases that lack nothing (`desktop.reports.nudging`)
    ENDED = "ended"  #: cases that ended in the period; of people their exact shares, as form 25 credits them
    SUCCESSFUL = "successful"  #: of these, those judged successful by now


class Ranked(msgspec.Struct, frozen=True):
    """One of them; ``key`` is the id of a practitioner or unit."""

    key: str
    name: str
    cases: int = 0
    complete: int = 0
    ended: Fraction = Fraction()
    successful: Fraction = Fraction()

    def value(self, by: By) -> Fraction:
        """What decides the rank."""
        if by is By.COMPLETE:
            return Fraction(self.complete, self.cases) if self.cases else Fraction()
        return self.ended if by is By.ENDED else self.successful


_case, _assignment, _practitioner = TABLES["case"].c, TABLES["assignment"].c, TABLES["practitioner"].c
_who = who_is(_assignment.practitioner)
_CASES, _PERFORMERS = POPULATIONS["cases"], POPULATIONS["performers_of_ended_cases"]
_PART = literal(WHOLE) if _PERFORMERS.weight is None else _PERFORMERS.weight
_SUCCESSFUL = and_(PREDICATES["litigation"], SUCCESSFUL_ON.is_not(None))
_OF_UNITS: ColumnElement[bool] = and_(_CASES.where, PREDICATES["ended"])


def placed(connection: Connection, asked: Asked, whom: Whom, names: Mapping[str, str]) -> list[Ranked]:
    """Everybody with a case in the period, in no particular order.

    Args:
        connection: to the office.
        asked: period and units.
        whom: people or units.
        names: id → name of the units.
    """
    every = _people(connection, asked) if whom is Whom.PEOPLE else _units(connection, asked, names)
    found = {each.key: each for each in every}
    for key, name, weight, number, successful in connection.execute(_ended(whom), asked.parameters):
        if key:
            one, part = found.get(key, Ranked(key, name or names.get(key, ""))), Fraction(weight)
            ended, won = one.ended + part * number, one.successful + part * successful
            found[key] = msgspec.structs.replace(one, ended=ended, successful=won)
    return list(found.values())


def behind(connection: Connection, asked: Asked, whom: Whom, key: str, by: By) -> dict[str, Fraction]:
    """Id → part of the cases that decide the rank of one: those that ended, successfully, or that lack something."""
    decides = _SUCCESSFUL if by is By.SUCCESSFUL else PREDICATES["everything"]
    if whom is Whom.PEOPLE:
        query = select(_PERFORMERS.record, _PART).select_from(_PERFORMERS.source)
        query = query.where(_PERFORMERS.where, _who == key, decides)
    elif by is By.COMPLETE:
        query = select(_case.id, literal(WHOLE))
        query = query.where(_CASES.where, _case.moved_to.is_(None), _case.unit == key, INCOMPLETE)
    else:
        query = select(_case.id, literal(WHOLE)).where(_OF_UNITS, _case.unit == key, decides)
    parts: dict[str, Fraction] = {}
    for one, part in connection.execute(query, asked.parameters):
        parts[one] = parts.get(one, Fraction()) + Fraction(part)
    return parts


def _people(connection: Connection, asked: Asked) -> list[Ranked]:
    every = completeness(connection, asked)
    return [Ranked(each.practitioner, each.name, each.cases, each.complete) for each in every if each.practitioner]


def _units(connection: Connection, asked: Asked, names: Mapping[str, str]) -> list[Ranked]:
    complete = func.count() - func.count(case((INCOMPLETE, _case.id)))
    query = select(_case.unit, func.count(), complete).where(_CASES.where, _case.moved_to.is_(None))
    rows = connection.execute(query.group_by(_case.unit), asked.parameters)
    return [Ranked(unit, names.get(unit, ""), cases, whole) for unit, cases, whole in rows]


def _ended(whom: Whom) -> Select[Any]:
    """Key, name of a practitioner, weight, how many ended, how many of these were successful."""
    successful = func.count(case((_SUCCESSFUL, _case.id)))
    if whom is Whom.UNITS:
        query = select(_case.unit, null(), literal(WHOLE), func.count(), successful)
        return query.where(_OF_UNITS).group_by(_case.unit)
    query = select(_who.label("who"), func.max(_practitioner.full_name), _PART, func.count(), successful)
    return query.select_from(_PERFORMERS.source).where(_PERFORMERS.where).group_by("who", _PART)
