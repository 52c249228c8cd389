"""Times of day as people type them."""

import datetime as dt
import re

from desktop.domain.errors import DomainError

_TIME = re.compile(r"(\d{1,2})(?:\s*(?:[:.h]|giờ)\s*(\d{1,2})?)?|(\d{2})(\d{2})", re.IGNORECASE)


def parse_time(text: str) -> dt.time:
    """Read ``8``, ``8:05``, ``8h05``, ``8 giờ`` or ``0805``.

    Raises:
        DomainError: ``time_unreadable``.
    """
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise DomainError("time_unreadable")
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if hour > 23 or minute > 59:
        raise DomainError("time_unreadable")
    return dt.time(hour, minute)
