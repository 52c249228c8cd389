"""What is said of a unit, and of each commune it serves, once a year."""

from typing import Annotated

from sync.contract.fields import Kind, Record, field, record

_YEAR = field("Năm", kind=Kind.NUMBER, ge=1997)
_OUTLINE = "đề cương báo cáo năm của Cục TGPL"


@record("unit_year", title="Số liệu của đơn vị theo năm")
class UnitYear(Record, frozen=True, kw_only=True):
    """Số liệu của đơn vị theo năm: website, online service, equipment, office and cars."""

    year: Annotated[int, _YEAR] | None = None
    website: Annotated[
        bool, field("Có trang thông tin điện tử riêng", kind=Kind.FLAG, source=f"{_OUTLINE}, mục I.2")
    ] = False
    website_address: Annotated[str, field("Địa chỉ trang thông tin điện tử", max_length=200)] | None = None
    online_service: (
        Annotated[
            str,
            field(
                "Dịch vụ công trực tuyến", kind=Kind.CODE, catalogue="online_service", source=f"{_OUTLINE}, mục I.11"
            ),
        ]
        | None
    ) = None
    staff_quota: Annotated[int, field("Biên chế được giao", kind=Kind.NUMBER, ge=0)] | None = None
    offices: Annotated[int, field("Số trụ sở", kind=Kind.NUMBER, ge=0, source=f"{_OUTLINE}, mục I.10.2")] | None = None
    office_change: (
        Annotated[str, field("Biến động về trụ sở so với năm trước", kind=Kind.LONG_TEXT, max_length=1000)] | None
    ) = None
    equipment: (
        Annotated[
            str,
            field(
                "Trang thiết bị làm việc", kind=Kind.CODE, catalogue="equipment_level", source=f"{_OUTLINE}, mục I.10.2"
            ),
        ]
        | None
    ) = None
    hearing_rooms: (
        Annotated[
            int,
            field("Số điểm cầu phiên tòa trực tuyến", kind=Kind.NUMBER, ge=0, source="TTLT 05/2021; CV 546/BTP-TGPL"),
        ]
        | None
    ) = None
    cars: Annotated[int, field("Số xe ô tô", kind=Kind.NUMBER, ge=0, source=f"{_OUTLINE}, mục I.10.2")] | None = None
    car_change: (
        Annotated[str, field("Biến động về ô tô so với năm trước", kind=Kind.LONG_TEXT, max_length=1000)] | None
    ) = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=2000)] | None = None


@record("commune_year", title="Số liệu xã, phường theo năm")
class CommuneYear(Record, frozen=True, kw_only=True):
    """Số liệu xã, phường theo năm: the legal-aid indicators of a commune, what it explained and whom it sent."""

    year: Annotated[int, _YEAR] | None = None
    commune: Annotated[str, field("Xã, phường", kind=Kind.CODE, catalogue="commune")] | None = None
    legal_access: Annotated[bool, field("Đạt chuẩn tiếp cận pháp luật", kind=Kind.FLAG, source="QĐ 25/2021/QĐ-TTg")] = (
        False
    )
    new_rural: Annotated[
        bool, field("Đạt chỉ tiêu TGPL về xã nông thôn mới", kind=Kind.FLAG, source="QĐ 318/QĐ-TTg; QĐ 1723/QĐ-BTP")
    ] = False
    explained: (
        Annotated[
            int,
            field(
                "Số lượt giải thích quyền được TGPL",
                kind=Kind.NUMBER,
                ge=0,
                source="TT 12/2018/TT-BTP Điều 17a (TT 03/2021/TT-BTP)",
            ),
        ]
        | None
    ) = None
    referred: (
        Annotated[
            int,
            field(
                "Số người đã giới thiệu đến Trung tâm",
                kind=Kind.NUMBER,
                ge=0,
                source="TT 12/2018/TT-BTP Điều 17a (TT 03/2021/TT-BTP)",
            ),
        ]
        | None
    ) = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
