"""What people are told where two values, a deletion and an edit, or two rules do not go together."""

import datetime as dt
from collections.abc import Mapping

from desktop.words import _
from desktop.words.sync import moment
from sync.contract.fields import RECORD_TYPES, Wire

TWO_VALUES = _("Hai người đã sửa cùng một mục")
DELETED = _("Một người đã xóa, một người đã sửa")
RULE = _("Các thông tin không khớp nhau")

_RULES: Mapping[str, tuple[str, str]] = {
    "shares_over_one": (
        _("Tổng phần thực hiện của những người đang thực hiện là {share}, nhiều hơn 1."),
        _("Sửa phần thực hiện, hoặc ghi ngày thôi thực hiện của một người."),
    ),
    "ended_before_accepted": (
        _("Ngày kết thúc ({ended_on}) sớm hơn ngày thụ lý ({accepted_at})."),
        _("Sửa một trong hai ngày."),
    ),
    "to_before_from": (
        _("{record}: ngày thôi ({to_on}) sớm hơn ngày bắt đầu ({from_on})."),
        _("Sửa một trong hai ngày."),
    ),
    "number_twice": (
        _("Mã số {code} được cấp cho hai vụ việc."),
        _("Giữ mã số cho một vụ việc; vụ việc kia cần số khác trong Sổ."),
    ),
}


def heading(kind: str) -> str:
    """What has happened, by the kind of the conflict."""
    return {"deleted": DELETED, "rule": RULE}.get(kind, TWO_VALUES)


def edited(author: str, at: str | None, *, here: bool, place: str = "") -> str:
    """Who set a value, where and when, as small print below it.

    Args:
        author: name, empty for somebody not known here.
        at: local time of the edit as the journal keeps it.
        here: typed on this PC.
        place: name of the author's office.
    """
    who = author or _("Người chưa rõ tên")
    where = _("sửa trên máy này") if here else place
    return ", ".join(part for part in (who, where, moment(at) if at else "") if part)


def deletion(record_type: str | None, *, delete: bool) -> str:
    """The choice between keeping and deleting."""
    if record_type == "case":
        return _("Xóa vụ việc") if delete else _("Giữ vụ việc")
    title = _title(record_type)
    return _("Xóa “{title}”").format(title=title) if delete else _("Giữ “{title}”").format(title=title)


def broken_rule(rule: str | None, record_type: str | None, values: Mapping[str, Wire]) -> tuple[str, str]:
    """What does not go together, and what to do about it; of a rule not known here at least that there is one."""
    if rule is None or rule not in _RULES:
        return _("Các thông tin của vụ việc này không khớp nhau."), _("Mở vụ việc và xem lại.")
    text, advice = _RULES[rule]
    shown = {name: _day(value) for name, value in values.items()}
    names = ("share", "ended_on", "accepted_at", "to_on", "from_on", "code")
    return text.format(**dict.fromkeys(names, "…") | shown | {"record": _title(record_type)}), advice


def _title(record_type: str | None) -> str:
    declared = RECORD_TYPES.get(record_type or "")
    return declared.title if declared else _("mục này")


def _day(value: Wire) -> str:
    """A day or moment as ``dd/mm/yyyy``, anything else as it is."""
    try:
        return f"{dt.datetime.fromisoformat(str(value)):%d/%m/%Y}"
    except ValueError:
        return str(value)
