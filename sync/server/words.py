"""The sentences of the administrator's command. (`desktop.words` is out of reach: `sync` never imports the desktop.)"""

from sync.contract.errors import CodedError
from sync.contract.records import NumberBlock
from sync.server.scope import Role

ERRORS = {
    "account_exists": "Đơn vị này đã có tài khoản {login}.",
    "account_unknown": "Đơn vị này không có tài khoản {login}.",
    "backup_exists": "Đã có tệp {file}. Hãy chọn tên tệp khác.",
    "backup_failed": "Không sao lưu được vào {file}. Hãy xem ổ đĩa còn chỗ không, rồi sao lưu lại.",
    "backup_needs_pg_dump": "Máy này không có pg_dump. Hãy cài gói postgresql-client, rồi sao lưu lại.",
    "address_missing": "Tệp mời cần địa chỉ của máy chủ: thêm --address https://…",
    "bundle_cut": "Tệp chưa ghi hết: có thể USB bị rút ra sớm. Chưa nhận gì. Hãy chép lại từ nơi đã ghi.",
    "bundle_damaged": "Tệp bị hỏng hoặc bị sửa. Chưa nhận gì. Hãy ghi lại ở máy đã ghi tệp này.",
    "bundle_device_ended": (
        "Máy đã ghi tệp này đã được máy khác thay thế; thay đổi trong tệp đã nhận. "
        "Máy đó cần tệp mời và mã kết nối mới."
    ),
    "bundle_device_revoked": "Máy đã ghi tệp này đã bị khóa.",
    "bundle_not_for_server": "Tệp này là trả lời cho một máy của đơn vị, không phải tệp gửi đến.",
    "bundle_other_key": "Tệp này được niêm phong cho một máy chủ khác.",
    "bundle_other_unit": "Mã kết nối trong tệp là của một đơn vị khác; máy đã ghi tệp cần mã của đúng đơn vị mình.",
    "bundle_sender_unknown": "Không biết máy đã ghi tệp này; cần tệp mời và mã kết nối mới cho máy đó.",
    "bundle_too_new": "Tệp do phiên bản mới hơn ghi ra. Hãy cập nhật máy chủ rồi nhận lại chính tệp này.",
    "bundle_unknown_file": "Tệp này không phải tệp đồng bộ.",
    "code_expired": "Mã kết nối trong tệp đã hết hạn; cần mã mới.",
    "code_unknown": "Mã kết nối trong tệp không đúng; cần mã mới.",
    "code_used": "Mã kết nối trong tệp đã được dùng; cần mã mới.",
    "database_not_ready": "Cơ sở dữ liệu chưa được chuẩn bị cho phiên bản này. Hãy chạy: tgpl-server init",
    "database_unreachable": "Không kết nối được với cơ sở dữ liệu.",
    "database_url": "Địa chỉ cơ sở dữ liệu không đúng. Ví dụ: sqlite:///tgpl.sqlite hoặc postgresql+psycopg://…",
    "password_short": "Mật khẩu cần ít nhất {length} ký tự.",
    "device_unknown": "Không có máy {device}.",
    "file_exists": "Đã có tệp {file}. Hãy chọn tên khác.",
    "device_enrolled_elsewhere": "Máy đã ghi tệp này đã kết nối cho một đơn vị khác.",
    "export_exists": "Thư mục {folder} đã có tệp. Hãy chọn thư mục trống.",
    "file_unusable": "Không đọc hoặc không ghi được tệp {file}.",
    "key_file": "Không có khóa của máy chủ ở {file}. Hãy chạy: tgpl-server init",
    "request_malformed": "Tệp có nội dung sai quy ước.",
    "merge_below": "{new} nằm dưới {old} nên không thay được {old}.",
    "merge_kinds": "{new} khác loại với {old} nên không thay được {old}.",
    "merge_same": "Cần hai đơn vị khác nhau.",
    "merged_already": "{unit} đã sáp nhập vào đơn vị khác.",
    "role_unknown": "Không có vai trò {role}. Các vai trò: {roles}.",
    "unit_below_itself": "Không thể đặt đơn vị {unit} dưới chính nó.",
    "unit_exists": "Ký hiệu đơn vị {unit} đã có.",
    "unit_kind_unknown": "Không có loại đơn vị {kind}.",
    "unit_unknown": "Không có đơn vị {unit}.",
}

