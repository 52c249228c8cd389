"""The report calendar in words."""

import datetime as dt
from typing import TYPE_CHECKING

from desktop.domain.dates import format_date
from desktop.words import _

if TYPE_CHECKING:
    from desktop.services.report_calendar import Owed

NAME = _("Lịch báo cáo")
HINT = _(
    "Ngày ghi “chưa kiểm chứng” lấy theo văn bản khác hoặc suy đoán; sửa bằng tệp trong thư mục duties cạnh dữ liệu."
)
NOTHING = _("Đơn vị không có báo cáo định kỳ nào trong năm này.")
NO_SUCH = _("Không có báo cáo {code} của kỳ này; 'report due' nêu các mã.")
OWN = _("mẫu báo cáo của đơn vị")
_UNVERIFIED = _("chưa kiểm chứng")
_STATES = {
    "unnoted": _("Chưa ghi đã gửi"),
    "late": _("Trễ hạn"),
    "soon": _("Sắp đến hạn"),
    "later": _("Chưa đến hạn"),
}


def between(owed: "Owed") -> str:
    """``01/01/2026–31/5/2026``."""
    return f"{format_date(owed.period.first)}–{format_date(owed.period.last)}"


def standing(owed: "Owed", today: dt.date) -> str:
    """Whether it was sent, in words."""
    if owed.sent_on is not None:
        sent = _("Đã gửi {day}").format(day=format_date(owed.sent_on))
        return f"{sent}, {owed.number}" if owed.number else sent
    words = _STATES[owed.state(today)]
    if owed.missing and len(owed.missing) < len(owed.duty.forms):
        left = ", ".join(form.partition("/")[0] for form in owed.missing)
        return _("{state}, còn biểu {forms}").format(state=words, forms=left)
    return words


def source(owed: "Owed") -> str:
    """Where the day comes from, and whether that was checked."""
    return f"{owed.duty.source} ({_UNVERIFIED})" if owed.duty.unverified else owed.duty.source


def line(owed: "Owed", today: dt.date) -> str:
    """One line of the command line."""
    parts = (format_date(owed.on), owed.duty.code, owed.duty.title, between(owed), owed.duty.to, standing(owed, today))
    return "  ".join((*parts, _UNVERIFIED) if owed.duty.unverified else parts)
