"""What the command line says and asks; names of commands, options and codes stay as they are typed."""

import re

from desktop.words import _

DESCRIPTION = _("Trợ giúp pháp lý: làm việc với dữ liệu của đơn vị bằng dòng lệnh.")
WINDOW = _("Trợ giúp pháp lý: mở cửa sổ chương trình.")
USAGE = _("Cách dùng: ")
COMMANDS_TITLE = _("Lệnh")
ARGUMENTS_TITLE = _("Tham số")
COMMAND = _("LỆNH")
FOLDER = _("THƯ_MỤC")
FILE = _("TỆP")
MEGABYTES = _("MB")
LOGIN = _("TÊN")
ROW_COLUMN = _("DÒNG,CỘT")
NAME_WAY = _("ĐIỂM=CÁCH")
FIELD_VALUE = _("mục=giá_trị")
FIELD_CHOICE = _("mục=mine|theirs|=giá_trị")

HELP = {
    "init": _("Tạo đơn vị trên máy này, hoặc nối máy này vào một đơn vị đã có (--server, --code)."),
    "enrol": _("Kết nối, hoặc kết nối lại, máy này với Hệ thống quản lý TGPL bằng mã do Trung tâm cấp."),
    "user": _("Người dùng trên máy này."),
    "user add": _("Thêm một người dùng trên máy này."),
    "user list": _("Liệt kê người dùng trên máy này."),
    "password": _("Đổi mật khẩu của mình."),
    "recover": _("Đặt mật khẩu mới bằng khóa khôi phục đã in."),
    "case": _("Vụ việc: thêm, sửa, tìm, xem."),
    "case template": _("In một tệp mẫu để điền rồi nhập bằng 'case add'."),
    "case add": _("Tiếp nhận một yêu cầu từ tệp đã điền."),
    "case edit": _("Sửa một vụ việc; person.… là người được trợ giúp, part.… là diện và giấy tờ của người đó."),
    "case accept": _("Thụ lý một yêu cầu."),
    "case reopen": _("Mở lại một vụ việc đã ghi kết thúc, kèm lý do."),
    "case delete": _("Bỏ một vụ việc khỏi danh sách; 'record edit case ĐỊNH_DANH deleted=không' lấy lại."),
    "case move": _("Chuyển một vụ việc cho đơn vị khác; đồng bộ xong mới đi."),
    "case destinations": _("Liệt kê các đơn vị có thể nhận vụ việc."),
    "case list": _("Liệt kê vụ việc; tìm theo tên, mã số, nội dung, có dấu hay không dấu."),
    "case show": _("Xem một vụ việc."),
    "record": _(
        "Những gì thuộc về vụ việc (assignment, stage, hearing, event…) hay đơn vị ('record list' nêu các loại)."
    ),
    "record list": _("Liệt kê, cộng số liệu các bản ghi của đơn vị theo loại; không nêu loại thì nêu các loại."),
    "record add": _("Thêm một bản ghi."),
    "record edit": _("Sửa một bản ghi."),
    "record delete": _("Bỏ một bản ghi; 'record edit LOẠI ĐỊNH_DANH deleted=không' lấy lại."),
    "attachment": _("Giấy tờ của một vụ việc: thêm, liệt kê, lấy ra, bỏ."),
    "attachment add": _("Thêm một tệp vào giấy tờ của vụ việc."),
    "attachment list": _("Liệt kê giấy tờ của một vụ việc và nơi đang giữ tệp."),
    "attachment get": _("Ghi tệp của một giấy tờ ra ngoài; tệp chưa có trên máy này thì tải về trước."),
    "attachment remove": _("Bỏ một giấy tờ; 'record edit attachment ĐỊNH_DANH deleted=không' lấy lại."),
    "sync": _("Đồng bộ ngay."),
    "rebuild": _("Tải lại toàn bộ dữ liệu từ Hệ thống; những gì chưa gửi vẫn được giữ."),
    "status": _("Những gì đã gửi và chưa gửi; --unit: tình hình các máy của đơn vị và đơn vị trực thuộc."),
    "queue": _("Những thay đổi Hệ thống chưa nhận."),
    "discard": _("Bỏ một thay đổi bị từ chối; giá trị trên Hệ thống hiện lại."),
    "receipts": _("Biên nhận của những lần gửi và nhận."),
    "retry": _("Gửi lại những thay đổi bị từ chối."),
    "hold": _("Giữ lại những thay đổi chưa gửi, chưa gửi chúng cho tới khi cho gửi."),
    "release": _("Cho gửi những thay đổi đang giữ lại."),
    "conflicts": _("Những chỗ có hai giá trị khác nhau."),
    "resolve": _("Chọn giá trị cho một chỗ có hai giá trị."),
    "person": _("Người được nhập hai lần."),
    "person duplicates": _("Các cặp hồ sơ có thể là một người."),
    "person merge": _("Gộp hồ sơ thứ nhất vào hồ sơ thứ hai; tách lại được."),
    "person unmerge": _("Tách một hồ sơ đã gộp."),
    "person tell-apart": _("Ghi nhận hai hồ sơ giống nhau là hai người."),
    "numbering": _("Cấp mã số vụ việc trong Sổ."),
    "numbering show": _("Máy nào cấp số, và đang chờ gì."),
    "numbering give-back": _("Giao lại quyền cấp số của máy này."),
    "numbering ask": _("Xin quyền cấp số cho máy này."),
    "numbering take-over": _("Nhận quyền cấp số khi máy đang giữ bị mất, hỏng; số còn lại của máy đó bỏ trống."),
    "numbering void": _("Các số bỏ trống trong Sổ và lý do."),
    "numbering adjust": _("Cấp số khác cho một vụ việc bị trùng mã số; số cũ vẫn tìm được."),
    "deletions": _("Những lần xóa nhiều hồ sơ cùng lúc, còn chờ người quyết định."),
    "deletions show": _("Liệt kê những gì đang chờ."),
    "deletions accept": _("Vẫn xóa theo nơi khác, hoặc vẫn gửi việc xóa ở máy này."),
    "deletions keep": _("Giữ lại cho tới khi hỏi xong Trung tâm."),
    "deletions restore": _("Khôi phục ở mọi nơi, hoặc bỏ việc xóa ở máy này."),
    "bundle": _("Đồng bộ bằng USB, nơi không có mạng."),
    "bundle export": _(
        "Ghi mọi thay đổi chưa được trả lời ra USB, niêm phong; có --invitation và --code thì xin kết nối."
    ),
    "bundle import": _("Nhận trả lời và thay đổi của nơi khác từ USB."),
    "bundle relay": _("Chuyển giúp tệp của máy khác qua mạng của máy này; trả lời được ghi bên cạnh."),
    "bundle receipt": _("In phiếu của những tệp đã ghi, đã nhận, đã chuyển."),
    "register": _("Sổ thụ lý: kết sổ, xem các lần kết sổ."),
    "register close": _("Kết sổ của đơn vị cho một tháng, 6 tháng hoặc năm đã hết, như --period 2026-10."),
    "register closings": _("Các lần kết sổ và những điều chỉnh sau khi kết sổ."),
    "report": _(
        "Lập một biểu thống kê: 'report list' liệt kê các biểu, 'report 24 --period 2026' lập biểu 24, "
        "'report so --period 2026-11' in Sổ thụ lý, 'report nam --period 2026 --out BC.docx' soạn báo cáo năm, "
        "'report viet [MẪU] --period 2026' nêu các mục cần viết, thêm --number 3 --text '…' để viết, "
        "'report chi-tra --period 2026-11' kê các khoản chi trả, "
        "'report issue 24 --period 2026 --number 12/BC' phát hành, "
        "'report issued [SỐ]' xem lại báo cáo đã phát hành, 'report changed SỐ' xem những gì đã thay đổi từ đó, "
        "'report template [TỔ_CHỨC] --form 24 --period 2026' lập mẫu Excel cho tổ chức không dùng phần mềm, "
        "'report collect TỆP' nhận tệp tổ chức gửi lại, 'report collected 24 --period 2026' xem ai chưa gửi, "
        "'report due [--period 2026]' nêu báo cáo nào đến hạn, 'report sent MÃ --period 2026-H1' ghi đã gửi."
    ),
    "catalogue": _("Danh mục: nội dung cần đối chiếu với văn bản, và nội dung đơn vị tự ghi."),
    "catalogue list": _("Xem các mục của danh mục; --unverified: chỉ mục chưa ai đối chiếu."),
    "catalogue set": _("Ghi lại nội dung, tên ngắn, căn cứ của một mục; --verified: đã đối chiếu với văn bản."),
    "workload": _("In khối lượng vụ việc của từng người thực hiện và xếp loại theo chỉ tiêu năm."),
    "ranking": _("Xếp hạng người thực hiện hay đơn vị trong một kỳ, kèm cách xếp; --line: các vụ việc của một dòng."),
    "nudge": _("Nhắc người thực hiện cập nhật vụ việc."),
    "nudge list": _("In lời nhắc cho từng người: vụ việc chưa có giai đoạn, kết quả, giấy tờ; chỉ có mã số vụ việc."),
    "nudge sent": _("Ghi là đã gửi lời nhắc, để kỳ sau biết đã cập nhật được bao nhiêu."),
    "bulletin": _("Bản tin hằng tháng của Cục và của đơn vị."),
    "bulletin make": _("Lập bản tin tháng của đơn vị theo lời văn của Cục; --out: tệp Word, PDF hoặc văn bản."),
    "bulletin take": _("Lấy số liệu cả nước, không có thông tin cá nhân, về máy của Cục."),
    "bulletin country": _(
        "Lập bản tin tháng của cả nước, ở máy của Cục; --cell: các vụ việc của một số, --criterion: của một tiêu chí."
    ),
    "bulletin issue": _(
        "Phát hành bản tin tháng của cả nước; xem lại bằng 'report issued', so với nay: 'report changed'."
    ),
    "bulletin check": _("Tính lại các số trong một bản tin đã lưu (trang web hay văn bản); --province: tìm tỉnh mình."),
    "keep-unsent": _("Lưu ra tệp phần chưa gửi của đơn vị mà máy này không còn phụ trách, rồi gỡ đơn vị đó khỏi máy."),
    "export": _(
        "Ghi mọi dữ liệu mình được xem trên máy này, kể cả thay đổi chưa gửi; mỗi loại bản ghi một tệp NDJSON."
    ),
    "backup": _("Sao lưu ngay."),
    "restore": _("Khôi phục từ một bản sao lưu; xem trước nếu không có --yes."),
    "demo": _("Tạo một đơn vị tập với dữ liệu không có thật và làm thử việc chính."),
    "self-check": _("Tự kiểm tra chương trình trên máy này."),
    "--home": _("thư mục dữ liệu của đơn vị (hoặc biến TGPL_HOME; không nêu là thư mục của cửa sổ)"),
    "--user": _("tên đăng nhập (hoặc biến TGPL_USER); mật khẩu lấy từ TGPL_PASSWORD hoặc được hỏi"),
    "--json": _("in đúng một đối tượng JSON"),
    "--version": _("in số phiên bản"),
    "-h": _("in hướng dẫn này"),
    "--unit-code": _("ký hiệu của đơn vị trong mã số vụ việc, như CN1"),
    "--unit-name": _("tên đơn vị"),
    "--kind": _("loại đơn vị: trung_tam, chi_nhanh, …"),
    "--province": _("mã tỉnh, thành phố"),
    "--criterion": _("mã tiêu chí thành công, như hs_tc01; without: vụ việc chưa ghi tiêu chí chính"),
    "form": _("mã biểu, như 24 hay 24/BTP/TGPL; 'list' để liệt kê"),
    "--register": _("đối chiếu với Sổ của đơn vị: đã gửi, đã nhận, bản tin nêu, và vụ việc giải thích chỗ khác"),
    "--practitioner": _("chỉ nhắc người thực hiện có định danh này"),
    "--country": _("đối chiếu với số liệu cả nước trên máy của Cục"),
    "--whom": _("xếp hạng ai: people (người thực hiện) hay units (đơn vị)"),
    "--by": _("xếp theo: complete (hồ sơ đầy đủ), ended (vụ việc kết thúc), successful (vụ việc thành công)"),
    "--line": _("dòng thứ mấy trong bảng xếp hạng"),
    "--map": _("danh sách tỉnh: 63 (đến 30/6/2025) hay 34; không nói thì theo tháng của bản tin"),
    "--period": _("kỳ: 2026, 2026-08, 2026-Q3, 2026-H1, BC2026 (01/11/2025–31/10/2026), hay 2026-01-05..2026-03-31"),
    "--compare": _("so với kỳ khác: truoc (liền trước), nam-truoc (cùng kỳ năm trước), hay một kỳ như 2025-H1"),
    "--as-of": _("như máy này biết vào lúc nào: 2026-11-20 (hết ngày) hay 2026-11-20T16:00"),
    "--cell": _("chỉ liệt kê vụ việc của một ô, như 1.2,8; dòng tổng số là ,8"),
    "--reading": _("cách đếm ở điểm chưa có quy định, như credit=equally; 'report list' nêu các cách"),
    "--server": _("địa chỉ Hệ thống quản lý TGPL"),
    "--code": _("mã kết nối do Trung tâm cấp"),
    "--proxy-user": _("tên đăng nhập proxy nếu proxy đòi; mật khẩu được hỏi, hoặc đặt trong TGPL_PROXY_PASSWORD"),
    "--proxy": _("địa chỉ máy chủ trung gian (proxy), hoặc trực tiếp; không ghi là theo hệ thống"),
    "--ca-file": _("tệp chứng thư PEM phải tin thêm"),
    "--full-name": _("họ và tên"),
    "--role": _("vai trò: quan_tri, van_thu_tiep_nhan, …"),
    "login": _("tên đăng nhập mới"),
    "file": _("tệp để thêm, nhận, chuyển hay kiểm tra"),
    "paper": _("định danh của giấy tờ, như 'attachment list' in ra"),
    "--to": _("tệp hoặc thư mục để ghi; nội dung ghi ra không còn được mã hóa"),
    "--title": _("tên giấy tờ; không ghi là tên tệp"),
    "--paper-kind": _("loại giấy tờ, mã hoặc tên trong danh mục"),
    "--dated-on": _("ngày của giấy tờ"),
    "--file": _("tệp JSON đã điền; dấu - là đọc từ đầu vào"),
    "--unit": _(
        "ký hiệu đơn vị: nơi nhận vụ việc ('case destinations'), hoặc chỉ tính ('report'); với 'status': xem các máy"
    ),
    "--on": _("ngày chuyển; không ghi là hôm nay"),
    "--day": _("chỉ những ai làm việc, những gì còn hiệu lực vào ngày này"),
    "--document": _("số thông báo chuyển (mẫu 09-TP-TGPL)"),
    "--at": _("thời điểm thụ lý; không ghi là bây giờ"),
    "id": _("mã số, mã tạm hoặc định danh"),
    "type": _("loại bản ghi"),
    "fields": _("giá trị cho từng mục; để trống sau dấu = là xóa"),
    "--query": _("từ cần tìm"),
    "--verify": _("so toàn bộ dữ liệu với Hệ thống, nhận lại những gì khác"),
    "--limit": _("số dòng nhiều nhất"),
    "key": _("khóa của thay đổi, như 'queue' in ra; vài chữ đầu là đủ"),
    "into": _("định danh của hồ sơ được giữ"),
    "other": _("định danh của hồ sơ kia"),
    "--reason": _("lý do"),
    "catalogue_name": _("tên danh mục, như 'catalogue list' in ra"),
    "entry": _("mã của mục trong danh mục"),
    "--unverified": _("chỉ những mục chưa ai đối chiếu với văn bản"),
    "--label": _("nội dung theo văn bản"),
    "--short": _("tên ngắn, cho các cột hẹp"),
    "--basis": _("căn cứ: luật, thông tư, quyết định"),
    "--verified": _("đã đối chiếu với văn bản; --no-verified: chưa"),
    "--number": _("số báo cáo; với 'report viet': số thứ tự của mục"),
    "--note": _("ghi chú của báo cáo"),
    "of": _("biểu để phát hành, số của báo cáo đã phát hành, tên tổ chức ('template') hay tệp gửi lại ('collect')"),
    "--form": _("với 'report template': mã biểu mà tổ chức điền"),
    "--text": _("với 'report viet': nội dung của mục nêu ở --number"),
    "--source": _("số của ai: own (đơn vị), organisations (các tổ chức), hay tên một tổ chức"),
    "--replace": _("với 'report collect': thay số liệu tổ chức đã gửi trước đó"),
    "keys": _("khóa của các thay đổi, như 'queue' in ra; vài chữ đầu là đủ"),
    "--all": _("mọi thay đổi đang như vậy"),
    "--out": _(
        "thư mục để ghi; với 'report': tệp Excel (.xlsx), PDF (.pdf) hoặc Word (.docx); "
        "với 'bulletin make', 'bulletin country': .docx, .pdf, .txt"
    ),
    "--tsv": _("in bảng với các ô cách nhau bằng dấu tab, để dán vào bảng tính"),
    "--papers": _("kèm nhiều nhất bao nhiêu MB giấy tờ, 0 là không kèm; không nói thì đến hết chỗ trống"),
    "--invitation": _("tệp mời do Trung tâm lập cùng với mã kết nối"),
    "number": _("số được in ra trước đó; không ghi là tất cả"),
    "--acknowledged": _("chỉ ghi những gì Hệ thống đã nhận, để so từng byte với máy chủ; mỗi đơn vị một thư mục"),
    "--anonymous": _(
        "số liệu ẩn danh của một kỳ (--period) ra một tệp Excel: không có ai trong đó, nhóm nhỏ hơn ngưỡng bị che"
    ),
    "--threshold": _("với --anonymous: che nhóm có ít hơn chừng này; ngưỡng được nhớ cho lần sau (mặc định 5)"),
    "--list": _("chỉ liệt kê các bản sao lưu"),
    "name": _("tên bản sao lưu, như 'backup --list' in ra; không ghi là bản mới nhất"),
    "--yes": _("khôi phục thật"),
    "--practice": _("mở dữ liệu tập"),
    "--screenshot": _("chụp cửa sổ chính với dữ liệu tập rồi thoát"),
    "--self-check": _("tự kiểm tra cửa sổ, trả lời bằng JSON"),
    "--cases": _("số vụ việc tập"),
    "--like": _("kể lại số liệu đã công bố, ví dụ hai-phong-2022 hay bulletin-2021-08, thay cho số vụ việc tùy ý"),
    "--seed": _("số gieo; cùng số thì cùng dữ liệu"),
}

