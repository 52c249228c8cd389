"""How well a case was done: appraisals with scores, and verdicts on its success. Each body has its own records.

What follows from them is never stored: the rating from the scores, the success of a case from its verdicts
(`desktop.domain.quality`).
"""

import datetime as dt
from typing import Annotated

import msgspec

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_PERSONAL = Sensitivity.PERSONAL
_SENSITIVE = Sensitivity.SENSITIVE
_CASE = field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)
_BODY = field(
    "Cơ quan, tổ chức thực hiện",
    kind=Kind.CODE,
    catalogue="quality_body",
    source="TT 12/2018/TT-BTP Điều 14, Điều 15 (TT 03/2021/TT-BTP)",
)
_DOCUMENT = field("Số văn bản kết quả", max_length=60, source="TT 12/2018/TT-BTP Điều 14")
_NOTE = field("Nhận xét", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)


def _score(title: str, point: str) -> msgspec.Meta:
    """One criterion; the scores are of one sheet, and so conflict as one."""
    return field(title, kind=Kind.NUMBER, ge=0, merge="scores", source=f"TT 12/2018/TT-BTP Điều 16 {point}")


@record("appraisal", title="Thẩm định, đánh giá chất lượng", root="case")
class Appraisal(Record, frozen=True, kw_only=True):
    """Thẩm định chất lượng by an organisation, đánh giá chất lượng by the Justice Department or the Department.

    Nine criteria, 100 points in all, in whole points; an empty score was not given.
    """

    case: Annotated[str, _CASE] | None = None
    act: (
        Annotated[
            str,
            field("Việc thực hiện", kind=Kind.CODE, catalogue="quality_act", source="TT 12/2018/TT-BTP Điều 14"),
        ]
        | None
    ) = None
    body: Annotated[str, _BODY] | None = None
    on: Annotated[dt.date, field("Ngày có kết quả", kind=Kind.DATE)] | None = None
    document_number: Annotated[str, _DOCUMENT] | None = None
    assessor: Annotated[str, field("Người thẩm định, đánh giá", max_length=120, sensitivity=_PERSONAL)] | None = None
    lawful: Annotated[int, _score("Tuân thủ pháp luật, trung thực", "k.1 a")] | None = None
    informing: Annotated[int, _score("Giải thích, hướng dẫn kịp thời", "k.1 b")] | None = None
    timely: Annotated[int, _score("Bảo đảm thời gian, tiến độ", "k.1 c")] | None = None
    fitting: Annotated[int, _score("Đúng yêu cầu, đúng phân công", "k.2 a")] | None = None
    evidence: Annotated[int, _score("Thu thập tài liệu, chứng cứ", "k.2 b")] | None = None
    law_applied: Annotated[int, _score("Nghiên cứu, áp dụng pháp luật", "k.2 c")] | None = None
    proceedings: Annotated[int, _score("Hoạt động tố tụng, đại diện", "k.2 d")] | None = None
    documented: Annotated[int, _score("Thể hiện đầy đủ trong hồ sơ", "k.2 đ")] | None = None
    satisfaction: Annotated[int, _score("Sự hài lòng của người được TGPL", "k.3")] | None = None
    breach: Annotated[
        bool,
        field(
            "Vi phạm khoản 1 Điều 6 Luật Trợ giúp pháp lý",
            kind=Kind.FLAG,
            merge="scores",
            source="TT 12/2018/TT-BTP Điều 17",
        ),
    ] = False
    note: Annotated[str, _NOTE] | None = None


@record("success_verdict", title="Đánh giá hiệu quả", root="case")
class SuccessVerdict(Record, frozen=True, kw_only=True):
    """Đánh giá hiệu quả: whether a case of litigation was successful, in the eyes of one body.

    A negative verdict is kept: the ratios divide by all verdicts. ``version`` names the criteria it was judged by.
    """

    case: Annotated[str, _CASE] | None = None
    body: Annotated[str, _BODY] | None = None
    on: Annotated[dt.date, field("Ngày đánh giá", kind=Kind.DATE)] | None = None
    verdict: (
        Annotated[
            str,
            field(
                "Kết quả đánh giá",
                kind=Kind.CODE,
                catalogue="success_verdict",
                merge="verdict",
                source="QĐ 1179/QĐ-BTP 2022",
            ),
        ]
        | None
    ) = None
    version: (
        Annotated[
            str,
            field("Bộ tiêu chí áp dụng", kind=Kind.CODE, catalogue="success_version", merge="verdict"),
        ]
        | None
    ) = None
    criteria: Annotated[
        tuple[str, ...],
        field("Tiêu chí đạt được", kind=Kind.CODES, catalogue="success_criterion", merge="verdict"),
    ] = ()
    main_criterion: (
        Annotated[
            str,
            field("Tiêu chí chính để thống kê", kind=Kind.CODE, catalogue="success_criterion", merge="verdict"),
        ]
        | None
    ) = None
    criteria_text: (
        Annotated[str, field("Nội dung tiêu chí", kind=Kind.LONG_TEXT, max_length=2000, sensitivity=_SENSITIVE)] | None
    ) = None
    document_number: Annotated[str, _DOCUMENT] | None = None
    assessor: Annotated[str, field("Người đánh giá", max_length=120, sensitivity=_PERSONAL)] | None = None
    note: Annotated[str, _NOTE] | None = None
