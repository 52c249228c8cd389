"""The sentences of the administrator's command. (`desktop.words` is out of reach: `sync` never imports the desktop.)"""

from sync.contract.errors import CodedError

ERRORS = {
    "account_exists": "Đơn vị này đã có tài khoản {login}.",
    "account_unknown": "Đơn vị này không có tài khoản {login}.",
    "database_not_ready": "Cơ sở dữ liệu chưa được chuẩn bị cho phiên bản này. Hãy chạy: tgpl-server init",
    "database_unreachable": "Không kết nối được với cơ sở dữ liệu.",
    "database_url": "Địa chỉ cơ sở dữ liệu không đúng. Ví dụ: sqlite:///tgpl.sqlite hoặc postgresql+psycopg://…",
    "device_unknown": "Không có máy {device}.",
    "export_exists": "Thư mục {folder} đã có tệp. Hãy chọn thư mục trống.",
    "role_unknown": "Không có vai trò {role}.",
    "unit_exists": "Ký hiệu đơn vị {unit} đã có.",
    "unit_kind_unknown": "Không có loại đơn vị {kind}.",
    "unit_unknown": "Không có đơn vị {unit}.",
}

COMMAND = "Máy chủ quốc gia tham chiếu của phần mềm trợ giúp pháp lý."
HELP = {
    "database": "địa chỉ cơ sở dữ liệu (hoặc biến môi trường TGPL_SERVER_DATABASE)",
    "init": "tạo hoặc nâng cấp cơ sở dữ liệu",
    "unit": "đơn vị",
    "unit add": "thêm đơn vị",
    "account": "tài khoản",
    "account add": "thêm tài khoản",
    "account set": "đổi vai trò, khóa hoặc mở tài khoản",
    "device": "máy tính đã kết nối",
    "device revoke": "khóa máy bị mất",
    "enrol-code": "cấp mã để máy tính của đơn vị kết nối",
    "serve": "chạy máy chủ",
    "status": "tình hình đồng bộ của từng đơn vị, từng máy",
    "export": "xuất toàn bộ dữ liệu của một đơn vị thành tệp NDJSON",
}

LISTENING = "Máy chủ đang chạy tại {address}"
ADDED = "Đã thêm {subject}: {id}"
CHANGED = "Đã đổi {subject}."
READY = "Cơ sở dữ liệu đã sẵn sàng."
EXPORTED = "Đã xuất {records} bản ghi vào {folder}."

#: Heads of the status table.
UNIT, PC, LAST_COMPLETE, WAITING, PROGRAM, CONFLICTS, LAST_SEEN, NOTES = (
    "Đơn vị",
    "Máy",
    "Đồng bộ đủ",
    "Chờ gửi",
    "Phiên bản",
    "Chờ chọn",
    "Liên lạc",
    "Ghi chú",
)
NEVER = "chưa"
NO_PC = "(chưa có máy)"
REVOKED = "đã khóa"
REUSED = "mã truy cập cũ bị dùng lại"
REFUSED = "bị từ chối {refused} mục, tạm giữ {held} mục"
MISSING = "thiếu {count} mục"
BREAKS = "chuỗi gửi lệch {count} lần"


def sentence(error: CodedError) -> str:
    """The words for an error of the command; the code itself if nobody wrote any."""
    return ERRORS.get(error.code, error.code).format(**error.values)
