"""The national system was restored from a backup, or failed over: PCs give back what it has forgotten (SYNC §6)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.restriction import UNREAD
from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.export import export_acknowledged
from desktop.services.moving import Moving
from desktop.services.office import NewUser
from desktop.services.unsent import retry
from sync.client.tables import EntryState
from sync.contract.errors import NeedsUser
from sync.server import numbering
from sync.server.export import export_feed
from tests.factories import PASSWORD
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, blocks, case_named, note_of, office_pc


@pytest.fixture
def colleague(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """A second PC of the branch, which does not number."""
    with office_pc(tmp_path / "second", numbering=False) as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


def until_quiet(*pcs: Pc) -> None:
    """What one PC built on the other's work is whole only when that one has been there."""
    for _ in range(2):
        for pc in pcs:
            pc.service.cycle()
    for pc in pcs:
        pc.sync()
        assert pc.service.status().totals.differing == 0


def same_everywhere(tmp_path: Path, national: RunningServer, *pcs: Pc, unit: str = "CN1") -> bool:
    """Whether the acknowledged state of these PCs is the server's, byte for byte."""
    with national.database.read() as connection:
        export_feed(connection, unit, tmp_path / "server")
    wanted = {file.name: file.read_bytes() for file in (tmp_path / "server").iterdir()}
    for number, pc in enumerate(pcs):
        out = tmp_path / f"pc{number}"
        export_acknowledged(pc.session, out)
        found = {file.name: file.read_bytes() for file in out.rglob("*.ndjson")}
        if found != wanted:
            return False
    return True


def destinations(pc: Pc) -> set[str]:
    return {unit.name for unit in Moving(pc.session).destinations()}


def open_conflicts(pc: Pc) -> int:
    return len(Conflicts(pc.session).every_open())


