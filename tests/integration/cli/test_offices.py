"""Setting up, signing in and sharing a PC by command."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.services import this_pc
from desktop.store.lock import HomeLock
from sync.server import tables
from tests.fakes.office_proxy import OfficeProxy
from tests.fakes.server import RunningServer
from tests.integration.cli.terminal import Terminal

JOIN = ("--user", "an", "--full-name", "Nguyễn Văn An")


def test_an_office_is_set_up_and_its_recovery_key_is_shown_once(terminal: Terminal) -> None:
    made = terminal.init()
    assert len(made["recovery_key"]) == len("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
    assert made["unit"]["name"] == "Chi nhánh CN1"
    assert made["enrolled"] is False
    stored = b"".join(path.read_bytes() for path in terminal.home.rglob("*") if path.is_file())
    assert made["recovery_key"].encode() not in stored


@pytest.mark.parametrize(
    "words",
    [
        ("case", "list"),
        ("case", "edit", "1", "note=x"),
        ("sync",),
        ("status",),
        ("backup",),
        ("backup", "--list"),
        ("restore",),
        ("password",),
        ("recover",),
        ("enrol", "--server", "http://127.0.0.1:1", "--code", "x"),
        ("user", "add", "lan", "--full-name", "Trần Thị Lan", "--role", "van_thu_tiep_nhan"),
        ("user", "list"),
    ],
)
def test_where_no_office_was_set_up_every_command_says_so(terminal: Terminal, words: tuple[str, ...]) -> None:
    error = terminal.run(*words, code=1)["error"]
    assert error["code"] == "no_office"
    assert all(said in error["message"] for said in (str(terminal.home), "tgpl init", "--home"))
    assert not terminal.home.exists()


def test_a_second_office_in_the_same_folder_is_refused_and_the_first_stays(office: Terminal) -> None:
    office.add()
    words = ("--unit-code", "X", "--unit-name", "X", "--kind", "chi_nhanh", "--user", "x", "--full-name", "X")
    assert office.run("init", *words, code=1)["error"]["code"] == "exists"
    assert office.run("case", "list")["total"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--unit-code", "CN1", "--full-name", "X"), "Còn thiếu: --user, --unit-name, --kind."),
        (("--server", "http://127.0.0.1:1", "--full-name", "X"), "Còn thiếu: --user, --code."),
        (("--user", "hoa"), "Còn thiếu: --full-name."),
    ],
)
def test_what_is_missing_is_listed(terminal: Terminal, words: tuple[str, ...], says: str) -> None:
    assert says in terminal.read("init", *words, code=2)
    assert not terminal.home.exists()


def test_a_kind_of_office_that_does_not_exist_is_refused_with_the_kinds_there_are(terminal: Terminal) -> None:
    words = ("--unit-code", "X", "--unit-name", "X", "--user", "x", "--full-name", "X")
    assert "chi_nhanh = Chi nhánh" in terminal.read("init", *words, "--kind", "quan_ca_phe", code=2)


def test_a_short_password_is_refused(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TGPL_PASSWORD", "ngan")
    words = ("--unit-code", "X", "--unit-name", "X", "--kind", "chi_nhanh", "--user", "x", "--full-name", "X")
    error = terminal.run("init", *words, code=1)["error"]
    assert (error["code"], error["message"]) == ("password_short", "Mật khẩu cần ít nhất 8 ký tự.")
    assert not terminal.home.exists()


def test_a_wrong_password_says_what_to_look_at(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TGPL_PASSWORD", "mật khẩu sai")
    said = office.read("case", "list", code=1)
    assert "Mật khẩu không đúng." in said
    assert "Traceback" not in said


def test_without_a_password_or_a_keyboard_the_command_says_what_to_set(
    office: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TGPL_PASSWORD")
    assert "TGPL_PASSWORD" in office.read("case", "list", code=2)


def test_a_password_typed_twice_differently_is_refused(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TGPL_PASSWORD")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    typed = iter(["mật khẩu một", "mật khẩu hai"])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(typed))
    words = ("--unit-code", "X", "--unit-name", "X", "--kind", "chi_nhanh", "--user", "x", "--full-name", "X")
    assert "không giống nhau" in terminal.read("init", *words, code=2)


def test_one_more_person_signs_in_under_their_own_name(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TGPL_NEW_PASSWORD", "mật khẩu của Lan")
    office.run("user", "add", "lan", "--full-name", "Trần Thị Lan", "--role", "van_thu_tiep_nhan")
    assert [user["login"] for user in office.run("user", "list", "--user", "hoa")["users"]] == ["hoa", "lan"]
    assert "hoa, lan" in office.read("case", "list", code=2)  # who signs in must now be said
    monkeypatch.setenv("TGPL_PASSWORD", "mật khẩu của Lan")
    monkeypatch.setenv("TGPL_USER", "lan")
    code = office.add()["code"]
    office.run("case", "edit", code, "note=Của Lan")
    assert {entry["author"] for entry in office.run("queue")["entries"]} == {"Trần Thị Lan"}
    refused = office.run("user", "add", "be", "--full-name", "Bé", "--role", "thong_ke", code=1)
    assert refused["error"]["code"] == "not_allowed"


def test_a_changed_password_opens_and_the_old_one_does_not(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TGPL_NEW_PASSWORD", "mật khẩu mới hơn")
    office.run("password")
    assert office.run("case", "list", code=1)["error"]["code"] == "wrong_password"
    monkeypatch.setenv("TGPL_PASSWORD", "mật khẩu mới hơn")
    office.run("case", "list")


def test_a_lost_password_is_replaced_with_the_recovery_key(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    key = terminal.init()["recovery_key"]
    terminal.add()
    monkeypatch.setenv("TGPL_NEW_PASSWORD", "mật khẩu nhớ được")
    monkeypatch.setenv("TGPL_RECOVERY_KEY", key[:-1] + ("0" if key[-1] != "0" else "1"))
    assert terminal.run("recover", code=1)["error"]["code"] == "recovery_key_mistyped"
    monkeypatch.setenv("TGPL_RECOVERY_KEY", key.lower())
    terminal.run("recover")
    monkeypatch.setenv("TGPL_PASSWORD", "mật khẩu nhớ được")
    assert terminal.run("case", "list")["total"] == 1


def test_while_a_window_is_open_one_may_look_and_back_up_but_not_write(office: Terminal) -> None:
    code = office.add()["code"]
    with HomeLock(office.home):
        assert office.run("case", "list")["total"] == 1
        assert office.run("backup")["size"] > 0
        assert office.run("case", "edit", code, "note=x", code=1)["error"]["code"] == "home_in_use"


def test_a_second_pc_joins_an_office_and_has_its_cases_at_once(office: Terminal, server: RunningServer) -> None:
    office.add()
    server.add_unit("CN1")
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    assert office.run("sync")["green"]
    second = office.elsewhere("second")
    joined = second.run("init", "--server", server.base_url, "--code", server.enrol_code("CN1"), *JOIN)
    assert joined["enrolled"]
    assert joined["unit"]["code"] == "CN1"
    assert joined["recovery_key"]
    assert joined["complete"]
    assert second.run("case", "list")["total"] == 1
    added = second.add()
    assert added["code"].startswith("Tạm-")  # the first PC numbers


def test_an_office_that_the_window_keeps_in_another_folder_is_found(office: Terminal) -> None:
    usual = office.elsewhere("usual")
    this_pc.keep_office_in(office.home, usual.home)
    code = usual.add()["code"]
    assert [case["code"] for case in office.run("case", "list")["cases"]] == [code]


def test_joining_with_a_wrong_code_leaves_nothing_behind(terminal: Terminal, server: RunningServer) -> None:
    server.add_unit("CN1")
    terminal.run("init", "--server", server.base_url, "--code", "SAI-MA", *JOIN, code=4)
    assert not any(terminal.home.glob("office.*"))
    terminal.init()


def test_a_code_of_another_unit_is_refused_once_something_was_recorded(office: Terminal, server: RunningServer) -> None:
    for unit in ("CN1", "CN2"):
        server.add_unit(unit)
    office.add()
    wrong = ("--server", server.base_url, "--code", server.enrol_code("CN2"))
    assert office.run("enrol", *wrong, code=1)["error"]["code"] == "other_unit"
    assert "CN2" in office.read("enrol", *wrong, code=1)
    assert office.run("status")["enrolled"] is False
    right = office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    assert right["unit"]["code"] == "CN1"


def test_an_empty_office_becomes_the_unit_of_its_code(office: Terminal, server: RunningServer) -> None:
    server.add_unit("CN2")
    enrolled = office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN2"))
    assert enrolled["unit"]["code"] == "CN2"


def test_a_pc_whose_access_has_ended_joins_again_with_a_new_code(office: Terminal, server: RunningServer) -> None:
    server.add_unit("CN1")
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    office.run("sync")
    assert office.run("enrol", "--code", server.enrol_code("CN1"), code=1)["error"]["code"] == "already_enrolled"
    with server.database.read() as connection:
        device = connection.scalar(select(tables.device.c.id))
    server.revoke(device or "")
    office.add()
    assert office.run("sync", code=4)["error"]["code"] == "device_revoked"
    office.run("enrol", "--server", "http://127.0.0.1:1", "--code", "x", code=1)
    again = office.run("enrol", "--code", server.enrol_code("CN1"))
    assert (again["unit"]["code"], again["server"]) == ("CN1", server.base_url)
    assert office.run("sync")["green"]


def test_what_is_unsent_of_a_unit_that_was_lost_is_kept_in_a_file(
    office: Terminal, server: RunningServer, tmp_path: Path
) -> None:
    for unit in ("TT", "TT2"):
        server.add_unit(unit, kind="trung_tam")
    server.add_unit("CN1", parent="TT", name="Chi nhánh CN1")
    code = office.add()["code"]
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    office.run("sync")
    centre, kept = office.elsewhere("centre"), tmp_path / "chua gui.ndjson"
    centre.run("init", "--server", server.base_url, "--code", server.enrol_code("TT"), *JOIN)
    assert centre.run("keep-unsent", "--out", str(kept))["units"] == []
    centre.run("case", "edit", code, "note=chưa gửi kịp")
    server.move_unit("CN1", parent="TT2")
    centre.run("sync", code=4)
    kept.touch()
    assert centre.run("keep-unsent", "--out", str(kept), code=1)["error"]["code"] == "exists"
    kept.unlink()
    assert centre.run("keep-unsent", "--out", str(kept))["units"] == [{"unit": "Chi nhánh CN1", "unsent": 1}]
    assert "chưa gửi kịp" in kept.read_text("utf-8")
    assert centre.run("case", "list")["total"] == 0


def test_practice_data_can_never_be_enrolled(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    made = terminal.run("demo", "--cases", "3")
    monkeypatch.setenv("TGPL_PASSWORD", made["password"])
    error = terminal.run("enrol", "--server", "http://127.0.0.1:1", "--code", "X", code=1)["error"]
    assert error["code"] == "practice_cannot_enrol"


def test_a_pc_behind_a_proxy_with_a_password_joins_and_synchronises(
    terminal: Terminal, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_unit("CN1")
    monkeypatch.setenv("TGPL_PROXY_PASSWORD", "Mật khẩu 1")
    with OfficeProxy("an", "Mật khẩu 1") as proxy:
        way = ("--server", server.base_url, "--proxy", proxy.url, "--proxy-user", "an")
        assert terminal.run("init", *way, "--code", server.enrol_code("CN1"), *JOIN)["green"] is True
        before = proxy.let_through
        assert terminal.run("sync")["green"] is True
        assert proxy.let_through > before
        other = terminal.elsewhere("other")
        other.init()
        said = other.read("enrol", *way, "--code", server.enrol_code("CN1"))
        assert "không có kho mật khẩu" in said
        monkeypatch.delenv("TGPL_PROXY_PASSWORD")
        assert other.run("sync", code=4)["error"]["code"] == "proxy_auth"
