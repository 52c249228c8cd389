"""A PC joins an office the national system already knows: what the colleagues wrote is there a minute later."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.qt.lanes import Progress
from desktop.services.cases import Cases
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter
from desktop.ui.sign_in.join_page import JoinPage
from desktop.ui.sign_in.notice_page import WaitingPage
from desktop.ui.sign_in.person_page import PersonPage
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from desktop.ui.sign_in.welcome import WelcomePage
from sync.server.database import Database
from tests.factories import make_office, sample_intake
from tests.fakes.office_proxy import OfficeProxy
from tests.fakes.proxy import ANSWER_LOST, FaultProxy
from tests.fakes.server import RunningServer
from tests.gui.sign_in.conftest import Door, OpenDoor

PASSWORD = "bon con meo ngu"
WHO = {"full_name": "Lê Minh Đức", "login": "duc", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def server(tmp_path: Path, server_database: Database) -> Iterator[RunningServer]:
    """A branch whose other PC has sent three cases."""
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1 Tuyên Quang")
        _office, colleague = make_office(tmp_path / "colleague")
        Synchronise(colleague).enrol(running.base_url, running.enrol_code("CN1"))
        for name in ("Lò Thị Pâng", "Giàng A Páo", "Nguyễn Văn Đức"):
            Cases(colleague).take_in(sample_intake(name))
        Synchronise(colleague).cycle()
        colleague.database.close()
        yield running


def press(page: QWidget, words: str) -> None:
    next(button for button in page.findChildren(QPushButton) if button.text() == words).click()


def answer(door: Door, address: str, code: str) -> PersonPage:
    """Choose the second way, say where to, and who one is."""
    door.wait_for(WelcomePage).join_asked.emit()
    line = door.wait_for(JoinPage)
    line.form.show_values({"server": address, "code": code})
    press(line, "Tiếp tục")
    person = door.wait_for(PersonPage)
    person.form.show_values(WHO)
    press(person, "Tham gia")
    return person


def test_the_office_and_its_cases_arrive(server: RunningServer, open_door: OpenDoor) -> None:
    door = open_door()
    answer(door, server.base_url, server.enrol_code("CN1"))
    key = door.wait_for(RecoveryKeyPage)
    key.form.fields["printed"].editor.set_value(True)
    press(key, "Vào phần mềm")

    session = door.wait_opened().session

    assert session.office.unit.name == "Chi nhánh số 1 Tuyên Quang"
    assert session.office.enrolled
    assert not session.office.numbering, "the colleague's PC gives the numbers"
    assert len(Cases(session).numbers(CaseFilter())) == 3


def test_a_proxy_that_asks_for_a_password_is_answered_where_one_joins(
    server: RunningServer, open_door: OpenDoor
) -> None:
    door = open_door()
    with OfficeProxy("an", "Mật khẩu 1") as proxy:
        door.wait_for(WelcomePage).join_asked.emit()
        line = door.wait_for(JoinPage)
        code = server.enrol_code("CN1")
        line.form.show_values({"server": server.base_url, "code": code, "proxy": proxy.url})
        assert not line.form.fields["proxy_user"].isVisible()
        press(line, "Tiếp tục")
        person = door.wait_for(PersonPage)
        person.form.show_values(WHO)
        press(person, "Tham gia")
        assert door.wait_for(JoinPage) is line
        assert line.form.fields["proxy_user"].isVisible()
        assert "đòi tên và mật khẩu" in line.form.fields["proxy_user"].error()
        line.form.show_values({"proxy_user": "an", "proxy_password": "Mật khẩu 1"})
        press(line, "Tiếp tục")
        press(door.wait_for(PersonPage), "Tham gia")
        door.wait_for(RecoveryKeyPage)
        assert proxy.let_through


def test_nobody_has_to_wait_for_the_whole_load(
    server: RunningServer, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_session: object, progress: Progress) -> None:
        while not progress.cancelled:
            time.sleep(0.01)

    monkeypatch.setattr("desktop.ui.sign_in.wizard.load", slow)
    door = open_door()
    answer(door, server.base_url, server.enrol_code("CN1"))
    key = door.wait_for(RecoveryKeyPage)
    key.form.fields["printed"].editor.set_value(True)
    press(key, "Vào phần mềm")
    press(door.wait_for(WaitingPage), "Vào phần mềm")

    assert door.wait_opened()


def test_a_wrong_code_is_said_where_the_code_is_and_nothing_stays(
    server: RunningServer, open_door: OpenDoor, tmp_path: Path
) -> None:
    door = open_door()
    answer(door, server.base_url, "WRONG-CODE")
    page = door.wait_for(JoinPage)

    assert page.form.fields["code"].error()
    assert not list((tmp_path / "office").glob("office.*"))
    page.form.show_values({"code": server.enrol_code("CN1")})
    press(page, "Tiếp tục")
    person = door.wait_for(PersonPage)
    assert person.typed("password") == PASSWORD, "what was typed stays"
    press(person, "Tham gia")
    assert door.wait_for(RecoveryKeyPage)


def test_without_a_line_the_page_says_so_and_nothing_stays(open_door: OpenDoor, tmp_path: Path) -> None:
    door = open_door()
    person = answer(door, "http://127.0.0.1:9", "SOME-CODE")
    door.wait_for(PersonPage)

    assert person.banner.words().startswith("Không có kết nối")
    assert not list((tmp_path / "office").glob("office.*"))


def test_after_a_lost_answer_pressing_join_again_is_enough(server: RunningServer, open_door: OpenDoor) -> None:
    with FaultProxy(urlsplit(server.base_url).port or 0) as line:
        line.next(ANSWER_LOST)
        door = open_door()
        person = answer(door, line.url, server.enrol_code("CN1"))
        door.wait_until(lambda: person.form.isEnabled() and person.banner.isVisible())
        press(person, "Tham gia")
        assert door.wait_for(RecoveryKeyPage)


def test_an_address_that_is_none_is_said_at_its_field(open_door: OpenDoor) -> None:
    door = open_door()
    answer(door, "not an address", "SOME-CODE")
    page = door.wait_for(JoinPage)

    assert page.form.fields["server"].error()


def test_the_rare_fields_show_when_they_are_asked_for(open_door: OpenDoor) -> None:
    door = open_door()
    door.wait_for(WelcomePage).join_asked.emit()
    page = door.wait_for(JoinPage)
    assert not page.form.fields["proxy"].isVisible()
    press(page, "Mạng có máy chủ trung gian hoặc chứng thư riêng…")
    assert page.form.fields["proxy"].editor.control.hasFocus()
    assert page.form.fields["ca_file"].isVisible()
