"""Every start but the first: passwords, the recovery key, a second start, and data that cannot be opened."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services import this_pc
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.office import NewUser, Office
from desktop.services.remembering import remember
from desktop.services.this_pc import ThisPc
from desktop.store.lists import CaseFilter
from desktop.store.lock import HomeLock
from desktop.ui.sign_in.lost_password_page import LostPasswordPage
from desktop.ui.sign_in.notice_page import NoticePage
from desktop.ui.sign_in.restore_page import RestoredPage, RestorePage
from desktop.ui.sign_in.sign_in_page import SignInPage
from tests.factories import CHEAP, LOGIN, PASSWORD, make_office, sample_intake
from tests.fakes.secrets import SecretsInMemory
from tests.gui.keys import Typing, plain, press
from tests.gui.sign_in.conftest import OpenDoor

ENTER = Qt.Key.Key_Return
NEW_PASSWORD = "nam con meo ngu"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with one case, a backup and two people; nobody is signed in."""
    office, session = make_office(tmp_path)
    office.add_user(session, PASSWORD, NewUser(login="duc", full_name="Lê Đức", role="tham_dinh", password=PASSWORD))
    Cases(session).take_in(sample_intake())
    Backups(office).now(session)
    session.database.close()
    return office.home


def button(page: QWidget, words: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == words)


def test_the_last_person_only_types_the_password(home: Path, open_door: OpenDoor, type_vi: Typing) -> None:
    this_pc.keep(home, ThisPc(last_login="hoa"))
    door = open_door()
    page = door.wait_for(SignInPage)
    assert page.typed("login") == "hoa"

    type_vi(PASSWORD)
    press(ENTER)

    assert door.wait_opened().session.user.full_name == "Vũ Thị Hòa"


def test_somebody_else_chooses_their_login(home: Path, open_door: OpenDoor, type_vi: Typing) -> None:
    door = open_door()
    page = door.wait_for(SignInPage)
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_D)  # a combo box finds by the first letter
    press(ENTER)
    type_vi(PASSWORD)
    press(ENTER)

    assert door.wait_opened().session.user.login == "duc"
    assert this_pc.load(home).last_login == "duc"
    assert page.typed("login") == "duc"


def test_a_wrong_password_says_what_to_look_at_and_keeps_the_page(home: Path, open_door: OpenDoor) -> None:
    door = open_door()
    page = door.wait_for(SignInPage)
    plain("sai mat khau")
    press(ENTER)
    door.wait_for(SignInPage)

    said = page.form.fields["password"].error()
    assert said.startswith("Mật khẩu không đúng.")
    assert "Caps Lock" in said
    assert page.form.fields["password"].editor.control.hasFocus()
    assert not door.opened


def test_a_lost_password_is_replaced_with_the_recovery_key(
    tmp_path: Path, open_door: OpenDoor, type_vi: Typing
) -> None:
    office, session = make_office(tmp_path)
    recovery_key = office.renew_recovery(session, PASSWORD)
    session.database.close()
    door = open_door()
    button(door.wait_for(SignInPage), "Quên mật khẩu").click()
    page = door.wait_for(LostPasswordPage)
    plain(recovery_key[:-1])
    press(ENTER)
    for _twice in range(2):
        type_vi(NEW_PASSWORD)
        press(ENTER)
    door.wait_for(LostPasswordPage)
    assert page.form.fields["recovery_key"].error() == "Khóa khôi phục chưa đúng: có chữ gõ nhầm hoặc thiếu."

    press(Qt.Key.Key_End)
    plain(recovery_key[-1].lower())
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    door.wait_opened().session.database.close()
    assert Office.at(office.home, cost=CHEAP).keys.unlock_with_password(LOGIN, NEW_PASSWORD)


