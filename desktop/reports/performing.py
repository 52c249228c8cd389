"""Who performs legal aid with the units of a report: centre and branches, organisations that take part, and people.

As of the last day of the period, or on any day of it, where the office chose so: no text that could be read says which
(DOMAIN §4.4). What an organisation or a practitioner was on a day follows from dated records, as in
`desktop.domain.organisations` and `desktop.domain.staff`; here the same is said in SQL.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from desktop.domain.organisations import BEGINS, ENDS
from desktop.domain.staff import APPOINTED, LEAVING, TRAINEE, UNDER_CONTRACT
from desktop.reports.asked import FIRST, LAST, PRESENT, UNITS
from desktop.store.tables import TABLES

_organisation, _event = TABLES["organisation"], TABLES["organisation_event"]
_practitioner, _movement = TABLES["practitioner"], TABLES["staff_movement"]

#: Kinds of practitioner who perform legal aid (Luật TGPL Điều 17 k.1); trainees and other staff do not.
PERFORMING = frozenset({"tgvpl", "luat_su_hd_trung_tam", "luat_su_to_chuc", "tu_van_vien", "cong_tac_vien"})
#: Kinds of unit that are bodies of their own on the form.
_STATE_BODIES = ("trung_tam", "chi_nhanh")

#: The units of the report, ``key``, with what each is today, ``value``: nobody leaves with a unit that was merged.
OFFICE = func.json_each(bindparam("offices", type_=JSON)).table_valued("key", "value").alias("office")
#: Kind of the office that a unit is today.
OFFICE_KIND: ColumnElement[str] = func.json_extract(OFFICE.c.value, "$[1]")
#: The first day on which somebody counts who is there: the last of the period, unless every day of it counts.
_SINCE: ColumnElement[str] = case((PRESENT == "anyone", FIRST), else_=LAST)


def _takes_part(organisation: Any) -> ColumnElement[bool]:
    """Whether a contract or certificate of an organisation was in force on a day that counts.

    One begins on its day and is in force until it runs out, is ended (that day is the last one), or another one takes
    its place, maybe on the very day it began; so it was on some day that counts, if it was on the first of its days.
    """
    begun, later = _event.alias("begun"), _event.alias("later")
    first = case((begun.c.on > _SINCE, begun.c.on), else_=_SINCE)
    superseded = or_(
        and_(later.c.kind.in_(sorted(ENDS)), later.c.on < first),
        and_(later.c.kind.in_(sorted(BEGINS)), later.c.on <= first),
    )
    after = and_(
        later.c.organisation == begun.c.organisation,
        later.c.deleted.is_(False),
        tuple_(later.c.on, later.c.id) > tuple_(begun.c.on, begun.c.id),
        superseded,
    )
    return exists().where(
        begun.c.organisation == organisation.id,
        begun.c.deleted.is_(False),
        begun.c.kind.in_(sorted(BEGINS)),
        begun.c.on <= LAST,
        or_(begun.c.valid_to.is_(None), begun.c.valid_to >= first),
        ~exists().where(after).correlate(begun),
    )


def _counts_once(table: Any) -> ColumnElement[bool]:
    """Not in the bin, and no copy that came with a case of what another of these units has itself."""
    origin = table.alias("origin")
    original = exists().where(origin.c.id == table.c.copied_from, origin.c.unit.in_(UNITS), origin.c.deleted.is_(False))
    return and_(table.c.deleted.is_(False), ~original.correlate(table))


def _is_visiting(practitioner: Any) -> ColumnElement[bool]:
    """Whether somebody is a copy that came with a case: of the unit it came from, until appointed here."""
    appointed = exists().where(
        _movement.c.practitioner == practitioner.id,
        _movement.c.deleted.is_(False),
        _movement.c.kind == APPOINTED,
        _movement.c.on.is_not(None),
    )
    return and_(practitioner.copied_from.is_not(None), ~appointed.correlate_except(_movement))


def who_is(practitioner: ColumnElement[Any]) -> ColumnElement[Any]:
    """Whoever the id of a practitioner means: of a copy that came with a case, whom it was copied from, if known here.

    So that the cases of one person stand in one line, whichever of the units the cases are with.
    """
    copy, origin = _practitioner.alias("copy"), _practitioner.alias("copied_from")
    known = select(origin.c.id).where(
        copy.c.id == practitioner, origin.c.id == copy.c.copied_from, origin.c.deleted.is_(False), _is_visiting(copy.c)
    )
    return func.coalesce(known.correlate_except(copy, origin).scalar_subquery(), practitioner)


def _first_appointment() -> ColumnElement[str | None]:
    """The day somebody came, if their first movement, of those that say who is here, is an appointment."""
    m = _movement.alias("first_movement").c
    of_them = and_(m.practitioner == _practitioner.c.id, m.deleted.is_(False), m.on.is_not(None))
    came = select(case((m.kind == APPOINTED, m.on))).where(of_them, m.kind.in_(sorted({*LEAVING, APPOINTED})))
    return came.order_by(m.on, m.id).limit(1).correlate(_practitioner).scalar_subquery()


_own = _practitioner.c
#: The first day of somebody here, None where nothing says it; and the last one: a lawyer's contract may run out.
_began: ColumnElement[str | None] = func.coalesce(_own.appointed_on, _own.trainee_from, _first_appointment())
_runs_out = and_(_own.kind == UNDER_CONTRACT, _own.contract_to < func.coalesce(_own.left_on, "9999"))
_last_day: ColumnElement[str | None] = case((_runs_out, _own.contract_to), else_=_own.left_on)


def _works_on(day: Any) -> ColumnElement[bool]:
    """Whether a practitioner works here on a day, by their own days and the newest movement that says so."""
    of_them = and_(
        _movement.c.practitioner == _own.id,
        _movement.c.deleted.is_(False),
        or_(
            and_(_movement.c.kind.in_(sorted(LEAVING)), _movement.c.on < day),
            and_(_movement.c.kind == APPOINTED, _movement.c.on <= day),
        ),
    )
    newest = select(_movement.c.kind).where(of_them).order_by(_movement.c.on.desc(), _movement.c.id.desc()).limit(1)
    moved = newest.correlate(_practitioner).scalar_subquery()
    not_left = or_(_last_day.is_(None), day <= _last_day)
    by_own_days = and_(moved.is_(None), or_(_began.is_(None), _began <= day))
    return and_(not_left, or_(by_own_days, moved == APPOINTED))


def _works() -> ColumnElement[bool]:
    """Whether they work here on a day that counts: the first of them, or one on which they began."""
    again = _movement.alias("again")
    appointed = exists().where(
        again.c.practitioner == _own.id,
        again.c.deleted.is_(False),
        again.c.kind == APPOINTED,
        again.c.on.between(_SINCE, LAST),
        or_(_last_day.is_(None), again.c.on <= _last_day),
    )
    began_then = and_(_began.between(_SINCE, LAST), _works_on(_began))
    return or_(_works_on(_SINCE), began_then, appointed.correlate(_practitioner))


def _is_trainee() -> ColumnElement[bool]:
    """In training on the last day, or when they left (Luật TGPL Điều 20)."""
    c = _practitioner.c
    day = case((c.left_on < LAST, c.left_on), else_=LAST)
    within = and_(c.trainee_from <= day, or_(c.trainee_to.is_(None), day <= c.trainee_to))
    return case((c.trainee_from.is_(None), func.coalesce(c.kind, "") == TRAINEE), else_=within)


_offices = select(
    OFFICE.c.key.label("id"),
    literal("unit", String).label("type"),
    OFFICE_KIND.label("kind"),
    null().label("sub_kind"),
    OFFICE.c.key.label("unit"),
).where(OFFICE_KIND.in_(_STATE_BODIES), func.json_extract(OFFICE.c.value, "$[0]") == OFFICE.c.key)
_taking_part = select(
    _organisation.c.id,
    literal("organisation", String),
    _organisation.c.kind,
    _organisation.c.sub_kind,
    _organisation.c.unit,
).where(_counts_once(_organisation), _takes_part(_organisation.c))
#: Centre, branches and the organisations that take part, one row each.
BODIES = union_all(_offices, _taking_part).subquery("bodies")
BODIES_BY_OFFICE: FromClause = BODIES.join(OFFICE, OFFICE.c.key == BODIES.c.unit)
#: The practitioners of the units; those who count are `PERFORMS`.
PEOPLE_BY_OFFICE: FromClause = _practitioner.join(OFFICE, OFFICE.c.key == _practitioner.c.unit)
#: Who performs legal aid; somebody of whom it is not said what they are is among them, so that controls can name them.
PERFORMS: ColumnElement[bool] = and_(
    _practitioner.c.deleted.is_(False),
    ~_is_visiting(_practitioner.c),
    or_(_practitioner.c.kind.is_(None), _practitioner.c.kind.in_(sorted(PERFORMING))),
    _works(),
    ~_is_trainee(),
)
