"""The case and what hangs on it: who performs it, its stages, hearings and events.

A request becomes a case when it is entered in the register (Sổ); both are one record, so that nothing is copied.
The state of a case is never stored: it follows from its dated facts (`desktop.domain.lifecycle`).
"""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_PERSONAL = Sensitivity.PERSONAL
_SENSITIVE = Sensitivity.SENSITIVE
_CASE = field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)


@record("case", title="Vụ việc trợ giúp pháp lý")
class Case(Record, frozen=True, kw_only=True):
    """Vụ việc: a request for legal aid and, once accepted (thụ lý), the case."""

    code: (
        Annotated[str, field("Mã số", max_length=40, merge="number", source="TT 12/2018/TT-BTP Điều 11 k.1")] | None
    ) = None
    register_number: Annotated[int, field("Số thứ tự trong Sổ", kind=Kind.NUMBER, ge=1, merge="number")] | None = None
    register_year: Annotated[int, field("Năm tiếp nhận", kind=Kind.NUMBER, ge=1997, merge="number")] | None = None
    former_codes: Annotated[tuple[str, ...], field("Mã số trước đây", kind=Kind.CODES, merge="number")] = ()
    received_at: Annotated[dt.datetime, field("Thời điểm tiếp nhận", kind=Kind.MOMENT)] | None = None
    accepted_at: (
        Annotated[dt.datetime, field("Thời điểm thụ lý", kind=Kind.MOMENT, source="TT 12/2018/TT-BTP Điều 5 k.2")]
        | None
    ) = None
    channel: Annotated[str, field("Nguồn yêu cầu", kind=Kind.CODE, catalogue="channel")] | None = None
    form: (
        Annotated[
            str,
            field("Hình thức trợ giúp pháp lý", kind=Kind.CODE, catalogue="form", source="Luật TGPL Điều 27 k.2"),
        ]
        | None
    ) = None
    representation: (
        Annotated[str, field("Tư cách tham gia tố tụng", kind=Kind.CODE, catalogue="representation")] | None
    ) = None
    law_field: (
        Annotated[
            str,
            field("Lĩnh vực pháp luật", kind=Kind.CODE, catalogue="law_field", source="Luật TGPL Điều 27 k.1"),
        ]
        | None
    ) = None
    content: (
        Annotated[str, field("Nội dung vụ việc", kind=Kind.LONG_TEXT, max_length=6000, sensitivity=_SENSITIVE)] | None
    ) = None
    complex_criteria: Annotated[
        tuple[str, ...],
        field(
            "Tiêu chí vụ việc phức tạp, điển hình",
            kind=Kind.CODES,
            catalogue="complex_criterion",
            source="TT 09/2018/TT-BTP Điều 3–7",
        ),
    ] = ()
    scope_ground: (
        Annotated[
            str,
            field(
                "Căn cứ thụ lý tại địa phương",
                kind=Kind.CODE,
                catalogue="scope_ground",
                source="Luật TGPL Điều 26 k.1",
            ),
        ]
        | None
    ) = None
    immediate_ground: (
        Annotated[
            str,
            field(
                "Căn cứ thụ lý ngay",
                kind=Kind.CODE,
                catalogue="immediate_ground",
                source="Luật TGPL Điều 30 k.4",
            ),
        ]
        | None
    ) = None
    in_custody: Annotated[
        bool,
        field(
            "Đang bị bắt, tạm giữ, tạm giam",
            kind=Kind.FLAG,
            sensitivity=_SENSITIVE,
            source="Luật TGPL Điều 31 k.2",
        ),
    ] = False
    category_version: (
        Annotated[
            str,
            field(
                "Phiên bản diện áp dụng",
                kind=Kind.CODE,
                catalogue="beneficiary_version",
                source="Luật TGPL Điều 7, Điều 37 k.3",
            ),
        ]
        | None
    ) = None
    restricted: Annotated[bool, field("Hạn chế người xem", kind=Kind.FLAG)] = False
    refusal_reason: (
        Annotated[
            str,
            field(
                "Lý do từ chối thụ lý",
                kind=Kind.CODE,
                catalogue="refusal_reason",
                merge="refusal",
                source="Luật TGPL Điều 30 k.3",
            ),
        ]
        | None
    ) = None
    refused_on: Annotated[dt.date, field("Ngày từ chối", kind=Kind.DATE, merge="refusal")] | None = None
    refusal_document: (
        Annotated[
            str,
            field("Số thông báo từ chối", max_length=60, merge="refusal", source="TT 12/2018/TT-BTP Mẫu 08-TP-TGPL"),
        ]
        | None
    ) = None
    referred_to: (
        Annotated[
            str,
            field("Tổ chức được chuyển yêu cầu", merge="referral", source="Luật TGPL Điều 26, Điều 35"),
        ]
        | None
    ) = None
    referred_on: Annotated[dt.date, field("Ngày chuyển yêu cầu", kind=Kind.DATE, merge="referral")] | None = None
    referral_document: (
        Annotated[
            str,
            field(
                "Số thông báo chuyển yêu cầu",
                max_length=60,
                merge="referral",
                source="TT 12/2018/TT-BTP Mẫu 09-TP-TGPL",
            ),
        ]
        | None
    ) = None
    suspended_on: (
        Annotated[dt.date, field("Tạm đình chỉ từ ngày", kind=Kind.DATE, source="TT 02/2021/TT-BTP Điều 10 k.3")] | None
    ) = None
    outcome: (
        Annotated[
            str,
            field(
                "Kết thúc do",
                kind=Kind.CODE,
                catalogue="outcome",
                merge="ending",
                source="TT 12/2018/TT-BTP Điều 10",
            ),
        ]
        | None
    ) = None
    ended_on: Annotated[dt.date, field("Ngày kết thúc", kind=Kind.DATE, merge="ending")] | None = None
    end_reason: (
        Annotated[
            str,
            field(
                "Lý do không tiếp tục",
                kind=Kind.CODE,
                catalogue="discontinuation_reason",
                merge="ending",
                source="Luật TGPL Điều 37 k.1",
            ),
        ]
        | None
    ) = None
    result: Annotated[str, field("Kết quả", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)] | None = None
    moved_in_on: Annotated[dt.date, field("Ngày chuyển đến", kind=Kind.DATE, given=True)] | None = None
    moved_to: Annotated[str, field("Đã chuyển đến", kind=Kind.REFERENCE, max_length=40, given=True)] | None = None
    moved_as: Annotated[str, field("Vụ việc đã chuyển", kind=Kind.REFERENCE, max_length=40, given=True)] | None = None


