"""The story the program exists for: a branch works for a month without a line, and nothing is lost.

Real processes on loopback: the server on PostgreSQL, a centre and two branches, each with its own home.
"""

from pathlib import Path

import pytest

from desktop.services.office import Office
from desktop.store import door
from tests.e2e.programs import PASSWORD, Pc, Server, free_port


@pytest.mark.long
def test_a_month_without_a_line_then_everything_reaches_the_centre(tmp_path: Path, postgresql_url: str) -> None:
    server = _country(postgresql_url, tmp_path)
    centre, remote, other = Pc(tmp_path / "centre"), Pc(tmp_path / "remote"), Pc(tmp_path / "other")
    cases = _a_month_alone(remote)
    with server:
        _others_join(server, centre, other)
        _a_line_at_last(server, remote, centre, cases)
        _changes_in_different_places_both_stand(centre, remote, cases[0])
        _changes_in_the_same_place_wait_for_a_person(centre, remote, cases[0])
        _what_the_law_excludes_is_refused_and_mended(remote, cases[1])
        _the_server_loses_its_power(server, remote, cases[0])
        for pc in (centre, other):
            pc.run("sync")
    _all_exports_are_equal(server, tmp_path, {"TT": [centre], "CN1": [centre, remote], "CN2": [centre, other]})


def _country(database: str, folder: Path) -> Server:
    server = Server(database, free_port(), folder)
    server.run("init")
    server.run("unit", "add", "TT", "--name", "Trung tâm", "--kind", "trung_tam", "--province", "08")
    for code in ("CN1", "CN2"):
        server.run(
            *("unit", "add", code, "--name", f"Chi nhánh {code}", "--kind", "chi_nhanh", "--province", "08"),
            *("--parent", "TT"),
        )
    server.run("account", "add", "hoa", "--unit", "CN1", "--role", "van_thu_tiep_nhan", "--full-name", "Đặng Thị Hoà")
    return server


def _a_month_alone(remote: Pc) -> list[str]:
    """The remote branch begins on a PC that has never seen a network; return the ids of its cases."""
    remote.set_up("CN1", "Chi nhánh số 1", "chi_nhanh", "hoa", "Đặng Thị Hoà")
    cases = [remote.add_case("Nguyễn Văn Đức", "Bào chữa, Điều 173 BLHS", "2026-10-20T08:00:00+07:00")]
    for day in range(21, 31, 4):
        name, content = f"Lò Thị Pâng {day}", f"Bào chữa, vụ ngày {day}/10"
        cases.append(remote.add_case(name, content, f"2026-10-{day}T09:30:00+07:00"))
        remote.edit(cases[-1], note=f"gặp người được trợ giúp ngày {day + 1}/10")
    for query in ("nguyen van duc", "Nguyễn Văn Đức", "duc nguyen"):
        assert [found["id"] for found in remote.run("case", "list", "--query", query)["cases"]] == [cases[0]]
    assert remote.run("status")["pending"] == len(cases) * 4 - 1
    return cases


def _others_join(server: Server, centre: Pc, other: Pc) -> None:
    centre.run(
        *("init", "--server", server.url, "--code", server.enrol_code("TT"), "--user", "an"),
        *("--full-name", "Nguyễn Văn An"),
    )
    centre.make_sign_in_quick("an")
    other.set_up("CN2", "Chi nhánh số 2", "chi_nhanh", "pang", "Lò Thị Pâng")
    other.run("enrol", "--server", server.url, "--code", server.enrol_code("CN2"))
    other.add_case("Đặng Thị Hoà", "Bảo vệ quyền lợi bị hại", "2026-11-02T08:00:00+07:00")
    other.run("sync")


def _a_line_at_last(server: Server, remote: Pc, centre: Pc, cases: list[str]) -> None:
    remote.run("enrol", "--server", server.url, "--code", server.enrol_code("CN1"))
    sent = remote.run("sync")
    assert sent["green"]
    assert sent["sent"] == len(cases) * 4 - 1
    centre.run("sync")
    assert centre.run("case", "list")["total"] == len(cases) + 1
    for query in ("dang thi hoa", "Đặng Thị Hòa"):
        assert len(centre.run("case", "list", "--query", query)["cases"]) == 1


def _changes_in_different_places_both_stand(centre: Pc, remote: Pc, case: str) -> None:
    centre.edit(case, note="Trung tâm đã đọc hồ sơ")
    remote.edit(case, result="Đã gặp bị can")
    for pc in (centre, remote, centre):
        pc.run("sync")
    for pc in (centre, remote):
        assert pc.shown(case)["note"] == "Trung tâm đã đọc hồ sơ"
        assert pc.shown(case)["result"] == "Đã gặp bị can"


def _changes_in_the_same_place_wait_for_a_person(centre: Pc, remote: Pc, case: str) -> None:
    centre.edit(case, content="Bào chữa, Điều 174 BLHS")
    remote.edit(case, content="Bào chữa, Điều 175 BLHS")
    centre.run("sync")
    assert remote.run("sync", expect=4)["conflicts"] == 1
    conflict = remote.run("conflicts", expect=4)["conflicts"][0]
    assert "Bào chữa, Điều 174 BLHS" in str(conflict)
    assert "Bào chữa, Điều 175 BLHS" in str(conflict)
    remote.run("resolve", conflict["id"], "content=mine")
    assert remote.run("sync")["green"]
    centre.run("sync")
    assert centre.shown(case)["content"] == "Bào chữa, Điều 175 BLHS"


def _what_the_law_excludes_is_refused_and_mended(remote: Pc, case: str) -> None:
    _as_an_older_program(remote.home, case, {"law_field": "kinh_doanh_thuong_mai"})
    assert remote.run("sync", expect=4)["rejected"] == 1
    refused = remote.run("queue", expect=4)["entries"][0]
    assert (refused["error"], refused["error_field"]) == ("law_field_excluded", "law_field")
    remote.edit(case, law_field="hinh_su")
    assert remote.run("sync")["green"]


def _the_server_loses_its_power(server: Server, remote: Pc, case: str) -> None:
    server.kill()
    remote.edit(case, note="ghi khi mất kết nối")
    assert remote.run("sync", expect=3)["error"]["code"] == "no_line"
    server.start()
    assert remote.run("sync")["green"]


def _as_an_older_program(home: Path, case_id: str, fields: dict[str, str]) -> None:
    """Write through the door what a program of an earlier law would still have let through."""
    session = Office.at(home).sign_in("hoa", PASSWORD)
    with session.database.write() as connection:
        door.save(connection, session.author(), [door.Change(type="case", id=case_id, fields=fields)])
    session.database.close()


def _all_exports_are_equal(server: Server, folder: Path, replicas: dict[str, list[Pc]]) -> None:
    """For each feed the server's export and every subscribed replica's are the same bytes."""
    exported = {}
    for unit, pcs in replicas.items():
        server.run("export", unit, "--out", str(folder / f"server-{unit}"))
        expected = _files(folder / f"server-{unit}")
        for pc in pcs:
            if pc not in exported:
                exported[pc] = folder / f"{pc.home.name}-export"
                pc.run("export", "--acknowledged", "--out", str(exported[pc]))
            same = [feed for feed in exported[pc].iterdir() if _files(feed) == expected]
            assert len(same) == 1, f"{pc.home.name} differs from the server in {unit}"
    assert len(list(exported[replicas["CN1"][1]].iterdir())) == 1, "a branch holds no other feed"


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