def test_a_second_start_says_so_kindly_and_can_try_again(home: Path, open_door: OpenDoor) -> None:
    with HomeLock(home):
        door = open_door()
        page = door.wait_for(NoticePage)
        assert page.accessibleName() == "Phần mềm đang mở"
    press(ENTER)  # the other window was closed
    assert door.wait_for(SignInPage)


def test_a_newer_file_is_refused_with_words(home: Path, open_door: OpenDoor) -> None:
    keys = home / "office.keys"
    keys.write_bytes(keys.read_bytes().replace(b'"format": 1', b'"format": 2'))

    page = open_door().wait_for(NoticePage)

    assert page.accessibleName() == "Dữ liệu mới hơn phần mềm"


def test_broken_data_lead_to_the_backup(home: Path, open_door: OpenDoor, type_vi: Typing) -> None:
    database = home / "office.db"
    database.write_bytes(b"\0" * 4096 + database.read_bytes()[4096:])
    door = open_door()
    page = door.wait_for(SignInPage)
    type_vi(PASSWORD)
    press(ENTER)
    door.wait_for(SignInPage)
    assert page.banner.words()
    button(page, "Khôi phục…").click()

    restoring = door.wait_for(RestorePage)
    type_vi(PASSWORD)
    press(ENTER)
    door.wait_for(RestorePage)
    assert "1 vụ việc; người dùng: duc, hoa." in restoring.banner.words()
    assert not door.opened
    press(ENTER)
    door.wait_for(RestoredPage)
    press(ENTER)

    opened = door.wait_opened()
    assert len(Cases(opened.session).numbers(CaseFilter(query="pang"))) == 1
    assert list((home / "replaced").iterdir()), "what was there is kept"


def test_a_lost_key_file_leads_to_the_backup(home: Path, open_door: OpenDoor) -> None:
    (home / "office.keys").unlink()

    page = open_door().wait_for(RestorePage)

    assert page.banner.words().startswith("Thiếu tệp khóa")


def test_without_any_backup_the_technician_is_named(home: Path, open_door: OpenDoor) -> None:
    (home / "office.keys").unlink()
    for backup in (home / "backups").iterdir():
        backup.rename(home / f"taken away {backup.name}")

    page = open_door().wait_for(RestorePage)

    assert "không có bản sao lưu nào" in page.banner.words()
    assert not button(page, "Xem bản này").isEnabled()


def test_a_wrong_password_of_that_day_is_said_at_its_field(home: Path, open_door: OpenDoor) -> None:
    (home / "office.keys").unlink()
    door = open_door()
    page = door.wait_for(RestorePage)
    page.form.fields["login"].set_value("hoa")
    page.form.fields["password"].set_value("something else")
    button(page, "Xem bản này").click()
    door.wait_for(RestorePage)

    assert page.form.fields["password"].error() == "Mật khẩu không đúng."


def test_a_pc_that_remembers_asks_for_nothing(home: Path, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = SecretsInMemory()
    remember(Office.at(home, cost=CHEAP), secrets, "hoa", PASSWORD)
    monkeypatch.setattr("desktop.store.secrets.KeyringSecrets", lambda _owner: secrets)

    assert open_door().wait_opened().session.user.login == "hoa"


def test_a_pc_whose_keyring_is_gone_asks_for_the_password_and_says_why(home: Path, open_door: OpenDoor) -> None:
    this_pc.keep(home, msgspec.structs.replace(this_pc.load(home), opens_for="hoa"))

    page = open_door().wait_for(SignInPage)

    assert page.banner.words().startswith("Máy này không giữ được khóa")


def test_a_secret_of_another_office_is_not_tried(
    home: Path, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = SecretsInMemory()
    remember(Office.at(home, cost=CHEAP), secrets, "hoa", PASSWORD)
    secrets.kept = dict.fromkeys(secrets.kept, "00" * 32)
    monkeypatch.setattr("desktop.store.secrets.KeyringSecrets", lambda _owner: secrets)

    assert open_door().wait_for(SignInPage)
