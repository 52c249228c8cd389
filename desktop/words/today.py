"""What the page one begins the day with says."""

from desktop.words import _

NAME = _("Hôm nay")
NEEDS, YEAR = _("Việc cần làm"), _("Số liệu năm")
#: What there is to do, by its kind (`desktop.services.today.NeedKind`).
NEED_TITLES = {
    "contested": _("Có hai giá trị khác nhau, cần chọn"),
    "overdue": _("Đã quá hạn"),
    "hearings": _("Phiên tòa trong 7 ngày tới"),
    "due_soon": _("Đến hạn trong 7 ngày tới"),
    "reports": _("Báo cáo trễ hoặc sắp đến hạn"),
    "requests": _("Yêu cầu chưa thụ lý"),
    "stage": _("Chưa ghi giai đoạn tố tụng"),
    "result": _("Đã kết thúc, chưa ghi kết quả"),
    "paper": _("Chưa có giấy tờ trong hồ sơ điện tử"),
    "unsent": _("Chờ gửi lên hệ thống quốc gia"),
}
#: What to do about it.
NEED_HINTS = {
    "contested": _("Mở vụ việc, xem hai giá trị rồi chọn một"),
    "overdue": _("Cử người thực hiện, trả lời tư vấn hoặc ghi kết quả phiên tòa"),
    "hearings": _("Kiểm tra người thực hiện và thời gian"),
    "due_soon": _("Làm trước hạn; hạn gần nhất xếp đầu"),
    "reports": _("Xem lịch báo cáo, phát hành hoặc ghi đã gửi"),
    "requests": _("Thụ lý, từ chối hoặc chuyển yêu cầu"),
    "stage": _("Ghi ở thẻ Giai đoạn và phiên tòa; vụ việc tham gia tố tụng trong năm nay"),
    "result": _("Ghi ở thẻ Tổng quan, mục Kết quả; vụ việc trong năm nay"),
    "paper": _("Thêm ở thẻ Giấy tờ; vụ việc trong năm nay"),
    "unsent": _("Tự gửi khi có kết nối"),
}
NOTHING = _("Hôm nay không có việc nào cần làm ngay.")
NO_CASE = _("Chưa có vụ việc nào. Nhấn Ctrl+N để tiếp nhận yêu cầu đầu tiên.")
AGENDA = _("Bảy ngày tới")
EMPTY_AGENDA = _("Bảy ngày tới không có hạn hay phiên tòa nào.")

MEASURES = {"accepted": _("Thụ lý"), "ended": _("Kết thúc"), "successful": _("Thành công")}
FIELDS = {
    "criminal": _("Hình sự"),
    "civil": _("Dân sự, HNGĐ"),
    "administrative": _("Hành chính"),
    "other_field": _("Khác"),
    "": _("Chưa ghi"),
}
BY_MONTH, BY_FIELD = _("Vụ việc theo tháng"), _("Vụ việc theo lĩnh vực")
BY_UNIT, BY_PERSON = _("Vụ việc theo đơn vị"), _("Hồ sơ đầy đủ theo người thực hiện")
#: How it was counted; the readings no text settles are said.
COUNTED = _(
    "Thụ lý theo ngày vào Sổ, kết thúc theo ngày kết thúc, thành công theo ngày đánh giá đầu tiên. "
    "Vụ việc đủ là đã có giai đoạn tố tụng (nếu tham gia tố tụng), kết quả (nếu đã kết thúc) và giấy tờ."
)
NOBODY = _("(chưa cử người thực hiện)")
NO_YEAR = _("Năm {year} chưa có vụ việc nào thụ lý, kết thúc hoặc được đánh giá thành công.")


def month(key: str) -> str:
    """``2026-08`` as ``Tháng 8``."""
    return _("Tháng {number}").format(number=int(key[5:]))


def bar(label: str, measure: str, count: str) -> str:
    """A bar in words: ``Tháng 8, thụ lý: 42``."""
    return _("{label}, {measure}: {count}").format(label=label, measure=MEASURES[measure].lower(), count=count)


def complete(name: str, complete_: str, cases: str) -> str:
    """How complete somebody's cases are."""
    return _("{name}: {complete} trong {cases} vụ việc đủ").format(name=name, complete=complete_, cases=cases)


def incomplete(name: str, count: str) -> str:
    """Above the cases of somebody that lack something."""
    return _("{name}: {count} vụ việc còn thiếu").format(name=name, count=count)


def need(kind: str, count: str) -> str:
    """Above the cases of a line."""
    return _("{title}: {count} vụ việc").format(title=NEED_TITLES[kind], count=count)
