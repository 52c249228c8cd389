"""Numbers and moments as Vietnamese writes them."""

import datetime as dt
from fractions import Fraction

from desktop.domain.dates import format_date
from desktop.words import _


def whole(number: int) -> str:
    """A whole number with points between the thousands: ``1.274``."""
    return f"{number:,}".replace(",", ".")


def exact(number: Fraction | int) -> str:
    """A number that may have a part, never rounded: ``1.274``, ``209,5``, ``209 1/3``."""
    if isinstance(number, int):  # as most are
        return whole(number)
    sign, number = ("-" if number < 0 else ""), abs(number)
    rest = number % 1
    if not rest:
        return f"{sign}{whole(int(number))}"
    if 1000 % rest.denominator == 0:
        places = f"{int(rest * 1000):03}".rstrip("0")
        return f"{sign}{whole(int(number))},{places}"
    return f"{sign}{whole(int(number))} {rest}" if number > 1 else f"{sign}{rest}"


def moment(at: dt.datetime) -> str:
    """``16:02 ngày 22/11/2026``, by the clock of the zone it is in."""
    return _("{time} ngày {day}").format(time=f"{at:%H:%M}", day=format_date(at))


def size(count: int) -> str:
    """Bytes as people read them: ``1,4 MB``, ``86 KB``, ``512 byte``."""
    for unit, name in ((1_000_000, "MB"), (1000, "KB")):
        if count >= unit:
            return f"{count / unit:.1f}".replace(".", ",").removesuffix(",0") + f" {name}"
    return _("{count} byte").format(count=count)


def counted(number: int, *, at_least: bool) -> str:
    """``2.000``, or ``hơn 2.000`` of a lower bound."""
    return _("hơn {number}").format(number=whole(number)) if at_least else whole(number)
