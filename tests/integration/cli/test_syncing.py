"""Sending, waiting and choosing by command, against the real server."""

from typing import Any

import pytest
from sqlalchemy import select

from desktop.services.synchronise import Synchronise
from desktop.store import deletions
from sync.client.engine import Cycle
from sync.server import tables
from tests.fakes.server import RunningServer
from tests.integration.cli.terminal import Terminal
from tests.integration.cli.test_keys import documented


@pytest.fixture
def enrolled(office: Terminal, server: RunningServer) -> Terminal:
    """An office the server knows, with one case it has."""
    server.add_unit("CN1")
    server.add_account("hoa", "CN1", full_name="Đặng Thị Hoà")
    office.add(case={"note": "Cũ"})
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    office.run("sync")
    return office


@pytest.fixture
def second(enrolled: Terminal, server: RunningServer) -> Terminal:
    """A second PC of the same office."""
    second = enrolled.elsewhere("second")
    server.add_account("lan", "CN1", full_name="Trần Thị Lan")
    code = server.enrol_code("CN1")
    second.run("init", "--server", server.base_url, "--code", code, "--user", "lan", "--full-name", "Trần Thị Lan")
    return second


CODE = "CN1.TGTT.01.2026"


def contest(enrolled: Terminal, second: Terminal) -> dict[str, Any]:
    """Let both change the same note; the conflict as the second PC sees it."""
    second.run("case", "edit", CODE, "note=Của Lan")
    enrolled.run("case", "edit", CODE, "note=Của Hoà")
    enrolled.run("sync")
    second.run("sync", code=4)
    (conflict,) = second.run("conflicts", code=4)["conflicts"]
    found: dict[str, Any] = conflict
    return found


def test_before_enrolment_nothing_is_sent_and_the_status_says_so(office: Terminal) -> None:
    office.add()
    status = office.run("status")
    assert (status["enrolled"], status["green"], status["pending"]) == (False, False, 3)
    assert "chưa kết nối" in office.read("status")
    assert office.run("sync", code=1)["error"]["code"] == "not_enrolled"


def test_everything_is_acknowledged_after_one_sync(enrolled: Terminal) -> None:
    status = enrolled.run("status")
    assert status["green"]
    assert status["pending"] == status["rejected"] == status["conflicts"] == 0
    assert "Đã gửi hết." in enrolled.read("status")
    assert enrolled.run("queue")["entries"] == []


def test_without_a_line_the_changes_stay_and_the_exit_code_is_3(enrolled: Terminal, server: RunningServer) -> None:
    enrolled.run("case", "edit", CODE, "note=Ghi khi mất mạng")
    server.hang_up()
    error = enrolled.run("sync", code=3)["error"]
    assert error["code"] == "no_line"
    assert "vẫn được giữ trên máy này" in error["message"]
    assert enrolled.run("status")["pending"] == 1
    (entry,) = enrolled.run("queue")["entries"]
    assert (entry["names"], entry["author"], entry["code"]) == (["note"], "Đặng Thị Hoà", CODE)
    server.listen()
    assert enrolled.run("sync")["sent"] == 1


def test_a_pc_that_was_shut_out_says_so_and_what_to_do_whenever_it_is_asked(
    enrolled: Terminal, server: RunningServer
) -> None:
    with server.database.read() as connection:
        (device,) = connection.scalars(select(tables.device.c.id))
    server.revoke(device)
    assert enrolled.run("sync", code=4)["error"]["code"] == "device_revoked"
    status = enrolled.run("status", code=4)
    assert (status["green"], status["shut_out"]) == (False, "device_revoked")
    said = enrolled.read("status", code=4)
    assert said.startswith("Máy này đã bị ngừng. Trung tâm đã ngừng quyền kết nối của máy này.")
    assert "xin Trung tâm một mã kết nối mới" in said
    assert "Đã gửi hết." not in said


def test_that_data_of_a_unit_were_taken_off_this_pc_is_said_once(office: Terminal, server: RunningServer) -> None:
    server.add_unit("TT", kind="trung_tam")
    server.add_unit("TT2", kind="trung_tam")
    server.add_unit("CN1", parent="TT", name="Chi nhánh số 1")
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    office.add()
    office.run("sync")
    centre, code = office.elsewhere("centre"), server.enrol_code("TT")
    centre.run("init", "--server", server.base_url, "--code", code, "--user", "lan", "--full-name", "Trần Thị Lan")
    server.move_unit("CN1", parent="TT2")
    assert "Chi nhánh số 1" in centre.read("sync")
    assert centre.run("sync")["left"] == centre.run("status")["left"] == []