USER_MISSING = _("Máy này có nhiều người dùng ({logins}): cần nêu --user.")
SECRET_MISSING = _("Không hỏi được ở đây: đặt biến {variable}.")
ASK_PASSWORD = _("Mật khẩu: ")
ASK_PROXY_PASSWORD = _("Mật khẩu của máy chủ trung gian (proxy): ")
PROXY_PASSWORD_NOT_KEPT = _("Máy này không có kho mật khẩu: lần sau đặt mật khẩu proxy vào biến {variable}.")
ASK_NEW_PASSWORD = _("Mật khẩu mới: ")
ASK_AGAIN = _("Gõ lại: ")
ASK_RECOVERY = _("Khóa khôi phục: ")
PASSWORDS_DIFFER = _("Hai lần gõ mật khẩu không giống nhau.")
NO_EQUALS = _("“{word}” cần có dạng mục=giá_trị.")
BUG = _(
    "Phần mềm gặp lỗi ngoài dự kiến ({kind}). Những gì đã lưu vẫn còn. "
    "Xin báo người phụ trách kỹ thuật; đặt TGPL_DEBUG=1 rồi làm lại để xem chi tiết."
)
BUG_NUMBER = _("Số lỗi: {number}.")
EMPTY = _("(trống)")
YES = _("có")
NO = _("không")

