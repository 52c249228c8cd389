"""What leaves for statistics: everything that counts cases, nothing of anybody in them."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Kind
from sync.contract.identity import new_id
from sync.contract.national import NationalRequest, NationalResponse
from sync.server import national, tables
from sync.server.cli import main
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined
from tests.integration.server.test_moves import known_case, move
from tests.integration.server.test_status_page import signed_in

AT = "2026-05-17T08:31:00+07:00"
PLANTED = "Lường Thị Ính"


def planted(type_name: str) -> dict[str, Any]:
    """A value in every field somebody could type into; numbers and days that tell who it is where there are such."""
    values: dict[str, Any] = {}
    for field in RECORD_TYPES[type_name].fields.values():
        if field.info.given:
            continue  # the server alone writes it
        typed: Any = [PLANTED] if field.kind is Kind.CODES else PLANTED
        with contextlib.suppress(Invalid):  # nobody can type it there
            values[field.name] = field.check(typed)
    return values | {"tomorrow": PLANTED}


def exported(server: RunningServer, file: Path) -> tuple[str, list[dict[str, Any]]]:
    url = server.database.engine.url.render_as_string(hide_password=False)
    assert main(["--database", url, "national", "--file", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    return text, [json.loads(line) for line in text.splitlines()]


def test_nothing_anybody_typed_and_no_id_ever_leaves(server: RunningServer, hoa: Pc, tmp_path: Path) -> None:
    written = [name for name, declared in RECORD_TYPES.items() if not declared.written_by_server]
    ids = {name: new_id() for name in written}
    entries = [hoa.edit(name, record_id, planted(name)) for name, record_id in ids.items()]
    telling = {"birth_date": "1987-03-05", "birth_year": 1987, "citizen_number": "001087012345"}
    person = new_id()
    entries.append(hoa.edit("person", person, telling | {"commune": "00004", "ethnic_group": "kinh", "province": "01"}))
    case = new_id()
    number = {"code": "TGPL-01/2026", "register_number": 73451, "register_year": 2026}
    entries.append(hoa.edit("case", case, number | {"accepted_at": AT, "in_custody": True}))
    answers = dict(zip(ids, hoa.push(*entries), strict=False))
    assert [name for name in national.TYPES if answers[name].outcome not in ("applied", "conflict")] == []

    text, lines = exported(server, tmp_path / "national.ndjson")

    assert {line["type"] for line in lines} == set(national.TYPES)
    told = ("birth", "1987-03", "001087012345", "00004", "kinh", "TGPL-01", "73451", AT[:10], AT[11:16])
    for secret in (PLANTED, *told, *ids.values(), person, case, hoa.device, hoa.accounts[hoa.users["hoa"]]):
        assert secret not in text, secret


def test_what_is_left_counts_cases(server: RunningServer, hoa: Pc, tmp_path: Path) -> None:
    case, person, gone = new_id(), new_id(), new_id()
    hoa.push(
        hoa.edit(
            "case", case, {"law_field": "dat_dai", "accepted_at": "2026-05-17T08:31:00+07:00", "restricted": True}
        ),
        hoa.edit("person", person, {"gender": "nu", "province": "01"}),
        hoa.edit("case_person", new_id(), {"case": case, "person": person, "role": "nguoi_duoc_tgpl"}),
        hoa.edit("case", gone, {"law_field": "hinh_su"}),
        hoa.edit("stage", new_id(), {"case": gone, "kind": "dieu_tra"}),
    )
    hoa.push(hoa.edit("case", gone, {"deleted": True}, seen=hoa.seen(gone)))
    _, lines = exported(server, tmp_path / "one.ndjson")
    by_type: Mapping[str, dict[str, Any]] = {line["type"]: line for line in lines}
    assert by_type.keys() == {"case", "person", "case_person"}
    assert by_type["case"]["fields"] == {"law_field": "dat_dai", "accepted_at": "2026-05", "restricted": True}
    assert by_type["person"]["fields"] == {"gender": "nu", "province": "01"}
    assert by_type["case_person"]["fields"] == {
        "case": by_type["case"]["id"],
        "person": by_type["person"]["id"],
        "role": "nguoi_duoc_tgpl",
    }
    assert {line["unit"] for line in lines} == {"CN1"}
    _, again = exported(server, tmp_path / "two.ndjson")
    assert not {line["id"] for line in lines} & {line["id"] for line in again}  # two projections cannot be joined


def test_a_case_that_was_moved_is_counted_once(server: RunningServer, hoa: Pc, tmp_path: Path) -> None:
    """What the sender keeps of it is no second case."""
    case = known_case(hoa)
    mai = joined(server, "CN2", "mai")
    move(hoa, case.id, mai.feed)
    _, lines = exported(server, tmp_path / "national.ndjson")
    assert [(line["type"], line["unit"]) for line in lines if line["type"] in ("case", "stage", "case_person")] == [
        ("case", "CN2"),
        ("case_person", "CN2"),
        ("stage", "CN2"),
    ]


def test_only_the_department_takes_it_from_the_page(server: RunningServer, hoa: Pc) -> None:
    server.add_unit("CUC", kind="cuc")
    hoa.push(hoa.edit("case", new_id(), {"law_field": "dat_dai", "note": PLANTED}))
    assert signed_in(server, "STP", "so_tu_phap_xem").open("/status/national.ndjson").status_code == 403
    department = signed_in(server, "CUC", "cuc_xem")
    assert "/status/national.ndjson" in department.open().text
    (line,) = department.open("/status/national.ndjson").text.splitlines()
    assert json.loads(line)["fields"] == {"law_field": "dat_dai"}


def told(pc: Pc, types: tuple[str, ...] = national.TYPES, **more: Any) -> NationalResponse:
    request = NationalRequest(author=next(iter(pc.users.values())), types=types, **more)
    return msgspec.json.decode(pc.post("/v1/national", msgspec.json.encode(request)), type=NationalResponse)


def test_the_departments_pc_is_told_what_has_changed_and_nothing_of_anybody(server: RunningServer, hoa: Pc) -> None:
    server.add_unit("CUC", kind="cuc")
    department = joined(server, "CUC", "cuc", role="cuc_xem")
    case = new_id()
    hoa.push(
        hoa.edit("case", case, {"law_field": "dat_dai", "note": PLANTED, "accepted_at": AT, "register_number": 73451}),
        hoa.edit("person", new_id(), {"full_name": PLANTED, "gender": "nu"}),
    )
    answer = told(department, ("case", "conflict", "attachment"))
    (unit,) = (each for each in answer.units if each.records)
    assert unit.unit == hoa.feed
    (record,) = unit.records
    assert (record.type, record.fields) == ("case", {"law_field": "dat_dai", "accepted_at": "2026-05"})
    assert record.id != case
    plain = msgspec.json.encode(answer).decode()
    assert [word for word in (PLANTED, "73451", case, AT[:10]) if word in plain] == []
    heads = {each.unit: each.head for each in answer.units}
    assert told(department, heads=heads).units == ()
    with server.database.read() as connection:
        acts = connection.scalars(select(tables.audit.c.detail).where(tables.audit.c.action == "national_read")).all()
    assert acts == [f"units={len(answer.units)} records=1"]


def test_it_comes_in_pieces_of_whole_units(server: RunningServer, hoa: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    server.add_unit("CUC", kind="cuc")
    department, mai = joined(server, "CUC", "cuc", role="cuc_xem"), joined(server, "CN2", "mai")
    for pc in (hoa, mai):
        pc.push(pc.edit("case", new_id(), {"law_field": "dat_dai"}))
    monkeypatch.setattr(national, "_RECORDS", 1)
    heads: dict[str, int] = {}
    pieces = []
    while (answer := told(department, heads=heads)).units:
        heads |= {each.unit: each.head for each in answer.units}
        pieces.append((sum(len(each.records) for each in answer.units), answer.more))
    assert pieces in ([(1, True), (1, False)], [(1, True), (1, True), (0, False)])


def test_no_other_pc_is_told(server: RunningServer, hoa: Pc) -> None:
    server.add_unit("CUC", kind="cuc")
    department = joined(server, "CUC", "cuc", role="cuc_xem")
    server.set_account("cuc", "CUC", enabled=False)
    server.set_account("hoa", "CN1", role="quan_tri")
    for pc in (hoa, department):
        with pytest.raises(RefusedError, match="403 no_right"):
            told(pc)


def test_a_file_that_is_there_is_not_written_over(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "national.ndjson"
    file.write_text("cũ", encoding="utf-8")
    url = server.database.engine.url.render_as_string(hide_password=False)
    assert main(["--database", url, "national", "--file", str(file)]) == 1
    assert "Đã có tệp" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "cũ"


def test_who_sees_everything_may_still_not_see_the_work(server: RunningServer) -> None:
    """The department's own PC has its own feed alone."""
    server.add_unit("CUC", kind="cuc")
    branch, department = joined(server, "CN1"), joined(server, "CUC", "cuc", role="cuc_xem")
    branch.push(branch.edit("case", new_id(), {"note": PLANTED}))
    department.pull()
    assert list(department.heads) == [department.feed]


def test_what_lies_in_the_bin_alone_does_not_leave_either(server: RunningServer, hoa: Pc, tmp_path: Path) -> None:
    """A verdict taken back would still make its case a success for the whole country."""
    case, verdict = new_id(), new_id()
    hoa.push(
        hoa.edit("case", case, {"form": "tham_gia_to_tung", "accepted_at": AT, "ended_on": "2026-06-30"}),
        hoa.edit("success_verdict", verdict, {"case": case, "verdict": "thanh_cong", "on": "2026-07-02"}),
    )
    hoa.push(hoa.edit("success_verdict", verdict, {"deleted": True}, seen=hoa.seen(verdict)))
    _, lines = exported(server, tmp_path / "national.ndjson")
    assert [line["type"] for line in lines] == ["case"]
