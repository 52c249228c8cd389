"""From when to when a case is with the units of a report, as SQL over the table of cases.

A case that moved is one case where both units are reported together: the copy that stayed behind does not count, and
the case itself came from nowhere. Seen from the unit it came to, it began on the day it moved in; seen from the unit it
left, it closed on the day it moved out. Whichever unit had it when it ended counts the end; on the very day of the move
that is the unit it came to.
"""

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from desktop.reports.asked import FIRST, LAST, UNITS
from desktop.store.tables import TABLES

_case, _transfer = TABLES["case"], TABLES["transfer"]
_c, _t = _case.c, _transfer.c

_moves = select(_t.from_unit).where(_t.case == _c.id, _t.from_unit.is_not(None))
_came_from = _moves.order_by(_t.on.desc(), _t.id.desc()).limit(1).correlate(_case).scalar_subquery()
_last_request = select(func.max(_t.on)).where(_t.case == _c.id, _t.from_unit.is_(None)).correlate(_case)

#: The day of acceptance, by the clock of Vietnam in which moments are written.
ACCEPTED_ON: ColumnElement[str] = func.substr(_c.accepted_at, 1, 10)
#: The day a case came from a unit that is not reported on; None for every other.
MOVED_IN_ON: ColumnElement[str | None] = case(
    (and_(_c.moved_in_on >= ACCEPTED_ON, func.coalesce(_came_from, "").not_in(UNITS)), _c.moved_in_on)
)
#: The day a case went to another unit, of the copy that stayed.
_LEFT_ON: ColumnElement[str | None] = case(
    (_c.moved_to.is_not(None), func.coalesce(_last_request.scalar_subquery(), ACCEPTED_ON))
)
#: The first day with these units.
BEGAN_ON: ColumnElement[str] = func.coalesce(MOVED_IN_ON, ACCEPTED_ON)
#: The day of its end, where that was with these units.
ENDED_ON: ColumnElement[str | None] = case((or_(_c.moved_to.is_(None), _c.ended_on < _LEFT_ON), _c.ended_on))
#: The day it moved out, not ended.
MOVED_OUT_ON: ColumnElement[str | None] = case((ENDED_ON.is_(None), _LEFT_ON))
#: The day from which it is no longer open with these units.
CLOSED_ON: ColumnElement[str | None] = func.coalesce(ENDED_ON, _LEFT_ON)

#: A case of one of the units that is not in the bin, has a place in the Sổ, and was open when it came.
IS_OURS: ColumnElement[bool] = and_(
    _c.unit.in_(UNITS),
    _c.deleted.is_(False),
    _c.accepted_at.is_not(None),
    or_(_c.moved_to.is_(None), _c.moved_to.not_in(UNITS)),
    or_(_c.ended_on.is_(None), MOVED_IN_ON.is_(None), _c.ended_on >= MOVED_IN_ON),
)
#: It ended in the period, with these units; said of the field, too, so that an index finds it.
ENDED: ColumnElement[bool] = and_(_c.ended_on.between(FIRST, LAST), ENDED_ON.is_not(None))
