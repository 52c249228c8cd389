"""Trap 8, rolled back and cloned: a file that was copied goes on under a new id, whatever gets lost on the way."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.backups import Backups
from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.synchronise import take_note
from desktop.services.unsent import hold, release
from desktop.services.verifying import verify
from desktop.store import incarnation
from desktop.store.backup import DATABASE_NAME
from sync.client.http import HttpTransport
from sync.contract.errors import NeedsUser, Offline
from sync.contract.messages import ExchangeRequest, ExchangeResponse, IncarnationRequest, IncarnationResponse, Tokens
from sync.server.refusals import Refused
from sync.server.status import as_table, status
from tests.factories import CHEAP, LOGIN, NOW, PASSWORD
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered, invitation
from tests.integration.services.branch_pc import Clock, Pc, case_named, office_pc, shown


def test_trap_8_a_file_copied_back_by_hand_goes_on_under_a_new_id(
    national: RunningServer, branch: Pc, tmp_path: Path
) -> None:
    before = branch.device
    branch.close()
    shutil.copy(branch.home / DATABASE_NAME, tmp_path / "copy")
    branch.open()
    branch.take_in("Giàng A Páo")
    branch.sync()
    branch.close()
    shutil.copy(tmp_path / "copy", branch.home / DATABASE_NAME)
    branch.open()
    branch.take_in("Vàng A Sử")

    branch.sync()

    assert branch.device != before
    assert branch.service.status().gone_back
    take_note(branch.session)
    assert not branch.service.status().gone_back
    assert branch.session.office.device == branch.device
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử", "Giàng A Páo"}
    assert branch.session.office.numbering
    assert [(line.id, line.restored) for line in shown(national)] == [(branch.device, 1)]
    assert branch.service.status().conflicts_open > 0  # of the number that was given twice before the line came
    branch.take_in("Hờ A Dê")
    assert branch.cases()["Hờ A Dê"].endswith(".61.2026"), "above all that may stand on paper"


def test_trap_8_a_folder_copied_to_a_second_pc_makes_two_pcs(
    national: RunningServer, branch: Pc, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    branch.close()
    shutil.copytree(branch.home, tmp_path / "second")
    branch.open()
    second = Pc(tmp_path / "second", Office.at(tmp_path / "second", Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
    branch.take_in("Giàng A Páo")
    branch.sync()
    name_pc("may-thu-hai")
    second.take_in("Vàng A Sử")
    second.sync()
    branch.sync()
    for each, name in ((branch, "Hờ A Dê"), (second, "Thào Thị Mỷ")):
        each.take_in(name)
        each.sync()
    branch.sync()

    second.sync()
    assert branch.device != second.device
    assert {line.id: line.copy_of for line in shown(national)} == {branch.device: None, second.device: branch.device}
    assert branch.cases().keys() == second.cases().keys()
    assert len(branch.cases()) == 5
    assert (branch.session.office.numbering, second.session.office.numbering) == (True, False)
    second.close()


def test_trap_8_what_a_copy_deletes_does_not_take_along_what_the_other_one_added(
    national: RunningServer, branch: Pc, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    """Both went under one id when they wrote, so where an entry was born does not say who had it before them."""
    branch.close()
    shutil.copytree(branch.home, tmp_path / "second")
    branch.open()
    second = Pc(tmp_path / "second", Office.at(tmp_path / "second", Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
    case = case_named(branch, "Lò Thị Pâng")
    Cases(branch.session).add("event", {"case": case, "on": "2026-11-22", "content": "Đã gọi điện"})
    branch.sync()
    name_pc("may-thu-hai")
    for text in ("một", "hai", "ba"):
        second.note(case, text)
    Cases(second.session).delete(case)
    second.service.cycle()
    branch.sync()
    assert [event.content for event in Cases(branch.session).page(case).events] == ["Đã gọi điện"]
    assert branch.service.status().conflicts_open > 0
    second.close()


@pytest.mark.parametrize("how", ["replaced", "shut out"])
def test_a_copy_of_an_office_that_had_not_joined_joins_though_nobody_goes_under_its_id_any_more(
    national: RunningServer, tmp_path: Path, name_pc: Callable[[str], None], how: str
) -> None:
    with office_pc(tmp_path / "first") as first:
        first.take_in("Lò Thị Pâng")
        first.close()
        shutil.copytree(first.home, tmp_path / "second")
        first.open()
        first.join(national, "CN1")
        first.sync()
        if how == "replaced":
            first.restore(first.back_up())
            first.sync()
        else:
            national.revoke(first.device)
        name_pc("may-thu-hai")
        second = Pc(tmp_path / "second", Office.at(tmp_path / "second", Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
        second.take_in("Vàng A Sử")

        second.join(national, "CN1")

        second.sync()
        assert second.device != first.device
        assert second.service.status().gone_back, "whoever sits there is told"
        assert second.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
        second.close()


class LosesAnswer(HttpTransport):
    """The line breaks after the national has done its part."""

    def begin_incarnation(self, request: IncarnationRequest) -> IncarnationResponse:
        super().begin_incarnation(request)
        raise Offline("line_broke")


class KilledAfterKeeping(HttpTransport):
    """The program is killed before it has noted that the national knows it."""

    def keep(self, tokens: Tokens) -> None:
        super().keep(tokens)
        raise KeyboardInterrupt


@pytest.mark.parametrize(("kind", "end"), [(LosesAnswer, Offline), (KilledAfterKeeping, KeyboardInterrupt)])
def test_the_answer_to_the_new_id_may_be_lost(
    national: RunningServer, branch: Pc, kind: type[HttpTransport], end: type[BaseException]
) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.restore(made)
    device = branch.device
    branch.kind = kind
    for _ in range(2):
        with pytest.raises(end):
            branch.service.cycle()
    branch.kind = HttpTransport
    branch.sync()
    assert [(line.id, line.restored) for line in shown(national)] == [(device, 1)]
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}


def test_a_backup_restored_on_another_pc_takes_the_place_of_the_first(
    national: RunningServer, branch: Pc, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    made = branch.back_up()
    new_home = tmp_path / "new"
    new_home.mkdir()
    name_pc("may-moi")
    Backups(Office(new_home, branch.office.keys)).restore(made, LOGIN, PASSWORD, NOW)
    new = Pc(new_home, Office.at(new_home, Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
    new.take_in("Vàng A Sử")
    new.sync()
    assert new.session.office.numbering
    branch.take_in("Hờ A Dê")
    with pytest.raises(NeedsUser, match="device_ended"):
        branch.service.cycle()

    branch.service.enrol_again(national.enrol_code("CN1"))

    branch.sync()
    new.sync()
    assert branch.cases().keys() == new.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử", "Hờ A Dê"}
    assert not branch.session.office.numbering
    assert len(shown(national)) == 2
    new.close()


def test_trap_14_a_pc_that_was_refused_is_not_green_the_next_morning(national: RunningServer, branch: Pc) -> None:
    assert branch.service.status().green
    national.revoke(branch.device)
    with pytest.raises(NeedsUser, match="device_revoked"):
        verify(branch.service)
    branch.close()
    branch.open()
    status = branch.service.status()
    assert (status.shut_out, status.green, status.needs_person) == ("device_revoked", False, True)

    national.hang_up()
    with pytest.raises(Offline):
        branch.service.cycle()
    assert branch.service.status().shut_out == "device_revoked"
    national.listen()
    branch.service.enrol_again(national.enrol_code("CN1"))
    assert branch.service.status().shut_out is None
    branch.sync()
    assert branch.service.status().green


def test_a_server_that_had_forgotten_a_pc_and_remembers_it_again_lets_it_be_green(
    national: RunningServer, branch: Pc
) -> None:
    before = national.copy()
    with national.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM token")
    with pytest.raises(NeedsUser, match="enrolment_needed"):
        branch.service.cycle()
    assert (branch.service.status().shut_out, branch.service.status().green) == ("enrolment_needed", False)
    national.put_back(before)
    branch.sync()
    assert (branch.service.status().shut_out, branch.service.status().green) == (None, True)


def test_a_pc_that_another_one_replaced_is_no_member_by_stick_and_comes_back_with_an_invitation(
    national: RunningServer, branch: Pc, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    made = branch.back_up()
    ended, new_home = branch.device, tmp_path / "new"
    new_home.mkdir()
    name_pc("may-moi")
    Backups(Office(new_home, branch.office.keys)).restore(made, LOGIN, PASSWORD, NOW)
    new = Pc(new_home, Office.at(new_home, Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
    new.sync()
    name_pc("may-cu")
    branch.take_in("Vàng A Sử")
    written = Bundles(branch.session).export(tmp_path)
    with pytest.raises(Refused, match="bundle_device_ended"):
        answered(national, written.path)
    with pytest.raises(NeedsUser, match="bundle_device_ended"):
        Bundles(new.session, new.service).carry(written.path)
    new.sync()
    assert "Vàng A Sử" in new.cases(), "what it wrote is not lost with its file"
    assert not branch.service.status().green
    (replaced,) = [line.replaced for line in shown(national)]
    assert replaced == (ended,)
    with national.database.read() as connection:
        table = as_table(status(connection))
    assert ended in table
    assert new.device in table

    branch.take_in("Hờ A Dê")
    Bundles(branch.session).accept_invitation(*invitation(national, tmp_path))
    for _ in range(2):  # the second one says that all has arrived, under the new id
        Bundles(branch.session).take_in(answered(national, Bundles(branch.session).export(tmp_path).path))
    assert branch.device != ended
    assert branch.service.status().green
    new.sync()
    assert branch.cases().keys() == new.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử", "Hờ A Dê"}
    new.close()


def test_a_pc_given_up_for_lost_and_found_again_comes_back_with_all_it_had(national: RunningServer, branch: Pc) -> None:
    """Nothing it knew lets it in; a new code does, under a new id, and what was unsent goes out."""
    lost = branch.device
    branch.take_in("Vàng A Sử")
    national.revoke(lost)
    for _ in range(2):
        with pytest.raises(NeedsUser, match="device_revoked"):
            branch.service.cycle()
    assert not branch.service.status().green
    with pytest.raises(NeedsUser, match="code_unknown"):
        branch.service.enrol_again("AAAA-BBBB-CCCC")

    branch.service.enrol_again(national.enrol_code("CN1"))

    branch.sync()
    assert branch.service.status().green
    assert branch.device != lost
    assert branch.session.office.numbering
    assert [(line.id, line.revoked, line.missing) for line in shown(national)] == [(branch.device, False, 0)]


def test_the_supervisor_sees_since_when_something_waits_here(national: RunningServer, branch: Pc) -> None:
    """By this PC's own account."""
    branch.take_in_what_is_refused("Vàng A Sử")
    branch.service.cycle()
    branch.service.cycle()
    (line,) = shown(national)
    queue = branch.service.queue()
    assert line.waiting == len(queue) > 0
    assert line.waiting_since == min(item.at for item in queue)


