"""Closings of the Sổ and what was adjusted afterwards, in words."""

from collections.abc import Iterable, Sequence

from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.domain.dates import format_date
from desktop.reports.standing import Standing
from desktop.services.closings import Adjustment
from desktop.services.session import VIETNAM
from desktop.words import _, formats
from desktop.words.formats import whole
from sync.contract.fields import RECORD_TYPES, Kind, Wire
from sync.contract.records import RegisterClosing

CLOSE = _("Kết sổ…")
NONE = _("Sổ chưa được kết kỳ nào.")
NO_ADJUSTMENTS = _("Sau khi kết sổ không có điều chỉnh nào đã biết trên máy này.")
ENTERED_LATER = _("Vào Sổ sau khi kết sổ")
QUESTION = _(
    "Các số trên được giữ cùng ngày, giờ và người kết sổ. Sau đó vẫn ghi và sửa được; "
    "những gì thuộc kỳ này được liệt kê thành điều chỉnh."
)


#: What each total is called in a line of them.
_CALLED = {
    "opening": _("kỳ trước chuyển qua"),
    "accepted": _("thụ lý"),
    "moved_in": _("chuyển đến"),
    "moved_out": _("chuyển đi"),
    "ended": _("kết thúc"),
    "remaining": _("chuyển kỳ sau"),
}


def totals(found: Standing | RegisterClosing) -> str:
    """``Kỳ trước chuyển qua 12, thụ lý 8, chuyển đến 0, chuyển đi 1, kết thúc 7, chuyển kỳ sau 12.``"""
    told = ", ".join(f"{called} {whole(getattr(found, name) or 0)}" for name, called in _CALLED.items())
    return f"{told[0].upper()}{told[1:]}."


def closed(closing: RegisterClosing) -> str:
    """When and by whom: ``Đã kết sổ tháng lúc 16:02 ngày 02/11/2026 (Vũ Thị Hòa).``"""
    at = formats.moment(closing.closed_at.astimezone(VIETNAM)) if closing.closed_at else ""
    kind = catalogue("closing_kind").brief(closing.kind or "")
    return _("Đã kết sổ {kind} lúc {at} ({who}).").format(kind=kind.lower(), at=at, who=closing.closed_by or "")


def since(closing: RegisterClosing, found: Sequence[Adjustment], now: Standing) -> str:
    """How many adjustments there were, and which totals are others with them; empty where there were none."""
    if not found:
        return ""
    others = [
        _("{called} nay là {number}").format(called=called, number=whole(getattr(now, name)))
        for name, called in _CALLED.items()
        if getattr(now, name) != (getattr(closing, name) or 0)
    ]
    told = _("Từ đó có {count} điều chỉnh: {totals}.")
    return told.format(count=whole(len(found)), totals=", ".join(others) or _("các số không đổi"))


def adjusted(found: Adjustment) -> list[str]:
    """What an adjustment changed, a field in a line."""
    if not found.fields:
        return [ENTERED_LATER]
    fields = RECORD_TYPES["case"].fields
    return [
        _("{title}: {old}, sửa thành {new}").format(
            title=fields[name].title, old=_value(name, old), new=_value(name, new)
        )
        for name, (old, new) in found.fields.items()
    ]


def head(found: Adjustment) -> str:
    """When and by whom."""
    at = formats.moment(found.at.astimezone(VIETNAM))
    return f"{at} · {found.author}" if found.author else at


def lines(made: Iterable[tuple[RegisterClosing, Sequence[Adjustment]]]) -> list[str]:
    """All closings on a terminal, each with its adjustments."""
    told = []
    for closing, adjustments in made:
        told += [f"{_period(closing)}  {closed(closing)}", f"  {totals(closing)}"]
        told += [f"  {each.code}  {head(each)}: {'; '.join(adjusted(each))}" for each in adjustments]
    return told or [NONE]


def _period(closing: RegisterClosing) -> str:
    days = [format_date(day) for day in (closing.from_on, closing.to_on) if day]
    return "–".join(days)


def _value(name: str, value: Wire) -> str:
    field = RECORD_TYPES["case"].fields[name]
    if value in (None, "", False):
        return _("(để trống)") if value is not False else _("Không")
    known = field.info.catalogue
    if known in CATALOGUES and known is not None:
        return catalogue(known).brief(value)
    if field.kind in (Kind.DATE, Kind.MOMENT):
        year, month, day = str(value)[:10].split("-")
        return f"{day}/{month}/{year}"
    return _("Có") if value is True else str(value)