def test_who_supervises_sees_the_pcs_of_the_unit_and_without_a_line_as_they_were(
    enrolled: Terminal, server: RunningServer
) -> None:
    refused = enrolled.run("status", "--unit", code=4)["error"]  # the national system knows her as a clerk
    assert refused["code"] == "not_overseeing"
    server.set_account("hoa", "CN1", role="truong_chi_nhanh")
    known = enrolled.run("status", "--unit")
    (pc,) = known["pcs"]
    assert (known["fresh"], pc["unit"], pc["waiting"], pc["silent"]) == (True, "CN1", 0, False)
    assert {"at", "fresh", "pcs"} == known.keys()
    assert set(pc) == documented()["status --unit"][1]
    assert "CN1 Đơn vị CN1 – " in enrolled.read("status", "--unit")
    server.hang_up()
    later = enrolled.run("status", "--unit", code=3)
    assert (later["fresh"], len(later["pcs"])) == (False, 1)
    assert "Không có kết nối. Số liệu lúc " in enrolled.read("status", "--unit", code=3)


@pytest.mark.parametrize("complete", [False, True])
def test_a_sync_that_leaves_something_unsent_is_not_called_done(
    enrolled: Terminal, monkeypatch: pytest.MonkeyPatch, complete: bool
) -> None:
    enrolled.run("case", "edit", CODE, "note=Ghi giữa chừng")

    def stopped(service: Synchronise) -> Cycle:
        return Cycle(sent=0, taken=0, totals=service.status().totals, complete=complete)

    monkeypatch.setattr(Synchronise, "cycle", stopped)
    answer = enrolled.run("sync", code=1)
    assert (answer["complete"], answer["pending"]) == (complete, 1)
    assert "chưa trọn vẹn" in enrolled.read("sync", code=1)


def test_changes_of_different_fields_merge(enrolled: Terminal, second: Terminal) -> None:
    second.run("case", "edit", CODE, "note=Của Lan")
    enrolled.run("case", "edit", CODE, "content=Của Hoà")
    enrolled.run("sync")
    assert second.run("sync")["green"]
    enrolled.run("sync")
    for pc in (enrolled, second):
        case = pc.run("case", "show", CODE)["case"]
        assert (case["note"], case["content"]) == ("Của Lan", "Của Hoà")


def test_two_values_are_shown_side_by_side_and_a_person_chooses(enrolled: Terminal, second: Terminal) -> None:
    conflict = contest(enrolled, second)
    assert (conflict["current"], conflict["incoming"]) == ({"note": "Của Hoà"}, {"note": "Của Lan"})
    assert conflict["incoming_is_mine"]
    said = second.read("conflicts", code=4)
    assert "Của Hoà; Đặng Thị Hoà" in said
    assert "Của Lan; Trần Thị Lan" in said
    second.run("resolve", conflict["id"], "note=mine")
    assert second.run("sync")["green"]
    enrolled.run("sync")
    assert enrolled.run("case", "show", CODE)["case"]["note"] == "Của Lan"
    assert enrolled.run("conflicts")["conflicts"] == []


