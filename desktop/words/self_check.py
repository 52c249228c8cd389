"""What the self-check saw, or missed, in the words of whoever installs the program."""

from desktop.words import _

PARTS = _("{count} phần mềm thành phần")
RESOURCES = _("{files} tệp, {entries} mục trong {catalogues} danh mục")
BYTES = _("{count} byte")

READABLE = _("đọc được tệp dữ liệu mà không cần khóa")
NOT_FOUND = _("không tìm thấy vụ việc vừa lưu")
NO_PDF = _("tệp PDF tạo ra không đọc được")
NO_PICTURE = _("cửa sổ không vẽ được (mã thoát {code}): {complaint}")
BROKEN = _("lỗi {kind}: {text}")