COMMAND = "Máy chủ quốc gia tham chiếu của phần mềm trợ giúp pháp lý."
USAGE = "Cách dùng: "
ARGUMENTS = "Tham số"
COMMANDS = "Lệnh"
ONE_COMMAND = "LỆNH"
ADDRESS, CODE, DEVICE, FOLDER, KIND = "ĐỊA_CHỈ", "KÝ_HIỆU", "MÁY", "THƯ_MỤC", "LOẠI"
FILE, MOMENT = "TỆP", "THỜI_ĐIỂM"
LOGIN, NAME, NUMBER, PROVINCE, ROLE = "TÊN_ĐĂNG_NHẬP", "TÊN", "SỐ", "MÃ_TỈNH", "VAI_TRÒ"
ROLES = ", ".join(Role)

#: What is said of a word that other words follow.
GROUPS = {
    "numbering": "cấp số trong Sổ của đơn vị",
    "unit": "đơn vị",
    "account": "tài khoản",
    "device": "máy tính đã kết nối",
    "files": "tệp giấy tờ",
}
DESCRIPTIONS = {
    "init": "tạo hoặc nâng cấp cơ sở dữ liệu",
    "unit add": "thêm đơn vị",
    "unit move": "đặt đơn vị dưới một đơn vị cấp trên khác",
    "unit merge": "sáp nhập đơn vị vào đơn vị khác; chỉ đếm trước nếu không có --yes",
    "account add": "thêm tài khoản",
    "account set": "đổi vai trò, khóa hoặc mở tài khoản",
    "account password": "đặt mật khẩu xem trang tình hình đồng bộ",
    "device revoke": "khóa máy bị mất",
    "numbering show": "máy nào cấp số, và các khoảng số đã giao",
    "numbering take-over": "giao quyền cấp số cho một máy khác khi máy đang giữ bị mất, hỏng",
    "enrol-code": "cấp mã để máy tính của đơn vị kết nối",
    "files collect": "xóa tệp không giấy tờ nào còn dùng; cần chạy hằng ngày",
    "bundle": "trả lời tệp đồng bộ mang đến bằng USB; trả lời được ghi bên cạnh",
    "serve": "chạy máy chủ",
    "status": "tình hình đồng bộ của từng đơn vị, từng máy",
    "backup": "sao lưu cơ sở dữ liệu vào một tệp; các máy biết phần nào đã an toàn",
    "backed-up": "ghi nhận bản sao lưu làm bằng công cụ khác",
    "restored": "báo cơ sở dữ liệu vừa được phục hồi; chạy trước khi mở lại máy chủ",
    "audit": "ai đã làm gì trên máy chủ, mới nhất ở cuối",
    "national": "xuất số liệu toàn quốc để thống kê, không có thông tin cá nhân, thành một tệp NDJSON",
    "export": "xuất toàn bộ dữ liệu của một đơn vị thành tệp NDJSON",
}
HELP = {
    "-h": "in hướng dẫn này",
    "--database": "địa chỉ cơ sở dữ liệu (hoặc biến môi trường TGPL_SERVER_DATABASE)",
    "--files": "thư mục giữ tệp giấy tờ (hoặc biến môi trường TGPL_SERVER_FILES)",
    "code": "ký hiệu của đơn vị trong mã số vụ việc",
    "old": "ký hiệu của đơn vị được sáp nhập; mọi mã số của đơn vị này giữ nguyên",
    "new": "ký hiệu của đơn vị thay thế",
    "--yes": "sáp nhập thật",
    "--name": "tên đơn vị",
    "--kind": "loại đơn vị: trung_tam, chi_nhanh, …",
    "--province": "mã tỉnh, thành phố",
    "--parent": "ký hiệu của đơn vị cấp trên",
    "user": "tên đăng nhập",
    "--unit": "ký hiệu của đơn vị",
    "--role": f"vai trò: {ROLES}",
    "--full-name": "họ và tên",
    "--enable": "mở tài khoản",
    "--disable": "khóa tài khoản",
    "device": "định danh của máy, như 'status' in ra",
    "unit": "ký hiệu của đơn vị",
    "--uses": "số máy dùng được mã này",
    "--last-days": "trong bao nhiêu ngày gần đây",
    "--days": "số ngày mã còn dùng được",
    "--kept-days": "số ngày giữ tệp không còn được dùng",
    "--invitation": "tệp mời để ghi, cho máy không có mạng; mang đi riêng với mã",
    "--address": "địa chỉ https của máy chủ, ghi trong tệp mời phòng khi có mạng",
    "file": "tệp đồng bộ",
    "--host": "địa chỉ nghe",
    "--port": "cổng nghe",
    "--processes": "số tiến trình cùng chạy",
    "--json": "in một đối tượng JSON",
    "feed": "ký hiệu của đơn vị",
    "--file": "tệp để ghi; chưa có",
    "--until": "mọi thứ nhận trước thời điểm này đã nằm trong bản sao lưu, ví dụ 2026-11-22T02:00",
    "--out": "thư mục để ghi; phải trống",
}

