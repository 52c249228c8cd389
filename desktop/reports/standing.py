"""What a Sổ comes to over a period: carried over, accepted, moved in and out, ended, carried on."""

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from desktop.domain.periods import Period
from desktop.reports.asked import FIRST, LAST, Asked
from desktop.reports.holding import BEGAN_ON, CLOSED_ON, ENDED_ON, IS_OURS, MOVED_IN_ON, MOVED_OUT_ON
from desktop.store.tables import TABLES


class Standing(msgspec.Struct, frozen=True):
    """The totals; what is carried on follows from the others."""

    opening: int
    accepted: int
    moved_in: int
    moved_out: int
    ended: int

    @property
    def remaining(self) -> int:
        """Carried over + accepted + moved in − moved out − ended."""
        return self.opening + self.accepted + self.moved_in - self.moved_out - self.ended


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, literal(1)), else_=literal(0))), 0)


_WITHIN = BEGAN_ON.between(FIRST, LAST)
_STANDING = (
    select(
        _times(and_(BEGAN_ON < FIRST, or_(CLOSED_ON.is_(None), CLOSED_ON >= FIRST))),
        _times(and_(_WITHIN, MOVED_IN_ON.is_(None))),
        _times(and_(_WITHIN, MOVED_IN_ON.is_not(None))),
        _times(MOVED_OUT_ON.between(FIRST, LAST)),
        _times(ENDED_ON.between(FIRST, LAST)),
    )
    .select_from(TABLES["case"])
    .where(IS_OURS)
)


def standing(connection: Connection, unit: str, period: Period) -> Standing:
    """The totals of one unit's Sổ over a period, as the cases are known now."""
    row = connection.execute(_STANDING, Asked(period, [unit]).parameters).one()
    return Standing(*row)
