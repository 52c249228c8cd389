"""The administrator's command, as typed; and the supervisor's view."""

import json
from pathlib import Path

import pytest
import requests
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sync.contract.entry import chain, key_of
from sync.contract.identity import new_id
from sync.contract.messages import Chain
from sync.server import tables
from sync.server.cli import main
from sync.server.database import Database, latest_revision
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

ROLES = (
    "quan_tri, van_thu_tiep_nhan, lanh_dao_trung_tam, truong_chi_nhanh, nguoi_thuc_hien, tham_dinh, thong_ke, "
    "so_tu_phap_xem, cuc_xem"
)

Capture = pytest.CaptureFixture[str]


def url_of(server: RunningServer) -> str:
    """The address the command needs."""
    return server.database.engine.url.render_as_string(hide_password=False)


def status(server: RunningServer, capsys: Capture) -> dict[str, dict[str, object]]:
    """`tgpl-server status --json`, by unit code; each unit has one PC at most."""
    capsys.readouterr()
    assert main(["--database", url_of(server), "status", "--json"]) == 0
    units = json.loads(capsys.readouterr().out)["units"]
    return {unit["code"]: unit | (unit["devices"][0] if unit["devices"] else {}) for unit in units}


def test_setting_up_a_server_from_nothing(
    server_database_url: str, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TGPL_SERVER_KEY_FILE", str(tmp_path / "server.key"))

    def type_in(*words: str) -> str:
        assert main(["--database", server_database_url, *words]) == 0
        return capsys.readouterr().out

    type_in("init")
    type_in("init")  # twice is once
    type_in("unit", "add", "TT", "--name", "Trung tâm", "--kind", "trung_tam", "--province", "08")
    type_in(
        "unit", "add", "CN1", "--name", "Chi nhánh số 1", "--kind", "chi_nhanh", "--province", "08", "--parent", "TT"
    )
    type_in("account", "add", "hoa", "--unit", "CN1", "--role", "truong_chi_nhanh", "--full-name", "Đặng Thị Hoà")
    type_in("account", "set", "hoa", "--unit", "CN1", "--role", "van_thu_tiep_nhan", "--disable")
    type_in("account", "set", "hoa", "--unit", "CN1", "--enable")
    code = type_in("enrol-code", "CN1").strip()
    assert "(chưa có máy)" in type_in("status")
    with RunningServer(server_database_url) as server:
        pc = Pc(server)
        assert pc.enrol(code).unit.name == "Chi nhánh số 1"
        assert "Máy một cửa" in type_in("status")
        type_in("device", "revoke", pc.device)
        assert "đã khóa" in type_in("status")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("unit add TT --name x --kind trung_tam", "Ký hiệu đơn vị TT đã có."),
        ("unit add X --name x --kind lang", "Không có loại đơn vị lang."),
        ("unit add X --name x --kind chi_nhanh --parent NO", "Không có đơn vị NO."),
        ("account add hoa --unit CN1 --role vua --full-name x", f"Không có vai trò vua. Các vai trò: {ROLES}."),
        ("account set ai --unit CN1 --disable", "Đơn vị này không có tài khoản ai."),
        ("account set ai --unit CN1 --role vua", f"Không có vai trò vua. Các vai trò: {ROLES}."),
        ("device revoke x", "Không có máy x."),
        ("enrol-code NO", "Không có đơn vị NO."),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(
    server: RunningServer, capsys: Capture, words: str, sentence: str
) -> None:
    assert main(["--database", url_of(server), *words.split()]) == 1
    assert capsys.readouterr().err.strip() == sentence


@pytest.mark.parametrize("words", ["", "account", "account add", "account set", "unit add", "serve", "export"])
def test_help_is_in_vietnamese(words: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words.split(), "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith("Cách dùng: tgpl-server")
    assert not any(english in said for english in ("usage", "options", "positional", "show this", "COMMAND", "CODE"))


def test_the_help_of_a_new_account_lists_the_roles(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["account", "add", "--help"])
    assert "van_thu_tiep_nhan" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("account", "Còn thiếu: LỆNH."),
        ("an com", "Không có lệnh 'an'."),
        ("serve --port nhiều", "Giá trị 'nhiều' không dùng được cho --port."),
        ("account set hoa --unit CN1 --enable --disable", "Lệnh chưa đúng. Thêm -h để xem hướng dẫn."),
    ],
)
def test_a_command_written_wrongly_is_answered_in_vietnamese(words: str, sentence: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == sentence


def test_the_same_person_is_not_added_twice(server: RunningServer, capsys: Capture) -> None:
    words = ["account", "add", "hoa", "--unit", "CN1", "--role", "quan_tri", "--full-name", "Hoà"]
    assert main(["--database", url_of(server), *words]) == 0
    assert main(["--database", url_of(server), *words]) == 1
    assert "đã có tài khoản hoa" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["không phải địa chỉ", "sqlite:///nowhere/at/all.sqlite", "duck:///x"])
