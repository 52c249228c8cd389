"""What an office plans and what it may spend: plans by programme and year, and budget lines in whole đồng."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, field, record

_YEAR = field("Năm", kind=Kind.NUMBER, ge=1997)
_OUTLINE = "đề cương báo cáo năm của Cục TGPL"


@record("plan", title="Kế hoạch, chương trình")
class Plan(Record, frozen=True, kw_only=True):
    """Kế hoạch: the plan issued for a programme; that there is none is recorded too, with the reason."""

    year: Annotated[int, _YEAR] | None = None
    programme: (
        Annotated[str, field("Chương trình", kind=Kind.CODE, catalogue="programme", source=f"{_OUTLINE}, mục I.5, I.7")]
        | None
    ) = None
    title: Annotated[str, field("Tên kế hoạch", max_length=300)] | None = None
    number: Annotated[str, field("Số, ký hiệu", max_length=60, merge="issue")] | None = None
    issued_on: Annotated[dt.date, field("Ngày ban hành", kind=Kind.DATE, merge="issue")] | None = None
    issuer: Annotated[str, field("Cơ quan ban hành", merge="issue")] | None = None
    absent: Annotated[bool, field("Chưa ban hành", kind=Kind.FLAG, merge="issue")] = False
    absent_reason: (
        Annotated[
            str,
            field(
                "Lý do chưa ban hành", kind=Kind.LONG_TEXT, max_length=1000, merge="issue", source=f"{_OUTLINE}, I.5"
            ),
        ]
        | None
    ) = None
    outlook: Annotated[str, field("Phương hướng thực hiện", kind=Kind.LONG_TEXT, max_length=2000)] | None = None
    review: (
        Annotated[str, field("Đánh giá: thuận lợi, khó khăn, vướng mắc", kind=Kind.LONG_TEXT, max_length=4000)] | None
    ) = None


@record("budget_line", title="Kinh phí")
class BudgetLine(Record, frozen=True, kw_only=True):
    """Kinh phí: what was approved, carried in from the year before, and spent for one purpose in one year."""

    year: Annotated[int, _YEAR] | None = None
    purpose: (
        Annotated[
            str,
            field("Mục đích", kind=Kind.CODE, catalogue="budget_purpose", source=f"{_OUTLINE}, mục I.6, I.7, I.10"),
        ]
        | None
    ) = None
    programme: Annotated[str, field("Chương trình", kind=Kind.CODE, catalogue="programme")] | None = None
    origin: Annotated[str, field("Nguồn kinh phí", kind=Kind.CODE, catalogue="budget_origin")] | None = None
    approved: Annotated[int, field("Được duyệt (đồng)", kind=Kind.MONEY, ge=0)] | None = None
    carried_in: Annotated[int, field("Năm trước chuyển sang (đồng)", kind=Kind.MONEY, ge=0)] | None = None
    spent: Annotated[int, field("Đã chi (đồng)", kind=Kind.MONEY, ge=0)] | None = None
    reason: (
        Annotated[
            str,
            field(
                "Lý do chưa được duyệt, chưa chi",
                kind=Kind.LONG_TEXT,
                max_length=1000,
                source=f"{_OUTLINE}, mục I.6",
            ),
        ]
        | None
    ) = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
