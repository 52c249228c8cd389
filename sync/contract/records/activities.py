"""What an office does beside its cases: duty at court, outreach, media, printed matter, agreements, awards, campaigns.

A figure that is only known to be at least so much ("hơn 2000 lượt người") has a flag ``<figure>_at_least`` beside it.
"""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_OUTLINE = "đề cương báo cáo năm của Cục TGPL"


@record("duty_contact", title="Lượt trực tại Tòa án")
class DutyContact(Record, frozen=True, kw_only=True):
    """Trực tại Tòa án: somebody was received at the court or by telephone; ``became`` is the case that came of it."""

    at: Annotated[dt.datetime, field("Thời điểm tiếp nhận", kind=Kind.MOMENT)] | None = None
    mode: (
        Annotated[
            str,
            field("Hình thức trực", kind=Kind.CODE, catalogue="duty_mode", source="Chương trình 1603/CTPH-BTP-TANDTC"),
        ]
        | None
    ) = None
    court: Annotated[str, field("Tòa án")] | None = None
    practitioner: (
        Annotated[str, field("Người trực", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40)] | None
    ) = None
    law_field: Annotated[str, field("Lĩnh vực pháp luật", kind=Kind.CODE, catalogue="law_field")] | None = None
    content: (
        Annotated[str, field("Nội dung", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=Sensitivity.SENSITIVE)]
        | None
    ) = None
    result: Annotated[str, field("Kết quả", kind=Kind.CODE, catalogue="duty_result")] | None = None
    became: Annotated[str, field("Vụ việc đã thụ lý", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None = (
        None
    )


@record("activity", title="Hoạt động")
class Activity(Record, frozen=True, kw_only=True):
    """Hoạt động: one family; ``kind`` says which of the other fields are asked (`desktop.ui.offices.registers`)."""

    kind: Annotated[str, field("Loại hoạt động", kind=Kind.CODE, catalogue="activity_kind", source=_OUTLINE)] | None = (
        None
    )
    title: Annotated[str, field("Tên, chủ đề", max_length=300)] | None = None
    on: Annotated[dt.date, field("Ngày", kind=Kind.DATE, merge="interval")] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE, merge="interval")] | None = None
    place: Annotated[str, field("Địa điểm", max_length=300)] | None = None
    commune: Annotated[str, field("Xã, phường", kind=Kind.CODE, catalogue="commune")] | None = None
    partners: Annotated[tuple[str, ...], field("Đơn vị phối hợp", kind=Kind.CODES)] = ()
    target_groups: Annotated[
        tuple[str, ...], field("Đối tượng hướng tới", kind=Kind.CODES, catalogue="target_group")
    ] = ()
    programme: Annotated[str, field("Chương trình", kind=Kind.CODE, catalogue="programme")] | None = None
    tags: Annotated[tuple[str, ...], field("Nhãn", kind=Kind.CODES)] = ()
    content: Annotated[str, field("Nội dung", kind=Kind.LONG_TEXT, max_length=2000)] | None = None
    attendance: Annotated[int, field("Số lượt người tham dự", kind=Kind.NUMBER, ge=0, merge="attendance")] | None = None
    attendance_at_least: Annotated[bool, field("Số lượt người là “hơn”", kind=Kind.FLAG, merge="attendance")] = False
    advised: Annotated[int, field("Số vụ việc tư vấn tại chỗ", kind=Kind.NUMBER, ge=0, merge="advised")] | None = None
    advised_at_least: Annotated[bool, field("Số tư vấn là “hơn”", kind=Kind.FLAG, merge="advised")] = False
    accepted: Annotated[int, field("Số vụ việc thụ lý tại đợt", kind=Kind.NUMBER, ge=0)] | None = None
    leaflets: Annotated[int, field("Số tờ gấp, tài liệu đã phát", kind=Kind.NUMBER, ge=0)] | None = None
    medium: Annotated[str, field("Phương tiện", kind=Kind.CODE, catalogue="medium")] | None = None
    outlet: Annotated[str, field("Báo, đài, trang tin", max_length=200)] | None = None
    pieces: Annotated[int, field("Số tin, bài, buổi phát", kind=Kind.NUMBER, ge=0)] | None = None
    product: Annotated[str, field("Loại sản phẩm", kind=Kind.CODE, catalogue="product_kind")] | None = None
    copies: Annotated[int, field("Số bản in", kind=Kind.NUMBER, ge=0, merge="copies")] | None = None
    copies_at_least: Annotated[bool, field("Số bản in là “hơn”", kind=Kind.FLAG, merge="copies")] = False
    distributed: Annotated[int, field("Số bản phát hành", kind=Kind.NUMBER, ge=0)] | None = None
    number: Annotated[str, field("Số văn bản", max_length=60)] | None = None
    expires_on: Annotated[dt.date, field("Có hiệu lực đến ngày", kind=Kind.DATE)] | None = None
    award: Annotated[str, field("Hình thức khen thưởng", max_length=120)] | None = None
    recipient: Annotated[str, field("Tập thể, cá nhân được khen", sensitivity=Sensitivity.PERSONAL)] | None = None
    issuer: Annotated[str, field("Cơ quan ký, ban hành", max_length=200)] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
