"""Words for the office, its users and the work on its records."""

from desktop.words import _

_NOT_DONE = _("Chưa thực hiện được")

OFFICE_TEXTS: dict[str, tuple[str, str, str]] = {
    "password_short": ("", _("Mật khẩu cần ít nhất {length} ký tự."), ""),
    "wrong_password": (
        _("Chưa đăng nhập được"),
        _("Mật khẩu không đúng."),
        _("Xem phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại. Nếu quên, dùng khóa khôi phục của đơn vị."),
    ),
    "unknown_login": (
        _("Chưa đăng nhập được"),
        _("Máy này chưa có người dùng “{login}”."),
        _("Xem lại tên đăng nhập, hoặc nhờ người quản trị thêm người dùng."),
    ),
    "login_taken": ("", _("Tên đăng nhập “{login}” đã có người dùng."), ""),
    "last_user": (
        _NOT_DONE,
        _("Đây là người cuối cùng mở được dữ liệu trên máy này."),
        _("Thêm một người dùng khác trước khi bỏ người này."),
    ),
    "not_allowed": (
        _NOT_DONE,
        _("Vai trò của bạn không được làm việc này."),
        _("Nhờ người quản trị của đơn vị nếu đây là việc của bạn."),
    ),
    "recovery_key_mistyped": ("", _("Khóa khôi phục chưa đúng: có chữ gõ nhầm hoặc thiếu."), ""),
    "wrong_recovery_key": (
        _NOT_DONE,
        _("Khóa khôi phục này không mở được dữ liệu trên máy này."),
        _("Tìm bản in khóa khôi phục đúng của đơn vị này."),
    ),
    "no_such_record": (
        _NOT_DONE,
        _("Không còn tìm thấy hồ sơ này."),
        _("Có thể người khác vừa xóa. Xin mở lại danh sách."),
    ),
    "moved_away": (
        _NOT_DONE,
        _("Vụ việc này đã được chuyển đến {unit}. Ở đây chỉ còn bản lưu để xem."),
        _("Cần ghi thêm thì liên hệ đơn vị đó."),
    ),
    "already_moving": (
        _NOT_DONE,
        _("Vụ việc này đang chờ chuyển."),
        _("Muốn đổi nơi nhận thì bỏ yêu cầu chuyển trước ở trang Đồng bộ."),
    ),
    "already_resolved": (_NOT_DONE, _("Mục này đã có người chọn giá trị."), _("Xin mở lại để xem giá trị đã chọn.")),
    "choice_missing": ("", _("Cần chọn một giá trị cho mục này."), ""),
    "not_resolvable": (_NOT_DONE, _("Loại khác biệt này chưa chọn được ở đây."), ""),
    "not_lost": (_NOT_DONE, _("Máy này lại phụ trách đơn vị đó, nên không có gì bị gỡ."), ""),
    "not_rejected": (_NOT_DONE, _("Thay đổi này không bị từ chối nên không cần sửa lại."), ""),
    "practice_cannot_enrol": (
        _("Đây là dữ liệu tập"),
        _("Dữ liệu tập không bao giờ được gửi đi, nên không kết nối được với Hệ thống quản lý TGPL."),
        _("Tạo đơn vị thật rồi kết nối từ đó."),
    ),
    "other_unit": (
        _("Mã này của đơn vị khác"),
        _("Mã kết nối này thuộc {unit} ({unit_code}); đơn vị trên máy này là {own_unit} ({own_unit_code})."),
        _("Xin Trung tâm cấp mã của đúng đơn vị. Nếu vẫn là một đơn vị, xác nhận khi kết nối từ cửa sổ phần mềm."),
    ),
    "already_enrolled": (_NOT_DONE, _("Máy này đã kết nối với Hệ thống quản lý TGPL."), ""),
    "same_already": (_NOT_DONE, _("Hai hồ sơ này đã là một người."), ""),
    "export_withheld": (
        _NOT_DONE,
        _("Trên máy này có vụ việc hạn chế người xem mà anh/chị không được xem, nên không xuất được toàn bộ."),
        _("Nhờ lãnh đạo hoặc văn thư của đơn vị xuất."),
    ),
    "not_merged": (_NOT_DONE, _("Hồ sơ này không được gộp vào hồ sơ nào."), ""),
    "other_office": (_NOT_DONE, _("Hai hồ sơ này của hai đơn vị khác nhau nên không gộp được."), ""),
    "not_numbering": (_NOT_DONE, _("Máy này không giữ quyền cấp số."), ""),
    "already_numbering": (_NOT_DONE, _("Máy này đang cấp số trong Sổ."), ""),
    "already_asked": (_NOT_DONE, _("Máy này đã xin quyền cấp số."), _("Chờ máy đang cấp số giao lại rồi đồng bộ.")),
    "no_number_yet": (_NOT_DONE, _("Vụ việc này chưa có mã số trong Sổ."), ""),
    "not_overseeing": (
        _("Không dành cho vai trò này"),
        _("Vai trò của bạn không xem tình hình các máy khác."),
        _("Tình hình của máy này ở trang Đồng bộ."),
    ),
    "not_the_department": (
        _("Không dành cho đơn vị này"),
        _("Bản tin của cả nước chỉ lập ở máy của Cục, từ số liệu không có thông tin cá nhân của mọi đơn vị."),
        _("Bản tin tháng của đơn vị ở Báo cáo, Báo cáo viết."),
    ),
    "national_not_taken": (
        _("Chưa có số liệu cả nước"),
        _("Máy này chưa lấy số liệu cả nước lần nào."),
        _("Khi có mạng, bấm Lấy số liệu, hoặc chạy 'tgpl bulletin take'."),
    ),
    "not_a_month": (
        _("Kỳ không phải tháng"),
        _("Số liệu cả nước chỉ có đến tháng, nên kỳ phải từ ngày đầu đến ngày cuối của tháng."),
        _("Chọn một tháng, ví dụ 2026-10."),
    ),
    "not_enrolled": (
        _("Chưa kết nối"),
        _("Máy này chưa kết nối với Hệ thống quản lý TGPL. Dữ liệu vẫn được lưu trên máy."),
        _("Vào Cài đặt, nhập địa chỉ và mã kết nối do Trung tâm cấp."),
    ),
    # Catalogues: only a wrongly put together program or update
    **{
        code: (
            _("Danh mục bị lỗi"),
            _("Tệp danh mục {file} có lỗi ở dòng {line}: ") + what,
            _("Cài lại phần mềm. Nếu vẫn lỗi, báo người phụ trách kỹ thuật."),
        )
        for code, what in {
            "catalogue_missing": _("không có tệp."),
            "catalogue_columns": _("sai cột."),
            "catalogue_cells": _("thừa hoặc thiếu ô."),
            "catalogue_duplicate": _("trùng mã."),
            "catalogue_quotes": _("sai dấu ngoặc kép."),
            "catalogue_not_utf8": _("sai bảng mã."),
            "catalogue_not_nfc": _("chữ có dấu rời."),
            "catalogue_wrong_letter": _("sai chữ Đ."),
            "catalogue_empty_cell": _("ô trống."),
        }.items()
    },
}
