"""A published bulletin beside the register: what is in the Sổ, sent, acknowledged, published, and why they differ.

A difference is explained by cases: not sent, refused, entered after the figures were taken, without the date that
counts, dated in another period, or with stages that say something else than the date (S0, DOMAIN §9).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Connection, String, and_, cast, exists, func, not_, or_, select

from desktop.domain.quality import SUCCESSFUL
from desktop.reports.asked import FIRST, LAST, UNITS, Asked
from desktop.reports.bulletins.reading import Measure
from desktop.reports.criteria import MAIN_CRITERION, UNNAMED
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES
from sync.client import journal
from sync.client.journal import Kept
from sync.client.tables import UNANSWERED, EntryState, among


class Why(StrEnum):
    """What explains that a case counts in one place and not in the other."""

    UNSENT = "unsent"  #: not sent yet
    WAITING = "waiting"  #: sent, not answered
    REFUSED = "refused"  #: the national system did not take it
    LATE = "late"  #: entered after the bulletin's figures were taken
    UNDATED = "undated"  #: without the date it would count by
    OTHER_PERIOD = "other_period"  #: its dates fall into different periods
    WRONG_STAGE = "wrong_stage"  #: its stages are over in the period, its end is not entered
    OTHER_MAIN = "other_main"  #: it meets the criterion and counts by another, its main one


class Reason(msgspec.Struct, frozen=True):
    """Cases with the same explanation, by their ids."""

    why: Why
    cases: tuple[str, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One measure in four places; ``published`` is None where the bulletin does not tell.

    With a ``criterion`` it is of the ``cases`` that count by it, and published is what the whole country has.
    """

    measure: Measure
    criterion: str = ""
    cases: tuple[str, ...] = ()
    local: int
    sent: int
    acknowledged: int
    published: int | None
    reasons: tuple[Reason, ...]


#: What is compared: a measure, and a criterion of the successful cases, or none.
Line = tuple[Measure, str]

_c, _stage, _verdict = TABLES["case"].c, TABLES["stage"], TABLES["success_verdict"]
_between = FIRST, LAST
_received_on, _accepted_on = func.substr(_c.received_at, 1, 10), func.substr(_c.accepted_at, 1, 10)
_stages = and_(_stage.c.case == _c.id, _stage.c.deleted.is_(False))
_over_on = select(func.max(_stage.c.to_on)).where(_stages).scalar_subquery()
_under_way = exists().where(_stages, _stage.c.to_on.is_(None))
_positive = and_(_verdict.c.case == _c.id, _verdict.c.deleted.is_(False), _verdict.c.verdict == SUCCESSFUL)
_first_on = select(func.min(_verdict.c.on)).where(_positive).scalar_subquery()
_has_result = or_(_c.outcome.is_not(None), func.trim(func.coalesce(_c.result, "")) != "")

#: Cases that do not count in the period and perhaps ought to.
_LEFT_OUT: Mapping[tuple[Measure, Why], ColumnElement[bool]] = {
    (Measure.ACCEPTED, Why.UNDATED): and_(
        _c.accepted_at.is_(None), _c.refused_on.is_(None), _received_on.between(*_between)
    ),
    (Measure.ACCEPTED, Why.OTHER_PERIOD): and_(_received_on.between(*_between), not_(_accepted_on.between(*_between))),
    (Measure.ENDED, Why.UNDATED): and_(POPULATIONS["cases"].where, _c.ended_on.is_(None), _has_result),
    (Measure.ENDED, Why.OTHER_PERIOD): and_(not_(_c.ended_on.between(*_between)), _over_on.between(*_between)),
    (Measure.ENDED, Why.WRONG_STAGE): and_(
        _c.ended_on.is_(None), _over_on.between(*_between), not_(_under_way), not_(_has_result)
    ),
    (Measure.SUCCESSFUL, Why.OTHER_PERIOD): and_(
        exists().where(_positive, _verdict.c.on.between(*_between)), not_(_first_on.between(*_between))
    ),
}
#: What of a case decides whether it counts: fields of the case, or another record that hangs on it.
_DECIDING = {
    Measure.ACCEPTED: frozenset({"accepted_at", "form", "representation"}),
    Measure.ENDED: frozenset({"ended_on", "outcome", "form", "representation"}),
    Measure.SUCCESSFUL: frozenset({"ended_on", "form", "representation", "verdict", "on"}),
}


