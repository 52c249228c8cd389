"""Papers in the file of a case, each a file whose bytes travel after all text (SYNC §7)."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_PERSONAL = Sensitivity.PERSONAL
_SENSITIVE = Sensitivity.SENSITIVE


@record("attachment", title="Giấy tờ", root="case")
class Attachment(Record, frozen=True, kw_only=True):
    """Giấy tờ: one file of a case (TT 12/2018/TT-BTP Điều 11; the electronic file of a case, Điều 39).

    The record is text and goes first. Its bytes are known by ``sha256`` and ``size``, which never change: another
    version of a paper is another record. ``pc`` says where the bytes are as long as they are nowhere else.
    """

    case: Annotated[str, field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None = None
    title: Annotated[str, field("Tên giấy tờ", sensitivity=_PERSONAL)] | None = None
    kind: (
        Annotated[
            str, field("Loại giấy tờ", kind=Kind.CODE, catalogue="paper_kind", source="TT 12/2018/TT-BTP Điều 11")
        ]
        | None
    ) = None
    dated_on: Annotated[dt.date, field("Ngày của giấy tờ", kind=Kind.DATE)] | None = None
    name: Annotated[str, field("Tên tệp", sensitivity=_PERSONAL, merge="bytes")] | None = None
    media_type: Annotated[str, field("Định dạng", max_length=100, merge="bytes")] | None = None
    size: Annotated[int, field("Dung lượng", kind=Kind.NUMBER, ge=1, merge="bytes")] | None = None
    sha256: (  # whoever may not know it may not have the bytes either
        Annotated[
            str,
            field("Mã kiểm tra", max_length=64, pattern="^[0-9a-f]{64}$", merge="bytes", sensitivity=_SENSITIVE),
        ]
        | None
    ) = None
    pc: Annotated[str, field("Máy đã thêm tệp", max_length=100)] | None = None
