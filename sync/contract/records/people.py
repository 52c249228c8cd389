"""People, and the part a person plays in a case."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_PERSONAL = Sensitivity.PERSONAL
_SENSITIVE = Sensitivity.SENSITIVE


@record("person", title="Người")
class Person(Record, frozen=True, kw_only=True):
    """Người: one human being, once for every case they appear in (Luật TGPL Điều 8 k.2).

    Who was entered twice is merged into the other entry: ``merged_into`` names it, readers follow it, and what refers
    to either is not rewritten. ``distinct_from`` are ids of people who look the same and are not. Both are personal:
    whoever may not read a person must not learn from another entry who it is.
    """

    full_name: Annotated[str, field("Họ và tên", max_length=120, sensitivity=_PERSONAL)] | None = None
    gender: Annotated[str, field("Giới tính", kind=Kind.CODE, catalogue="gender")] | None = None
    birth_date: Annotated[dt.date, field("Ngày sinh", kind=Kind.DATE, sensitivity=_PERSONAL)] | None = None
    birth_year: Annotated[int, field("Năm sinh", kind=Kind.NUMBER, ge=1850, sensitivity=_PERSONAL)] | None = None
    citizen_number: (
        Annotated[
            str,
            field(
                "Số định danh cá nhân",
                pattern="^([0-9]{9}|[0-9]{12})$",
                max_length=12,
                sensitivity=_PERSONAL,
                source="Luật Căn cước 26/2023/QH15 Điều 12",
            ),
        ]
        | None
    ) = None
    old_number: Annotated[str, field("Số CMND cũ", max_length=12, sensitivity=_PERSONAL)] | None = None
    ethnic_group: (
        Annotated[str, field("Dân tộc", kind=Kind.CODE, catalogue="ethnic_group", sensitivity=_SENSITIVE)] | None
    ) = None
    phone: Annotated[str, field("Điện thoại", max_length=40, sensitivity=_PERSONAL)] | None = None
    address: Annotated[str, field("Địa chỉ ghi trên giấy tờ", max_length=300, sensitivity=_PERSONAL)] | None = None
    province: Annotated[str, field("Tỉnh, thành phố", kind=Kind.CODE, catalogue="province")] | None = None
    commune: Annotated[str, field("Xã, phường", kind=Kind.CODE, catalogue="commune")] | None = None
    legacy_commune: (
        Annotated[str, field("Xã, phường trước 01/7/2025", kind=Kind.CODE, catalogue="legacy_commune")] | None
    ) = None
    merged_into: (
        Annotated[
            str,
            field("Đã gộp vào", kind=Kind.REFERENCE, refers_to="person", max_length=40, sensitivity=_PERSONAL),
        ]
        | None
    ) = None
    distinct_from: Annotated[tuple[str, ...], field("Không phải là", kind=Kind.CODES, sensitivity=_PERSONAL)] = ()
    copied_from: (
        Annotated[
            str,
            field("Chép từ", kind=Kind.REFERENCE, refers_to="person", max_length=40, sensitivity=_PERSONAL, given=True),
        ]
        | None
    ) = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000, sensitivity=_PERSONAL)] | None = None


@record("case_person", title="Người trong vụ việc", root="case")
class CasePerson(Record, frozen=True, kw_only=True):
    """The part of one person in one case; người được trợ giúp pháp lý is such a role.

    Categories are frozen at acceptance: a case stays valid when the law changes (Luật TGPL Điều 37 k.3).
    """

    case: Annotated[str, field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None = None
    person: Annotated[str, field("Người", kind=Kind.REFERENCE, refers_to="person", max_length=40)] | None = None
    role: Annotated[str, field("Tư cách trong vụ việc", kind=Kind.CODE, catalogue="case_role")] | None = None
    categories: Annotated[
        tuple[str, ...],
        field(
            "Diện người được trợ giúp pháp lý",
            kind=Kind.CODES,
            catalogue="beneficiary_category",
            sensitivity=_SENSITIVE,
            source="Luật TGPL Điều 7",
        ),
    ] = ()
    primary_category: (
        Annotated[
            str,
            field(
                "Diện chính để thống kê",
                kind=Kind.CODE,
                catalogue="beneficiary_category",
                sensitivity=_SENSITIVE,
                source="TT 03/2019/TT-BTP biểu 24",
            ),
        ]
        | None
    ) = None
    sub_status: (
        Annotated[
            str,
            field("Đối tượng cụ thể", kind=Kind.CODE, catalogue="beneficiary_sub_status", sensitivity=_SENSITIVE),
        ]
        | None
    ) = None
    hardship_ground: (
        Annotated[
            str,
            field(
                "Căn cứ có khó khăn về tài chính",
                kind=Kind.CODE,
                catalogue="hardship_ground",
                sensitivity=_SENSITIVE,
                source="NĐ 144/2017/NĐ-CP Điều 2",
            ),
        ]
        | None
    ) = None
    proof: (
        Annotated[
            str,
            field("Giấy tờ chứng minh", sensitivity=_PERSONAL, merge="proof", source="TT 08/2017/TT-BTP Điều 33"),
        ]
        | None
    ) = None
    proof_number: Annotated[str, field("Số giấy tờ", max_length=60, sensitivity=_PERSONAL, merge="proof")] | None = None
    proof_issued_on: (
        Annotated[dt.date, field("Ngày cấp", kind=Kind.DATE, sensitivity=_PERSONAL, merge="proof")] | None
    ) = None
    proof_issuer: Annotated[str, field("Nơi cấp", sensitivity=_PERSONAL, merge="proof")] | None = None
    proof_checked: (
        Annotated[
            str,
            field("Cách đối chiếu", kind=Kind.CODE, catalogue="proof_check", source="Luật TGPL Điều 29"),
        ]
        | None
    ) = None
