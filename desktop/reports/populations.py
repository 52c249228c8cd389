"""Whose rows a form counts: where they are selected from, which of them, and the case each belongs to."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, and_, func, or_

from desktop.domain.periods import Period
from desktop.store.tables import TABLES, person_index

_case, _part, _person = TABLES["case"], TABLES["case_person"], TABLES["person"]


class Asked(NamedTuple):
    """What a report is about: a period, and the units whose cases count."""

    period: Period
    units: Sequence[str]


class Population(NamedTuple):
    """The rows that are counted; ``row`` is the id of each, ``case`` that of its case."""

    source: FromClause
    where: ColumnElement[bool]
    row: ColumnElement[Any]
    case: ColumnElement[Any]


#: Name → how to make it.
POPULATIONS: dict[str, Callable[[Asked], Population]] = {}


def _population(make: Callable[[Asked], Population]) -> Callable[[Asked], Population]:
    POPULATIONS[make.__name__] = make
    return make


@_population
def people_of_ended_cases(asked: Asked) -> Population:
    """One row for each person who was helped in a case that ended in the period (TT 03/2019/TT-BTP, biểu 24).

    Ended, not accepted: in 2019 the Ministry named ten provinces whose form was wrong for exactly this. Somebody who
    was entered twice and put together is the person who stands for them.
    """
    stands = person_index.outerjoin(_person, _person.c.id == func.coalesce(person_index.c.same_as, person_index.c.id))
    source = _case.join(_part, _part.c.case == _case.c.id).outerjoin(stands, person_index.c.id == _part.c.person)
    where = and_(
        _is_ours(asked),
        _case.c.accepted_at.is_not(None),
        _case.c.ended_on.between(*_days(asked.period)),
        or_(_part.c.role == "nguoi_duoc_tgpl", _part.c.role.is_(None)),  # as lists show them
        _part.c.deleted.is_(False),
    )
    return Population(source, where, _part.c.id, _case.c.id)


def _is_ours(asked: Asked) -> ColumnElement[bool]:
    """A case of one of the units that is not in the bin and has not gone to another unit."""
    return and_(_case.c.unit.in_(asked.units), _case.c.deleted.is_(False), _case.c.moved_to.is_(None))


def _days(period: Period) -> tuple[str, str]:
    """First and last day as the store writes them."""
    return period.first.isoformat(), period.last.isoformat()
