"""Words for what can happen to the data on a PC: a full disk, a locked file, a damaged sector."""

from desktop.words import _

_KEPT = _("Những gì đang gõ vẫn còn trên màn hình.")

STORE_TEXTS: dict[str, tuple[str, str, str]] = {
    "busy": (
        _("Dữ liệu đang bận"),
        _("Một chương trình khác đang dùng tệp dữ liệu. ") + _KEPT,
        _("Chờ vài giây rồi làm lại. Nếu vẫn bận, đóng chương trình sao lưu hoặc diệt vi-rút."),
    ),
    "disk_full": (
        _("Ổ đĩa đã đầy"),
        _("Không còn chỗ để lưu. ") + _KEPT,
        _("Xóa bớt tệp không cần trên ổ đĩa rồi lưu lại."),
    ),
    "read_only": (
        _("Không ghi được dữ liệu"),
        _("Thư mục dữ liệu chỉ cho đọc. ") + _KEPT,
        _("Nhờ người phụ trách kỹ thuật cấp quyền ghi cho thư mục dữ liệu."),
    ),
    "corrupt": (
        _("Tệp dữ liệu bị hỏng"),
        _("Một phần của tệp dữ liệu không đọc được, có thể do ổ đĩa hoặc mất điện."),
        _("Khôi phục từ bản sao lưu gần nhất. Bản hỏng được giữ lại."),
    ),
    "not_a_database": (
        _("Không mở được tệp dữ liệu"),
        _("Tệp này không phải dữ liệu của phần mềm, hoặc khóa không đúng."),
        _("Xem lại thư mục dữ liệu, hoặc khôi phục từ bản sao lưu."),
    ),
    "io_error": (
        _("Ổ đĩa báo lỗi"),
        _("Không đọc hoặc ghi được tệp dữ liệu. ") + _KEPT,
        _("Làm lại. Nếu vẫn lỗi, sao chép bản sao lưu sang ổ khác và thay ổ đĩa."),
    ),
    "cannot_open": (
        _("Không mở được tệp dữ liệu"),
        _("Thư mục dữ liệu không có hoặc không vào được."),
        _("Xem ổ đĩa đã được gắn chưa, rồi mở lại phần mềm."),
    ),
    "missing": (_("Thiếu tệp"), _("Tệp cần dùng không còn ở chỗ cũ."), _("Khôi phục từ bản sao lưu gần nhất.")),
    "exists": (_("Đã có sẵn"), _("Nơi này đã có tệp cùng tên; tệp đó không bị thay đổi."), _("Chọn nơi khác.")),
    "wrong_key": (
        _("Không mở được tệp dữ liệu"),
        _("Khóa không khớp với tệp dữ liệu này."),
        _("Khôi phục cả tệp khóa và tệp dữ liệu từ cùng một bản sao lưu."),
    ),
    "no_office": (
        _("Chưa có đơn vị nào"),
        _("Chưa có đơn vị nào trong thư mục {home}."),
        _("Tạo đơn vị bằng 'tgpl init', hoặc nêu đúng thư mục bằng --home (hay biến TGPL_HOME)."),
    ),
    "keys_missing": (
        _("Thiếu tệp khóa"),
        _("Không có tệp khóa bên cạnh tệp dữ liệu nên không mở được dữ liệu."),
        _("Khôi phục tệp khóa từ bản sao lưu gần nhất."),
    ),
    "keys_damaged": (
        _("Tệp khóa bị hỏng"),
        _("Không đọc được tệp khóa."),
        _("Khôi phục tệp khóa từ bản sao lưu gần nhất."),
    ),
    "newer_file": (
        _("Dữ liệu mới hơn phần mềm"),
        _("Dữ liệu này do phiên bản {needs} ghi, phần mềm đang mở là phiên bản {program}. Chưa có gì bị thay đổi."),
        _("Cài phiên bản {needs} hoặc mới hơn rồi mở lại; mọi thứ vẫn còn nguyên."),
    ),
    "newer_keys": (
        _("Dữ liệu mới hơn phần mềm"),
        _("Tệp khóa này do phiên bản mới hơn của phần mềm ghi. Chưa có gì bị thay đổi."),
        _("Cài phiên bản mới nhất rồi mở lại; mọi thứ vẫn còn nguyên."),
    ),
    "home_in_use": (
        _("Phần mềm đang mở"),
        _("Dữ liệu này đang được mở trong một cửa sổ khác."),
        _("Dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."),
    ),
    "no_keyring": (
        _("Máy này không giữ được khóa"),
        _("Máy không có nơi giữ khóa an toàn nên mỗi lần mở phần mềm cần gõ mật khẩu."),
        "",
    ),
    "keyring_unsafe": (
        _("Máy này không giữ được khóa"),
        _("Nơi giữ khóa trên máy không an toàn nên mỗi lần mở phần mềm cần gõ mật khẩu."),
        "",
    ),
    "keyring_locked": (
        _("Nơi giữ khóa đang khóa"),
        _("Chưa lấy được khóa đã lưu trên máy."),
        _("Gõ mật khẩu để mở, hoặc mở khóa nơi giữ khóa của máy."),
    ),
    "keyring_failed": (
        _("Không dùng được nơi giữ khóa"),
        _("Nơi giữ khóa của máy không trả lời."),
        _("Gõ mật khẩu để mở."),
    ),
    # Where the data may lie
    "location_refused": (
        _("Không đặt dữ liệu ở đây được"),
        _("Thư mục {path} không an toàn cho dữ liệu."),
        _("Chọn một thư mục trên ổ đĩa của máy này."),
    ),
    "network_share": (
        _("Không đặt dữ liệu ở đây được"),
        _("Đây là ổ đĩa mạng; khi mất mạng dữ liệu sẽ hỏng."),
        _("Chọn một thư mục trên ổ đĩa của máy này."),
    ),
    "cloud_folder": (
        _("Không đặt dữ liệu ở đây được"),
        _("Thư mục này tự chép lên đám mây; dữ liệu sẽ hỏng và rời khỏi đơn vị."),
        _("Chọn một thư mục không được tự chép lên đám mây."),
    ),
    "unknown_drive": (
        _("Xin xem lại ổ đĩa"),
        _("Chưa biết chắc đây là ổ đĩa của máy này."),
        _("Nếu là ổ đĩa mạng hoặc ổ rời, chọn thư mục khác."),
    ),
    "unknown_sync_client": (
        _("Xin xem lại thư mục"),
        _("Máy này có chương trình tự chép tệp lên đám mây."),
        _("Bảo đảm chương trình đó không chép thư mục này."),
    ),
}
