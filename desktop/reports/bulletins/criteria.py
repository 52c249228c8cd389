"""What a bulletin says by criterion: the lines that name a criterion and its cases.

No bulletin with such lines was found: S0 tells its total "xét theo từng tiêu chí" and stops there. Read is therefore
whatever names a criterion by its field and number, in the order and wording one likes, and a number of cases after it.
"""

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from desktop.domain.catalogues import shipped
from desktop.reports.criteria import UNNAMED

_FIELDS = {"hình sự": "hs", "dân sự": "ds", "hành chính": "hc"}
_LETTER_427 = "cv427"
_FIELD = "|".join(_FIELDS)
_HEADING = re.compile(rf"lĩnh vực\s+({_FIELD})", re.IGNORECASE)
_WORD = re.compile(
    rf"(?P<field>{_FIELD})(?:\s+(?P<of_field>\d{{1,2}})\b)?"
    r"|tiêu chí\s+(?:số\s+)?(?P<number>\d{1,2})\b"
    r"|(?P<letter>công văn\s+(?:số\s+)?427\S*)(?=\s*[(:])"
    r"|(?P<unnamed>chưa (?:ghi|rõ|có|xác định) tiêu chí)"
    r"|[(:]\s*(?P<count>\d{1,3}(?:[.,]\d{3})+|\d+)\s*vụ(?: việc)?",
    re.IGNORECASE,
)


class OfCriterion(msgspec.Struct, frozen=True):
    """A criterion as it was written, its code, and its cases.

    ``code`` is None where nobody knows the criterion: those of Công văn 427 were never found one by one.
    """

    name: str
    code: str | None
    count: int


def field_of(statement: str) -> str | None:
    """The field of law whose criteria follow, where a statement names it."""
    named = _HEADING.findall(statement)
    return named[-1].lower() if named else None


def parted(statement: str, field: str | None, on: dt.date) -> tuple[str, list[OfCriterion]]:
    """A statement up to its first criterion, and its criteria; ``field`` is that of the statements before."""
    found = list(_criteria(statement, field, on))
    return statement[: found[0][0]] if found else statement, [each for _begin, each in found]


def _criteria(statement: str, field: str | None, on: dt.date) -> Iterator[tuple[int, OfCriterion]]:
    """Each with where it begins."""
    begin = number = code = None
    for word in _WORD.finditer(statement):
        if word["count"] is None:
            begin = word.start() if begin is None else begin
            field = (word["field"] or field or "").lower() or None
            number = word["of_field"] or word["number"] or number
            code = _LETTER_427 if word["letter"] else UNNAMED if word["unnamed"] else code
        else:
            if begin is not None and (number or code):
                name = " ".join(statement[begin : word.start()].split())
                count = int(re.sub(r"\D", "", word["count"]))
                yield begin, OfCriterion(name, code or _known(field, int(number or 0), on), count)
            begin = number = code = None


def _known(field: str | None, number: int, on: dt.date) -> str | None:
    """The criterion of that number and field, if there was one that day."""
    code = f"{_FIELDS[field]}_tc{number:02}" if field else ""
    entries = shipped("success_criterion").entries
    return code if any(entry.code == code and entry.valid_from <= on for entry in entries) else None
