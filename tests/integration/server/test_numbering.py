"""Blocks of numbers and the right to give them, as PCs of any make see it through the wire."""

from typing import Any

import pytest

from sync.contract.identity import new_id
from sync.contract.messages import Answer
from sync.contract.records.numbering import FIRST_YEAR, Held
from sync.server import accounts, numbering
from sync.server.database import ServerError
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc


def joined(server: RunningServer, *, numbers: bool = False, role: str = "truong_chi_nhanh") -> Pc:
    pc = Pc(server, role=role)
    pc.enrol(server.enrol_code("CN1"), numbering=numbers)
    pc.pull()
    return pc


def ask(pc: Pc, year: int = 2026, given: int = 0, first: int = 0, last: int = 0) -> None:
    pc.take_in(pc.send(numbers=(Held(year, given, first, last),)))


def want(pc: Pc, kind: str, **fields: Any) -> Answer:
    (answer,) = pc.push(pc.edit("numbering_act", new_id(), {"kind": kind, "device": pc.device, **fields}))
    return answer


def blocks(pc: Pc) -> list[tuple[int, int, int, str | None]]:
    """Year, first and last number of each block, and why it ended."""
    ids = [record_id for kind, record_id in pc.records if kind == "number_block"]
    found = [[pc.value("number_block", each, name) for name in ("year", "first", "last", "ended")] for each in ids]
    return sorted(tuple(each) for each in found)


def holder(pc: Pc) -> str | None:
    found: str | None = pc.value("unit", pc.feed, "numbering_device")
    return found


def outcomes(pc: Pc) -> list[str]:
    return [
        pc.value("numbering_act", record_id, "outcome") for kind, record_id in pc.records if kind == "numbering_act"
    ]


def test_an_answer_that_was_lost_costs_no_second_block(server: RunningServer) -> None:
    pc = joined(server, numbers=True)
    for _ in range(3):
        pc.send(numbers=(Held(2026, 0),))

    ask(pc)

    assert blocks(pc) == [(2026, 1, 60, None)]


def test_the_next_block_lies_above_what_the_pc_says_to_have_given(server: RunningServer) -> None:
    pc = joined(server, numbers=True)
    ask(pc, given=37)  # an office that began offline, and has sent nothing yet

    ask(pc, given=70, first=38, last=97)

    assert blocks(pc) == [(2026, 38, 97, None), (2026, 98, 157, None)]


def test_nobody_else_is_leased_anything_nor_a_year_that_is_none(server: RunningServer) -> None:
    pc, other = joined(server, numbers=True), joined(server)

    ask(other)
    for year in (FIRST_YEAR - 1, 2200):
        ask(pc, year=year)

    pc.pull()
    assert blocks(pc) == []


def test_a_take_over_that_comes_late_takes_nothing_from_somebody_else(server: RunningServer) -> None:
    first, second, third = joined(server, numbers=True), joined(server), joined(server)
    want(second, "take_over", holder=first.device)
    want(third, "take_over", holder=first.device)

    second.pull()
    assert holder(second) == second.device
    assert sorted(outcomes(second)) == ["done", "stale"]


def test_the_right_goes_to_who_asked_first(server: RunningServer) -> None:
    first, second, third = joined(server, numbers=True), joined(server), joined(server)
    ask(first)
    for pc in (second, third):
        want(pc, "ask")

    want(first, "give_back", given={"CN1": {"2026": 7}})

    third.pull()
    assert holder(third) == second.device
    assert sorted(outcomes(third)) == ["done", "done", "waits"]
    assert blocks(third) == [(2026, 1, 7, "given_back"), (2026, 8, 67, None)]


def test_a_clerk_takes_nothing_over_and_nobody_writes_what_is_the_servers(server: RunningServer) -> None:
    clerk = joined(server, role="van_thu_tiep_nhan")

    assert want(clerk, "take_over").code == "no_right"
    assert want(clerk, "ask", outcome="done").code == "no_right"
    assert want(clerk, "give_back", given={"CN1": ["one"]}).code == "value_not_allowed"
    (block,) = clerk.push(clerk.edit("number_block", new_id(), {"first": 1}))
    assert block.code == "no_right"


def test_whoever_asks_gets_the_right_of_a_lost_pc_above_its_block(server: RunningServer) -> None:
    lost, other = joined(server, numbers=True), joined(server)
    ask(lost)
    with server.database.write() as connection:
        accounts.revoke_device(connection, lost.device)

    want(other, "ask")
    ask(other)

    assert holder(other) == other.device
    assert blocks(other) == [(2026, 1, 60, "taken_over"), (2026, 61, 120, None)]


def test_a_restored_server_writes_down_again_what_the_holder_tells(server: RunningServer) -> None:
    pc = joined(server, numbers=True)
    with server.database.write() as connection:
        numbering.doubt(connection)

    ask(pc, given=130, first=121, last=180)

    assert blocks(pc) == [(2026, 121, 180, None)], "no number is left out where the holder was heard of"


def test_the_administrator_gives_the_right_only_to_a_pc_of_the_unit(server: RunningServer) -> None:
    pc = joined(server)
    with server.database.write() as connection:
        with pytest.raises(ServerError, match="device_unknown"):
            numbering.take_over(connection, "CN1", new_id())
        numbering.take_over(connection, "CN1", pc.device)

    pc.pull()
    assert holder(pc) == pc.device