@record("transfer", title="Chuyển vụ việc", root="case")
class Transfer(Record, frozen=True, kw_only=True):
    """Chuyển vụ việc: a case goes to another unit with everything that hangs on it (SYNC §5, decisions/0009).

    The entry that makes this record is the request; the server moves the case when it takes it. The unit that had
    the case keeps a copy under an id of its own, whose ``moved_to`` is set; the case gets its number in the new unit's
    Sổ, for the year of ``moved_in_on``.
    """

    case: Annotated[str, _CASE] | None = None
    to_unit: (
        Annotated[
            str,
            field(
                "Đơn vị nhận",
                kind=Kind.REFERENCE,
                refers_to="unit",
                max_length=40,
                source="Luật TGPL Điều 26 k.1, Điều 35",
            ),
        ]
        | None
    ) = None
    on: Annotated[dt.date, field("Ngày chuyển", kind=Kind.DATE)] | None = None
    reason: (
        Annotated[
            str,
            field(
                "Lý do chuyển", kind=Kind.LONG_TEXT, max_length=1000, sensitivity=_SENSITIVE, source="Luật TGPL Điều 35"
            ),
        ]
        | None
    ) = None
    document_number: (
        Annotated[str, field("Số thông báo chuyển", max_length=60, source="TT 12/2018/TT-BTP Mẫu 09-TP-TGPL")] | None
    ) = None
    from_unit: Annotated[str, field("Đơn vị chuyển", kind=Kind.REFERENCE, max_length=40, given=True)] | None = None
    from_code: Annotated[str, field("Mã số ở đơn vị chuyển", max_length=40, given=True)] | None = None


