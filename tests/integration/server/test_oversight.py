"""Somebody who answers for other PCs asks on their own how these stand: who is told what, and who nothing."""

import msgspec
import pytest
from sqlalchemy import update

from sync.contract.identity import new_id
from sync.contract.oversight import StatusRequest, StatusResponse
from sync.server import tables
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined
from tests.integration.server.test_status_page import seen


def told(pc: Pc, author: str = "") -> StatusResponse:
    request = StatusRequest(author=author or next(iter(pc.users.values())))
    return msgspec.json.decode(pc.post("/v1/status", msgspec.json.encode(request)), type=StatusResponse)


def overseer(server: RunningServer, unit: str, role: str) -> Pc:
    server.add_account("phu-trach", unit, role=role)
    return joined(server, unit, "phu-trach")


@pytest.mark.parametrize(
    ("unit", "role", "visible"),
    [
        ("CUC", "cuc_xem", ["CN1", "CN2", "CUC", "STP", "TT", "TT2"]),
        ("STP", "so_tu_phap_xem", ["CN1", "CN2", "STP", "TT"]),
        ("TT", "lanh_dao_trung_tam", ["CN1", "CN2", "TT"]),
        ("CN1", "truong_chi_nhanh", ["CN1"]),
        ("TT2", "thong_ke", ["TT2"]),
    ],
)
def test_everybody_is_told_of_their_own_part_of_the_tree(
    server: RunningServer, unit: str, role: str, visible: list[str]
) -> None:
    server.add_unit("CUC", kind="cuc")
    assert [each.code for each in told(overseer(server, unit, role)).units] == visible


def test_a_pc_tells_what_waits_elsewhere_since_when_and_who_is_silent(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
    hoa.send(waiting=3, waiting_since="2026-11-02T16:45:00+07:00")
    seen(server, hoa, days=9)
    centre = overseer(server, "TT", "lanh_dao_trung_tam")
    first = told(centre).units[0]
    assert (first.code, first.open_conflicts) == ("CN1", 1)
    (pc,) = first.devices
    assert (pc.name, pc.waiting, pc.waiting_since) == ("Máy một cửa", 3, "2026-11-02T16:45:00+07:00")


def test_who_works_for_themselves_or_is_not_enrolled_there_is_told_nothing(server: RunningServer, hoa: Pc) -> None:
    centre = overseer(server, "TT", "lanh_dao_trung_tam")
    server.set_account("phu-trach", "TT", enabled=False)
    for pc, author in ((hoa, ""), (hoa, next(iter(centre.accounts.values()))), (hoa, new_id()), (centre, "")):
        with pytest.raises(RefusedError, match="403 not_overseeing"):
            told(pc, author)


def test_a_merged_branch_shows_under_the_one_that_took_its_place(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
    head = overseer(server, "CN2", "truong_chi_nhanh")
    with server.database.write() as connection:
        new = connection.scalar(
            tables.unit.select().with_only_columns(tables.unit.c.id).where(tables.unit.c.code == "CN2")
        )
        connection.execute(update(tables.unit).where(tables.unit.c.code == "CN1").values(merged_into=new))
    assert [(unit.code, unit.open_conflicts) for unit in told(head).units] == [("CN1", 1), ("CN2", 0)]


def test_looking_all_the_time_is_held_back(server: RunningServer) -> None:
    centre = overseer(server, "TT", "lanh_dao_trung_tam")
    for _ in range(20):
        told(centre)
    with pytest.raises(RefusedError, match="429 too_many_requests"):
        told(centre)
