"""Words for the line and for the answers of Hệ thống quản lý TGPL. Being offline is a state, and said calmly."""

from desktop.words import _

_STAYS = _("Các thay đổi vẫn được giữ trên máy này.")
_TECHNICIAN = _("Nhờ người phụ trách kỹ thuật của đơn vị.")
_REFUSED = _("Thay đổi chưa được nhận")
_NO_CONNECTION = _("Không có kết nối")

SYNC_TEXTS: dict[str, tuple[str, str, str]] = {
    # What was chosen for the synchronisation
    "time_invalid": ("", _("Gõ giờ như 07:30."), ""),
    "quiet_hours_incomplete": ("", _("Gõ cả giờ bắt đầu và giờ kết thúc, khác nhau."), ""),
    "limit_invalid": ("", _("Gõ một số từ {lowest} trở lên, hoặc để trống."), ""),
    # No usable line: tried again without anybody's help
    "no_line": (_NO_CONNECTION, _("Không có kết nối. ") + _STAYS, ""),
    "line_broke": (_NO_CONNECTION, _("Đường truyền bị ngắt; phần đã gửi không phải gửi lại."), ""),
    "timed_out": (_NO_CONNECTION, _("Đường truyền quá chậm, chưa có câu trả lời. Sẽ tự thử lại."), ""),
    "proxy_unreachable": (
        _NO_CONNECTION,
        _("Không tới được máy chủ trung gian (proxy) của mạng này. Sẽ tự thử lại."),
        "",
    ),
    "server_busy": (_("Hệ thống đang bận"), _("Hệ thống quản lý TGPL đang bận. Sẽ tự thử lại."), ""),
    "server_failed": (
        _("Hệ thống có lỗi"),
        _("Hệ thống quản lý TGPL chưa xử lý được. Sẽ tự thử lại. ") + _STAYS,
        _("Nếu kéo dài, báo Trung tâm."),
    ),
    "access_expired": (_("Đang kết nối lại"), _("Phiên kết nối đã hết hạn và đang được nối lại."), ""),
    # A person must do something
    "captive_portal": (
        _("Mạng này đòi đăng nhập trên trình duyệt trước"),
        _("Mạng (Wi-Fi) trả lời bằng trang đăng nhập của riêng nó nên chưa gửi được gì. ") + _STAYS,
        _("Mở trình duyệt, đăng nhập mạng, rồi nhấn Đồng bộ ngay."),
    ),
    "proxy_auth": (
        _("Máy chủ trung gian đòi mật khẩu"),
        _("Máy chủ trung gian (proxy) đòi tên và mật khẩu."),
        f"{_STAYS} {_('Gõ tên và mật khẩu trong Cài đặt.')} {_TECHNICIAN}",
    ),
    "proxy_address_invalid": (
        _("Địa chỉ proxy không đúng"),
        _("Địa chỉ máy chủ trung gian (proxy) không đúng."),
        _("Sửa trong Cài đặt, mục Kết nối."),
    ),
    "name_unknown": (
        _("Không tìm thấy địa chỉ"),
        _("Mạng này không biết địa chỉ {host}: chưa có mạng, tên miền gõ sai, hoặc DNS không trả lời."),
        _("Thử mở một trang web khác. ") + _TECHNICIAN,
    ),
    "certificate_time": (
        _("Chứng thư hết hạn hoặc đồng hồ sai"),
        _("Theo đồng hồ của máy này, chứng thư của Hệ thống chưa đến hạn dùng hoặc đã hết hạn."),
        _("Xem lại ngày giờ của máy. Nếu ngày giờ đúng, báo Trung tâm."),
    ),
    "certificate_name": (
        _("Chứng thư của địa chỉ khác"),
        _("Nơi trả lời đưa ra chứng thư của một địa chỉ khác nên chưa gửi gì."),
        _("Xem lại địa chỉ hệ thống. ") + _TECHNICIAN,
    ),
    "certificate_authority": (
        _("Chưa tin được nơi cấp chứng thư"),
        _("Máy này không biết nơi đã cấp chứng thư cho Hệ thống, hoặc mạng mở xem đường truyền mã hóa."),
        _("Chọn tệp chứng thư riêng của đơn vị nếu có. ") + _TECHNICIAN,
    ),
    "proxy_login_in_address": ("", _("Gõ địa chỉ không kèm tên và mật khẩu; tên gõ ở ô bên dưới."), ""),
    "proxy_refused": (
        _("Mật khẩu của máy chủ trung gian không đúng"),
        _("Máy chủ trung gian (proxy) không nhận tên hoặc mật khẩu này."),
        f"{_STAYS} {_('Xem lại tên, gõ lại mật khẩu.')}",
    ),
    "proxy_kind": (
        _("Máy chủ trung gian đòi cách đăng nhập khác"),
        _("Máy chủ trung gian đòi đăng nhập kiểu {kind}; phần mềm chỉ dùng được tên và mật khẩu kiểu Basic."),
        _(
            "Nhờ người phụ trách mạng cho địa chỉ hệ thống đi thẳng, mở kiểu Basic cho máy này, "
            "hoặc cài cầu nối như Px, Cntlm rồi gõ địa chỉ của nó vào ô proxy."
        ),
    ),
    "server_address_invalid": ("", _("Địa chỉ này không đúng. Gõ như https://tgpl.vidu.vn."), ""),
    "server_not_encrypted": ("", _("Địa chỉ phải bắt đầu bằng https:// để dữ liệu không bị đọc trên đường."), ""),
    "ca_file_unusable": ("", _("Không đọc được tệp chứng thư {path}."), ""),
    "certificate": (
        _("Chưa tin được Hệ thống"),
        _("Chứng thư của địa chỉ này không đáng tin nên chưa gửi gì. ") + _STAYS,
        _("Xem lại ngày giờ của máy và địa chỉ. ") + _TECHNICIAN,
    ),
    "enrolment_needed": (
        _("Máy này cần kết nối lại"),
        _("Hệ thống quản lý TGPL chưa biết máy này. ") + _STAYS,
        _("Xin Trung tâm một mã kết nối mới rồi nhập ở trang Đồng bộ."),
    ),
    "code_unknown": ("", _("Mã kết nối không đúng. Xin xem lại từng chữ."), ""),
    "code_used": ("", _("Mã kết nối này đã được dùng. Xin Trung tâm cấp mã khác."), ""),
    "code_expired": ("", _("Mã kết nối này đã hết hạn. Xin Trung tâm cấp mã khác."), ""),
    "device_enrolled_elsewhere": (
        _("Máy này thuộc đơn vị khác"),
        _("Máy này đã kết nối cho một đơn vị khác; mã này không phải của đơn vị đó."),
        _("Xin Trung tâm cấp mã của đúng đơn vị."),
    ),
    "other_device": (
        _("Máy này cần kết nối lại"),
        _("Khóa kết nối trên máy này là của một máy khác. ") + _STAYS,
        _("Xin Trung tâm một mã kết nối mới rồi nhập ở trang Đồng bộ."),
    ),
    "tokens_out_of_reach": (
        _("Máy này cần kết nối lại"),
        _("Khóa kết nối nằm ở nơi giữ khóa của một máy khác, hoặc nơi giữ khóa của máy này không mở được. ") + _STAYS,
        _("Xin Trung tâm một mã kết nối mới rồi nhập ở trang Đồng bộ."),
    ),
    "device_revoked": (
        _("Máy này đã bị ngừng"),
        _("Trung tâm đã ngừng quyền kết nối của máy này. ") + _STAYS,
        _("Nếu vẫn dùng máy này, xin Trung tâm một mã kết nối mới."),
    ),
    "token_reused": (
        _("Máy này cần kết nối lại"),
        _("Khóa kết nối của máy này đã được dùng ở nơi khác nên bị ngừng để giữ an toàn. ") + _STAYS,
        _("Liên hệ Trung tâm để nhận mã kết nối mới."),
    ),
    "device_ended": (
        _("Máy này cần kết nối lại"),
        _("Dữ liệu của máy này đã được khôi phục ở một máy khác, máy đó thay cho máy này. ") + _STAYS,
        _("Nếu vẫn dùng máy này, xin Trung tâm một mã kết nối mới."),
    ),
    "program_too_old": (
        _("Cần cập nhật phần mềm"),
        _("Phiên bản này quá cũ để đồng bộ. Vẫn làm việc được trên máy. ") + _STAYS,
        _("Cài phiên bản mới."),
    ),
    "too_large": (_REFUSED, _("Một thay đổi lớn quá mức cho phép."), _("Rút ngắn nội dung rồi lưu lại.")),
    # The other side broke the protocol
    **{
        code: (
            _("Đã dừng đồng bộ"),
            _("Hệ thống trả lời không đúng quy ước nên đã dừng để giữ an toàn. ") + _STAYS,
            _("Báo người phụ trách kỹ thuật, kèm mã {code}.").replace("{code}", code),
        )
        for code in (
            "bad_answer",
            "answer_too_large",
            "answers_do_not_fit",
            "step_without_batch",
            "request_malformed",
            "body_cut",
            "body_damaged",
            "encoding_unknown",
        )
    },
    # Why an entry was refused, or what it waits for
    "entry_malformed": (_REFUSED, _("Thay đổi bị ghi sai quy ước."), _("Mở hồ sơ, xem lại và lưu lại.")),
    "out_of_scope": (
        _REFUSED,
        _("Hồ sơ này không thuộc đơn vị được ghi từ máy này."),
        _("Xem lại đơn vị của hồ sơ, hoặc liên hệ Trung tâm."),
    ),
    "no_right": (_REFUSED, _("Vai trò của người sửa không được ghi mục này."), _("Nhờ người có quyền ghi lại.")),
    "not_entitled": (
        _REFUSED,
        _("Mục này của vụ việc hạn chế người xem, và người dùng máy này không được xem, nên cũng không được sửa."),
        _("Nhờ lãnh đạo hoặc văn thư của đơn vị sửa giúp."),
    ),
    "given_up": (_REFUSED, _("Thay đổi này đã được bỏ."), ""),
    "group": (
        _("Đang chờ"),
        _("Thay đổi được lưu cùng lúc với một thay đổi khác chưa được nhận."),
        _("Sửa thay đổi kia trước; thay đổi này sẽ tự gửi."),
    ),
    "author_unknown": (
        _("Đang chờ"),
        _("Hệ thống quản lý TGPL chưa biết người đã sửa."),
        _("Chờ Trung tâm xác nhận người dùng này; thay đổi sẽ tự gửi."),
    ),
    "author_disabled": (
        _("Đang chờ"),
        _("Người đã sửa chưa có hoặc không còn quyền trên Hệ thống quản lý TGPL."),
        _("Liên hệ Trung tâm; thay đổi sẽ tự gửi khi người này có quyền lại."),
    ),
    "builds_on_rejected": (
        _("Đang chờ"),
        _("Thay đổi này dựa trên một thay đổi chưa được nhận."),
        _("Sửa thay đổi kia trước; thay đổi này sẽ tự gửi."),
    ),
    "record_not_back": (
        _("Đang chờ"),
        _("Hệ thống quản lý TGPL đã được khôi phục và chưa nhận lại hồ sơ này."),
        _("Chờ máy đã lập hồ sơ đồng bộ; thay đổi sẽ tự gửi."),
    ),
    "builds_on_held": (
        _("Đang chờ"),
        _("Thay đổi này dựa trên một thay đổi đang được giữ lại."),
        _("Cho gửi thay đổi kia; thay đổi này sẽ tự gửi theo."),
    ),
    "many_deletions": (
        _("Chờ xác nhận"),
        _("Nhiều hồ sơ bị xóa cùng lúc nên chưa gửi đi."),
        _("Xem lại ở đầu trang Đồng bộ."),
    ),
    "deletions_confirmed": (_("Đã xác nhận"), _("Việc xóa nhiều hồ sơ đã được xác nhận."), ""),
    "already_sent": (
        _("Không giữ lại được nữa"),
        _("Thay đổi này đã được gửi đi ít nhất một lần."),
        _("Sửa lại trong hồ sơ nếu cần."),
    ),
    "number_twice": (
        _("Trùng mã số"),
        _("Hai vụ việc mang cùng một số thứ tự trong Sổ."),
        _("Chọn vụ việc giữ số; vụ việc kia được cấp số khác."),
    ),
}
