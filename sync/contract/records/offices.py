"""Offices and the people who give legal aid (Luật Trợ giúp pháp lý 11/2017/QH14, Điều 10–12 and 17)."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record


@record("unit", title="Đơn vị", written_by_server=True)
class Unit(Record, frozen=True, kw_only=True):
    """Đơn vị: the national department, a Justice Department, a centre, a branch or a participating organisation.

    Its id is the id of its feed. Only the server writes it; ``numbering_device`` and ``numbering_pc`` are id and name
    of the PC that numbers its Sổ (SYNC §5).
    """

    code: (
        Annotated[str, field("Ký hiệu", kind=Kind.CODE, max_length=20, source="TT 12/2018/TT-BTP Điều 11 k.1")] | None
    ) = None
    name: Annotated[str, field("Tên đơn vị")] | None = None
    kind: (
        Annotated[str, field("Loại đơn vị", kind=Kind.CODE, catalogue="unit_kind", source="Luật TGPL Điều 10–12")]
        | None
    ) = None
    province: Annotated[str, field("Tỉnh, thành phố", kind=Kind.CODE, catalogue="province")] | None = None
    parent: Annotated[str, field("Đơn vị cấp trên", kind=Kind.REFERENCE, refers_to="unit", max_length=40)] | None = None
    numbering_device: Annotated[str, field("Định danh máy cấp số", max_length=64)] | None = None
    numbering_pc: Annotated[str, field("Máy cấp số vào Sổ")] | None = None
    merged_into: Annotated[str, field("Đã sáp nhập vào", kind=Kind.REFERENCE, max_length=40)] | None = None


@record("practitioner", title="Người thực hiện trợ giúp pháp lý")
class Practitioner(Record, frozen=True, kw_only=True):
    """Người thực hiện: who may be appointed to a case (Luật TGPL Điều 17).

    Whoever signs in with ``login`` at a PC of the unit is this practitioner, and reads the restricted cases to which
    they are assigned (SYNC §4).
    """

    full_name: Annotated[str, field("Họ và tên", max_length=120, sensitivity=Sensitivity.PERSONAL)] | None = None
    kind: (
        Annotated[
            str,
            field(
                "Loại người thực hiện",
                kind=Kind.CODE,
                catalogue="practitioner_kind",
                source="Luật TGPL Điều 17",
            ),
        ]
        | None
    ) = None
    gender: Annotated[str, field("Giới tính", kind=Kind.CODE, catalogue="gender")] | None = None
    grade: (
        Annotated[str, field("Hạng viên chức", kind=Kind.CODE, catalogue="staff_grade", source="TT 05/2022/TT-BTP")]
        | None
    ) = None
    department: Annotated[str, field("Phòng")] | None = None
    organisation: (
        Annotated[
            str,
            field(
                "Tổ chức tham gia TGPL",
                kind=Kind.REFERENCE,
                refers_to="organisation",
                max_length=40,
                source="Luật TGPL Điều 17 k.1",
            ),
        ]
        | None
    ) = None
    card_number: Annotated[str, field("Số thẻ", max_length=60, merge="card")] | None = None
    card_issued_on: (
        Annotated[dt.date, field("Ngày cấp thẻ", kind=Kind.DATE, merge="card", source="NĐ 144/2017/NĐ-CP Điều 19")]
        | None
    ) = None
    contract_number: Annotated[str, field("Số hợp đồng", max_length=60, merge="contract")] | None = None
    contract_to: Annotated[dt.date, field("Hợp đồng đến ngày", kind=Kind.DATE, merge="contract")] | None = None
    trainee_from: (
        Annotated[dt.date, field("Tập sự từ ngày", kind=Kind.DATE, merge="training", source="Luật TGPL Điều 20")] | None
    ) = None
    trainee_to: Annotated[dt.date, field("Tập sự đến ngày", kind=Kind.DATE, merge="training")] | None = None
    appointed_on: Annotated[dt.date, field("Ngày bổ nhiệm hoặc ký hợp đồng", kind=Kind.DATE)] | None = None
    left_on: Annotated[dt.date, field("Ngày thôi thực hiện", kind=Kind.DATE)] | None = None
    phone: Annotated[str, field("Điện thoại", max_length=40, sensitivity=Sensitivity.PERSONAL)] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
    login: (
        Annotated[
            str,
            field("Tên đăng nhập", max_length=60, source="Luật TGPL Điều 6 k.1: giữ bí mật thông tin của vụ việc"),
        ]
        | None
    ) = None
    copied_from: Annotated[str, field("Chép từ", kind=Kind.REFERENCE, max_length=40, given=True)] | None = None
