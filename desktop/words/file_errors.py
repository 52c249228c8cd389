"""Words for what can be wrong with a paper's file: what may be added, and why one was set aside."""

from desktop.words import _

_BROKEN = _("Tệp bị hỏng")

FILE_TEXTS: dict[str, tuple[str, str, str]] = {
    "file_type_refused": (
        _("Loại tệp này không nhận"),
        _("“{name}” là loại tệp {ending}, không phải giấy tờ của vụ việc."),
        _("Chọn tệp PDF, ảnh, văn bản, bảng tính, hoặc tệp âm thanh, phim."),
    ),
    "file_is_program": (
        _("Loại tệp này không nhận"),
        _("“{name}” thật ra là một chương trình, không phải giấy tờ của vụ việc."),
        _("Đừng mở tệp này; báo người phụ trách kỹ thuật."),
    ),
    "file_empty": (_("Tệp trống"), _("“{name}” không có nội dung."), _("Xem lại tệp rồi thêm lại.")),
    "file_too_large": (
        _("Tệp quá lớn"),
        _("Mỗi tệp nhiều nhất {limit} MB."),
        _("Quét lại với độ nét thấp hơn, hoặc tách thành nhiều tệp."),
    ),
    "text_too_large": (
        _("Tệp quá lớn"),
        _("“{file}” lớn hơn nhiều so với một bản tin."),
        _("Chọn đúng tệp, hoặc chép riêng phần bản tin."),
    ),
    "file_not_text": (
        _("Không đọc được tệp"),
        _("“{file}” không phải văn bản hay trang web đã lưu."),
        _("Mở tệp, chép phần chữ của bản tin sang một tệp văn bản rồi thử lại."),
    ),
    "not_a_bulletin": (
        _("Không thấy bản tin"),
        _("Không tìm thấy kỳ báo cáo và số vụ việc tham gia tố tụng trong phần chữ này."),
        _("Chép cả bản tin, từ dòng ghi “từ ngày … đến ngày …”."),
    ),
    "file_not_here": (
        _("Tệp chưa có trên máy này"),
        _("Tệp đang ở máy {pc} hoặc trên Hệ thống quản lý TGPL."),
        _("Nhấn Tải về; tệp sẽ về trong lần đồng bộ tới."),
    ),
    "file_damaged": (
        _BROKEN,
        _("Nội dung tệp không còn đúng như lúc thêm vào nên không gửi và không mở."),
        _("Nếu còn bản gốc, thêm lại tệp đó rồi bỏ giấy tờ này."),
    ),
    "file_vanished": (
        _("Mất tệp"),
        _("Tệp không còn trong thư mục dữ liệu của máy này."),
        _("Nếu còn bản gốc, thêm lại tệp đó rồi bỏ giấy tờ này; hoặc khôi phục từ bản sao lưu."),
    ),
    "file_unknown": (
        _("Tệp chưa được nhận"),
        _("Hệ thống quản lý TGPL không nhận tệp này từ máy này; vụ việc có thể đã chuyển đơn vị."),
        _("Lưu tệp ra ngoài nếu cần, rồi liên hệ Trung tâm."),
    ),
    "file_differs": (
        _("Tệp chưa được nhận"),
        _("Tệp không khớp với giấy tờ đã ghi."),
        _("Thêm lại tệp rồi bỏ giấy tờ này."),
    ),
    "file_missing": (
        _("Tệp chưa có trên Hệ thống"),
        _("Máy đã thêm tệp này chưa gửi xong."),
        _("Chờ máy đó đồng bộ."),
    ),
    "upload_unknown": (_("Tệp chưa gửi được"), _("Lần gửi dở đã bị bỏ."), _("Nhấn Thử lại để gửi từ đầu.")),
}
