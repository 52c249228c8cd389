"""How many cases somebody is asked to perform in a year (chỉ tiêu vụ việc); the numbers are the office's to enter.

The Ministry gives the norm every year; its numbers were not found in any text (DOMAIN §6.4), so none are built in.
"""

from typing import Annotated

from sync.contract.fields import Kind, Record, field, record

_COUNTED = "vụ việc tham gia tố tụng kết thúc"


@record("case_norm", title="Chỉ tiêu vụ việc")
class CaseNorm(Record, frozen=True, kw_only=True):
    """Chỉ tiêu vụ việc: ended litigation cases of a year, for a band of seniority, or for one practitioner alone."""

    year: Annotated[int, field("Năm", kind=Kind.NUMBER, ge=2016)] | None = None
    seniority: (
        Annotated[
            str,
            field(
                "Thâm niên bổ nhiệm",
                kind=Kind.CODE,
                catalogue="seniority",
                source="đề cương báo cáo năm của Cục TGPL, mục II.3",
            ),
        ]
        | None
    ) = None
    practitioner: (
        Annotated[
            str,
            field("Riêng cho", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40),
        ]
        | None
    ) = None
    passes: Annotated[int, field("Đạt, từ", kind=Kind.NUMBER, ge=0, source=_COUNTED)] | None = None
    good: Annotated[int, field("Khá, từ", kind=Kind.NUMBER, ge=0, source=_COUNTED)] | None = None
    excellent: Annotated[int, field("Tốt, từ", kind=Kind.NUMBER, ge=0, source=_COUNTED)] | None = None
    document: Annotated[str, field("Văn bản giao chỉ tiêu", max_length=200)] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
