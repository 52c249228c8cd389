"""What was paid for performing a case (NĐ 144/2017/NĐ-CP Điều 12–15; TT 02/2021/TT-BTP)."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record


@record("case_payment", title="Chi trả cho vụ việc", root="case")
class CasePayment(Record, frozen=True, kw_only=True):
    """Chi trả: one sum in whole đồng, to one performer, on one day; by sessions or as a lump sum."""

    case: Annotated[str, field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None = None
    practitioner: (
        Annotated[str, field("Người được chi trả", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40)] | None
    ) = None
    method: (
        Annotated[
            str,
            field(
                "Cách tính",
                kind=Kind.CODE,
                catalogue="payment_method",
                merge="sum",
                source="NĐ 144/2017/NĐ-CP Điều 12–14; TT 02/2021/TT-BTP",
            ),
        ]
        | None
    ) = None
    half_sessions: (
        Annotated[
            int,
            field("Số nửa buổi", kind=Kind.NUMBER, ge=1, merge="sum", source="TT 02/2021/TT-BTP: một buổi là 4 giờ"),
        ]
        | None
    ) = None
    amount: Annotated[int, field("Số tiền (đồng)", kind=Kind.MONEY, ge=1, merge="sum")] | None = None
    on: Annotated[dt.date, field("Ngày chi trả", kind=Kind.DATE)] | None = None
    origin: Annotated[str, field("Nguồn kinh phí", kind=Kind.CODE, catalogue="budget_origin")] | None = None
    document_number: Annotated[str, field("Số chứng từ", max_length=60)] | None = None
    note: (
        Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000, sensitivity=Sensitivity.SENSITIVE)] | None
    ) = None
