"""The text of a published bulletin read into figures: totals and their parts, changes, the provinces it names.

The Department publishes one a month on how litigation cases were entered in the national system (S0). The wording has
changed over the years (DOMAIN §9): a measure is named before its number or after it, provinces stand with their number
in brackets or behind a colon, or without any because they have none. What is not understood is kept as it was written.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from desktop.domain.catalogues import province_list, provinces
from desktop.domain.errors import DomainError
from desktop.domain.text import fold_loose
from desktop.reports.bulletins.criteria import OfCriterion, field_of, parted
from sync.contract.text import normalise


class Measure(StrEnum):
    """What is counted: vụ việc tham gia tố tụng."""

    ACCEPTED = "accepted"  #: thụ lý trong kỳ
    ENDED = "ended"  #: kết thúc trong kỳ
    SUCCESSFUL = "successful"  #: thành công (until 2021: thành công, hiệu quả)


class ListKind(StrEnum):
    """Which provinces a list names."""

    MOST = "most"  #: those with many cases
    EVERY = "every"  #: everyone with any
    NONE = "none"  #: those without figures


class Part(msgspec.Struct, frozen=True):
    """How many of a total were ``bao_chua`` (defence) or ``bao_ve`` (protection), as in the catalogue."""

    representation: str
    count: int


class Change(msgspec.Struct, frozen=True):
    """The change on the period before: cases, and per cent as printed if it is."""

    by: int
    percent: Decimal | None


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A total with what is said of it; ``reported_by`` is so many of so many provinces."""

    measure: Measure
    total: int
    parts: tuple[Part, ...] = ()
    change: Change | None = None
    reported_by: tuple[int, int] | None = None


class Named(msgspec.Struct, frozen=True):
    """A province as it was written, its code (None if nobody knows it), and its cases (None if it has no number)."""

    name: str
    province: str | None
    count: int | None


class ProvinceList(msgspec.Struct, frozen=True, kw_only=True):
    """Provinces named beneath a figure; ``says`` is what the list itself says it is about."""

    measure: Measure
    says: Measure
    kind: ListKind
    named: tuple[Named, ...]


class Bulletin(msgspec.Struct, frozen=True, kw_only=True):
    """What a bulletin says.

    ``taken_at`` is when the figures were taken from the national system, if it tells; ``criteria`` are those by which
    it parts the successful cases, if it does.
    """

    first_day: dt.date
    last_day: dt.date
    taken_at: dt.datetime | None
    figures: tuple[Figure, ...]
    lists: tuple[ProvinceList, ...]
    criteria: tuple[OfCriterion, ...] = ()

    def figure(self, measure: Measure) -> Figure | None:
        """The figure of a measure, if there is one."""
        return next((each for each in self.figures if each.measure is measure), None)


