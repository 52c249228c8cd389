"""The pages before the main window for `tests.screenshots`, filled in as somebody with a long name would."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.qt.lanes import Lanes
from desktop.services.backups import Restored
from desktop.store.backup import Backup, Preview
from desktop.store.carrying import CarriedOver
from desktop.ui.settings.line_fields import at_its_field
from desktop.ui.sign_in.entry import Entry
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.join_page import JoinPage
from desktop.ui.sign_in.lost_password_page import LostPasswordPage
from desktop.ui.sign_in.notice_page import NoticePage, WaitingPage
from desktop.ui.sign_in.page import GatePage
from desktop.ui.sign_in.person_page import PersonPage
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from desktop.ui.sign_in.restore_page import RestoredPage, RestorePage
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.ui.sign_in.unit_page import UnitPage
from desktop.ui.sign_in.welcome import WelcomePage
from desktop.ui.theme import Appearance
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from tests.screenshots import screen

KEY = "CP470-8M48X-C4JMG-144BG-Q5C4N-MSNZ4-P4LKT"


def _gate(make: Callable[[], GatePage]) -> Callable[[Appearance], Gate]:
    """The window with one page in it; nothing is looked for in a folder."""

    def made(_appearance: Appearance) -> Gate:
        lanes = Lanes()
        nowhere = Path(tempfile.gettempdir()) / "nowhere"
        gate = Gate(Entry(nowhere), Entry(nowhere), lanes)
        gate.destroyed.connect(lambda _window: lanes.stop())
        gate.show_page(make())
        return gate

    return made


@screen("gate-welcome")
@_gate
def _welcome() -> GatePage:
    return WelcomePage(Path(r"C:\Users\thao.congtangtonnuphuong.trungtamtrogiupphaply\AppData\Local\TGPL"))


@screen("gate-unit")
@_gate
def _unit() -> GatePage:
    page = UnitPage()
    page.form.show_values({"unit_kind": "chi_nhanh", "province": "08", "ordinal": 1})
    page.form.fields["unit_kind"].changed.emit()
    return page


@screen("gate-person-errors")
@_gate
def _person() -> GatePage:
    page = PersonPage("Người này quản trị phần mềm trên máy và thêm người dùng khác sau.", "Tạo đơn vị")
    page.form.show_values({"full_name": "Công Tằng Tôn Nữ Thị Phương Thảo", "password": "12345678"})
    page.form.validate()
    return page


@screen("gate-key")
@_gate
def _key() -> GatePage:
    return RecoveryKeyPage(KEY, "Chi nhánh số 1", "Bước 3 trong 3")


@screen("gate-join")
@_gate
def _join() -> GatePage:
    return JoinPage()


@screen("gate-join-proxy")
@_gate
def _join_proxy() -> GatePage:
    page = JoinPage()
    page.form.show_values({"server": "https://tgpl.vidu.gov.vn", "code": "ABCD-EFGH-JKLM"})
    page.fail(at_its_field(CodedError("proxy_auth")))
    return page


@screen("gate-waiting")
@_gate
def _waiting() -> GatePage:
    page = WaitingPage(
        "Đang tải dữ liệu của đơn vị",
        "Lần đầu có thể lâu nếu mạng chậm. Có thể vào làm việc ngay; phần còn lại được tải tiếp.",
        "Vào phần mềm",
    )
    page.progress("Đã tải 1.274 mục…")
    return page


@screen("gate-sign-in-wrong")
@_gate
def _sign_in() -> GatePage:
    page = SignInPage(["hoa", "duc"])
    page.form.show_values({"login": "hoa", "password": "something else"})
    page.fail(CodedError("wrong_password"))
    return page


@screen("gate-lost")
@_gate
def _lost() -> GatePage:
    page = LostPasswordPage("hoa")
    page.form.show_values({"recovery_key": KEY[:-1]})
    page.fail(CodedError("recovery_key_mistyped"))
    return page


@screen("gate-second-start")
@_gate
def _second() -> GatePage:
    return NoticePage(words_for(CodedError("home_in_use")))


@screen("gate-restore")
@_gate
def _restore() -> GatePage:
    folder = Path(tempfile.mkdtemp(prefix="tgpl-screens-")) / "20261122T090200Z-regular"
    folder.mkdir()
    for name in ("office.db", "office.keys"):
        (folder / name).write_bytes(b"0" * 700_000)
    backup = Backup(folder, dt.datetime(2026, 11, 22, 9, 2, tzinfo=dt.UTC), "regular")
    return RestorePage([backup], "hoa", words_for(CodedError("corrupt")))


@screen("gate-restored")
@_gate
def _restored() -> GatePage:
    seen = Preview(dt.datetime(2026, 11, 22, 9, 2, tzinfo=dt.UTC), 700_000, ["hoa"], 1274)
    return RestoredPage(Restored(seen, Path("replaced"), CarriedOver(entries=12, enrolled=True)))