def compare(
    connection: Connection,
    asked: Asked,
    counted: Mapping[Line, Sequence[str]],
    published: Mapping[Line, int | None],
    taken_at: dt.datetime,
) -> Iterator[Compared]:
    """Put the register beside a bulletin.

    Args:
        connection: to the store.
        asked: the bulletin's period, and the units.
        counted: line → ids of the cases that count here.
        published: line → what the bulletin says of the office's province, of a criterion what it says of the country;
            None where it does not tell.
        taken_at: when the bulletin's figures were taken.
    """
    for (measure, criterion), number in published.items():
        cases = counted[measure, criterion]
        deciding = _DECIDING[measure] | ({"main_criterion"} if criterion else set())
        standing = _standings(connection, deciding, cases, taken_at)
        left_out = {
            why: tuple(_left_out(connection, asked, condition))
            for why, condition in _conditions(measure, criterion).items()
        }
        by_standing = {why: tuple(case for case in cases if standing.get(case) is why) for why in Why}
        not_there = len(by_standing[Why.WAITING]) + len(by_standing[Why.REFUSED])
        unsent = len(by_standing[Why.UNSENT])
        yield Compared(
            measure=measure,
            criterion=criterion,
            cases=tuple(cases) if criterion else (),
            local=len(cases),
            sent=len(cases) - unsent,
            acknowledged=len(cases) - unsent - not_there,
            published=number,
            reasons=tuple(Reason(why, ids) for why, ids in (by_standing | left_out).items() if ids),
        )


def _conditions(measure: Measure, criterion: str) -> dict[Why, ColumnElement[bool]]:
    """Why → which cases do not count for it."""
    conditions = {why: condition for (of, why), condition in _LEFT_OUT.items() if of is measure}
    if not criterion:
        return conditions
    counts_by = func.coalesce(MAIN_CRITERION, UNNAMED) == criterion
    meets = cast(_verdict.c.criteria, String).contains(f'"{criterion}"', autoescape=True)
    other_main = and_(exists().where(_positive, meets), not_(counts_by), _first_on.between(*_between))
    return {**{why: and_(each, counts_by) for why, each in conditions.items()}, Why.OTHER_MAIN: other_main}


def _left_out(connection: Connection, asked: Asked, condition: ColumnElement[bool]) -> list[str]:
    ours = (_c.unit.in_(UNITS), _c.deleted.is_(False), _c.moved_to.is_(None), PREDICATES["litigation"])
    return list(connection.scalars(select(_c.id).where(*ours, condition).order_by(_c.id), asked.parameters))


def _standings(
    connection: Connection, deciding: AbstractSet[str], cases: Collection[str], taken_at: dt.datetime
) -> dict[str, Why]:
    """Case id → why the national system may not have counted it, by entries of the fields that decide."""
    records = {case: case for case in cases}
    if "verdict" in deciding:
        query = select(_verdict.c.id, _verdict.c.case).where(among(_verdict.c.case))
        records |= {row.id: row.case for row in connection.execute(query, {"ids": list(cases)})}
    found: dict[str, Why] = {}
    for kept in journal.history(connection, list(records)):
        why = _why(kept, deciding, taken_at)
        if why is not None:
            case = records[kept.entry.id]
            found[case] = min(why, found.get(case, why), key=list(Why).index)
    return found


def _why(kept: Kept, deciding: AbstractSet[str], taken_at: dt.datetime) -> Why | None:
    if deciding.isdisjoint(kept.entry.fields):
        return None
    if kept.state is EntryState.REJECTED:
        return Why.REFUSED
    if kept.state in UNANSWERED:
        return Why.WAITING if kept.tries or kept.exported_at else Why.UNSENT
    return Why.LATE if dt.datetime.fromisoformat(kept.entry.at) > taken_at else None
