"""What people write into reports in words, and the reports an office was asked for besides those the program knows."""

import datetime as dt
from typing import Annotated

from sync.contract.fields import Kind, Record, field, record

_OUTLINE = "Đề cương báo cáo công tác trợ giúp pháp lý năm 2023"


@record("report_section", title="Nội dung báo cáo viết")
class ReportSection(Record, frozen=True, kw_only=True):
    """Nội dung viết của một mục: what somebody wrote under one heading of one report for one year.

    ``outline`` is the code of an outline of the program or the id of a `ReportTemplate`; ``section`` is the number and
    the words of the heading as the outline has them, so that the next year finds it again.
    """

    year: Annotated[int, field("Năm báo cáo", kind=Kind.NUMBER, ge=1900, source=_OUTLINE)] | None = None
    outline: Annotated[str, field("Đề cương", max_length=40)] | None = None
    section: Annotated[str, field("Mục", max_length=240)] | None = None
    text: Annotated[str, field("Nội dung", kind=Kind.LONG_TEXT, max_length=8000)] | None = None


@record("report_template", title="Mẫu báo cáo")
class ReportTemplate(Record, frozen=True, kw_only=True):
    """Mẫu báo cáo của đơn vị: a report somebody asked for, with its headings, when it is due and who gets it.

    ``headings`` are lines in order: ``I. …`` and ``1. …`` are headings, ``- …`` items; ``[…]`` names figures that the
    program fills in (`desktop.reports.templates`).
    """

    title: Annotated[str, field("Tên báo cáo")] | None = None
    recipient: Annotated[str, field("Nơi nhận")] | None = None
    email: Annotated[str, field("Thư điện tử nhận báo cáo", max_length=120)] | None = None
    due_on: Annotated[dt.date, field("Hạn gửi", kind=Kind.DATE)] | None = None
    period: Annotated[str, field("Kỳ số liệu", max_length=20, pattern="^[A-Z0-9]*\\{year\\}(-H1|-H2)?$")] | None = None
    headings: Annotated[str, field("Đề mục", kind=Kind.LONG_TEXT, max_length=8000)] | None = None
