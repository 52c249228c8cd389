"""Trap 8, restored: a PC whose backup was restored loses nothing that was unsent and gets the rest back."""

from pathlib import Path

import pytest

from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.store import backup as backup_store
from desktop.store.backup import DATABASE_NAME
from desktop.words.restoring import restored_text
from sync.client.tables import EntryState
from tests.factories import LOGIN, PASSWORD, make_office
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Clock, Pc, case_named, note_of, shown


def test_trap_8_a_restored_pc_keeps_what_was_unsent_and_gets_the_rest_back(national: RunningServer, branch: Pc) -> None:
    before = branch.device
    made = branch.back_up()
    branch.take_in("Giàng A Páo")
    branch.sync()
    branch.take_in("Vàng A Sử")
    branch.note(case_named(branch, "Lò Thị Pâng"), "gọi lại thứ hai")
    unsent = [(item.key, item.at) for item in branch.service.queue()]

    restored = branch.restore(made)

    assert restored.carried.entries == len(unsent)
    assert [(item.key, item.at) for item in branch.service.queue()] == unsent
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
    assert note_of(branch, "Lò Thị Pâng") == "gọi lại thứ hai"
    assert branch.device != before
    assert not branch.service.status().green
    branch.sync()
    assert branch.service.status().green
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử", "Giàng A Páo"}
    (line,) = shown(national)
    assert (line.id, line.restored, line.missing, line.chain_breaks) == (branch.device, 1, 0, 0)


@pytest.mark.parametrize("replaced", [0, 1], ids=["before the first file", "between the two files"])
def test_killed_while_restoring_one_restores_again_and_has_lost_nothing(
    branch: Pc, monkeypatch: pytest.MonkeyPatch, replaced: int
) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.close()
    done = 0
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        nonlocal done
        if path.name.endswith(".restored"):
            if done == replaced:
                raise KeyboardInterrupt
            done += 1
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        patch.setattr(backup_store, "clear_copy", lambda _copy: None)  # the dead clear nothing away
        with pytest.raises(KeyboardInterrupt):
            Backups(branch.office).restore(made, LOGIN, PASSWORD, branch.clock())
    branch.open()
    assert "Vàng A Sử" in branch.cases()
    branch.restore(made)
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
    branch.sync()
    assert branch.service.status().green


def test_unsent_on_both_sides_of_the_backup_arrives_once(national: RunningServer, branch: Pc) -> None:
    case = case_named(branch, "Lò Thị Pâng")
    branch.note(case, "trước bản sao lưu")
    made = branch.back_up()
    branch.sync()  # what is unsent in the backup has gone out since
    branch.note(case, "sau bản sao lưu")
    branch.take_in("Vàng A Sử")

    branch.restore(made)

    assert note_of(branch, "Lò Thị Pâng") == "sau bản sao lưu"
    branch.sync()
    assert branch.service.status().conflicts_open == 0
    assert note_of(branch, "Lò Thị Pâng") == "sau bản sao lưu"
    with national.database.read() as connection:
        sent = connection.exec_driver_sql("SELECT count(*), count(DISTINCT seq) FROM entry WHERE NOT open").one()
    assert tuple(sent) == (9, 5)  # two intakes of three entries, the number of the first, and two notes


def test_a_refused_change_is_carried_over_with_its_reason_and_can_be_mended(
    national: RunningServer, branch: Pc
) -> None:
    made = branch.back_up()
    case = branch.take_in_what_is_refused("Vàng A Sử")
    branch.service.cycle()
    refused = [(item.key, item.state, item.error) for item in branch.service.queue()]
    assert {state for _key, state, _error in refused} == {EntryState.REJECTED}

    assert branch.restore(made).carried.entries == 3

    assert [(item.key, item.state, item.error) for item in branch.service.queue()] == refused
    event = Cases(branch.session).add("event", {"case": case, "on": "2026-11-20", "content": "Đã hỏi lại"})
    branch.service.cycle()
    assert {item.record: item.state for item in branch.service.queue()}[event] is EntryState.WAITS
    Cases(branch.session).edit("case", case, {"law_field": "dat_dai"})
    branch.sync()
    assert branch.service.status().green
    assert [each.content for each in Cases(branch.session).page(case).events] == ["Đã hỏi lại"]


