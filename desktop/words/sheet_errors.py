"""Words for a file for people that could not be written, or read back."""

from desktop.words import _

_NOT_EXPORTED = _("Chưa xuất được")
_NOT_READ = _("Chưa đọc được")

SHEET_TEXTS: dict[str, tuple[str, str, str]] = {
    "sheet_in_use": (
        _NOT_EXPORTED,
        _("Tệp {file} đang mở trong Excel hoặc một chương trình khác."),
        _("Đóng tệp đó rồi xuất lại, hoặc đặt tên khác."),
    ),
    "sheet_no_room": (
        _NOT_EXPORTED,
        _("Ổ đĩa không còn chỗ cho tệp {file}."),
        _("Xóa bớt tệp không cần, hoặc chọn ổ đĩa khác."),
    ),
    "sheet_not_allowed": (
        _NOT_EXPORTED,
        _("Không ghi được tệp {file}: thư mục chỉ cho đọc, hoặc tệp đang mở trong chương trình khác."),
        _("Đóng tệp đó, hoặc chọn thư mục khác."),
    ),
    "sheet_no_folder": (
        _NOT_EXPORTED,
        _("Thư mục của tệp {file} không còn nữa."),
        _("Chọn thư mục khác. Nếu là ổ đĩa rời, xem ổ đã được cắm chưa."),
    ),
    "sheet_failed": (_NOT_EXPORTED, _("Ổ đĩa báo lỗi khi ghi tệp {file}."), _("Xuất lại, hoặc chọn ổ đĩa khác.")),
    "sheet_missing": (
        _NOT_READ,
        _("Không mở được tệp {file}."),
        _("Xem tệp còn đó không, có đang mở ở nơi khác không."),
    ),
    "sheet_unreadable": (
        _NOT_READ,
        _("Tệp {file} không phải sổ tính Excel (.xlsx), bị hỏng hoặc có mật khẩu."),
        _("Mở tệp bằng Excel, lưu thành .xlsx không có mật khẩu rồi nhận lại."),
    ),
    "sheet_not_ours": (
        _NOT_READ,
        _("Tệp {file} không phải mẫu do phần mềm này lập."),
        _("Lập mẫu cho tổ chức, chép các số sang mẫu đó rồi nhận lại."),
    ),
    "sheet_newer": (
        _NOT_READ,
        _("Tệp {file} do phiên bản mới hơn của phần mềm lập."),
        _("Cập nhật phần mềm rồi nhận lại."),
    ),
    "sheet_tampered": (
        _NOT_READ,
        _("Phần ẩn của tệp {file}, ghi tệp là của tổ chức nào, kỳ nào, đã bị sửa."),
        _("Lập lại mẫu cho tổ chức, chép các số sang mẫu đó rồi nhận lại."),
    ),
    "sheet_unknown_kind": (
        _NOT_EXPORTED,
        _("Tệp {file} không có đuôi mà phần mềm xuất được."),
        _("Đặt tên tệp với một trong các đuôi: {endings}."),
    ),
}
