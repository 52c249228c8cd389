"""Numbers and shares as people type them."""

import re
from fractions import Fraction

from desktop.domain.errors import DomainError

_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
_SHARE = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})|(\d{1,3})\s*(%)?")


def parse_number(text: str) -> int:
    """Read a whole number: ``1274``, ``1.274`` or ``1 274``.

    Raises:
        DomainError: ``number_unreadable``.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise DomainError("number_unreadable")
    return int(re.sub(r"\D", "", text))


def parse_share(text: str) -> str:
    """Read an exact part of a whole, ``1/2``, ``50%`` or ``1``, as it is stored: the shortest fraction.

    Raises:
        DomainError: ``share_unreadable``; also for nothing and for more than the whole.
    """
    match = _SHARE.fullmatch(text.strip())
    if not match:
        raise DomainError("share_unreadable")
    part, whole = (match[1], match[2]) if match[2] else (match[3], "100" if match[4] else "1")
    if not 0 < int(part) <= int(whole):
        raise DomainError("share_unreadable")
    return str(Fraction(int(part), int(whole)))