def test_a_change_mended_after_the_backup_stays_mended(branch: Pc) -> None:
    case = branch.take_in_what_is_refused("Vàng A Sử")
    branch.service.cycle()
    made = branch.back_up()
    Cases(branch.session).edit("case", case, {"law_field": "dat_dai"})
    branch.restore(made)
    assert Cases(branch.session).page(case).case.law_field == "dat_dai"
    branch.sync()
    assert branch.service.status().green


def test_a_change_given_up_after_the_backup_stays_given_up(branch: Pc) -> None:
    branch.take_in_what_is_refused("Vàng A Sử")
    branch.service.cycle()
    made = branch.back_up()
    branch.service.discard(branch.service.queue()[0].key)
    branch.restore(made)
    assert "Vàng A Sử" not in branch.cases()
    branch.sync()
    assert branch.service.status().green


def test_a_number_given_after_the_backup_is_not_given_twice(branch: Pc) -> None:
    made = branch.back_up()
    branch.take_in("Giàng A Páo")
    branch.sync()
    branch.take_in("Vàng A Sử")
    given = branch.cases()

    branch.restore(made)

    assert branch.cases()["Vàng A Sử"] == given["Vàng A Sử"]
    branch.take_in("Hờ A Dê")
    assert branch.cases()["Hờ A Dê"].startswith("Tạm-")  # offline nobody knows which numbers were given
    branch.sync()
    now = branch.cases()
    assert now.items() >= given.items()
    assert len(set(now.values())) == 4
    branch.take_in("Thào Thị Mỷ")
    assert branch.cases()["Thào Thị Mỷ"].endswith("62.2026"), "above all that may stand on paper"


def test_a_file_that_cannot_be_read_is_kept_and_it_is_said_what_is_missing(branch: Pc) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.close()
    broken = branch.home / DATABASE_NAME
    broken.write_bytes(bytes(reversed(broken.read_bytes())))

    restored = Backups(branch.office).restore(made, LOGIN, PASSWORD, branch.clock())

    assert restored.carried.unreadable == "wrong_key"
    assert (restored.aside / DATABASE_NAME).exists()
    assert f"không đọc được dữ liệu trước đó nên những gì chưa gửi trong đó chỉ còn ở {restored.aside}" in (
        restored_text(restored)
    )
    branch.open()
    branch.sync()
    assert branch.cases().keys() == {"Lò Thị Pâng"}


def test_what_was_restored_and_carried_over_is_said(branch: Pc) -> None:
    made = branch.back_up()
    assert "không có thay đổi nào chưa gửi phải chuyển sang" in restored_text(branch.restore(made))
    branch.take_in("Vàng A Sử")
    text = restored_text(branch.restore(made))
    assert "với 1 vụ việc; 3 thay đổi chưa gửi được chuyển sang" in text
    assert "chỉ có mã tạm" in text


def test_a_backup_from_before_the_pc_joined_leaves_it_joined(tmp_path: Path, national: RunningServer) -> None:
    _office, session = make_office(tmp_path, clock=Clock())
    branch = Pc(tmp_path / "office", session)
    branch.take_in("Lò Thị Pâng")
    made = branch.back_up()
    branch.service.enrol(national.base_url, national.enrol_code("CN1"))
    branch.sync()
    branch.take_in("Vàng A Sử")

    branch.restore(made)

    assert branch.session.office.enrolled
    branch.sync()
    assert branch.service.status().green
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
    branch.close()


def test_a_second_restore_before_the_first_was_heard_of_loses_nothing(national: RunningServer, branch: Pc) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.restore(made)
    branch.take_in("Hờ A Dê")
    branch.restore(made)
    later = branch.back_up()
    branch.take_in("Thào Thị Mỷ")
    branch.restore(later)
    branch.sync()
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử", "Hờ A Dê", "Thào Thị Mỷ"}
    assert [line.id for line in shown(national)] == [branch.device]
