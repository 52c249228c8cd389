"""Many PCs at once: every commit keeps its place, nobody skips another's."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from sync.server import tree
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

PCS = 6
ROUNDS = 8


@pytest.fixture
def office(server: RunningServer) -> list[Pc]:
    """The PCs of one busy branch."""
    return [joined(server, "CN1", f"user{number}") for number in range(PCS)]


def test_pcs_that_write_at_once_lose_nothing(office: list[Pc]) -> None:
    def work(pc: Pc) -> list[str]:
        cases = [new_id() for _ in range(ROUNDS)]
        for case in cases:
            (answer,) = pc.push(pc.edit("case", case, {"note": case}))
            assert answer.outcome == Outcome.APPLIED
        return cases

    with ThreadPoolExecutor(PCS) as pool:
        cases = [case for made in pool.map(work, office) for case in made]
    for pc in office:
        pc.pull()
    assert all(pc.records == office[0].records for pc in office)
    assert {case for kind, case in office[0].records if kind == "case"} == set(cases)
    assert office[0].heads[office[0].feed] == 1 + PCS * ROUNDS  # one position each, none twice, none left out


def test_pcs_that_fight_over_one_field_lose_no_value(office: list[Pc]) -> None:
    case = new_id()
    office[0].push(office[0].edit("case", case, {"note": "gốc"}))
    for pc in office:
        pc.pull()

    def work(pc: Pc) -> Outcome:
        value = next(iter(pc.users))
        return pc.push(pc.edit("case", case, {"note": value}))[0].outcome

    with ThreadPoolExecutor(PCS) as pool:
        outcomes = sorted(pool.map(work, office))
    assert outcomes == [Outcome.APPLIED] + [Outcome.CONFLICT] * (PCS - 1)
    office[0].pull()
    kept = {conflict["incoming"]["note"] for conflict in office[0].conflicts()}
    assert kept | {office[0].value("case", case, "note")} == {f"user{number}" for number in range(PCS)}


def test_a_reader_that_pages_while_others_write_ends_with_everything(office: list[Pc]) -> None:
    reader, *writers = office
    cases = [new_id() for _ in range(60)]
    for case in cases:
        writers[0].send(writers[0].edit("case", case, {"content": "c" * 3000, "note": "0"}))

    def work(pc: Pc) -> None:
        pc.pull()
        for number, case in enumerate(cases[::5]):
            pc.push(pc.edit("case", case, {"channel": f"kênh {number} {next(iter(pc.users))}"}))

    def read() -> None:
        for _ in range(10):
            reader.pull()

    with ThreadPoolExecutor(PCS) as pool:
        done = [pool.submit(read), *(pool.submit(work, pc) for pc in writers)]
    assert [each.result() for each in done] == [None] * PCS
    for pc in office:
        pc.pull()
    assert all(pc.records == reader.records for pc in writers)
    assert all(pc.versions == reader.versions for pc in writers)


def test_the_same_entry_on_two_ways_at_once_is_applied_once(office: list[Pc]) -> None:
    entries = [office[0].edit("case", new_id(), {"note": "x"}, unit=office[0].feed) for _ in range(10)]
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda pc: [pc.send(entry).answers for entry in entries], office[:1] * 2)
    assert one == two
    office[0].pull()
    assert {version for (kind, _), version in office[0].versions.items() if kind == "case"} == {1}


def test_an_administrator_changes_the_tree_while_pcs_number(server: RunningServer, hoa: Pc, duc: Pc) -> None:
    """Both write the feed and the row of the unit: in one order, else they wait for one another for ever."""

    def number(pc: Pc) -> None:
        for _ in range(15):
            pc.push(pc.edit("numbering_act", new_id(), {"kind": "ask"}))

    def move(code: str) -> None:
        for parent in ["STP", "TT"] * 8:
            with server.database.write() as connection:
                tree.move_unit(connection, code, parent=parent)

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(number, hoa), pool.submit(number, duc), pool.submit(move, "CN1"), pool.submit(move, "CN2")]
    assert [each.result() for each in done] == [None] * 4
