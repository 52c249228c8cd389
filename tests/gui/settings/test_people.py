"""Who signs in on this PC, as an administrator and as everybody else sees it."""

import pytest
from PySide6.QtCore import Qt

from desktop.services import this_pc
from desktop.services.office import NewUser, Office
from desktop.store.errors import StoreError
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.settings.people_section import PeopleSection
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from tests.factories import CHEAP, LOGIN, PASSWORD
from tests.fakes.secrets import SecretsInMemory
from tests.gui import keys
from tests.gui.keys import Typing, plain
from tests.gui.settings.conftest import OpenSettings, Settings, button_of, press

ENTER = Qt.Key.Key_Return


def listed(people: PeopleSection) -> list[tuple[str, ...]]:
    model = people.table.model()
    return [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]


def form_of(settings: Settings) -> FormDialog:
    dialog = settings.dialog()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_an_administrator_adds_a_person_by_keyboard(open_settings: OpenSettings, type_vi: Typing) -> None:
    settings = open_settings()
    people = settings.section("Người dùng", PeopleSection)
    press(people, "Thêm người dùng…")
    dialog = form_of(settings)
    type_vi("Lê Minh Đức")
    keys.press(ENTER)
    plain("duc")
    keys.press(ENTER)
    keys.press(ENTER)  # the role as offered: who takes requests in
    plain("mat khau dau")
    keys.press(ENTER)
    type_vi(PASSWORD)
    keys.press(ENTER)
    settings.wait_closed(dialog)

    assert listed(people) == [
        ("Lê Minh Đức", "duc", "Người tiếp nhận yêu cầu"),
        ("Vũ Thị Hòa", "hoa", "Quản trị"),
    ]
    assert Office.at(settings.office.home, cost=CHEAP).keys.unlock_with_password("duc", "mat khau dau")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("login", "hoa", "Tên đăng nhập “hoa” đã có người dùng."),
        ("password", "ngan", "Mật khẩu cần ít nhất 8 ký tự."),
        ("own_password", "something else", "Mật khẩu không đúng."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(open_settings: OpenSettings, field: str, value: str, said: str) -> None:
    settings = open_settings()
    people = settings.section("Người dùng", PeopleSection)
    press(people, "Thêm người dùng…")
    dialog = form_of(settings)
    answers = {"full_name": "Đức", "login": "duc", "password": "mat khau dau", "own_password": PASSWORD}
    dialog.form.show_values(answers | {field: value})
    press(dialog, "Thêm người dùng")
    settings.wait_idle()

    assert dialog.form.fields[field].error() == said
    assert dialog.answer("full_name") == "Đức"
    dialog.reject()
    assert len(listed(people)) == 1


def test_a_person_who_goes_cannot_sign_in_any_more(open_settings: OpenSettings) -> None:
    settings = open_settings()
    new = NewUser(login="duc", full_name="Lê Đức", role="tham_dinh", password=PASSWORD)
    settings.office.add_user(settings.session, PASSWORD, new)
    people = settings.section("Người dùng", PeopleSection)
    assert not button_of(people, "Bỏ người này…").isEnabled()
    people.table.selectRow(0)
    press(people, "Bỏ người này…")
    question = settings.dialog()
    press(question, "Bỏ người này")
    settings.wait_closed(question)

    assert listed(people) == [("Vũ Thị Hòa", "hoa", "Quản trị")]
    with pytest.raises(StoreError, match="wrong_password"):
        Office.at(settings.office.home, cost=CHEAP).sign_in("duc", PASSWORD)


def test_nobody_takes_away_their_own_way_in(open_settings: OpenSettings) -> None:
    settings = open_settings()
    people = settings.section("Người dùng", PeopleSection)
    people.table.selectRow(0)
    assert not button_of(people, "Bỏ người này…").isEnabled()


def test_who_is_no_administrator_may_only_change_the_own_password(open_settings: OpenSettings) -> None:
    settings = open_settings(role="van_thu_tiep_nhan")
    people = settings.section("Người dùng", PeopleSection)
    enabled = {
        words: button_of(people, words).isEnabled()
        for words in ("Thêm người dùng…", "Làm khóa khôi phục mới…", "Đổi mật khẩu của tôi…")
    }
    assert enabled == {
        "Thêm người dùng…": False,
        "Làm khóa khôi phục mới…": False,
        "Đổi mật khẩu của tôi…": True,
    }


def test_one_changes_the_own_password(open_settings: OpenSettings) -> None:
    settings = open_settings()
    people = settings.section("Người dùng", PeopleSection)
    press(people, "Đổi mật khẩu của tôi…")
    dialog = form_of(settings)
    dialog.form.show_values({"own_password": PASSWORD, "password": "con meo thu tu", "again": "con meo thu"})
    press(dialog, "Đổi mật khẩu")
    assert dialog.form.fields["again"].error() == "Hai lần gõ khác nhau."
    dialog.form.show_values({"again": "con meo thu tu"})
    press(dialog, "Đổi mật khẩu")
    settings.wait_closed(dialog)

    assert settings.told == ["Đã đổi mật khẩu."]
    assert Office.at(settings.office.home, cost=CHEAP).keys.unlock_with_password(LOGIN, "con meo thu tu")


def test_a_new_recovery_key_replaces_the_old_one(open_settings: OpenSettings) -> None:
    settings = open_settings()
    old = settings.office.renew_recovery(settings.session, PASSWORD)
    people = settings.section("Người dùng", PeopleSection)
    press(people, "Làm khóa khôi phục mới…")
    confirm = form_of(settings)
    confirm.form.show_values({"own_password": PASSWORD})
    press(confirm, "Làm khóa mới")
    settings.wait_closed(confirm)
    shown = settings.dialog()
    page = shown.findChild(RecoveryKeyPage)
    assert page is not None
    page.form.fields["printed"].editor.set_value(True)
    press(shown, "Đã cất khóa, đóng lại")
    settings.wait_closed(shown)

    with pytest.raises(StoreError, match="wrong_recovery_key"):
        settings.office.keys.unlock_with_recovery(old)


def test_the_pc_opens_without_a_password_only_once_it_is_confirmed(
    open_settings: OpenSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = SecretsInMemory()
    monkeypatch.setattr("desktop.ui.settings.people_section.KeyringSecrets", lambda _owner: secrets)
    settings = open_settings()
    people = settings.section("Người dùng", PeopleSection)
    assert not people.remembered.isChecked()
    people.remembered.click()
    confirm = form_of(settings)
    assert not people.remembered.isChecked()
    confirm.form.show_values({"own_password": PASSWORD})
    press(confirm, "Bật")
    settings.wait_closed(confirm)
    assert people.remembered.isChecked()
    assert this_pc.load(settings.office.home).opens_for == LOGIN
    assert secrets.kept

    people.remembered.click()
    settings.wait_idle()
    assert this_pc.load(settings.office.home).opens_for == ""
    assert not secrets.kept


def test_a_pc_without_a_keyring_says_why_it_cannot_remember(open_settings: OpenSettings) -> None:
    settings = open_settings()  # the tests' keyring is the null one
    people = settings.section("Người dùng", PeopleSection)
    people.remembered.click()
    confirm = form_of(settings)
    confirm.form.show_values({"own_password": PASSWORD})
    press(confirm, "Bật")
    settings.wait_idle()

    assert confirm.banner.words().startswith("Máy này không giữ được khóa")
    assert this_pc.load(settings.office.home).opens_for == ""
    confirm.reject()