#: Fields that are words of a command → what stands before an error about them, nothing where the error says it itself.
OPTION_TITLES = {
    "to_unit": _("Đơn vị nhận (--unit)"),
    "on": _("Ngày chuyển (--on)"),
    "reason": _("Lý do chuyển (--reason)"),
    "document_number": _("Số thông báo chuyển (--document)"),
    "password": "",
    "unit_code": _("Ký hiệu của đơn vị (--unit-code)"),
    "unit_name": _("Tên đơn vị (--unit-name)"),
    "login": _("Tên đăng nhập"),
    "server": _("Địa chỉ Hệ thống (--server)"),
    "proxy": _("Địa chỉ proxy (--proxy)"),
    "proxy_user": _("Tên đăng nhập proxy (--proxy-user)"),
    "ca_file": _("Tệp chứng thư (--ca-file)"),
}

UNKNOWN_CODE = _("Không có “{code}”. Chọn một trong: {choices}.")
MISSING = _("Còn thiếu: {names}.")
INIT_DONE = _(
    "Đã tạo {unit} tại {home}.\n"
    "Khóa khôi phục: {key}\n"
    "In khóa này và cất nơi an toàn. Khóa chỉ hiện một lần này; "
    "quên mật khẩu mà không có khóa thì không mở được dữ liệu."
)
UNSENT_KEPT = _("Đã lưu phần chưa gửi vào {file} và gỡ dữ liệu của {units}. Giao tệp đó cho đơn vị.")
NOTHING_LOST = _("Máy này không giữ dữ liệu của đơn vị nào mà mình không còn phụ trách.")
ENROL_DONE = _("Máy này đã kết nối với {server} trong {unit}.")
USER_ADDED = _("Đã thêm người dùng {login}.")
PASSWORD_CHANGED = _("Đã đổi mật khẩu.")

