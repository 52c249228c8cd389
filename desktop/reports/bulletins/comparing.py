"""A published bulletin beside the register: what is in the Sổ, sent, acknowledged, published, and why they differ.

A difference is explained by cases: not sent, refused, entered after the figures were taken, without the date that
counts, dated in another period, or with stages that say something else than the date (S0, DOMAIN §9).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select

from desktop.domain.quality import SUCCESSFUL
from desktop.reports.asked import FIRST, LAST, UNITS, Asked
from desktop.reports.bulletins.reading import Measure
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


class Reason(msgspec.Struct, frozen=True):
    """Cases with the same explanation, by their ids."""

    why: Why
    cases: tuple[str, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One measure in four places; ``published`` is None where the bulletin does not tell."""

    measure: Measure
    local: int
    sent: int
    acknowledged: int
    published: int | None
    reasons: tuple[Reason, ...]


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
    counted: Mapping[Measure, Sequence[str]],
    published: Mapping[Measure, int | None],
    taken_at: dt.datetime,
) -> Iterator[Compared]:
    """Put the register beside a bulletin.

    Args:
        connection: to the store.
        asked: the bulletin's period, and the units.
        counted: measure → ids of the cases that count here.
        published: measure → what the bulletin says of the office's province; None where it does not tell.
        taken_at: when the bulletin's figures were taken.
    """
    for measure, number in published.items():
        cases = counted[measure]
        standing = _standings(connection, measure, cases, taken_at)
        left_out = {
            why: tuple(_left_out(connection, asked, condition))
            for (of, why), condition in _LEFT_OUT.items()
            if of is measure
        }
        by_standing = {why: tuple(case for case in cases if standing.get(case) is why) for why in Why}
        not_there = len(by_standing[Why.WAITING]) + len(by_standing[Why.REFUSED])
        unsent = len(by_standing[Why.UNSENT])
        yield Compared(
            measure=measure,
            local=len(cases),
            sent=len(cases) - unsent,
            acknowledged=len(cases) - unsent - not_there,
            published=number,
            reasons=tuple(Reason(why, ids) for why, ids in (by_standing | left_out).items() if ids),
        )


def _left_out(connection: Connection, asked: Asked, condition: ColumnElement[bool]) -> list[str]:
    ours = (_c.unit.in_(UNITS), _c.deleted.is_(False), _c.moved_to.is_(None), PREDICATES["litigation"])
    return list(connection.scalars(select(_c.id).where(*ours, condition).order_by(_c.id), asked.parameters))


def _standings(
    connection: Connection, measure: Measure, cases: Collection[str], taken_at: dt.datetime
) -> dict[str, Why]:
    """Case id → why the national system may not have counted it."""
    records = {case: case for case in cases}
    if measure is Measure.SUCCESSFUL:
        query = select(_verdict.c.id, _verdict.c.case).where(among(_verdict.c.case))
        records |= {row.id: row.case for row in connection.execute(query, {"ids": list(cases)})}
    found: dict[str, Why] = {}
    for kept in journal.history(connection, list(records)):
        why = _why(kept, measure, taken_at)
        if why is not None:
            case = records[kept.entry.id]
            found[case] = min(why, found.get(case, why), key=list(Why).index)
    return found


def _why(kept: Kept, measure: Measure, taken_at: dt.datetime) -> Why | None:
    if _DECIDING[measure].isdisjoint(kept.entry.fields):
        return None
    if kept.state is EntryState.REJECTED:
        return Why.REFUSED
    if kept.state in UNANSWERED:
        return Why.WAITING if kept.tries or kept.exported_at else Why.UNSENT
    return Why.LATE if dt.datetime.fromisoformat(kept.entry.at) > taken_at else None