_NUMBER = r"\d{1,3}(?:[.,]\d{3})+|\d+"
_DAY = r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})"
_PERIOD = re.compile(rf"từ ngày {_DAY}\s*đến (?:hết )?ngày {_DAY}", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s+(\d{1,2})\s*/\s*(\d{4})", re.IGNORECASE)
_TAKEN = re.compile(rf"(\d{{1,2}})\s*(?:h|giờ)\s*(\d{{2}})?\s*ngày\s+{_DAY}", re.IGNORECASE)
#: Where a new statement begins; pages that were copied may have lost their lines.
_STATEMENTS = re.compile(
    r"\n|(?=(?:Các tỉnh|Cụ thể là|Trong kỳ|Số vụ việc|Theo tiêu chí|Chưa ghi tiêu chí|Trân trọng))"
    r"|(?<=\s)(?=\d+(?:\.\d+)?\.?\s+Vụ việc)"
)
_TOTAL = re.compile(rf"(?<![\d/.,])(?P<number>{_NUMBER})\s+vụ việc(?!\s+(?:bào chữa|bảo vệ))")
_PART = re.compile(rf"({_NUMBER})\s+vụ(?: việc)?\s+(bào chữa|bảo vệ)")
_CHANGE = re.compile(
    rf"(tăng|giảm)\s+({_NUMBER})\s+vụ(?: việc)?(?:\s*\((?:tăng|giảm)?\s*(\d+(?:[.,]\d+)?)\s*%\s*\))?", re.IGNORECASE
)
_CHANGED = re.compile(r"(?:tăng|giảm)\s+$", re.IGNORECASE)
_REPORTED_BY = re.compile(r"(\d+)\s*/\s*(\d+)\s+tỉnh")
_LIST = re.compile(r"[\s+\-–*]*(?:Các tỉnh|Cụ thể)[^:]*:")
_LIST_ENDS = re.compile(r"\.\s+(?=[-+–]|\d|[IVX]+\.)|\s[-+–]\s*$")
_COUNT = re.compile(r"[(:]\s*(\d+)\s*vụ(?: việc)?\s*\)?")
_WORDS = {"thụ lý": Measure.ACCEPTED, "kết thúc": Measure.ENDED, "thành công": Measure.SUCCESSFUL}
_MEASURE = re.compile("|".join(_WORDS))
_REPRESENTATIONS = {"bào chữa": "bao_chua", "bảo vệ": "bao_ve"}
_PREFIX = re.compile(r"^(?:tinh|thanh pho|tp|va) ")


def read(text: str) -> Bulletin:
    """Read a bulletin.

    Raises:
        DomainError: ``not_a_bulletin``: no month or no figure of litigation cases is found in it.
    """
    text = normalise(text).replace("\u00a0", " ")
    period = _period(text)
    if period is None:
        raise DomainError("not_a_bulletin", missing="period")
    figures: list[Figure] = []
    lists: list[ProvinceList] = []
    criteria: list[OfCriterion] = []
    field = None
    for statement in _STATEMENTS.split(text):
        said, found = parted(statement, field, period[1])
        criteria += found
        field = field_of(statement) or field
        if _LIST.match(said):
            lists += _list(said, figures[-1].measure if figures else None, period[1])
        else:
            figures += _figures(said)
    if not figures:
        raise DomainError("not_a_bulletin", missing="figures")
    return Bulletin(
        first_day=period[0],
        last_day=period[1],
        taken_at=_taken_at(text),
        figures=tuple(figures),
        lists=tuple(lists),
        criteria=tuple(criteria),
    )


def province_named(name: str, on: dt.date) -> str | None:
    """The code of a province as bulletins write it, in the list of that day; None if there is none of that name."""
    return _provinces(province_list(on)).get(_key(name))


def _provinces(listed: str) -> dict[str, str]:
    return {_key(entry.brief): entry.code for entry in provinces().entries if entry.group == listed}


def _key(name: str) -> str:
    """The same for ``Đắk Lắk`` and ``Đắc Lắc``, ``Bà Rịa-Vũng Tàu`` and ``Bà Rịa - Vũng Tàu``."""
    return _PREFIX.sub("", " ".join(fold_loose(name).split())).replace(" ", "").replace("k", "c")


def _period(text: str) -> tuple[dt.date, dt.date] | None:
    try:
        if found := _PERIOD.search(text):
            numbers = [int(number) for number in found.groups()]
            return dt.date(*numbers[2::-1]), dt.date(*numbers[:2:-1])
        if found := _MONTH.search(text):
            month, year = (int(number) for number in found.groups())
            return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
    except ValueError:  # there is no such day
        return None
    return None


def _taken_at(text: str) -> dt.datetime | None:
    if found := _TAKEN.search(text):
        hour, minute, day, month, year = (int(number or 0) for number in found.groups())
        try:
            return dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001 - as the bulletin says it
        except ValueError:
            return None
    return None


def _figures(statement: str) -> Iterator[Figure]:
    """The totals of a statement; a measure stands between the number and the next sign, or before the number."""
    totals = [each for each in _TOTAL.finditer(statement) if not _CHANGED.search(statement[: each.start()])]
    before = 0
    ends = [*(each.start() for each in totals), len(statement)][1:]
    for total, end in zip(totals, ends, strict=True) if totals else ():
        after = statement[total.end() : end]
        ahead = _MEASURE.search(re.split(r"[;,(.]", after, maxsplit=1)[0])
        behind = _MEASURE.findall(statement[before : total.start()])
        before = total.end()
        word = ahead.group() if ahead else behind[-1] if behind else None
        if word is None:
            continue
        reported = _REPORTED_BY.search(statement[: total.start()])
        yield Figure(
            measure=_WORDS[word],
            total=_int(total["number"]),
            parts=tuple(Part(_REPRESENTATIONS[name], _int(number)) for number, name in _PART.findall(after)),
            change=_change(after),
            reported_by=(int(reported[1]), int(reported[2])) if reported else None,
        )


def _change(after: str) -> Change | None:
    found = _CHANGE.search(after)
    if found is None:
        return None
    way, number, percent = found.groups()
    by = _int(number)
    return Change(by if way.lower() == "tăng" else -by, Decimal(percent.replace(",", ".")) if percent else None)


def _list(statement: str, above: Measure | None, on: dt.date) -> Iterator[ProvinceList]:
    """The list of a statement; it belongs to the figure it stands beneath."""
    head, _, body = statement.partition(":")
    said = _MEASURE.search(head)
    says = _WORDS[said.group()] if said else above
    if says is None:
        return
    kind = ListKind.NONE if "không có" in head else ListKind.MOST if "nhiều" in head else ListKind.EVERY
    named = tuple(_named(_LIST_ENDS.split(body, maxsplit=1)[0], on))
    if named:
        yield ProvinceList(measure=above or says, says=says, kind=kind, named=named)


def _named(body: str, on: dt.date) -> Iterator[Named]:
    """The provinces of a list; one number in brackets is that of the name before it, one after a colon of all names."""
    begins = 0
    for count in _COUNT.finditer(body):
        for name in _names(body[begins : count.start()]):
            yield Named(name, province_named(name, on), int(count[1]))
        begins = count.end()
    for name in _names(body[begins:]):
        yield Named(name, province_named(name, on), None)


def _names(text: str) -> list[str]:
    return [name for each in re.split(r"[,;…]|\bvà\b", text) if (name := each.strip(" .\t"))]


def _int(number: str) -> int:
    return int(number.replace(".", "").replace(",", ""))
