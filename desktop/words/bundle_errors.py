"""Words for what can be wrong with a file on a USB stick. Each says what is wrong, and what to do next."""

from desktop.words import _

_UNUSABLE = _("Tệp này không dùng được")
_NOTHING_TAKEN = _(" Chưa nhận gì từ tệp này.")
_WRITE_AGAIN = _("Ghi lại ra USB ở máy đã ghi tệp này rồi mang đi lần nữa.")
_NEW_ANSWER = _("Ghi lại ra USB từ máy này rồi mang đi lần nữa.")

BUNDLE_TEXTS: dict[str, tuple[str, str, str]] = {
    "bundle_unknown_file": (
        _UNUSABLE,
        _("Tệp này không phải tệp đồng bộ của phần mềm."),
        _("Chọn tệp có tên tận cùng là .tgpl-usb."),
    ),
    "bundle_cut": (
        _("Tệp bị thiếu phần cuối"),
        _("Tệp chưa ghi hết, có thể USB bị rút ra sớm.") + _NOTHING_TAKEN,
        _("Chép lại tệp từ nơi đã ghi; lần này chờ ghi xong mới rút USB."),
    ),
    "bundle_damaged": (
        _("Tệp đã bị hỏng hoặc bị sửa"),
        _("Nội dung tệp không còn như lúc được ghi.") + _NOTHING_TAKEN,
        _WRITE_AGAIN,
    ),
    "bundle_too_new": (
        _("Cần cập nhật phần mềm"),
        _("Tệp này do một phiên bản mới hơn ghi ra, ở đây chưa đọc được.") + _NOTHING_TAKEN,
        _("Cài phiên bản mới rồi nhận lại chính tệp này."),
    ),
    "bundle_own": (
        _("Tệp này còn phải mang đi"),
        _("Tệp này do chính máy này ghi ra, chưa có trả lời."),
        _("Mang USB đến một máy có mạng dùng phần mềm này, hoặc đến Trung tâm."),
    ),
    "bundle_to_carry": (
        _("Tệp này là của máy khác"),
        _("Tệp này đang trên đường từ một máy khác đến Hệ thống quản lý TGPL; máy này không đọc được."),
        _("Nếu máy này có mạng, chọn Chuyển giúp."),
    ),
    "bundle_for_other_pc": (
        _("Tệp này là của máy khác"),
        _("Tệp này là trả lời cho một máy khác; máy này không mở được."),
        _("Mang USB về máy đã ghi tệp gốc."),
    ),
    "bundle_not_from_server": (
        _("Chưa tin được tệp này"),
        _("Tệp này không phải do Hệ thống quản lý TGPL của đơn vị lập ra.") + _NOTHING_TAKEN,
        _("Báo người phụ trách kỹ thuật của đơn vị."),
    ),
    "bundle_outdated": (
        _("Trả lời này đã cũ"),
        _("Sau khi lập tệp này, Hệ thống quản lý TGPL đã được khôi phục nên trả lời không còn đúng.") + _NOTHING_TAKEN,
        _NEW_ANSWER,
    ),
    "bundle_earlier_id": (
        _("Trả lời này đã cũ"),
        _("Tệp này trả lời cho dữ liệu của máy này trước khi khôi phục.") + _NOTHING_TAKEN,
        _NEW_ANSWER,
    ),
    "bundles_off": (
        _("Chưa đồng bộ bằng USB được"),
        _("Hệ thống quản lý TGPL của đơn vị chưa nhận tệp qua USB."),
        _("Liên hệ Trung tâm."),
    ),
    "bundle_not_for_server": (
        _("Tệp này không phải để gửi đi"),
        _("Tệp này là trả lời cho một máy của đơn vị, không phải thay đổi cần gửi."),
        _("Mang USB về máy đã ghi tệp gốc."),
    ),
    "bundle_other_key": (
        _("Tệp này gửi cho nơi khác"),
        _("Tệp này được niêm phong cho một Hệ thống khác nên không mở được."),
        _("Liên hệ Trung tâm để máy kia được kết nối lại."),
    ),
    "bundle_sender_unknown": (
        _("Máy kia cần kết nối lại"),
        _("Hệ thống quản lý TGPL chưa biết máy đã ghi tệp này."),
        _("Xin Trung tâm tệp mời và mã kết nối mới cho máy đó."),
    ),
    "bundle_device_revoked": (
        _("Máy kia đã bị ngừng"),
        _("Trung tâm đã ngừng quyền kết nối của máy đã ghi tệp này."),
        _("Nếu vẫn dùng máy đó, xin Trung tâm tệp mời và mã kết nối mới."),
    ),
    "bundle_device_ended": (
        _("Máy kia cần kết nối lại"),
        _("Máy đã ghi tệp này đã được một máy khác thay thế. Thay đổi trong tệp đã được nhận, nhưng không có trả lời."),
        _("Xin Trung tâm tệp mời và mã kết nối mới cho máy đó."),
    ),
    "bundle_other_unit": (
        _("Mã này của đơn vị khác"),
        _("Mã kết nối trong tệp không phải của đơn vị đã ghi tệp, nên chưa có gì được nhận và mã chưa bị dùng."),
        _("Xin Trung tâm cấp tệp mời và mã của đúng đơn vị."),
    ),
    "invitation_unknown": (
        _UNUSABLE,
        _("Tệp này không phải tệp mời của Trung tâm."),
        _("Chọn tệp có tên tận cùng là .tgpl-moi."),
    ),
    "invitation_wrong_code": (
        _("Mã và tệp mời không khớp"),
        _("Mã kết nối không đúng với tệp mời này."),
        _("Xem lại từng chữ của mã; nếu vẫn không khớp, xin Trung tâm lập lại cả hai."),
    ),
}
