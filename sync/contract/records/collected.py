"""Figures of organisations that take part in legal aid without the program: they come back in a workbook."""

import datetime as dt
from typing import Annotated, Any

from sync.contract.fields import Kind, Record, field, record

_BASIS = "TT 03/2019/TT-BTP"
_FILLED = "figures"


@record("organisation_figures", title="Số liệu của tổ chức")
class OrganisationFigures(Record, frozen=True, kw_only=True):
    """Số liệu thống kê của tổ chức: what one organisation reported in one version of a form over one period.

    ``figures`` is mark of a row → number of a column → number as text, what is nought left out
    (`desktop.reports.given`). Which report it belongs to never changes; what comes in its place is filled in anew.
    """

    organisation: (
        Annotated[str, field("Tổ chức", kind=Kind.REFERENCE, refers_to="organisation", max_length=40)] | None
    ) = None
    form: Annotated[str, field("Biểu số", max_length=40, source=_BASIS)] | None = None
    version: Annotated[str, field("Phiên bản biểu", max_length=40)] | None = None
    from_on: Annotated[dt.date, field("Từ ngày", kind=Kind.DATE)] | None = None
    to_on: Annotated[dt.date, field("Đến ngày", kind=Kind.DATE)] | None = None
    received_on: Annotated[dt.date, field("Ngày nhận", kind=Kind.DATE, merge=_FILLED)] | None = None
    figures: Annotated[dict[str, Any], field("Số liệu", kind=Kind.JSON, max_length=200, merge=_FILLED)] | None = None
