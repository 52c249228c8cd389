"""The other sections: the office, the line, backups, the look, the program."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import this_pc
from desktop.services.cases import Cases
from desktop.services.line import line_of
from desktop.services.manner import Manner, manner_of
from desktop.services.synchronise import Synchronise
from desktop.store import settings as kept_settings
from desktop.ui.settings.about_section import AboutSection
from desktop.ui.settings.backups_section import BackupsSection
from desktop.ui.settings.display_section import DisplaySection
from desktop.ui.settings.line_section import JoinedCard, LineSection
from desktop.ui.settings.manner_card import MannerCard
from desktop.ui.settings.office_section import OfficeSection
from desktop.ui.settings.rebuild_card import RebuildCard
from desktop.ui.sync.join_panel import JoinPanel
from desktop.ui.theme import current
from desktop.ui.tokens import Scheme
from sync.contract.version import PROGRAM_VERSION
from sync.server.database import Database
from tests.factories import sample_intake
from tests.fakes.office_proxy import OfficeProxy
from tests.fakes.server import RunningServer
from tests.gui.settings.conftest import OpenSettings, press


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1 Hà Giang")
        yield running


def texts(inside: QWidget) -> str:
    return "\n".join(label.text() for label in inside.findChildren(QLabel))


def test_the_office_is_shown_with_its_place(open_settings: OpenSettings) -> None:
    settings = open_settings()
    assert settings.page.tabs.tabBar().hasFocus()
    said = texts(settings.section("Đơn vị", OfficeSection))
    assert "Chi nhánh số 1" in said
    assert "Chi nhánh của Trung tâm trợ giúp pháp lý nhà nước" in said
    assert "Máy này cấp mã số vụ việc trong Sổ của đơn vị." in said
    assert str(settings.office.home) in said


def test_practice_data_offer_no_way_to_the_system(open_settings: OpenSettings) -> None:
    section = open_settings(practice=True).section("Hệ thống quản lý TGPL", LineSection)
    assert "Dữ liệu tập không bao giờ được gửi đi" in texts(section)
    assert section.findChild(JoinPanel) is None


def test_joining_turns_the_section_into_the_way_there(open_settings: OpenSettings, server: RunningServer) -> None:
    settings = open_settings()
    section = settings.section("Hệ thống quản lý TGPL", LineSection)
    panel = section.findChild(JoinPanel)
    assert panel is not None
    panel.form.show_values({"server": server.base_url, "code": server.enrol_code("CN1")})
    press(panel, "Kết nối")
    settings.wait_idle()

    assert "joined" in settings.asked
    assert section.findChild(JoinedCard) is not None
    assert server.base_url in texts(section)


def test_a_code_of_another_unit_is_asked_about_before_the_office_becomes_it(
    open_settings: OpenSettings, server: RunningServer
) -> None:
    server.add_unit("CN7", name="Chi nhánh số 7")
    settings = open_settings()
    panel = settings.section("Hệ thống quản lý TGPL", LineSection).findChild(JoinPanel)
    assert panel is not None
    panel.form.show_values({"server": server.base_url, "code": server.enrol_code("CN7")})
    press(panel, "Kết nối")
    question = settings.dialog()
    assert "trở thành Chi nhánh số 7" in texts(question)
    press(question, "Thôi, không làm")
    settings.wait_closed(question)
    assert not settings.session.office.enrolled

    press(panel, "Kết nối")
    question = settings.dialog()
    press(question, "Trở thành CN7")
    settings.wait_closed(question)
    settings.wait_idle()
    assert settings.session.office.unit.name == "Chi nhánh số 7"
    assert "joined" in settings.asked


def test_another_proxy_is_kept_and_a_wrong_one_said_at_its_field(
    open_settings: OpenSettings, server: RunningServer
) -> None:
    settings = open_settings()
    Synchronise(settings.session).enrol(server.base_url, server.enrol_code("CN1"))
    card = settings.section("Hệ thống quản lý TGPL", LineSection).findChild(JoinedCard)
    assert card is not None
    card.form.show_values({"proxy": "http://<nowhere>:1"})
    press(card, "Lưu đường kết nối")
    assert card.form.fields["proxy"].error()
    card.form.show_values({"proxy": " 10.0.0.1:3128 ", "ca_file": None})
    press(card, "Lưu đường kết nối")

    line = line_of(settings.session)
    assert line is not None
    assert (line.server, line.proxy) == (server.base_url, "http://10.0.0.1:3128")
    assert settings.told == ["Đã lưu đường kết nối."]


def test_everything_can_be_fetched_anew_from_where_the_way_is_set(
    open_settings: OpenSettings, server: RunningServer
) -> None:
    settings = open_settings()
    Synchronise(settings.session).enrol(server.base_url, server.enrol_code("CN1"))
    Synchronise(settings.session).cycle()
    card = settings.section("Hệ thống quản lý TGPL", RebuildCard)
    press(card, "Tải lại toàn bộ…")
    press(settings.dialog(), "Tải lại")
    settings.wait_idle()
    assert Synchronise(settings.session).status().rebuilding
    assert settings.asked == ["sync"]


def test_a_backup_is_made_at_once_and_listed(open_settings: OpenSettings) -> None:
    settings = open_settings()
    section = settings.section("Sao lưu", BackupsSection)
    assert section.table.model().rowCount() == 0
    Cases(settings.session).take_in(sample_intake())
    press(section, "Sao lưu ngay")
    settings.wait_idle()

    assert section.table.model().rowCount() == 1
    assert section.table.model().index(0, 0).data() == "16:02 ngày 25/11/2026"
    assert settings.told == ["Đã sao lưu."]


def test_restoring_is_asked_twice(open_settings: OpenSettings) -> None:
    settings = open_settings()
    section = settings.section("Sao lưu", BackupsSection)
    press(section, "Khôi phục…")
    question = settings.dialog()
    assert not settings.asked
    press(question, "Tiếp tục")
    settings.wait_closed(question)
    assert settings.asked == ["restore"]


def test_the_look_changes_at_once_and_is_kept_for_this_pc(open_settings: OpenSettings) -> None:
    settings = open_settings()
    display = settings.section("Hiển thị", DisplaySection)
    display.zoom.set_code("150")
    display.zoom.activated.emit(display.zoom.currentIndex())
    display.scheme.set_code("dark")
    display.scheme.activated.emit(display.scheme.currentIndex())
    display.compact.click()
    try:
        assert (current().zoom, current().scheme, current().compact) == (150, Scheme.DARK, True)
        kept = this_pc.load(settings.office.home)
        assert (kept.zoom, kept.scheme, kept.compact) == (150, "dark", True)
    finally:
        display.compact.click()


def test_following_windows_is_a_choice_too(open_settings: OpenSettings) -> None:
    settings = open_settings()
    display = settings.section("Hiển thị", DisplaySection)
    display.scheme.set_code("dark")
    display.scheme.activated.emit(display.scheme.currentIndex())
    display.scheme.set_code("system")
    display.scheme.activated.emit(display.scheme.currentIndex())
    assert this_pc.load(settings.office.home).scheme is None


def test_the_version_and_the_licences_can_be_read(open_settings: OpenSettings) -> None:
    said = texts(open_settings().section("Giới thiệu", AboutSection))
    assert PROGRAM_VERSION in said
    assert "LGPL-3.0" in said


def test_how_much_of_the_line_it_may_take_is_chosen_and_kept(
    open_settings: OpenSettings, server: RunningServer
) -> None:
    settings = open_settings()
    Synchronise(settings.session).enrol(server.base_url, server.enrol_code("CN1"))
    card = settings.section("Hệ thống quản lý TGPL", LineSection).findChild(MannerCard)
    assert card is not None
    card.form.show_values({"quiet_from": "7h30", "quiet_until": "1130", "limit": "một"})
    press(card, "Lưu cách đồng bộ")
    assert card.form.fields["limit"].error() == "Gõ một số từ 16 trở lên, hoặc để trống."
    card.form.show_values({"limit": "256"})
    press(card, "Lưu cách đồng bộ")
    settings.wait_idle()
    assert manner_of(settings.session) == Manner(quiet_from="07:30", quiet_until="11:30", limit=256)
    assert settings.told == ["Đã lưu cách đồng bộ."]


def test_the_line_is_tried_through_a_proxy_that_wants_a_password(
    open_settings: OpenSettings, server: RunningServer, qtbot: QtBot
) -> None:
    settings = open_settings()
    Synchronise(settings.session).enrol(server.base_url, server.enrol_code("CN1"))
    card = settings.section("Hệ thống quản lý TGPL", LineSection).findChild(JoinedCard)
    assert card is not None
    with OfficeProxy("an", "Mật khẩu 1") as proxy:
        card.form.show_values({"proxy": proxy.url, "proxy_user": "an"})
        press(card, "Thử đường truyền")
        qtbot.waitUntil(lambda: "đòi tên và mật khẩu" in card.banner.words())
        for typed, said in (("sai", "không nhận tên hoặc mật khẩu"), ("Mật khẩu 1", "Kết nối được với Hệ thống")):
            qtbot.waitUntil(card.try_button.isEnabled)
            card.form.show_values({"proxy_password": typed})
            press(card, "Thử đường truyền")
            qtbot.waitUntil(partial(lambda words: words in card.banner.words(), said))
        assert Synchronise(settings.session).cycle().complete
        assert proxy.let_through >= 2
    assert "chỉ được nhớ tới khi đóng phần mềm" in settings.told[-1]  # there is no keyring here
    with settings.session.database.read() as connection:
        assert "Mật khẩu" not in str(kept_settings.get(connection, "line"))
