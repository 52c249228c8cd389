"""How many ended litigation cases somebody was asked for in a year, and how their own number is rated (DOMAIN §6.4).

Bands of seniority and the four ratings are those of the annual outline; the numbers are the office's own entries.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from sync.contract.records import CaseNorm

#: Whom the norm is for: trợ giúp viên pháp lý.
WHOM = "tgvpl"
#: Ratings from the best: code, and the field of the norm that says from how many cases.
RATINGS = (("tot", "excellent"), ("kha", "good"), ("dat", "passes"))
FAILED = "khong_dat"


def seniority(years: int | None) -> str | None:
    """The band of somebody appointed so many whole years ago; None without a day of appointment."""
    if years is None:
        return None
    return "duoi_3" if years < 3 else "tu_3_den_5" if years < 5 else "tu_5"


def of_year(norms: Iterable[CaseNorm], year: int) -> dict[str, CaseNorm]:
    """Practitioner's id or code of a band → the norm of a year; of several for the same the one entered last."""
    in_order = sorted((each for each in norms if each.year == year), key=lambda each: each.id)
    return {each.practitioner or each.seniority or "": each for each in in_order}


def norm_of(known: Mapping[str, CaseNorm], practitioner: str, band: str | None) -> CaseNorm | None:
    """The norm for somebody: their own, else that of their band; ``known`` as `of_year` gives them."""
    return known.get(practitioner) or known.get(band or "")


def rating(ended: Fraction, norm: CaseNorm) -> str | None:
    """What so many cases are rated by a norm; None where it does not say from how many they pass."""
    if norm.passes is None:
        return None
    for code, name in RATINGS:
        needed = getattr(norm, name)
        if needed is not None and ended >= needed:
            return code
    return FAILED