def test_without_a_usable_token_a_new_code_lets_the_restored_pc_in(national: RunningServer, branch: Pc) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.restore(made)
    with national.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM token")
    with pytest.raises(NeedsUser, match="enrolment_needed"):
        branch.service.cycle()
    branch.service.enrol_again(national.enrol_code("CN1"))
    branch.sync()
    assert branch.session.office.numbering
    assert [(line.id, line.restored) for line in shown(national)] == [(branch.device, 1)]


def test_trap_8_a_folder_copied_before_the_server_has_heard_of_its_new_id_makes_two_pcs(
    national: RunningServer, branch: Pc, tmp_path: Path, name_pc: Callable[[str], None]
) -> None:
    """Both files bear the id that was to come; the first to show it has it, and the other one takes a third."""
    with branch.session.database.write() as connection:
        incarnation.fork(connection)  # it was told, and the line broke
    branch.close()
    shutil.copytree(branch.home, tmp_path / "second")
    branch.open()
    second = Pc(tmp_path / "second", Office.at(tmp_path / "second", Clock(), CHEAP).sign_in(LOGIN, PASSWORD))
    take_note(second.session)
    for each, name in ((branch, "Giàng A Páo"), (second, "Vàng A Sử")):
        each.take_in(name)
        each.sync()
        name_pc("may-thu-hai")
    branch.sync()
    assert branch.device != second.device
    assert second.service.status().gone_back, "whoever sits there is told"
    assert (branch.service.status().green, second.service.status().green) == (True, True)
    assert branch.cases().keys() == second.cases().keys() == {"Lò Thị Pâng", "Giàng A Páo", "Vàng A Sử"}
    assert branch.session.office.numbering, "one of them numbers"
    assert not second.session.office.numbering
    second.close()


class NoLine(HttpTransport):
    """Nothing of a step ever reaches the server."""

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        raise Offline("no_line")


def test_a_pc_that_lets_go_what_it_held_back_after_a_request_was_lost_is_taken_for_no_copy(
    national: RunningServer, branch: Pc
) -> None:
    branch.take_in("Vàng A Sử")
    branch.sync()
    before = branch.device
    branch.take_in("Hờ A Dê")
    held = [item.key for item in branch.service.queue()]
    hold(branch.session, held)
    branch.take_in("Giàng A Páo")
    branch.kind = NoLine
    branch.open()
    with pytest.raises(Offline):
        branch.service.cycle()
    branch.kind = HttpTransport
    branch.open()
    release(branch.session, held)
    branch.sync()
    assert branch.service.status().green
    assert (branch.device, branch.service.status().gone_back) == (before, False)
    assert [(line.missing, line.chain_breaks) for line in shown(national)] == [(0, 0)]
