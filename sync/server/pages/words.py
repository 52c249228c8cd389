"""The sentences of the status page that are not in its templates."""

KINDS = {
    "cuc": "Cục",
    "so_tu_phap": "Sở Tư pháp",
    "trung_tam": "Trung tâm",
    "chi_nhanh": "Chi nhánh",
    "to_chuc_ky_hop_dong": "Tổ chức ký hợp đồng",
    "to_chuc_dang_ky": "Tổ chức đăng ký tham gia",
}
SILENT_FOR = "im lặng {days} ngày"
NEVER_HEARD = "chưa từng liên lạc"
CSV_HEADS = (
    "Ký hiệu",
    "Đơn vị",
    "Loại đơn vị",
    "Im lặng",
    "Chờ chọn",
    "Máy",
    "Đồng bộ đủ",
    "Liên lạc",
    "Chờ gửi",
    "Chờ từ",
    "Phiên bản",
    "Ghi chú",
)
PAGE_REFUSALS = {
    "sign_in_failed": "Ký hiệu đơn vị, tên đăng nhập hoặc mật khẩu không đúng.",
    "no_right": "Vai trò của bạn không xem trang này. Tình hình của máy bạn ở trang Đồng bộ của phần mềm.",
    "too_many_requests": "Đã thử quá nhiều lần. Chờ một phút rồi thử lại.",
    "not_found": "Không có máy này, hoặc bạn không có quyền khóa.",
    "form_foreign": "Trang đã cũ. Mở lại trang tình hình đồng bộ rồi làm lại.",
    "request_malformed": "Trang gửi thiếu thông tin. Mở lại rồi làm lại.",
}
