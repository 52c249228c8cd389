"""Việc trợ giúp pháp lý: simple questions answered at once. No case, no file, a book of its own."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_PERSONAL = Sensitivity.PERSONAL
_SENSITIVE = Sensitivity.SENSITIVE


@record("simple_advice", title="Việc trợ giúp pháp lý")
class SimpleAdvice(Record, frozen=True, kw_only=True):
    """Việc: one question, answered by who took it in (Luật TGPL Điều 32 k.2; TT 12/2018/TT-BTP Điều 8 k.2).

    It is never counted as a case; ``became`` is the case somebody was helped in afterwards.
    """

    on: Annotated[dt.date, field("Ngày thực hiện", kind=Kind.DATE)] | None = None
    full_name: Annotated[str, field("Người được hướng dẫn", max_length=120, sensitivity=_PERSONAL)] | None = None
    gender: Annotated[str, field("Giới tính", kind=Kind.CODE, catalogue="gender")] | None = None
    category: (
        Annotated[
            str,
            field(
                "Diện người được trợ giúp pháp lý",
                kind=Kind.CODE,
                catalogue="beneficiary_category",
                sensitivity=_SENSITIVE,
                source="Luật TGPL Điều 7",
            ),
        ]
        | None
    ) = None
    commune: Annotated[str, field("Xã, phường", kind=Kind.CODE, catalogue="commune")] | None = None
    channel: Annotated[str, field("Nguồn yêu cầu", kind=Kind.CODE, catalogue="channel")] | None = None
    law_field: Annotated[str, field("Lĩnh vực pháp luật", kind=Kind.CODE, catalogue="law_field")] | None = None
    content: (
        Annotated[str, field("Nội dung đã hướng dẫn", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)]
        | None
    ) = None
    practitioner: (
        Annotated[str, field("Người thực hiện", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40)] | None
    ) = None
    became: (
        Annotated[str, field("Vụ việc thụ lý sau đó", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None
    ) = None
