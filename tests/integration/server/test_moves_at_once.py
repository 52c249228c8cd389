"""Moves, mergers, new epochs and PCs that join, all at once: nobody waits for ever, nothing is lost, nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from sync.contract.identity import new_id
from sync.contract.messages import Answer, Outcome
from sync.server import epochs, tables
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined
from tests.integration.server.test_incarnation import begin, go_on
from tests.integration.server.test_mergers import merge
from tests.integration.server.test_moves import known_case, request

ROUNDS = 3


@pytest.fixture
def mai(server: RunningServer) -> Pc:
    """Mai's PC at the second branch."""
    return joined(server, "CN2", "mai")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let them begin at the same moment; what any of them raises is raised here."""
    together = Barrier(len(acts))

    def act(each: Callable[[], Any]) -> Any:
        together.wait(timeout=30)
        return each()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(act, each) for each in acts]]


def sends(pc: Pc, entry: bytes, feed: str = "") -> Callable[[], Answer]:
    return lambda: pc.send(entry, feed=feed or None).answers[0]


def begin_epoch(server: RunningServer) -> None:
    with server.database.write() as connection:
        epochs.begin(connection, epochs.Reason.RESTORED)


def join(server: RunningServer, code: str) -> None:
    for _ in range(6):
        Pc(server, "moi").enrol(code)


def lies_in(server: RunningServer, case: str) -> str:
    with server.database.read() as connection:
        return str(connection.scalars(select(tables.record.c.feed).where(tables.record.c.id == case)).one())


def test_two_moves_that_cross_wait_for_one_another_and_not_for_ever(hoa: Pc, mai: Pc, server: RunningServer) -> None:
    for _ in range(ROUNDS):
        there, back = known_case(hoa), known_case(mai)
        moves = request(hoa, there.id, mai.feed), request(mai, back.id, hoa.feed)
        answers = at_once(sends(hoa, moves[0]), sends(mai, moves[1]))
        assert [each.outcome for each in answers] == [Outcome.FORWARDED] * 2
        assert (lies_in(server, there.id), lies_in(server, back.id)) == (mai.feed, hoa.feed)
    for pc in (hoa, mai):
        pc.pull()


def test_of_two_who_send_a_case_to_different_units_one_wins_and_the_other_is_told(
    server: RunningServer, hoa: Pc, duc: Pc, mai: Pc, centre: Pc
) -> None:
    for _ in range(ROUNDS):
        case = known_case(hoa, duc)
        note = duc.edit("case", case.id, {"note": "ghi trước khi biết"})
        asked = request(hoa, case.id, mai.feed), request(duc, case.id, centre.feed)
        answers = at_once(sends(hoa, asked[0]), sends(duc, asked[1]))
        outcomes = sorted((each.outcome, each.code) for each in answers)
        assert outcomes == [(Outcome.FORWARDED, None), (Outcome.REJECTED, "moved_already")]
        winner = next(each.unit for each in answers if each.unit)
        assert lies_in(server, case.id) == winner
        (late,) = duc.push(note)
        assert (late.outcome, late.unit) == (Outcome.FORWARDED, winner)
        hoa.pull()


def test_a_case_on_its_way_to_a_unit_that_is_being_merged_arrives(server: RunningServer, hoa: Pc, mai: Pc) -> None:
    for number in range(ROUNDS):
        going = server.add_unit(f"M{number}")
        case = known_case(hoa)
        move = sends(hoa, request(hoa, case.id, going))
        answer, _merger = at_once(move, partial(merge, server, f"M{number}", "CN2"))
        assert answer.outcome == Outcome.FORWARDED
        assert answer.unit == lies_in(server, case.id)
        assert answer.unit in (going, mai.feed)
        mai.pull()
        assert mai.value("case", case.id, "content") == "Đất đai"


def test_units_are_merged_while_cases_move_epochs_begin_pcs_number_and_others_join(
    server: RunningServer, hoa: Pc, mai: Pc
) -> None:
    """Each of these holds several rows that another one wants."""
    for number in range(2):
        old, new = f"T{number}A", f"T{number}B"
        below = [server.add_unit(f"{old}{each}") for each in range(3)]  # their feeds come first in the order of locks
        for unit in (old, new):
            server.add_unit(unit, kind="trung_tam")
        for each in range(3):
            server.move_unit(f"{old}{each}", parent=old)
        pcs = [joined(server, f"{old}{each}", "lan") for each in range(3)]
        code = server.enrol_code(old, uses=6)
        cases = [known_case(pc).id for pc in pcs]
        acts = [sends(pc, request(pc, case, mai.feed)) for pc, case in zip(pcs, cases, strict=True)]
        numbers = [sends(pc, pc.edit("numbering_act", new_id(), {"kind": "ask", "device": pc.device})) for pc in pcs]
        joining = partial(join, server, code)
        done = at_once(partial(merge, server, old, new), partial(begin_epoch, server), *acts, *numbers, joining)
        assert [each.outcome for each in done[2:5]] == [Outcome.FORWARDED] * 3
        assert [each.outcome for each in done[5:8]] == [Outcome.APPLIED] * 3
        assert [lies_in(server, case) for case in cases] == [mai.feed] * 3
        with server.database.read() as connection:
            units, device = tables.unit.c, tables.device.c
            merged = connection.execute(select(units.id, units.merged_into).where(units.code == old)).one()
            assert list(connection.scalars(select(units.parent).where(units.id.in_(below)))) == [merged.merged_into] * 3
            assert not list(connection.scalars(select(device.id).where(device.unit == merged.id)))
    hoa.pull()


def test_a_pc_goes_on_under_its_new_id_while_its_unit_is_merged(server: RunningServer) -> None:
    """It holds its own row and hands its right to number over; the merger takes both."""
    for number in range(ROUNDS):
        server.add_unit(f"I{number}")
        pc = joined(server, f"I{number}", "lan")
        pc.push(pc.edit("numbering_act", new_id(), {"kind": "ask", "device": pc.device}))
        device = new_id()
        fresh = go_on(pc, device, begin(pc, device).tokens)
        at_once(fresh.send, partial(merge, server, f"I{number}", "CN2"))


def test_what_somebody_wants_of_the_book_of_a_merged_unit_is_done_when_it_arrives_late(
    server: RunningServer, hoa: Pc, duc: Pc, mai: Pc
) -> None:
    def wants(pc: Pc, kind: str, **fields: Any) -> bytes:
        return pc.edit("numbering_act", new_id(), {"kind": kind, "device": pc.device, **fields})

    hoa.push(wants(hoa, "ask"))
    late = wants(duc, "ask"), wants(hoa, "give_back", given={})
    merge(server, "CN1", "CN2")
    duc.push(late[0])
    hoa.push(late[1])
    for pc in (hoa, duc, mai):
        pc.pull()
        outcomes = [pc.value(kind, each, "outcome") for kind, each in pc.records if kind == "numbering_act"]
        assert outcomes == ["done"] * 3
    assert hoa.value("unit", hoa.feed, "numbering_device") == duc.device


def test_a_pc_that_missed_the_merger_comes_back_with_a_new_code(server: RunningServer, hoa: Pc, mai: Pc) -> None:
    entry = hoa.edit("case", new_id(), {"content": "Ghi khi chưa biết"}, unit=hoa.feed)
    old = hoa.feed
    merge(server, "CN1", "CN2")
    hoa.unit = old  # as the PC of an office that had joined
    answer = hoa.enrol(server.enrol_code("CN1"))
    assert (answer.unit.code, answer.unit.id) == ("CN1", old)
    (told,) = hoa.push(entry, feed=old)
    assert told.outcome == Outcome.APPLIED
    mai.pull()
    assert mai.feed_of["case", next(each for kind, each in mai.records if kind == "case")] == old