@record("assignment", title="Phân công", root="case")
class Assignment(Record, frozen=True, kw_only=True):
    """Phân công: one practitioner's part in one case, as an exact share (shares of a case sum to 1).

    ``capacity``, ``assigned_by`` and ``organisation`` are as they were when the case was assigned, whatever the
    practitioner becomes.
    """

    case: Annotated[str, _CASE] | None = None
    practitioner: (
        Annotated[str, field("Người thực hiện", kind=Kind.REFERENCE, refers_to="practitioner", max_length=40)] | None
    ) = None
    capacity: (
        Annotated[
            str,
            field(
                "Thực hiện với tư cách",
                kind=Kind.CODE,
                catalogue="practitioner_kind",
                source="Luật TGPL Điều 17",
            ),
        ]
        | None
    ) = None
    assigned_by: (
        Annotated[
            str,
            field("Theo phân công của", kind=Kind.CODE, catalogue="assigner", source="TT 03/2019/TT-BTP biểu 25"),
        ]
        | None
    ) = None
    organisation: (
        Annotated[
            str,
            field(
                "Tổ chức phân công",
                kind=Kind.REFERENCE,
                refers_to="organisation",
                max_length=40,
                source="TT 03/2019/TT-BTP biểu 25",
            ),
        ]
        | None
    ) = None
    share: Annotated[
        str,
        field("Phần thực hiện", kind=Kind.SHARE, max_length=7, pattern="^[1-9][0-9]{0,2}(/[1-9][0-9]{0,2})?$"),
    ] = "1"
    decision_number: Annotated[str, field("Số quyết định", max_length=60)] | None = None
    from_on: (
        Annotated[dt.date, field("Từ ngày", kind=Kind.DATE, merge="interval", source="Luật TGPL Điều 31 k.2")] | None
    ) = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE, merge="interval")] | None = None
    end_reason: Annotated[str, field("Lý do thay đổi", merge="interval", source="Luật TGPL Điều 25")] | None = None


@record("stage", title="Giai đoạn", root="case")
class Stage(Record, frozen=True, kw_only=True):
    """Giai đoạn: a dated stage of the proceedings; stages are entries of one case, not cases of their own."""

    case: Annotated[str, _CASE] | None = None
    kind: Annotated[str, field("Giai đoạn", kind=Kind.CODE, catalogue="stage")] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE, merge="interval")] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE, merge="interval")] | None = None
    body: Annotated[str, field("Cơ quan tiến hành tố tụng")] | None = None
    note: Annotated[str, field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000, sensitivity=_SENSITIVE)] | None = None


@record("hearing", title="Phiên tòa, phiên họp", root="case")
class Hearing(Record, frozen=True, kw_only=True):
    """Phiên tòa, phiên họp; an online hearing is a mode of it, not a channel (TTLT 05/2021)."""

    case: Annotated[str, _CASE] | None = None
    at: Annotated[dt.datetime, field("Ngày, giờ xét xử", kind=Kind.MOMENT)] | None = None
    mode: Annotated[str, field("Hình thức phiên tòa", kind=Kind.CODE, catalogue="hearing_mode")] | None = None
    body: Annotated[str, field("Tòa án, cơ quan")] | None = None
    place: Annotated[str, field("Địa điểm, điểm cầu")] | None = None
    result: Annotated[str, field("Kết quả", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)] | None = None


@record("event", title="Diễn biến", root="case")
class Event(Record, frozen=True, kw_only=True):
    """Diễn biến: something that happened in a case on a day."""

    case: Annotated[str, _CASE] | None = None
    on: Annotated[dt.date, field("Ngày", kind=Kind.DATE)] | None = None
    kind: Annotated[str, field("Loại diễn biến", kind=Kind.CODE, catalogue="event_kind")] | None = None
    content: Annotated[str, field("Nội dung", kind=Kind.LONG_TEXT, max_length=4000, sensitivity=_SENSITIVE)] | None = (
        None
    )
