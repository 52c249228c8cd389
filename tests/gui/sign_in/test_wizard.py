"""A PC that has never seen the program: an office in a minute, by the keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.store.location import LocationVerdict
from desktop.store.recovery import read
from desktop.ui.sign_in.notice_page import NoticePage
from desktop.ui.sign_in.person_page import PersonPage
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.ui.sign_in.unit_page import UnitPage
from desktop.ui.sign_in.welcome import WelcomePage
from tests.gui.keys import Typing, plain, press
from tests.gui.sign_in.conftest import Door, OpenDoor

ENTER, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space
PASSWORD = "bon con meo ngu"


def enter() -> None:
    """Press Enter and let everything happen that follows: suggestions close, a page goes on."""
    QApplication.processEvents()
    press(ENTER)
    QApplication.processEvents()


def answer_unit(door: Door) -> None:
    """A branch: three letters for the kind, the province without accents, its number; the rest is suggested."""
    door.wait_for(UnitPage)
    for typed in ("chi", "tuyen quang", "3", "", ""):
        plain(typed)
        enter()


def answer_person(door: Door, type_vi: Typing) -> None:
    door.wait_for(PersonPage)
    type_vi("Đặng Thị Hòa")
    enter()
    enter()  # the login as suggested
    for _twice in range(2):
        plain(PASSWORD)
        enter()


def shown_key(page: RecoveryKeyPage) -> str:
    labels = [label.accessibleName() for label in page.findChildren(type(page.banner._title))]
    said = next(name for name in labels if name.startswith("Khóa khôi phục: "))
    return said.partition(": ")[2].replace(" ", "")


def test_an_office_is_set_up_with_the_keyboard_alone(open_door: OpenDoor, type_vi: Typing, tmp_path: Path) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    answer_person(door, type_vi)
    page = door.wait_for(RecoveryKeyPage)
    key = shown_key(page)
    plain(key.rpartition("-")[2].lower())
    enter()  # to the check box
    enter()  # from the last field: on

    opened = door.wait_opened()

    unit = opened.session.office.unit
    assert (unit.kind, unit.code, unit.province) == ("chi_nhanh", "CN3", "08")
    assert unit.name == "Chi nhánh số 3 – Trung tâm Trợ giúp pháp lý nhà nước tỉnh Tuyên Quang"
    assert (opened.session.user.login, opened.session.user.full_name) == ("hoa", "Đặng Thị Hòa")
    assert opened.session.user.role == "quan_tri"
    assert opened.session.office.numbering
    assert read(key), "the key on the screen is one that recovers"
    assert opened.office.home == tmp_path / "office"


def test_after_a_power_cut_in_the_middle_the_wizard_starts_again(open_door: OpenDoor, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    for left in ("office.db", "office.keys.unfinished"):
        (tmp_path / "office" / left).write_bytes(b"half of it")

    assert open_door().wait_for(WelcomePage)


def test_a_folder_that_is_copied_to_a_cloud_is_refused_before_anything_is_typed(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    (tmp_path / ".stfolder").mkdir()  # what Syncthing leaves in the folders it looks after

    page = open_door().wait_for(NoticePage)

    assert page.accessibleName() == "Không đặt dữ liệu ở đây được"


def test_a_folder_that_may_be_copied_is_used_with_a_warning(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = LocationVerdict(allowed=True, code="unknown_sync_client", detail="Dropbox")
    monkeypatch.setattr("desktop.store.location.judge_location", lambda _home: doubtful)

    page = open_door().wait_for(WelcomePage)

    assert page.banner.words().startswith("Xin xem lại thư mục")


def test_nobody_goes_on_without_the_key_on_paper(open_door: OpenDoor, type_vi: Typing) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    answer_person(door, type_vi)
    page = door.wait_for(RecoveryKeyPage)
    enter()
    enter()
    assert not door.opened
    assert page.form.fields["group"].error() == "Gõ nhóm cuối, hoặc đánh dấu rằng khóa đã ở trên giấy."

    plain("AAAAA")
    enter()
    enter()
    assert not door.opened
    assert "Chưa khớp" in page.form.fields["group"].error()

    for _letter in range(5):
        press(Qt.Key.Key_Backspace)
    enter()
    press(SPACE)  # "I have printed it"
    enter()
    assert door.wait_opened()


def test_the_key_goes_to_paper_as_a_pdf_of_one_page(open_door: OpenDoor, type_vi: Typing, tmp_path: Path) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    answer_person(door, type_vi)
    page = door.wait_for(RecoveryKeyPage)

    page.save(str(tmp_path / "key.pdf"))

    content = (tmp_path / "key.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 1
    assert "In xong nên xóa tệp này" in page.banner.words()


def test_a_disk_that_takes_no_pdf_is_named(open_door: OpenDoor, type_vi: Typing, tmp_path: Path) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    answer_person(door, type_vi)
    page = door.wait_for(RecoveryKeyPage)

    page.save(str(tmp_path / "no such folder" / "key.pdf"))

    assert "Thiếu tệp" in page.banner.words()


def test_what_was_typed_stays_while_one_goes_back_and_forth(open_door: OpenDoor, type_vi: Typing) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    person = door.wait_for(PersonPage)
    type_vi("Lò Thị Pâng")
    person.left.emit()
    unit = door.wait_for(UnitPage)
    assert unit.typed("unit_code") == "CN3"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    again = door.wait_for(PersonPage)
    assert again.typed("full_name") == "Lò Thị Pâng"
    assert again.typed("login") == "pang"


def test_a_name_of_ones_own_is_not_replaced_by_a_suggestion(open_door: OpenDoor) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    page = door.wait_for(UnitPage)
    plain("trung tam")
    enter()
    plain("ha noi")
    enter()
    assert page.typed("unit_code") == "TT"
    focused = QApplication.focusWidget()
    assert focused is page.form.fields["unit_name"].editor.control
    focused.selectAll()  # type: ignore[attr-defined]
    plain("Trung tam cua toi")
    page.form.fields["province"].set_value("08")
    page.form.fields["province"].changed.emit()
    assert page.typed("unit_name") == "Trung tam cua toi"
    assert "TT.TV.01." in page._sample.text()


def test_two_different_passwords_are_said_at_their_field(open_door: OpenDoor, type_vi: Typing) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    page = door.wait_for(PersonPage)
    type_vi("Hòa")
    enter()
    enter()
    plain(PASSWORD)
    enter()
    plain("something else")
    enter()
    assert page.form.fields["again"].error() == "Hai lần gõ khác nhau."
    assert page.typed("password") == PASSWORD


def test_a_short_password_is_said_at_its_field_and_nothing_is_made(open_door: OpenDoor, tmp_path: Path) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    page = door.wait_for(PersonPage)
    plain("Hoa")
    enter()
    enter()
    for _twice in range(2):
        plain("ngan")
        enter()
    assert door.wait_for(PersonPage) is page
    assert page.form.fields["password"].error() == "Mật khẩu cần ít nhất 8 ký tự."
    assert not (tmp_path / "office" / "office.db").exists()


def test_closing_the_window_before_the_key_is_on_paper_closes_the_office(open_door: OpenDoor, type_vi: Typing) -> None:
    door = open_door()
    door.wait_for(WelcomePage)
    enter()
    answer_unit(door)
    answer_person(door, type_vi)
    door.wait_for(RecoveryKeyPage)
    door.gate.leave()
    again = open_door()
    assert again.wait_for(SignInPage).typed("login") == "hoa"
