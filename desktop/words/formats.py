"""Numbers and moments as Vietnamese writes them."""

import datetime as dt

from desktop.domain.dates import format_date
from desktop.words import _


def whole(number: int) -> str:
    """A whole number with points between the thousands: ``1.274``."""
    return f"{number:,}".replace(",", ".")


def moment(at: dt.datetime) -> str:
    """``16:02 ngày 22/11/2026``, by the clock of the zone it is in."""
    return _("{time} ngày {day}").format(time=f"{at:%H:%M}", day=format_date(at))