def test_trap_19_a_server_restored_from_yesterdays_backup_gets_todays_work_back(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    branch.take_in("Vàng A Sử")
    branch.note(case_named(branch, "Lò Thị Pâng"), "của hôm nay")
    until_quiet(branch, colleague)
    colleague.note(case_named(colleague, "Lò Thị Pâng"), "sửa tiếp")
    colleague.note(case_named(colleague, "Vàng A Sử"), "đồng nghiệp ghi")
    until_quiet(colleague, branch)
    numbers = branch.cases()
    national.put_back(yesterday)
    until_quiet(colleague, branch)  # who built on the other's work comes first
    assert branch.cases() == colleague.cases() == numbers
    assert note_of(branch, "Lò Thị Pâng") == note_of(colleague, "Lò Thị Pâng") == "sửa tiếp"
    assert note_of(branch, "Vàng A Sử") == "đồng nghiệp ghi"
    assert open_conflicts(branch) == 0
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_who_comes_first_after_the_restore_does_not_matter(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    branch.note(case_named(branch, "Lò Thị Pâng"), "của hôm nay")
    until_quiet(branch, colleague)
    colleague.note(case_named(colleague, "Lò Thị Pâng"), "sửa tiếp")
    until_quiet(colleague, branch)
    national.put_back(yesterday)
    until_quiet(branch, colleague)
    assert note_of(branch, "Lò Thị Pâng") == "sửa tiếp"
    assert open_conflicts(branch) == 0
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_what_was_written_before_the_forgotten_edit_came_back_stands_beside_it(
    national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    branch.note(case_named(branch, "Lò Thị Pâng"), "của hôm nay")
    branch.sync()  # the colleague never hears of it
    national.put_back(yesterday)
    colleague.note(case_named(colleague, "Lò Thị Pâng"), "chưa biết gì")
    until_quiet(colleague, branch)
    assert open_conflicts(branch) == open_conflicts(colleague) == 1
    assert note_of(branch, "Lò Thị Pâng") == "chưa biết gì"


def test_what_nobody_contests_of_a_forgotten_edit_comes_back_as_it_was(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    case = case_named(branch, "Lò Thị Pâng")
    Cases(branch.session).edit("case", case, {"note": "của hôm nay", "result": "đã xong"})
    branch.sync()
    national.put_back(yesterday)
    colleague.note(case, "chưa biết gì")
    until_quiet(colleague, branch)
    assert open_conflicts(branch) == 1
    assert Cases(colleague.session).page(case).case.result == "đã xong"
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_nothing_is_green_until_what_was_forgotten_is_back(national: RunningServer, branch: Pc) -> None:
    yesterday = national.back_up()
    branch.take_in("Vàng A Sử")
    branch.sync()
    national.put_back(yesterday)
    branch.service.cycle(stopped=_after(1))
    assert not branch.service.status().green
    branch.sync()
    assert branch.service.status().green


def test_a_pc_restored_while_it_gives_back_what_was_forgotten_still_does(national: RunningServer, branch: Pc) -> None:
    yesterday, made = national.back_up(), branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.sync()
    national.put_back(yesterday)
    branch.service.cycle(stopped=_after(1))
    assert branch.service.status().totals.again
    branch.restore(made)
    branch.sync()
    assert set(branch.cases()) == {"Lò Thị Pâng", "Vàng A Sử"}


def _after(steps: int) -> Callable[[], bool]:
    left = iter(range(steps))
    return lambda: next(left, None) is None


def test_a_failover_that_lost_the_last_second_is_noticed_by_the_pc_that_was_there(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    """Nobody tells: the PC has seen positions that the server has not given."""
    before = national.back_up()
    branch.take_in("Vàng A Sử")
    until_quiet(branch, colleague)
    national.put_back(before, told=False)
    until_quiet(branch, colleague)
    assert set(branch.cases()) == set(colleague.cases()) == {"Lò Thị Pâng", "Vàng A Sử"}
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_a_server_restored_twice_from_one_backup_gives_nothing_twice(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    for name in ("Vàng A Sử", "Hờ A Dê"):
        branch.take_in(name)
        until_quiet(branch, colleague)
        national.put_back(yesterday)
    until_quiet(colleague, branch)
    numbers = branch.cases()
    assert len(set(numbers.values())) == len(numbers) == 3
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_who_was_added_after_the_backup_is_known_again(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    yesterday = national.back_up()
    new = NewUser(login="mai", full_name="Lù Thị Mai", role="van_thu_tiep_nhan", password=PASSWORD)
    branch.office.add_user(branch.session, PASSWORD, new)
    until_quiet(branch, colleague)
    national.put_back(yesterday)
    branch.session = branch.office.sign_in("mai", PASSWORD)
    branch.take_in("Vàng A Sử")
    until_quiet(branch, colleague)
    assert branch.service.status().green
    assert set(colleague.cases()) == {"Lò Thị Pâng", "Vàng A Sử"}


def test_a_pc_that_joined_after_the_backup_joins_again_and_gives_back_what_it_had_before_it_first_joined(
    tmp_path: Path, national: RunningServer, branch: Pc
) -> None:
    yesterday = national.back_up()
    with office_pc(tmp_path / "second", numbering=False) as newcomer:
        newcomer.take_in("Vàng A Sử")
        newcomer.join(national, "CN1")
        until_quiet(newcomer, branch)
        national.put_back(yesterday)
        with pytest.raises(NeedsUser, match="enrolment_needed"):
            newcomer.service.cycle()
        newcomer.service.enrol_again(national.enrol_code("CN1"))
        until_quiet(newcomer, branch)
        assert newcomer.service.status().green
        assert set(branch.cases()) == {"Lò Thị Pâng", "Vàng A Sử"}
        assert same_everywhere(tmp_path, national, branch, newcomer)


def test_a_pc_that_may_not_read_all_keeps_nothing_that_the_server_forgot(
    national: RunningServer, branch: Pc, counting: Pc
) -> None:
    """It is told no digest; a block of numbers that was leased after the backup would stay there for ever."""
    Cases(branch.session).edit("case", case_named(branch, "Lò Thị Pâng"), {"restricted": True})
    until_quiet(branch, counting)
    yesterday = national.back_up()
    with national.database.write() as connection:
        numbering.take_over(connection, "CN1", counting.device)
    until_quiet(branch, counting)
    assert blocks(counting) == blocks(branch)
    assert len(blocks(counting)) == 2
    national.put_back(yesterday)
    until_quiet(branch, counting)
    assert blocks(counting) == blocks(branch)
    assert len(blocks(counting)) == 1
    assert list(counting.cases()) == [UNREAD]


def test_what_a_right_given_after_the_backup_allowed_is_set_aside_and_can_be_sent_again(
    national: RunningServer, branch: Pc, counting: Pc
) -> None:
    yesterday = national.back_up()
    national.set_account("dem", "CN1", role="van_thu_tiep_nhan")
    counting.note(case_named(counting, "Lò Thị Pâng"), "của hôm nay")
    until_quiet(counting, branch)
    national.put_back(yesterday)
    counting.service.cycle()
    (refused,) = counting.service.queue()
    assert (refused.state, refused.error) == (EntryState.REJECTED, "no_right")
    national.set_account("dem", "CN1", role="van_thu_tiep_nhan")
    retry(counting.session, [refused.key])
    until_quiet(counting, branch)
    assert counting.service.status().green
    assert note_of(branch, "Lò Thị Pâng") == "của hôm nay"


def test_units_that_are_entered_again_are_heard_of(national: RunningServer, branch: Pc) -> None:
    """Their places in the list are those of the units that were forgotten."""
    yesterday = national.back_up()
    national.add_unit("CN2", name="Chi nhánh số 2")
    branch.sync()
    assert destinations(branch) == {"Chi nhánh số 2"}
    national.put_back(yesterday)
    national.add_unit("CN3", name="Chi nhánh số 3")
    branch.sync()
    assert destinations(branch) == {"Chi nhánh số 3"}


def test_what_stayed_behind_a_move_goes_with_a_move_that_was_forgotten(
    tmp_path: Path, national: RunningServer, branch: Pc, colleague: Pc
) -> None:
    national.add_unit("CN2", name="Chi nhánh số 2")
    until_quiet(branch, colleague)
    case, yesterday = case_named(branch, "Lò Thị Pâng"), national.back_up()
    moving = Moving(colleague.session)
    moving.ask(case, {"to_unit": moving.destination("CN2").id, "on": "2026-11-25", "reason": "chuyển nhà"})
    until_quiet(colleague, branch)
    assert case_named(branch, "Lò Thị Pâng") != case
    national.put_back(yesterday)
    until_quiet(branch)  # the colleague's PC, which alone knows of the request, is not there yet
    assert case_named(branch, "Lò Thị Pâng") == case
    until_quiet(colleague, branch)
    assert case_named(branch, "Lò Thị Pâng") != case
    assert same_everywhere(tmp_path, national, branch, colleague)


def test_a_pc_of_a_merged_unit_that_joined_after_the_backup_gives_back_what_it_wrote_before(
    tmp_path: Path, national: RunningServer, branch: Pc
) -> None:
    national.add_unit("CN2", name="Chi nhánh số 2")
    yesterday = national.back_up()
    with office_pc(tmp_path / "second", numbering=False) as newcomer:
        newcomer.take_in("Vàng A Sử")
        newcomer.join(national, "CN1")
        newcomer.sync()
        national.merge("CN1", "CN2")
        until_quiet(newcomer, branch)
        national.put_back(yesterday)
        national.merge("CN1", "CN2")
        newcomer.service.enrol_again(national.enrol_code("CN1"))
        until_quiet(newcomer, branch)
        assert newcomer.service.queue() == []
        assert set(branch.cases()) == {"Lò Thị Pâng", "Vàng A Sử"}


@pytest.mark.parametrize("told", [True, False])
def test_a_unit_added_after_the_backup_gives_everything_back_once_it_is_entered_again(
    tmp_path: Path, national: RunningServer, *, told: bool
) -> None:
    yesterday = national.back_up()
    forgotten = {"unit_code": "CN9", "unit_name": "Chi nhánh số 9"}
    with office_pc(tmp_path / "nine", **forgotten) as nine, office_pc(tmp_path / "its second", **forgotten) as other:
        national.add_unit("CN9")
        nine.take_in("Vàng A Sử")
        nine.join(national, "CN9")
        nine.sync()
        national.put_back(yesterday, told=told)
        nine.take_in("Hờ A Dê")
        with pytest.raises(NeedsUser, match="enrolment_needed"):
            nine.service.cycle()
        with pytest.raises(DomainError, match="other_unit"):
            nine.service.enrol_again(national.enrol_code("CN1"))
        assert nine.service.status().totals.pending, "what waits is kept"
        national.add_unit("CN9")
        nine.service.enrol_again(national.enrol_code("CN9"))
        nine.take_in("Mùa A Tủa")
        other.join(national, "CN9")
        until_quiet(nine, other)
        assert nine.service.status().green
        assert other.cases() == nine.cases()
        assert len(set(nine.cases().values())) == len(nine.cases()) == 3
        assert same_everywhere(tmp_path, national, nine, other, unit="CN9")


def test_a_deletion_that_was_forgotten_stays_one(national: RunningServer, branch: Pc, colleague: Pc) -> None:
    yesterday = national.back_up()
    branch.note(case := case_named(branch, "Lò Thị Pâng"), "của hôm nay")
    until_quiet(branch, colleague)
    Cases(colleague.session).delete(case)
    until_quiet(colleague, branch)
    national.put_back(yesterday)
    until_quiet(colleague, branch)
    assert branch.cases() == colleague.cases() == {}
    assert open_conflicts(branch) == 0