CASE_ADDED = _("Đã lưu {code}: {people}.")
CASE_SAVED = _("Đã lưu {code}.")
CASE_SAME = _("{code} không có gì thay đổi.")
UNIT_MERGED = _("{old} đã sáp nhập vào {new}. Mã số đã có giữ nguyên; vụ việc mới vào Sổ của đơn vị mới.")
CASE_MOVING = _("Đã ghi yêu cầu chuyển {code} đến {unit}. Vụ việc đi khi đồng bộ.")
NO_DESTINATIONS = _("Chưa có danh sách đơn vị. Hãy đồng bộ một lần: tgpl sync")
CASE_WAITS_TO_MOVE = _("Chờ chuyển đến: {unit}")
CASE_CAME_FROM = _("Chuyển đến từ: {unit}, mã số ở đó: {code}")
CASE_WENT_TO = _("Đã chuyển đến: {unit}. Đây là bản lưu, chỉ để xem.")
CASE_DELETED = _("Đã bỏ {code} khỏi danh sách. Lấy lại: tgpl record edit case {id} deleted=không")
CASE_HEAD = _("{code} · {state}")
RATED = _("{rating}, {points}/100 điểm")
NOT_RATED = _("chưa đủ điểm")
CASE_UNSENT = _("{count} thay đổi chưa gửi.")
CASE_CONTESTED = _("{count} chỗ có hai giá trị khác nhau.")
NO_CASES = _("Không có vụ việc nào.")
MORE_CASES = _("… {shown} trong {total} vụ việc.")
RECORD_ADDED = _("Đã thêm {title}: {id}.")
RECORD_SAVED = _("Đã lưu {title}.")
RECORD_DELETED = _("Đã bỏ {title}. Lấy lại: tgpl record edit {type} {id} deleted=không")
NO_RECORDS = _("Chưa có bản ghi nào.")
NO_STOCK = _("--day chỉ dùng với practitioner, organisation, staff_position.")
SUM = _("Cộng {title}: {number}")
UNKNOWN_TYPE = _("Loại bản ghi phải là một trong: {types}.")

