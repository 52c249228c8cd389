"""Words for what a person can mend in a field; shown below it, so they need no title."""

from desktop.words import _

FIELD_TEXTS: dict[str, tuple[str, str, str]] = {
    "required": ("", _("Cần điền mục này."), ""),
    "value_not_allowed": ("", _("Giá trị này không hợp lệ ở mục này."), ""),
    "text_too_long": ("", _("Dài quá. Nhiều nhất {limit} ký tự."), ""),
    "unknown_field": ("", _("Không có mục này."), ""),
    "choice_unknown": ("", _("Không có trong danh mục. Xin chọn một dòng trong danh sách gợi ý."), ""),
    "not_in_catalogue": ("", _("“{entry}” không có trong danh mục tại thời điểm đó."), ""),
    "number_unreadable": ("", _("Chưa đọc được số này. Chỉ gõ chữ số, ví dụ 1274."), ""),
    "share_unreadable": ("", _("Gõ phần thực hiện như 1/2 hoặc 50%, không quá 1."), ""),
    "share_invalid": ("", _("Phần thực hiện phải lớn hơn 0 và không quá 1."), ""),
    "shares_not_whole": ("", _("Tổng phần của mọi người thực hiện phải bằng 1."), ""),
    # Days and moments
    "date_unreadable": ("", _("Chưa đọc được ngày này. Gõ như 5/3, 5.3.26 hoặc 05032026."), ""),
    "date_impossible": ("", _("Không có ngày {day}/{month}/{year} trong lịch."), ""),
    "date_year_implausible": ("", _("Năm {year} có vẻ không đúng."), ""),
    "date_year_missing": ("", _("Xin gõ cả năm, ví dụ 5/3/1964, hoặc chỉ gõ năm."), ""),
    "birth_in_future": ("", _("Năm sinh {year} còn ở tương lai."), ""),
    "date_in_future": ("", _("Ngày này còn ở tương lai."), ""),
    "dates_reversed": ("", _("Ngày này sớm hơn ngày bắt đầu."), ""),
    "time_unreadable": ("", _("Chưa đọc được giờ này. Gõ như 8:05, 8h05 hoặc 0805."), ""),
    "clock_wrong": (
        _("Đồng hồ của máy không đúng"),
        _("Đồng hồ của máy này không đáng tin nên chưa tự ghi được thời điểm."),
        _("Gõ ngày, giờ vào mục này, rồi nhờ người phụ trách kỹ thuật chỉnh lại đồng hồ."),
    ),
    "newer_version_needed": (
        _("Cần cập nhật phần mềm"),
        _("Mục này do phiên bản mới hơn của phần mềm ghi. Cần bản mới hơn để xem và sửa."),
        _("Cài phiên bản mới."),
    ),
    "moment_incomplete": ("", _("Cần cả ngày và giờ."), ""),
    "negative_limit": ("", _("Số ngày không được nhỏ hơn 0."), ""),
    "before_the_law": ("", _("Ngày này có trước khi luật về trợ giúp pháp lý có hiệu lực."), ""),
    # Papers
    "citizen_number_not_12_digits": ("", _("Số định danh cá nhân có 12 chữ số; ở đây có {digits}."), ""),
    "old_number_not_9_digits": ("", _("Số chứng minh nhân dân cũ có 9 chữ số; ở đây có {digits}."), ""),
    "citizen_number_unknown_province": ("", _("Ba số đầu không ứng với tỉnh nào. Xin xem lại giấy tờ."), ""),
    "citizen_number_gender_differs": ("", _("Số này thuộc về giới tính khác. Xin xem lại giấy tờ."), ""),
    "citizen_number_birth_year_differs": ("", _("Số này ứng với năm sinh khác. Xin xem lại giấy tờ."), ""),
    "card_garbled": ("", _("Chưa đọc được mã QR. Tắt bộ gõ tiếng Việt rồi quét lại."), ""),
    # Rules of legal aid
    "law_field_excluded": (
        "",
        _("Không trợ giúp pháp lý trong lĩnh vực kinh doanh, thương mại (Luật TGPL, Điều 27)."),
        "",
    ),
    "defence_needs_criminal": ("", _("Bào chữa chỉ có trong vụ việc hình sự."), ""),
    "not_ended": ("", _("Vụ việc này chưa ghi kết thúc."), ""),
    # Closing the Sổ
    "not_closable": ("", _("Sổ chỉ được kết theo tháng, 6 tháng hoặc năm."), ""),
    "period_not_over": ("", _("Kỳ này chưa hết, chưa kết sổ được."), ""),
    "closed_already": ("", _("Kỳ này đã kết sổ."), ""),
    # Quality
    "score_too_high": ("", _("Tiêu chí này nhiều nhất {limit} điểm."), ""),
    "act_not_of_body": (
        "",
        _("Tổ chức thực hiện trợ giúp pháp lý thẩm định; Sở Tư pháp và Cục đánh giá (TT 12/2018, Điều 14, 15)."),
        "",
    ),
    "main_criterion_not_chosen": ("", _("Tiêu chí chính phải là một trong các tiêu chí đạt được."), ""),
    "success_needs_litigation": ("", _("Chỉ vụ việc tham gia tố tụng được đánh giá hiệu quả."), ""),
    "success_needs_end": ("", _("Vụ việc thành công phải kết thúc trước hoặc trong ngày đánh giá."), ""),
    "destination_unknown": (
        "",
        _("Chưa có đơn vị này trong danh sách. Đồng bộ một lần để có danh sách mới, rồi chọn lại."),
        "",
    ),
    "destination_not_accepting": (
        "",
        _("Đơn vị này không nhận vụ việc. Chọn một Trung tâm, Chi nhánh hoặc tổ chức tham gia."),
        "",
    ),
    "destination_same": ("", _("Vụ việc đang ở chính đơn vị này."), ""),
    "moved_already": (
        _("Không chuyển được nữa"),
        _("Vụ việc đã được chuyển trước đó."),
        _("Bỏ yêu cầu chuyển này."),
    ),
    "not_a_period": (
        "",
        _("“{typed}” không phải một kỳ báo cáo."),
        _("Viết như 2026, 2026-08, 2026-Q3, 2026-H1, BC2026 hoặc 2026-01-05..2026-03-31."),
    ),
    "nothing_published": ("", _("Không có số liệu đã công bố tên '{name}'."), _("Các tên dùng được: {known}.")),
    "no_such_form": ("", _("Không có biểu {form} cho kỳ này."), _("Xem các biểu bằng 'report list'.")),
    "no_such_reading": ("", _("Không có cách đếm {reading}."), _("Xem các cách đếm bằng 'report list'.")),
    "no_such_report": ("", _("Không có báo cáo số {number} đã phát hành."), _("Xem các báo cáo bằng 'report issued'.")),
    "number_taken": ("", _("Đã có báo cáo số {number}."), ""),
    "report_too_large": ("", _("Báo cáo quá dài để lưu."), _("Báo người phụ trách kỹ thuật.")),
    "report_altered": (
        "",
        _("Báo cáo số {number} không còn đúng như khi phát hành."),
        _("Dùng bản đã in, hoặc phát hành báo cáo khác."),
    ),
    "report_newer": (
        "",
        _("Báo cáo số {number} do phiên bản mới hơn của phần mềm phát hành."),
        _("Cập nhật phần mềm rồi mở lại."),
    ),
    "no_such_organisation": (
        "",
        _("Không có (hoặc có nhiều) tổ chức tên “{name}”."),
        _("Xem các tổ chức bằng 'record list organisation'."),
    ),
    "not_from_organisations": ("", _("Biểu {form} không nhận số liệu của tổ chức."), ""),
    "figures_of_other_form": (
        "",
        _("Tệp {file} là của biểu {form}, đang nhận biểu {wanted}."),
        _("Chọn đúng biểu rồi nhận lại."),
    ),
    "figures_of_other_period": (
        "",
        _("Tệp {file} là của kỳ {first}–{last}, đang nhận kỳ {wanted_first}–{wanted_last}."),
        _("Chọn đúng kỳ rồi nhận lại, hoặc gửi lại mẫu của kỳ này cho tổ chức."),
    ),
    "figures_of_unknown": (
        "",
        _("Tệp {file} là của “{name}”, tổ chức không tham gia trợ giúp pháp lý ở đơn vị này trong kỳ {first}–{last}."),
        _("Xem lại tệp, hoặc ghi hợp đồng, đăng ký của tổ chức ở Đơn vị và hoạt động rồi nhận lại."),
    ),
    "figures_counted_already": (
        "",
        _("“{name}” dùng phần mềm: vụ việc của tổ chức đã được tính, nhận thêm tệp sẽ tính hai lần."),
        "",
    ),
    "figures_blank": (
        "",
        _("Tệp {file} chưa điền số nào."),
        _("Nhờ tổ chức điền rồi gửi lại; không có vụ việc thì gõ 0 ở dòng Tổng số."),
    ),
    "figures_wrong": (
        "",
        _("Số liệu của “{name}” còn {count} chỗ chưa đúng nên chưa được nhận."),
        _("Gửi lại tổ chức danh sách các ô cần sửa."),
    ),
    "figures_here": (
        "",
        _("Đã có số liệu của “{name}” cho biểu và kỳ này."),
        _("Nếu tệp này thay số liệu cũ, chọn thay (--replace)."),
    ),
    "no_such_cell": ("", _("Biểu không có ô ở dòng “{row}”, cột {column}."), ""),
    "not_your_unit": ("", _("Đơn vị {unit} không thuộc đơn vị này."), ""),
    "form_malformed": ("", _("Tệp biểu thống kê bị viết sai: {why}."), _("Báo người phụ trách kỹ thuật.")),
    "already_accepted": ("", _("Vụ việc đã được thụ lý."), ""),
}
