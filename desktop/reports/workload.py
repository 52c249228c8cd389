"""Figures of the annual report that no form has a cell for: by practitioner, by channel, by what hangs on a case."""

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import ColumnElement, Connection, and_, func, select

from desktop.reports.asked import FIRST, LAST, Asked
from desktop.reports.holding import ENDED_ON, IS_OURS
from desktop.reports.performing import who_is
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store import records
from desktop.store.tables import TABLES
from sync.contract.records import Appraisal, SuccessVerdict

_case, _assignment, _hearing = TABLES["case"], TABLES["assignment"], TABLES["hearing"]


def ended_litigation(connection: Connection, asked: Asked) -> dict[str, Fraction]:
    """Practitioner's id → exact share of the ended litigation cases of the period, as form 25 credits them."""
    population = POPULATIONS["performers_of_ended_cases"]
    assert population.weight is not None  # noqa: S101 - performers have shares
    query = select(who_is(_assignment.c.practitioner), population.weight).select_from(population.source)
    found: dict[str, Fraction] = {}
    for practitioner, weight in connection.execute(
        query.where(population.where, PREDICATES["litigation"]), asked.parameters
    ):
        found[practitioner or ""] = found.get(practitioner or "", Fraction()) + Fraction(weight)
    return found


def accepted_by_channel(connection: Connection, asked: Asked) -> dict[str, int]:
    """Code of a channel → how many cases came through it and were accepted in the period."""
    query = select(_case.c.channel, func.count()).where(POPULATIONS["cases"].where, PREDICATES["accepted"])
    rows = connection.execute(query.group_by(_case.c.channel), asked.parameters)
    return {channel: count for channel, count in rows if channel}


def online_hearings(connection: Connection, asked: Asked) -> int:
    """In how many cases there was an online hearing in the period (TTLT 05/2021)."""
    day = func.substr(_hearing.c.at, 1, 10)
    query = select(func.count(_hearing.c.case.distinct())).join(_case, _case.c.id == _hearing.c.case)
    query = query.where(
        IS_OURS, _hearing.c.deleted.is_(False), _hearing.c.mode == "truc_tuyen", day.between(FIRST, LAST)
    )
    return connection.scalar(query, asked.parameters) or 0


def appraisals(connection: Connection, asked: Asked) -> list[Appraisal]:
    """The appraisals and evaluations of the units' cases whose result is of the period."""
    ours = _cases(connection, asked, IS_OURS)
    return [each for each in records.every(connection, Appraisal) if each.case in ours and _is_of(each, asked)]


def verdicts(connection: Connection, asked: Asked) -> list[SuccessVerdict]:
    """The verdicts of the period on the units' litigation, the negative ones too: they are the denominator."""
    ours = _cases(connection, asked, and_(IS_OURS, PREDICATES["litigation"]))
    return [each for each in records.every(connection, SuccessVerdict) if each.case in ours and _is_of(each, asked)]


def ended_cases(connection: Connection, asked: Asked) -> frozenset[str]:
    """Ids of the cases that have ended with the units, whenever: no other is successful (QĐ 1179/QĐ-BTP 2022)."""
    return _cases(connection, asked, and_(IS_OURS, ENDED_ON.is_not(None)))


def _cases(connection: Connection, asked: Asked, where: ColumnElement[bool]) -> frozenset[str]:
    return frozenset(connection.scalars(select(_case.c.id).where(where), asked.parameters))


def _is_of(each: Appraisal | SuccessVerdict, asked: Asked) -> bool:
    first, last = asked.period
    return each.on is not None and first <= each.on <= last


def performed_litigation(cells: Mapping[tuple[str, int], Fraction]) -> int:
    """How many litigation cases form 25 says were performed: carried over and accepted."""
    return int(cells["II.2", 1])
