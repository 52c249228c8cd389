"""What becomes of the people of an office: the positions they hold, and how they come and go, each with its days.

What a practitioner is at one time is read from these with `desktop.domain.staff`; nothing of it is stored twice.
"""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, field, record

_WHO = field("Họ và tên", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40)
_NOTE = field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)
_OUTLINE = "đề cương báo cáo năm của Cục TGPL, mục I.12"


@record("staff_position", title="Chức vụ")
class StaffPosition(Record, frozen=True, kw_only=True):
    """Chức vụ: who directs a centre or a branch, from a day to a day."""

    practitioner: Annotated[str, _WHO] | None = None
    position: (
        Annotated[
            str,
            field("Chức vụ", kind=Kind.CODE, catalogue="staff_position", source="NĐ 144/2017/NĐ-CP Điều 3"),
        ]
        | None
    ) = None
    decision_number: Annotated[str, field("Số quyết định", max_length=60)] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE, merge="interval")] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE, merge="interval")] | None = None
    note: Annotated[str, _NOTE] | None = None


@record("staff_movement", title="Biến động nhân sự")
class StaffMovement(Record, frozen=True, kw_only=True):
    """Biến động: somebody was appointed, went elsewhere, was lent to another body, retired or was dismissed."""

    practitioner: Annotated[str, _WHO] | None = None
    kind: (
        Annotated[str, field("Loại biến động", kind=Kind.CODE, catalogue="staff_movement", source=_OUTLINE)] | None
    ) = None
    on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE, source=_OUTLINE)] | None = None
    until: Annotated[dt.date, field("Đến ngày (biệt phái)", kind=Kind.DATE)] | None = None
    elsewhere: Annotated[str, field("Nơi chuyển đến, biệt phái đến")] | None = None
    decision_number: Annotated[str, field("Số quyết định", max_length=60)] | None = None
    note: Annotated[str, _NOTE] | None = None