def test_a_wrong_address_is_answered_with_a_sentence(url: str, capsys: Capture) -> None:
    assert main(["--database", url, "status"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_database_that_was_never_prepared_is_refused(server_database_url: str, capsys: Capture) -> None:
    assert main(["--database", server_database_url, "serve"]) == 1
    assert "tgpl-server init" in capsys.readouterr().err


def test_the_migrations_make_exactly_the_tables_the_program_uses(server_database_url: str) -> None:
    database = Database(server_database_url)
    database.initialise()
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    database.close()


def test_trap_14_the_supervisor_sees_who_is_complete(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    """Complete means that everything was answered, read and nothing waits."""
    assert status(server, capsys)["CN1"]["last_complete"] is None  # it has not said yet that the news arrived
    hoa.send()
    complete = status(server, capsys)["CN1"]["last_complete"]
    assert complete
    hoa.send(hoa.edit("case", new_id(), {"law_field": "kinh_doanh_thuong_mai"}))
    hoa.send(waiting=3)
    unit = status(server, capsys)["CN1"]
    assert (unit["waiting"], unit["program"], unit["last_complete"]) == (3, "0.1.0", complete)


def test_the_supervisor_sees_what_was_refused_until_somebody_settles_it(
    server: RunningServer, hoa: Pc, capsys: Capture
) -> None:
    case = new_id()
    refused = [hoa.edit("case", each, {"law_field": "kinh_doanh_thuong_mai"}) for each in (case, new_id())]
    follower = hoa.edit("stage", new_id(), {"case": case})
    hoa.push(*refused, follower)
    unit = status(server, capsys)["CN1"]
    assert (unit["refused"], unit["held"]) == (2, 1)
    main(["--database", url_of(server), "status"])
    assert "bị từ chối 2 mục, tạm giữ 1 mục" in capsys.readouterr().out
    mended, given_up = map(key_of, refused)
    hoa.push(hoa.edit("case", case, {"law_field": "dan_su"}, supersedes=mended), follower)
    hoa.push(hoa.edit("case", new_id(), {}, discards=given_up))
    unit = status(server, capsys)["CN1"]
    assert (unit["refused"], unit["held"]) == (0, 0)


def test_the_operator_sees_which_database_answers(server: RunningServer, capsys: Capture) -> None:
    assert main(["--database", url_of(server), "status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    health = requests.get(server.base_url + "/health", timeout=30).json()
    assert {name: told[name] for name in ("epoch", "schema", "program", "protocol")} == {
        name: health[name] for name in ("epoch", "schema", "program", "protocol")
    }
    assert health["schema"] == latest_revision()


def test_health_says_when_the_database_is_older_than_the_program(server: RunningServer) -> None:
    with server.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    answer = requests.get(server.base_url + "/health", timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_not_ready")


def test_the_supervisor_sees_open_conflicts(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    hoa.push(hoa.edit("case", new_id(), {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
    assert status(server, capsys)["CN1"]["open_conflicts"] == 1


def test_the_supervisor_sees_what_is_still_on_its_way(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    """A gap in the chain is named and never refused; it closes when the entries arrive."""
    missing, arrived = (hoa.edit("case", new_id(), {"note": "x"}) for _ in range(2))
    claimed = Chain(2, chain("", [key_of(arrived), key_of(missing)]))
    hoa.send(arrived, chain=claimed)
    assert status(server, capsys)["CN1"]["missing"] == 1
    hoa.send(missing, chain=claimed)
    unit = status(server, capsys)["CN1"]
    assert (unit["missing"], unit["chain_breaks"]) == (0, 0)


def test_what_fills_a_gap_out_of_turn_is_no_clone(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    first, second = (hoa.edit("case", new_id(), {"note": "x"}) for _ in range(2))
    claimed = Chain(2, chain("", [key_of(first), key_of(second)]))
    hoa.send(second, chain=claimed)
    hoa.send(first, chain=claimed)
    unit = status(server, capsys)["CN1"]
    assert (unit["missing"], unit["chain_breaks"]) == (0, 0)


def test_a_request_overtaken_by_a_later_one_is_no_clone(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    early, late = (hoa.edit("case", new_id(), {"note": "x"}) for _ in range(2))
    hoa.push(early)
    hoa.push(late)
    hoa.send(early, chain=Chain(1, chain("", [key_of(early)])))
    hoa.push(hoa.edit("case", new_id(), {"note": "y"}))
    unit = status(server, capsys)["CN1"]
    assert (unit["missing"], unit["chain_breaks"]) == (0, 0)


def test_a_giving_up_that_passes_what_was_numbered_before_it_is_no_clone(
    server: RunningServer, hoa: Pc, capsys: Capture
) -> None:
    refused, follower = hoa.edit("case", case := new_id(), {"law_field": "x"}), hoa.edit("case", case, {"note": "x"})
    given_up = hoa.edit("case", case, {}, discards=key_of(refused))
    head = chain("", [key_of(refused)])
    hoa.send(refused, chain=Chain(1, head))
    hoa.send(given_up, follower, chain=Chain(3, chain(head, [key_of(follower), key_of(given_up)])))
    assert status(server, capsys)["CN1"]["chain_breaks"] == 0


def test_the_supervisor_sees_a_file_that_was_rolled_back(server: RunningServer, hoa: Pc, capsys: Capture) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}), hoa.edit("case", new_id(), {"note": "y"}))
    entry = hoa.edit("case", new_id(), {"note": "z"})
    rolled_back = Chain(1, chain("", [key_of(entry)]))
    assert hoa.send(entry, chain=rolled_back).answers[0].outcome == "applied"
    hoa.send(chain=rolled_back)
    assert status(server, capsys)["CN1"]["chain_breaks"] == 1


def test_the_supervisor_sees_a_token_that_was_used_twice(server: RunningServer, capsys: Capture) -> None:
    pc = joined(server)
    with server.database.write() as connection:
        connection.execute(tables.device.update().values(reused_at="2026-11-22T00:00:00.000000Z"))
    assert status(server, capsys)["CN1"]["token_reused"]
    main(["--database", url_of(server), "status"])
    assert "mã truy cập cũ bị dùng lại" in capsys.readouterr().out
    pc.pull()


def test_an_export_never_mixes_with_other_files(server: RunningServer, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "old.ndjson").touch()
    assert main(["--database", url_of(server), "export", "CN1", "--out", str(tmp_path)]) == 1
    assert "đã có tệp" in capsys.readouterr().err
