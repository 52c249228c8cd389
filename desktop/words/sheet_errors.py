"""Words for a file for people that could not be written."""

from desktop.words import _

_NOT_EXPORTED = _("Chưa xuất được")

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
    "sheet_unknown_kind": (
        _NOT_EXPORTED,
        _("Tệp {file} không có đuôi mà phần mềm xuất được."),
        _("Đặt tên tệp với một trong các đuôi: {endings}."),
    ),
}