#: argparse speaks English; what it says of a wrong command, by pattern.
MISUSES = (
    (r"the following arguments are required: (.+)", "Còn thiếu: {0}."),
    (r"unrecognized arguments: (.+)", "Không hiểu: {0}."),
    (r"argument (\S+): invalid choice: (\S+) .*", "Không có lệnh {1}."),
    (r"argument (\S+): expected .*", "Cần một giá trị sau {0}."),
    (r"argument (\S+): invalid \S+ value: (.+)", "Giá trị {1} không dùng được cho {0}."),
)
MISUSED = "Lệnh chưa đúng. Thêm -h để xem hướng dẫn."

LISTENING = "Máy chủ đang chạy tại {address}"
ADDED = "Đã thêm {subject}: {id}"
CHANGED = "Đã đổi {subject}."
COLLECTED = "Đã xóa {dropped} tệp, {unnamed} tệp vừa hết được dùng, bỏ {uploads} lần gửi dở."
ASK_PASSWORD = "Mật khẩu mới: "  # noqa: S105 - a question
NOBODY_NUMBERS = "Chưa máy nào cấp số."
NUMBERS = "Máy cấp số: {pc} ({device})"
BLOCK = "{book} {year}: số {first}–{last}, máy {pc}{ended}"
ENDED = {
    "given_back": "; đã giao lại",
    "taken_over": "; bị thay quyền",
    "restored": "; máy đã khôi phục dữ liệu cũ",
    "server_restored": "; bỏ trống sau khi phục hồi máy chủ",
}
BUNDLE_ANSWERED = "Đã nhận {entries} thay đổi, gửi lại {records} bản ghi. Trả lời ở {file}; mang về máy đã ghi tệp."
MERGER = (
    "{old} vào {new}: {cases} vụ việc, {people} người giữ nguyên mã số trong Sổ của {old}; "
    "{devices} máy (còn {waiting} mục chưa gửi) và {accounts} tài khoản chuyển theo."
)
MERGER_BELOW = "Đơn vị trực thuộc chuyển theo: {units}."
MERGER_LOGINS = "Hai đơn vị cùng có các tên đăng nhập này, nên tài khoản của {old} giữ tên đơn vị cũ: {logins}."
MERGER_DRY = "Chưa làm gì. Thêm --yes để sáp nhập thật."
MERGED = "Đã sáp nhập {old} vào {new}."
READY = "Cơ sở dữ liệu đã sẵn sàng."
BACKED_UP = "Đã sao lưu vào {file}."
NOTED = "Đã ghi nhận."
RESTORED = "Đã ghi nhận việc phục hồi. Các máy sẽ gửi lại những gì bản sao lưu chưa có."
EXPORTED = "Đã xuất {records} bản ghi vào {folder}."

#: Heads of the status table.
UNIT, PC, PC_ID, LAST_COMPLETE, WAITING, PROGRAM, CONFLICTS, LAST_SEEN, NOTES = (
    "Đơn vị",
    "Máy",
    "Định danh",
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
RESTORED_TIMES = "đã khôi phục dữ liệu {count} lần, thay cho máy {ids}"
DOUBTED = "{count} mục máy khác đã xóa còn chờ trả lời"
COPY = "bản sao của máy khác"


def sentence(error: CodedError) -> str:
    """The words for an error of the command; the code itself if nobody wrote any."""
    return ERRORS.get(error.code, error.code).format(**{"roles": ROLES, **error.values})


def block(one: NumberBlock) -> str:
    """One block of numbers: whose it is, and whether it has ended."""
    ended = ENDED.get(one.ended or "", "")
    return BLOCK.format(book=one.book, year=one.year, first=one.first, last=one.last, pc=one.pc or "–", ended=ended)
