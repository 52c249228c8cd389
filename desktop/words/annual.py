"""The figures of the annual report in words."""

from collections.abc import Callable
from fractions import Fraction

from desktop.domain.figures import Figure
from desktop.reports.bulletins.checking import per_cent as rounded
from desktop.reports.forms import FormColumn
from desktop.reports.outlines import Section
from desktop.words import _
from desktop.words.formats import counted

NAME = _("Báo cáo năm")
MISSING = _("NHỮNG NỘI DUNG CÒN THIẾU")
MISSING_HELP = _("Viết hoặc nhập đủ các nội dung dưới đây; xong thì xóa phần này.")
NOTHING_MISSING = _("Không còn nội dung nào thiếu.")
NOT_RECORDED = _("[Chưa có dữ liệu trong phần mềm.]")
TO_WRITE = _("[Cần viết.]")
LACKING = _("Mục {at}: {what} – {why}")
WRITE, RECORD, REVISE = _("cần viết"), _("chưa có dữ liệu"), _("còn nguyên văn năm trước, cần sửa")
LAST_YEARS = _("[Văn của năm {last}, chưa sửa:]")
TO = _("Kính gửi: {recipient}")
DUE = _("[Hạn gửi: {day}; thư điện tử: {email}. Xóa dòng này trước khi gửi.]")
#: How a section stands.
WRITTEN, NOT_REVISED, EMPTY = _("Đã viết"), _("Văn năm trước"), _("Chưa viết")
COUNTED = _("Số liệu lấy từ phần mềm từ ngày {first} đến ngày {last}, lúc {moment}.")

DEPARTMENTS = _("Số phòng: {rooms}{named}; số Chi nhánh: {branches}.")
WEBSITE, NO_WEBSITE = _("Có trang thông tin điện tử riêng {address}"), _("Chưa có trang thông tin điện tử riêng.")
OUTREACH = _("{sessions} đợt ngoài trụ sở, {attended} lượt người tham dự, tư vấn tại chỗ {advised} vụ việc.")
PRODUCTS = _("{kinds} loại sản phẩm, in {copies} bản, phát hành {distributed} bản.")
SUCCESSFUL = _("{count} vụ việc (bào chữa {defence}, bảo vệ {protection}).")
CASES, NUMBER, BRANCHES = _("{count} vụ việc."), _("{count} người."), _("{count} Chi nhánh.")
HELD = _("{count} người{named}.")
JUDGED = _(
    "{count} vụ việc thành công; bằng {of_judged} so với {judged} vụ việc được đánh giá và {of_performed} so với "
    "{performed} vụ việc tố tụng đã thực hiện."
)
DUTY = _("{count} vụ việc; {contacts} lượt người liên hệ khi trực.")
REFERRED = _("Vụ việc do UBND cấp xã giới thiệu: {commune}; do Phòng Tư pháp giới thiệu: {office}.")
PLAN = _("{title}: số {number} ngày {day} của {issuer}.")
NO_PLAN = _("Chưa ban hành. Lý do: {reason} {outlook}")
MONEY = (_("Nội dung"), _("Được duyệt (đồng)"), _("Năm trước chuyển sang (đồng)"), _("Đã chi (đồng)"))
OFFICES, CARS = _("{count} trụ sở. {change}"), _("{count} xe ô tô. {change}")
SYNCED = _("{sent} trong {every} vụ việc đã được hệ thống quốc gia nhận đủ ({ratio}).")
COMMUNES = _("{legal_access} trong {count} xã, phường đạt chuẩn tiếp cận pháp luật.")
AGREED = _("{title} ({partners}).")
KIND_AND_COUNT = (_("Loại"), _("Số lượng"))
COMPARED = (_("Mục của biểu 25"), _("Năm trước"), _("Năm báo cáo"), _("Tăng, giảm"), _("Tỷ lệ"))
BAND_HEADS = (_("Thâm niên từ ngày bổ nhiệm"), _("Số trợ giúp viên pháp lý"), _("Vụ việc tố tụng kết thúc"))
#: Bands of years since the appointment (S2, mục I.3), and last those whose appointment has no day.
BANDS: tuple[tuple[str, Callable[[int | None], bool]], ...] = (
    (_("Dưới 03 năm"), lambda years: years is not None and years < 3),
    (_("Từ đủ 03 năm đến dưới 05 năm"), lambda years: years is not None and 3 <= years < 5),
    (_("Từ 05 năm trở lên"), lambda years: years is not None and years >= 5),
    (_("Chưa ghi ngày bổ nhiệm"), lambda years: years is None),
)
OF_LAST_YEAR = _("Đây là văn của năm {last}.")
OF_LAST_YEAR_HELP = _("Sửa cho năm nay rồi lưu; nếu vẫn đúng thì lưu nguyên văn.")
#: What people call the figures they can ask for in a report of their own → the name an outline has for them.
FIGURES = {
    _("Phòng, Chi nhánh"): "departments",
    _("Người thực hiện"): "practitioners",
    _("Truyền thông về cơ sở"): "outreach",
    _("Sản phẩm truyền thông"): "products",
    _("So sánh biểu 25"): "form_25_compared",
    _("Thâm niên trợ giúp viên"): "seniority",
    _("Vụ việc thành công"): "successful",
    _("Vụ việc được thẩm định"): "appraised",
    _("Xếp loại thẩm định"): "appraised_by_rating",
}


def state(section: Section) -> str:
    """How a section stands."""
    return NOT_REVISED if section.is_last_years else WRITTEN if section.text else EMPTY


def bound(figure: Figure) -> str:
    """``2.000``, or ``hơn 2.000``."""
    return counted(figure.number, at_least=figure.at_least)


def column(each: FormColumn) -> str:
    """What a column of a form counts: ``Vụ việc kết thúc – Luật sư – Tổng số``."""
    return " – ".join(each.heads)


def per_cent(now: Fraction, before: Fraction) -> str:
    """The change in whole per cents, as the Ministry rounds; none of nothing."""
    if not before:
        return "–"
    sign = "-" if now < before else ""
    return f"{sign}{round_half_up(100 * abs(now - before) / before)}%"


def ratio(part: int, whole: int) -> str:
    """``34%``; none of nothing."""
    return f"{rounded(part, whole)}%" if whole else "–"


def round_half_up(number: Fraction) -> int:
    """To a whole number, halves upwards."""
    return int(number + Fraction(1, 2))
