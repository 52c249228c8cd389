"""The organisations that take part in legal aid, and the history of their contracts and registrations.

An organisation that uses the program is besides a `Unit`; this is what a centre or a Justice Department keeps of it.
"""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record


@record("organisation", title="Tổ chức tham gia trợ giúp pháp lý")
class Organisation(Record, frozen=True, kw_only=True):
    """Tổ chức tham gia trợ giúp pháp lý: under a contract with the Justice Department, or registered with it.

    Whether it takes part on a day follows from its `OrganisationEvent` (`desktop.domain.organisations`).
    """

    name: Annotated[str, field("Tên tổ chức")] | None = None
    kind: (
        Annotated[
            str,
            field("Loại tổ chức", kind=Kind.CODE, catalogue="organisation_kind", source="Luật TGPL Điều 10, 12"),
        ]
        | None
    ) = None
    sub_kind: (
        Annotated[
            str,
            field(
                "Lĩnh vực hành nghề", kind=Kind.CODE, catalogue="organisation_sub_kind", source="Luật TGPL Điều 12 k.1"
            ),
        ]
        | None
    ) = None
    head: Annotated[str, field("Người đứng đầu", max_length=120, sensitivity=Sensitivity.PERSONAL)] | None = None
    address: Annotated[str, field("Địa chỉ", max_length=300)] | None = None
    phone: Annotated[str, field("Điện thoại", max_length=40)] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)] | None = None
    copied_from: Annotated[str, field("Chép từ", kind=Kind.REFERENCE, max_length=40, given=True)] | None = None


@record("organisation_event", title="Hợp đồng, đăng ký")
class OrganisationEvent(Record, frozen=True, kw_only=True):
    """A contract signed or ended, a certificate of registration issued, changed, issued anew or taken back."""

    organisation: (
        Annotated[str, field("Tổ chức", kind=Kind.REFERENCE, refers_to="organisation", max_length=40)] | None
    ) = None
    kind: (
        Annotated[
            str,
            field(
                "Sự kiện", kind=Kind.CODE, catalogue="organisation_event_kind", source="TT 08/2017/TT-BTP TP-TGPL-03–06"
            ),
        ]
        | None
    ) = None
    on: Annotated[dt.date, field("Ngày", kind=Kind.DATE)] | None = None
    number: Annotated[str, field("Số hợp đồng, giấy đăng ký", max_length=60)] | None = None
    valid_to: Annotated[dt.date, field("Có hiệu lực đến ngày", kind=Kind.DATE)] | None = None
    reason: Annotated[str, field("Lý do", max_length=300)] | None = None
