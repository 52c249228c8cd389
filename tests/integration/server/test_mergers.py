"""A unit takes the place of another: numbers stay, PCs follow by themselves."""

import pytest

from sync.contract.identity import new_id
from sync.contract.messages import Outcome
from sync.server import mergers
from sync.server.cli import main
from sync.server.database import ServerError
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined


def merge(server: RunningServer, old: str, new: str) -> mergers.Merger:
    with server.database.write() as connection:
        merger = mergers.plan(connection, old, new)
        mergers.carry_out(connection, merger)
    return merger


def numbered(pc: Pc, code: str) -> str:
    case = new_id()
    pc.push(pc.edit("case", case, {"content": "Đất đai", "code": code}))
    return case


@pytest.fixture
def centre_two(server: RunningServer) -> Pc:
    """A PC of the centre of another province."""
    return joined(server, "TT2", "say")


def test_a_province_takes_the_place_of_another(server: RunningServer, hoa: Pc, centre: Pc, centre_two: Pc) -> None:
    case = numbered(centre, "TT.TV.07.2026")
    merger = merge(server, "TT", "TT2")
    assert (merger.cases, merger.devices, merger.below) == (1, 1, ("CN1", "CN2"))
    centre_two.pull()
    assert centre_two.value("case", case, "code") == "TT.TV.07.2026"
    assert {hoa.feed, centre.feed, centre_two.feed} <= set(centre_two.cursors)
    centre.pull()
    assert set(centre.cursors) == set(centre_two.cursors)
    assert centre.export(centre_two.feed) == centre_two.export(centre_two.feed)


def test_what_was_not_sent_arrives_where_it_belongs(server: RunningServer, hoa: Pc, centre: Pc, centre_two: Pc) -> None:
    """Work of a centre that was offline through the merger: an edit, and a case whose number stands on paper."""
    case = numbered(centre, "TT.TV.07.2026")
    edit, late = centre.edit("case", case, {"note": "muộn"}), new_id()
    taken_in = centre.edit("case", late, {"content": "Ly hôn", "code": "TT.TV.08.2026"})
    merge(server, "TT", "TT2")
    assert [answer.outcome for answer in centre.push(edit, taken_in)] == [Outcome.APPLIED, Outcome.APPLIED]
    afterwards = centre.edit("case", new_id(), {"content": "Mới"}, unit=centre_two.feed)
    (answer,) = centre.push(afterwards, feed=centre_two.feed)
    assert answer.outcome == Outcome.APPLIED
    centre_two.pull()
    assert centre_two.value("case", case, "note") == "muộn"
    assert centre_two.value("case", late, "code") == "TT.TV.08.2026"


def test_pcs_hear_of_it_from_the_list_of_units(server: RunningServer, hoa: Pc, centre: Pc, centre_two: Pc) -> None:
    known = centre.send(directory=0).directory
    assert known
    merge(server, "TT", "TT2")
    news = centre.send(directory=known.at).directory
    assert news
    assert {unit.code: unit.merged_into for unit in news.units} == {"TT": centre_two.feed, "CN1": None, "CN2": None}
    assert {unit.parent for unit in news.units} == {centre_two.feed}


def test_a_branch_that_takes_the_place_of_another_sees_its_cases(server: RunningServer, hoa: Pc) -> None:
    case = numbered(hoa, "CN1.TV.07.2026")
    other = joined(server, "CN2", "mai")
    assert hoa.feed not in other.cursors
    merge(server, "CN1", "CN2")
    other.pull()
    assert other.value("case", case, "code") == "CN1.TV.07.2026"
    (answer,) = other.push(other.edit("case", case, {"note": "CN2 làm tiếp"}, unit=hoa.feed), feed=hoa.feed)
    assert answer.outcome == Outcome.APPLIED


def test_who_reads_the_restricted_cases_of_a_branch_reads_those_it_took_over(server: RunningServer, hoa: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"restricted": True, "content": "tố giác người thân"}))
    merge(server, "CN1", "CN2")
    other = joined(server, "CN2", "mai")
    for pc in (hoa, other):
        pc.pull()
        assert pc.value("case", case, "content") == "tố giác người thân"
    (answer,) = hoa.push(hoa.edit("case", case, {"content": "tố giác người nhà"}))
    assert answer.outcome == Outcome.APPLIED


def test_a_move_to_a_unit_that_was_merged_goes_to_its_successor(
    server: RunningServer, hoa: Pc, centre: Pc, centre_two: Pc
) -> None:
    case = numbered(hoa, "CN1.TV.07.2026")
    asked = hoa.edit("transfer", new_id(), {"case": case, "to_unit": centre.feed, "on": "2026-11-20"})
    merge(server, "TT", "TT2")
    (answer,) = hoa.push(asked)
    assert (answer.outcome, answer.unit) == (Outcome.FORWARDED, centre_two.feed)


def test_a_code_of_the_old_unit_lets_a_pc_into_the_new_one(server: RunningServer, centre_two: Pc) -> None:
    code = server.enrol_code("TT")
    merge(server, "TT", "TT2")
    assert Pc(server, "lan").enrol(code).unit.code == "TT2"


def test_people_of_one_name_in_both_units_are_told_apart(server: RunningServer) -> None:
    for unit in ("CN1", "CN2"):
        server.add_account("lan", unit)
    server.add_account("hoa", "CN1")
    merger = merge(server, "CN1", "CN2")
    assert (merger.accounts, merger.same_login) == (1, ("lan",))
    server.set_account("hoa", "CN2", enabled=False)
    server.set_account("lan", "CN1", enabled=False)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("CN1", "CN1", "merge_same"),
        ("TT", "CN1", "merge_kinds"),
        ("TT", "STP", "merge_kinds"),
        ("CN9", "CN1", "unit_unknown"),
    ],
)
def test_what_cannot_be_merged(server: RunningServer, old: str, new: str, code: str) -> None:
    with pytest.raises(ServerError, match=code):
        merge(server, old, new)


def test_nobody_is_merged_twice(server: RunningServer) -> None:
    merge(server, "CN1", "CN2")
    for old, new in (("CN1", "TT"), ("CN2", "CN1")):
        with pytest.raises(ServerError, match="merged_already"):
            merge(server, old, new)


def test_the_command_counts_before_it_does_anything(
    server: RunningServer, hoa: Pc, capsys: pytest.CaptureFixture[str]
) -> None:
    numbered(hoa, "CN1.TV.07.2026")
    url = server.database.engine.url.render_as_string(hide_password=False)
    assert main(["--database", url, "unit", "merge", "CN1", "CN2"]) == 0
    said = capsys.readouterr().out
    assert "1 vụ việc" in said
    assert "--yes" in said
    assert main(["--database", url, "unit", "merge", "CN1", "CN2", "--yes"]) == 0
    assert "Đã sáp nhập CN1 vào CN2." in capsys.readouterr().out
    assert main(["--database", url, "unit", "merge", "CN1", "CN2"]) == 1