FILE_NOT_JSON = _("Tệp không phải JSON. Dùng 'case template' để lấy tệp mẫu.")
FILE_NO_OBJECT = _("Tệp cần là một đối tượng JSON { … }. Dùng 'case template' để lấy tệp mẫu.")
PART_NO_OBJECT = _("Mục {part} trong tệp cần là một đối tượng JSON.")
NUDGED = _("Đã ghi là đã nhắc {count} mục.")
ONE_BOOK = _("Mỗi đơn vị có Sổ riêng: nêu một đơn vị.")
NUMBER_MISSING = _("Cần nêu số của báo cáo; xem 'report issued'.")
FORM_AND_PERIOD_MISSING = _("Cần nêu biểu và kỳ, như --form 24 --period 2026.")
ANONYMOUS_MISSING = _("Cần nêu kỳ và tệp Excel, như --anonymous --period 2026 --out so-lieu.xlsx.")
SECTION_MISSING = _("Cần nêu số thứ tự của mục, từ 1 đến {last}, như --number 3.")
SOURCE_NOT_OUT = _("Biểu ghi ra tệp luôn là số chung: bỏ --source hoặc --out.")
NOT_GIVEN = _("--source là own, organisations, hoặc tên một tổ chức đã gửi số liệu: {names}.")
FILLED_MISSING = _("Cần nêu tệp tổ chức gửi lại.")
TEMPLATE_WRITTEN = _("Đã lập mẫu cho {name}: {file}")
PERIOD_MISSING = _("Cần nêu kỳ báo cáo, như --period 2026.")
COUNTED = _("Ô này đếm {count}, thuộc {cases} vụ việc:")
COUNTED_OTHERS = _("Ô này đếm {count}:")
NO_SUCH_FILE = _("Không có tệp {file}.")
EXAMPLE_NAME = _("Lò Thị Mẫu")
EXAMPLE_PROOF = _("Giấy chứng nhận hộ nghèo")
EXAMPLE_CONTENT = _("Tranh chấp quyền sử dụng đất với hộ liền kề.")
HINT_ACCEPT = _("true: thụ lý ngay khi tiếp nhận; false: mới là yêu cầu.")
HINT_PERSON_ID = _("Định danh của người đã có trong danh sách; khi đó để trống phần person.")
HINT_DATE = _("Ngày, như 05/03/2026")
HINT_MOMENT = _("Ngày và giờ, như 05/03/2026 08:30")
HINT_FLAG = _("true hoặc false")
HINT_MANY = _("Mã hoặc tên trong danh mục {catalogue}")