@pytest.mark.parametrize(("choice", "note"), [("note=theirs", "Của Hoà"), ("note==Của cả hai", "Của cả hai")])
def test_the_other_value_or_a_third_one_may_be_chosen(
    enrolled: Terminal, second: Terminal, choice: str, note: str
) -> None:
    conflict = contest(enrolled, second)
    second.run("resolve", conflict["id"], choice)
    second.run("sync")
    assert second.run("case", "show", CODE)["case"]["note"] == note


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [(("note=both",), 2, "usage"), (("content=mine",), 1, "choice_missing")],
)
def test_a_choice_that_is_none_is_refused(
    enrolled: Terminal, second: Terminal, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    conflict = contest(enrolled, second)
    assert second.run("resolve", conflict["id"], *words, code=exit_code)["error"]["code"] == code


def test_what_the_role_may_not_write_is_refused_in_words_and_can_be_given_up(
    enrolled: Terminal, server: RunningServer
) -> None:
    server.set_account("hoa", "CN1", role="thong_ke")
    enrolled.run("case", "edit", CODE, "note=Không được phép")
    assert enrolled.run("sync", code=4)["rejected"] == 1
    (entry,) = enrolled.run("queue", code=4)["entries"]
    assert (entry["state"], entry["error"]) == ("rejected", "no_right")
    assert "Nhờ người có quyền" in enrolled.read("queue", code=4)
    enrolled.run("retry", entry["key"][:8])
    assert enrolled.run("status")["pending"] == 1
    enrolled.run("sync", code=4)
    enrolled.run("discard", entry["key"][:8])
    assert enrolled.run("case", "show", CODE)["case"]["note"] == "Cũ"


def test_a_key_that_fits_nothing_is_refused(enrolled: Terminal) -> None:
    assert enrolled.run("discard", "ffff", code=1)["error"]["code"] == "no_such_record"


def test_both_pcs_export_the_same_bytes(enrolled: Terminal, second: Terminal) -> None:
    enrolled.run("case", "edit", CODE, "note=Mới")
    enrolled.run("sync")
    second.run("sync")
    exports = []
    for pc in (enrolled, second):
        out = pc.home.with_name(f"{pc.home.name}-out")
        files = pc.run("export", "--acknowledged", "--out", str(out))["files"]
        exports.append({name: (out / name).read_bytes() for name in files})
    assert exports[0] == exports[1]
    assert {name.partition("/")[2] for name in exports[0]} >= {"case.ndjson", "person.ndjson", "case_person.ndjson"}


def test_what_is_held_is_sent_only_once_it_is_released(enrolled: Terminal, second: Terminal) -> None:
    enrolled.run("case", "edit", CODE, "note=Chưa chắc")
    (entry,) = enrolled.run("queue")["entries"]
    assert enrolled.run("hold", entry["key"][:8])["keys"] == [entry["key"]]
    assert enrolled.run("sync", code=1)["held"] == 1
    assert "1 thay đổi giữ lại" in enrolled.read("status")
    second.run("sync")
    assert second.run("case", "show", CODE)["case"]["note"] == "Cũ"
    assert enrolled.run("release", "--all")["keys"] == [entry["key"]]
    assert enrolled.run("sync")["green"]
    second.run("sync")
    assert second.run("case", "show", CODE)["case"]["note"] == "Chưa chắc"


def test_receipts_of_what_was_exchanged(enrolled: Terminal) -> None:
    kept = enrolled.run("receipts")["receipts"]
    assert kept[-1]["number"] == 1
    assert kept[-1]["sent"] >= 3
    assert len(kept[-1]["hash"]) == 64
    assert "Biên nhận số 1" in enrolled.read("receipts")
    assert len(enrolled.run("receipts", "--limit", "1")["receipts"]) == 1


def test_everything_is_compared_on_demand_and_said_in_words(enrolled: Terminal) -> None:
    found = enrolled.run("sync", "--verify")
    assert (found["equal"], found["fetched"], found["ahead"], found["not_compared"]) == (True, 0, 0, 0)
    assert "giống nhau hoàn toàn" in enrolled.read("sync", "--verify")


def test_many_deletions_wait_for_a_person(
    enrolled: Terminal, second: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled.add()
    enrolled.run("sync")
    second.run("sync")
    for case in second.run("case", "list")["cases"]:
        second.run("case", "delete", case["id"])
    second.run("sync")
    monkeypatch.setattr(deletions, "MANY", 1)
    told = enrolled.run("sync", code=4)
    assert (told["deletions"], told["green"]) == ([1], False)
    (question,) = enrolled.run("deletions", "show", code=4)["questions"]
    assert question["counts"] == {"case": {"gone": 2, "of": 2}}
    assert "Nơi khác đã xóa 2 trong 2 vụ việc" in enrolled.read("deletions", "show", code=4)
    assert "số này" in enrolled.misuse("deletions", "accept", "7")
    assert enrolled.run("deletions", "keep", "1")["numbers"] == [1]
    assert enrolled.run("sync", code=4)["deletions"] == [1]
    assert enrolled.run("deletions", "accept") == {"numbers": [1], "choice": "accept"}
    assert enrolled.run("case", "list")["total"] == 0
    assert enrolled.run("sync")["green"]
    (settled,) = enrolled.run("deletions", "show")["questions"]
    assert (settled["choice"], settled["waiting"]) == ("accept", False)


def test_everything_is_fetched_anew(enrolled: Terminal) -> None:
    enrolled.run("case", "edit", CODE, "note=Chưa gửi")
    fetched = enrolled.run("rebuild")
    assert fetched["whole"]
    assert fetched["equal"]
    assert fetched["fetched"] == fetched["records"] > 0
    assert (fetched["green"], enrolled.run("status")["rebuilt"]) == (True, False)
    assert enrolled.run("case", "show", CODE)["case"]["note"] == "Chưa gửi"


def test_an_office_that_is_alone_has_nothing_to_fetch(office: Terminal) -> None:
    office.add()
    assert office.run("rebuild", code=1)["error"]["code"] == "not_enrolled"
