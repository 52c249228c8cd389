"""Whose rows a form counts: where they are selected from, which of them, and what is listed for each."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, String, and_, case, cast, exists, func, literal, or_, select, true

from desktop.domain.quality import SUCCESSFUL
from desktop.reports.asked import CREDIT, FIRST, LAST
from desktop.reports.holding import BEGAN_ON, CLOSED_ON, ENDED, ENDED_ON, IS_OURS
from desktop.reports.performing import BODIES, BODIES_BY_OFFICE, PEOPLE_BY_OFFICE, PERFORMS
from desktop.store.tables import TABLES, person_index

_case, _part, _person = TABLES["case"], TABLES["case_person"], TABLES["person"]
_verdict = TABLES["success_verdict"]
_assignment, _practitioner = TABLES["assignment"], TABLES["practitioner"]

#: The share of whoever is alone.
WHOLE = "1"


class Population(NamedTuple):
    """The rows that are counted.

    Attributes:
        source: where they are selected from.
        where: which of them.
        row: id of each.
        record: id of what is listed for it: its case, or whoever or whatever it is itself.
        weight: how much each counts, as the text of an exact fraction (``1/2``); None where each counts one.
        type: the record type of what is listed.
    """

    source: FromClause
    where: ColumnElement[bool]
    row: ColumnElement[Any]
    record: ColumnElement[Any]
    weight: ColumnElement[str] | None = None
    type: ColumnElement[str] = literal("case", String)


def _people_of_ended_cases() -> Population:
    """One row for each person who was helped in a case that ended in the period (TT 03/2019/TT-BTP, biểu 24).

    Ended, not accepted: in 2019 the Ministry named ten provinces whose form was wrong for exactly this. Somebody who
    was entered twice and put together is the person who stands for them, and counts once in a case: by the part that
    names a category, else by the older one.
    """
    stands = person_index.outerjoin(_person, _person.c.id == func.coalesce(person_index.c.same_as, person_index.c.id))
    source = _case.join(_part, _part.c.case == _case.c.id).outerjoin(stands, person_index.c.id == _part.c.person)
    other, entry = _part.alias("other_part"), person_index.alias("other_entry")
    standing = func.coalesce(entry.c.same_as, entry.c.id)
    again = (
        select(literal(1))
        .select_from(other.join(entry, entry.c.id == other.c.person))
        .where(
            other.c.case == _part.c.case,
            other.c.id != _part.c.id,
            standing == func.coalesce(person_index.c.same_as, person_index.c.id),
            _is_helped(other.c),
            _turn(other.c) < _turn(_part.c),
        )
        .correlate(_part, person_index)
    )
    where = and_(IS_OURS, ENDED, _is_helped(_part.c), ~again.exists())
    return Population(source, where, _part.c.id, _case.c.id)


def _is_helped(part: Any) -> ColumnElement[bool]:
    """Who is helped in a case, as lists show it."""
    return and_(or_(part.role == "nguoi_duoc_tgpl", part.role.is_(None)), part.deleted.is_(False))


def _turn(part: Any) -> ColumnElement[Any]:
    """What comes first of several parts of one person: one with a category, then the older, as ids are in order."""
    uncategorised: ColumnElement[Any] = case((part.primary_category.is_(None), "1"), else_="0")
    return uncategorised.concat(part.id)


def _cases() -> Population:
    """One row for each case that was with the units on some day of the period (TT 03/2019/TT-BTP, biểu 25).

    Whatever its days are: one that ended before it was accepted is among them, so that controls can name it.
    """
    by_its_last = or_(BEGAN_ON <= LAST, CLOSED_ON <= LAST)
    since_its_first = or_(CLOSED_ON.is_(None), BEGAN_ON >= FIRST, CLOSED_ON >= FIRST)
    where = and_(IS_OURS, by_its_last, since_its_first)
    return Population(_case, where, _case.c.id, _case.c.id)


def _performers_of_ended_cases() -> Population:
    """One row for each performer of a case that ended in the period, who counts their exact share of it.

    Where a performer was replaced no text says whose the case is. ``at_end``: of those who performed it when it ended,
    or last, if nobody did any more, by their shares; ``equally``: of all who ever did, in equal parts.
    """
    other = _assignment.alias("other_assignment")
    of_it = and_(other.c.case == _case.c.id, other.c.deleted.is_(False))
    later = exists().where(of_it, _until(other.c) > _until(_assignment.c)).correlate(_case, _assignment)
    number = select(func.count()).select_from(other).where(of_it).correlate(_case).scalar_subquery()
    weight = case((CREDIT == "equally", literal("1/") + cast(number, String)), else_=_assignment.c.share)
    source = _case.join(_assignment, _assignment.c.case == _case.c.id)
    source = source.outerjoin(_practitioner, _practitioner.c.id == _assignment.c.practitioner)
    where = and_(
        IS_OURS,
        ENDED,
        _assignment.c.deleted.is_(False),
        or_(CREDIT == "equally", ~later),
    )
    return Population(source, where, _assignment.c.id, _case.c.id, weight)


def _until(assignment: Any) -> ColumnElement[str]:
    """The day until which somebody performed a case; of those who did when it ended, a day after all others."""
    last = assignment.to_on
    return case((or_(last.is_(None), last >= _case.c.ended_on), "9999"), else_=last)


#: Tham gia tố tụng (Luật TGPL Điều 27 k.2): the form of aid that is judged successful or not.
IS_LITIGATION: ColumnElement[bool] = _case.c.form == "tham_gia_to_tung"
_positive = and_(_verdict.c.case == _case.c.id, _verdict.c.deleted.is_(False), _verdict.c.verdict == SUCCESSFUL)
#: The day of the first verdict that a case was successful; None where there is none.
SUCCESSFUL_ON: ColumnElement[str | None] = (
    select(func.min(_verdict.c.on)).where(_positive).correlate(_case).scalar_subquery()
)


def _successful_cases() -> Population:
    """One row for each ended case of litigation that was first judged successful in the period (QĐ 1179/QĐ-BTP 2022).

    Once, however many bodies say so. No text says by which date success counts; this is the day of the first verdict.
    """
    where = and_(IS_OURS, IS_LITIGATION, ENDED_ON.is_not(None), SUCCESSFUL_ON.between(FIRST, LAST))
    return Population(_case, where, _case.c.id, _case.c.id)


def _performing_bodies() -> Population:
    """One row for each centre, branch and organisation that takes part (biểu 26; put together, DOMAIN §4.4)."""
    return Population(BODIES_BY_OFFICE, true(), BODIES.c.id, BODIES.c.id, type=BODIES.c.type)


def _performing_people() -> Population:
    """One row for each person who performs legal aid (biểu 26; put together likewise; Luật TGPL Điều 17 k.1)."""
    one = _practitioner.c.id
    return Population(PEOPLE_BY_OFFICE, PERFORMS, one, one, type=literal("practitioner", String))


#: Name → whose rows.
POPULATIONS: dict[str, Population] = {
    "cases": _cases(),
    "people_of_ended_cases": _people_of_ended_cases(),
    "performers_of_ended_cases": _performers_of_ended_cases(),
    "successful_cases": _successful_cases(),
    "performing_bodies": _performing_bodies(),
    "performing_people": _performing_people(),
}
#: Whether somebody who is helped stands in a case, as form 24 counts them.
HAS_PERSON = exists().where(_part.c.case == _case.c.id, _is_helped(_part.c)).correlate(_case)
#: Whether anybody was ever appointed to a case.
HAS_PERFORMER = exists().where(_assignment.c.case == _case.c.id, _assignment.c.deleted.is_(False)).correlate(_case)
