"""Statistical reports as they were issued."""

import datetime as dt
from typing import Annotated, Any

from sync.contract.fields import Kind, Record, Sensitivity, field, record

#: Stands in ``units`` for the unit that issued: an office that joins later is given another id.
OWN_UNIT = "own"

_BASIS = "TT 03/2019/TT-BTP"
_SAID = field("Ghi chú", kind=Kind.LONG_TEXT, max_length=1000)


@record("issued_report", title="Báo cáo đã phát hành", written_once=True)
class IssuedReport(Record, frozen=True, kw_only=True):
    """Báo cáo đã phát hành: a filled form as it went out, so that it prints the same whatever is entered later.

    ``units`` are ids, but for that of the issuing unit (`OWN_UNIT`). ``content`` is the form itself, how it was
    counted and every number; ``hash`` is the SHA-256 of all that was issued, in hex (`desktop.reports.frozen`). Nobody
    edits one: who was wrong issues another.
    """

    form: Annotated[str, field("Biểu số", max_length=40, source=_BASIS)] | None = None
    version: Annotated[str, field("Phiên bản biểu", max_length=40)] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE)] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE)] | None = None
    units: Annotated[tuple[str, ...], field("Đơn vị được tính", kind=Kind.CODES, max_length=200)] = ()
    number: Annotated[str, field("Số báo cáo", max_length=60)] | None = None
    issued_at: Annotated[dt.datetime, field("Thời điểm phát hành", kind=Kind.MOMENT)] | None = None
    issuer: Annotated[str, field("Người phát hành", max_length=120, sensitivity=Sensitivity.PERSONAL)] | None = None
    note: Annotated[str, _SAID] | None = None
    reason: (
        Annotated[str, field("Lý do phát hành khi số liệu chưa khớp", kind=Kind.LONG_TEXT, max_length=1000)] | None
    ) = None
    content: Annotated[dict[str, Any], field("Nội dung", kind=Kind.JSON, max_length=20)] | None = None
    hash: Annotated[str, field("Mã kiểm tra", max_length=64, pattern="^[0-9a-f]{64}$")] | None = None


@record("report_sent", title="Báo cáo đã gửi")
class ReportSent(Record, frozen=True, kw_only=True):
    """Báo cáo đã gửi: somebody noted that a periodic report was sent, where no issued report shows it.

    ``report`` is the code of the duty (`resources.duties`).
    """

    report: Annotated[str, field("Báo cáo", max_length=40)] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE)] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE)] | None = None
    sent_on: Annotated[dt.date, field("Ngày gửi", kind=Kind.DATE)] | None = None
    number: Annotated[str, field("Số công văn", max_length=60)] | None = None