PAPER_ADDED = _("Đã thêm giấy tờ “{title}”: {id}.")
PAPER_WRITTEN = _("Đã ghi ra {out}.")
PAPER_REMOVED = _("Đã bỏ giấy tờ “{title}”.")
PAPER_NEEDS_FILE = _("Giấy tờ cần có tệp: dùng 'attachment add'.")
NO_PAPERS = _("Vụ việc này chưa có giấy tờ nào.")

SYNC_DONE = _("Đã gửi {sent} thay đổi, nhận {taken} bản ghi.")
INVITATION_AND_CODE = _("Cần cả --invitation và --code.")
UNIT_STATUS_OLD = _("Không có kết nối.")
SYNC_STOPPED = _("Lần đồng bộ này chưa trọn vẹn. Chạy lại 'tgpl sync' để gửi và nhận tiếp.")
REBUILT = _("Đã tải lại {fetched} bản ghi; trên máy này có {records}.")
REBUILDING = _("Đã tải lại {fetched} bản ghi, chưa hết; lần đồng bộ tới làm tiếp.")
NO_DELETIONS = _("Không có lần xóa nhiều nào đang chờ.")
NO_SUCH_DELETIONS = _("Không có lần xóa nào đang chờ với số này; xem bằng 'deletions show'.")
VERIFIED_EQUAL = _("Đã so {records} bản ghi: máy này và Hệ thống giống nhau hoàn toàn.")
VERIFIED_DIFFERENT = _(
    "Đã so {records} bản ghi: máy này và Hệ thống chưa giống nhau. Chạy lại sau khi các máy khác của đơn vị đã đồng bộ."
)
VERIFIED_FETCHED = _("Đã nhận lại {fetched} bản ghi khác nhau.")
VERIFIED_AHEAD = _("Hệ thống chưa có đủ {ahead} bản ghi có ở máy này; những gì nhập tại đây đã được gửi lại.")
VERIFIED_NOT = _("Chưa so hết được dữ liệu của {count} đơn vị: máy này không nhận toàn bộ, hoặc vừa có thay đổi mới.")
VERIFIED_CORRECTED = _("Đã tính lại số kiểm tra của {corrected} bản ghi.")
QUEUE_EMPTY = _("Không còn thay đổi nào chưa gửi.")
QUEUE_FATE = _("{state}; {author}, {at}; đã gửi {tries} lần")
DISCARDED = _("Đã bỏ thay đổi. Giá trị trên Hệ thống hiện lại.")
RETRIED = _("{count} thay đổi sẽ được gửi lại, cùng những thay đổi được lưu cùng lúc.")
NO_RECEIPTS = _("Chưa có biên nhận nào.")
HELD = _("Đã giữ lại {count} thay đổi, cùng những thay đổi được lưu cùng lúc.")
RELEASED = _("{count} thay đổi sẽ được gửi.")
NO_CONFLICTS = _("Không có chỗ nào có hai giá trị.")
CONFLICT_HEAD = _("{id}  {title} {code}")
CONFLICT_CURRENT = _("    đang dùng (theirs): {value}; {author}, {at}")
CONFLICT_INCOMING = _("    chờ chọn (mine): {value}; {author}, {at}")
CHOICE_FORM = _("Chọn bằng mục=mine, mục=theirs hoặc mục==giá_trị.")
RESOLVED = _("Đã chọn giá trị.")

