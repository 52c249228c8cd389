"""Kết sổ: a unit's Sổ was closed for a month, half a year or a year, with these totals."""

import datetime as dt
from typing import Annotated

import msgspec

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_SOURCE = "TT 12/2018/TT-BTP Điều 7 k.1"


def _total(title: str) -> msgspec.Meta:
    """One of the totals; they were counted together, and so conflict as one."""
    return field(title, kind=Kind.NUMBER, ge=0, merge="totals", source=_SOURCE)


@record("register_closing", title="Kết sổ")
class RegisterClosing(Record, frozen=True, kw_only=True):
    """Kết sổ: what the Sổ came to when it was closed. It locks nothing: what is entered or corrected afterwards and
    belongs to these days is an adjustment, which the history tells (`desktop.services.closings`).
    """

    kind: Annotated[str, field("Kỳ kết sổ", kind=Kind.CODE, catalogue="closing_kind", source=_SOURCE)] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE, merge="interval")] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE, merge="interval")] | None = None
    closed_at: Annotated[dt.datetime, field("Thời điểm kết sổ", kind=Kind.MOMENT)] | None = None
    closed_by: Annotated[str, field("Người kết sổ", max_length=120, sensitivity=Sensitivity.PERSONAL)] | None = None
    opening: Annotated[int, _total("Kỳ trước chuyển qua")] | None = None
    accepted: Annotated[int, _total("Thụ lý trong kỳ")] | None = None
    moved_in: Annotated[int, _total("Chuyển đến trong kỳ")] | None = None
    moved_out: Annotated[int, _total("Chuyển đi trong kỳ")] | None = None
    ended: Annotated[int, _total("Kết thúc trong kỳ")] | None = None
    remaining: Annotated[int, _total("Chuyển kỳ sau")] | None = None