EXPORT_DONE = _("Đã ghi {lines} bản ghi vào {out}.")
BACKUP_DONE = _("Đã sao lưu và kiểm tra: {name} ({size}).")
NO_SUCH_BACKUP = _("Không có bản sao lưu tên đó; 'backup --list' in các tên.")
NO_BACKUPS = _("Chưa có bản sao lưu nào.")
RESTORE_PREVIEW = _(
    "Bản sao lưu {name}: {cases} vụ việc, người dùng: {logins}, {size}.\n"
    "Chưa khôi phục. Thêm --yes để thay dữ liệu hiện tại bằng bản này; dữ liệu hiện tại được giữ lại bên cạnh."
)

DEMO_UNIT = _("Trung tâm để tập")
DEMO_DEPARTMENT = _("Cục để tập")
DEMO_USER = _("Người tập")
DEMO_NAME = _("Nguyễn Văn Đức")
DEMO_CONTENT_LATER = _("Tranh chấp quyền sử dụng đất với hộ liền kề; đã hòa giải ở xã, không thành.")
DEMO_FILLED = _("Đã tạo một đơn vị tập với {cases} vụ việc không có thật trong {seconds} giây.")
DEMO_DONE = _(
    "Đã tiếp nhận {code}. Tìm “{query}” thấy {found} vụ việc, vụ việc này ở dòng {position}. Đã sửa nội dung:"
)
DEMO_KEPT = _("Dữ liệu tập ở {home}; đăng nhập {login}, mật khẩu “{password}”.")
DEMO_GONE = _("Dữ liệu tập đã được xóa; thêm --home THƯ_MỤC để giữ lại.")
CHECKS = {
    "parts": _("Các phần của chương trình"),
    "resources": _("Tệp đi kèm và danh mục"),
    "store": _("Tệp dữ liệu mã hóa"),
    "case": _("Tiếp nhận và tìm vụ việc"),
    "paper": _("Tệp PDF bằng chữ của chương trình"),
    "window": _("Cửa sổ chính"),
}
CHECK_LINE = _("{name}: {result} ({detail})")
WORKS = _("tốt")
BROKEN = _("HỎNG")

# argparse speaks English; what it says of a wrong command, by pattern
_MISUSES = (
    (r"the following arguments are required: (.+)", _("Còn thiếu: {0}.")),
    (r"unrecognized arguments: (.+)", _("Không hiểu: {0}.")),
    (r"argument (\S+): invalid choice: (\S+) .*", _("Không có lệnh {1}.")),
    (r"argument (\S+): expected .*", _("Cần một giá trị sau {0}.")),
    (r"argument (\S+): invalid \S+ value: (.+)", _("Giá trị {1} không dùng được cho {0}.")),
)


def misuse(message: str) -> str:
    """What argparse says of a wrong command, in Vietnamese."""
    for pattern, text in _MISUSES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return text.format(*found.groups())
    return _("Lệnh chưa đúng. Thêm -h để xem hướng dẫn.")
