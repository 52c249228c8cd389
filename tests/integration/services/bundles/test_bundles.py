"""A branch that synchronises by USB stick: real offices, the real server, a folder that stands for the stick."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from desktop.domain.errors import DomainError
from desktop.services.bundles import Bundles
from desktop.services.conflicts import Conflicts
from desktop.services.office import NewUser
from desktop.services.sealing import Purpose
from desktop.store import seals, settings, users
from desktop.store.errors import StoreError
from desktop.store.replica import Way
from desktop.words import bundle as bundle_words
from sync.bundle import file
from sync.bundle.keys import SealKey, proof_of
from sync.client.tables import EntryState
from sync.contract.bundle import SERVER, SUFFIX, Invitation
from sync.contract.errors import BundleError, NeedsUser
from sync.contract.messages import ExchangeRequest, ExchangeResponse
from sync.server import bundles, exchange, tables
from sync.server.bundles import answer_file
from sync.server.database import Database, ServerError
from sync.server.scope import Device
from tests.factories import PASSWORD, make_office
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered, files_of, invitation
from tests.integration.services.branch_pc import Clock, Pc, case_named, note_of, office_pc, round_trip, shown


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Pc]:
    """A PC of branch 1 that never has a line."""
    with office_pc(tmp_path / "village") as pc:
        yield pc


@pytest.fixture
def second(tmp_path: Path, national: RunningServer) -> Iterator[Pc]:
    """Another PC of branch 1, with a line."""
    with office_pc(tmp_path / "second", login="mai", numbering=False) as pc:
        pc.join(national, "CN1")
        yield pc


def invited(pc: Pc, server: RunningServer, stick: Path, unit: str = "CN1") -> None:
    path, code = invitation(server, stick, unit)
    Bundles(pc.session).accept_invitation(path, code.lower())


def test_a_branch_that_never_has_a_network_is_a_full_member(
    village: Pc, second: Pc, national: RunningServer, stick: Path
) -> None:
    village.take_in("Lò Thị Pâng")
    invited(village, national, stick)
    round_trip(village, national, stick)
    assert village.session.office.enrolled
    assert village.service.status().green
    second.sync()
    assert second.cases() == village.cases()
    second.note(case_named(second, "Lò Thị Pâng"), "Đã gọi điện")
    second.sync()
    round_trip(village, national, stick)
    assert note_of(village, "Lò Thị Pâng") == "Đã gọi điện"
    assert village.service.status().green


def test_who_joined_by_stick_goes_on_counting_what_was_sent(village: Pc, national: RunningServer, stick: Path) -> None:
    village.take_in("Lò Thị Pâng")
    invited(village, national, stick)
    round_trip(village, national, stick)
    joined_as = village.device
    village.note(case_named(village, "Lò Thị Pâng"), "Đã gọi điện")
    round_trip(village, national, stick)
    assert village.device == joined_as  # it was not taken for a copy of itself


def test_what_lies_on_a_stick_is_not_sent_until_the_answer_is_here(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    branch.take_in("Vừ A Dơ")
    assert branch.service.status().totals.on_stick == 0
    written = Bundles(branch.session).export(stick)
    status = branch.service.status()
    assert (status.totals.on_stick, status.totals.pending, status.green) == (3, 3, False)
    assert {item.exported_at for item in branch.service.queue()} == {status.totals.on_stick_since}
    assert {item.tries for item in branch.service.queue()} == {0}
    back = Bundles(branch.session).take_in(answered(national, written.path))
    assert (written.receipt.sent, back.receipt.sent) == (3, 3)
    status = branch.service.status()
    assert (status.totals.on_stick, status.totals.on_stick_since, status.green) == (0, None, True)


def test_a_pc_with_a_line_carries_a_file_it_cannot_read(
    village: Pc, second: Pc, national: RunningServer, stick: Path
) -> None:
    village.take_in("Lò Thị Pâng")
    invited(village, national, stick)
    written = Bundles(village.session).export(stick)
    helper = Bundles(second.session)
    assert helper.look(written.path).purpose is Purpose.TO_CARRY
    with pytest.raises(BundleError, match="bundle_to_carry"):
        helper.take_in(written.path)
    answer = helper.carry(written.path)
    assert answer.receipt.way is Way.CARRIED
    assert helper.look(answer.path).purpose is Purpose.ELSEWHERE
    with pytest.raises(BundleError, match="bundle_for_other_pc"):
        helper.take_in(answer.path)
    for path in (written.path, answer.path):
        assert b"P\xc3\xa2ng" not in path.read_bytes()
    own = Bundles(village.session)
    assert (own.look(written.path).purpose, own.look(answer.path).purpose) == (Purpose.OWN, Purpose.HERE)
    Bundles(village.session).take_in(answer.path)
    assert village.service.status().green
    second.sync()
    assert second.cases() == village.cases()


def test_the_first_load_of_a_new_pc_is_one_file(branch: Pc, village: Pc, national: RunningServer, stick: Path) -> None:
    for number in range(30):
        branch.take_in(f"Lường Văn {'ABCDEGHIKL'[number % 10]}{number}")
    branch.sync()
    invited(village, national, stick)
    round_trip(village, national, stick)
    assert village.cases() == branch.cases()
    assert village.service.status().green


def test_trap_21_a_stick_overtaken_by_the_network_changes_nothing(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    branch.take_in("Vừ A Dơ")
    stale = Bundles(branch.session).export(stick)
    branch.note(case_named(branch, "Vừ A Dơ"), "Mới hơn")
    branch.sync()
    before, device = branch.cases(), branch.device
    answer = answered(national, stale.path)
    for _ in range(2):  # late, and doubled
        Bundles(branch.session).take_in(answer)
    assert (branch.cases(), branch.device) == (before, device)
    assert note_of(branch, "Vừ A Dơ") == "Mới hơn"
    branch.sync()
    assert branch.service.status().green
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing, pc.restored) == (0, 0, 0)


def test_trap_21_the_network_overtaken_by_a_stick_changes_nothing(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    branch.take_in("Vừ A Dơ")
    answer = answered(national, Bundles(branch.session).export(stick).path)
    branch.note(case_named(branch, "Vừ A Dơ"), "Sau khi ghi ra USB")
    branch.sync()
    assert branch.service.status().green
    Bundles(branch.session).take_in(answer)
    branch.sync()
    assert note_of(branch, "Vừ A Dơ") == "Sau khi ghi ra USB"
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing, pc.restored) == (0, 0, 0)


def test_trap_21_sticks_arrive_in_any_order_and_one_is_lost(branch: Pc, national: RunningServer, stick: Path) -> None:
    written = []
    for name in ("Vừ A Dơ", "Sùng A Tếnh", "Giàng Thị Mỷ"):
        branch.take_in(name)
        written.append(Bundles(branch.session).export(stick).path)
    answers = [answered(national, path) for path in (written[2], written[0])]
    for answer in reversed(answers):
        Bundles(branch.session).take_in(answer)
    assert branch.service.status().green
    branch.sync()
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing, pc.restored) == (0, 0, 0)


def test_trap_21_what_was_sent_while_an_older_stick_is_on_its_way_leaves_no_gap(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    """The server hears of the end of the chain first, and is told the beginning by the stick."""
    branch.take_in("Vừ A Dơ")
    older = Bundles(branch.session).export(stick)
    with branch.session.database.write() as connection:  # as if only what came later had found its way
        connection.exec_driver_sql("UPDATE journal SET state = 'waits' WHERE state = 'pending'")
    branch.take_in("Sùng A Tếnh")
    with pytest.MonkeyPatch.context() as held:
        held.setattr("sync.client.queue.try_again", lambda _connection: None)
        branch.service.cycle()
    (pc,) = shown(national)
    assert pc.missing == 3
    Bundles(branch.session).take_in(answered(national, older.path))
    branch.take_in("Giàng Thị Mỷ")
    branch.sync()
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing, pc.restored) == (0, 0, 0)
    assert branch.service.status().green


def test_trap_21_a_stick_of_a_file_that_was_restored_meanwhile(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    made = branch.back_up()
    branch.take_in("Vừ A Dơ")
    earlier = Bundles(branch.session).export(stick)
    branch.restore(made)
    assert branch.service.status().totals.on_stick == 3
    answer = answered(national, earlier.path)
    for _ in range(2):
        with pytest.raises(BundleError, match="bundle_earlier_id"):
            Bundles(branch.session).take_in(answer)
        round_trip(branch, national, stick)
        assert branch.service.status().green
        assert "Vừ A Dơ" in branch.cases()
    (pc,) = shown(national)
    assert (pc.id, pc.missing) == (branch.device, 0)


def test_trap_21_a_restored_pc_whose_stick_is_overtaken_by_the_network(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    made = branch.back_up()
    branch.take_in("Vừ A Dơ")
    branch.restore(made)
    asked = Bundles(branch.session).export(stick)
    # The new id is known there now, and nobody here has heard of it.
    answer = answered(national, asked.path).rename(stick / f"first{SUFFIX}")
    branch.sync()
    doubled = answered(national, asked.path)
    Bundles(branch.session).take_in(answer)
    with pytest.raises(BundleError, match="bundle_earlier_id"):
        Bundles(branch.session).take_in(doubled)
    branch.sync()
    assert branch.service.status().green
    assert len(shown(national)) == 1


def test_a_copied_pc_learns_it_from_the_stick(branch: Pc, national: RunningServer, tmp_path: Path, stick: Path) -> None:
    branch.close()
    shutil.copytree(branch.home, tmp_path / "copy")
    branch.open()
    copy = Pc(tmp_path / "copy", branch.session)
    copy.open()
    branch.take_in("Vừ A Dơ")
    copy.take_in("Sùng A Tếnh")
    device = branch.device
    round_trip(branch, national, stick)
    round_trip(copy, national, stick)
    assert (branch.device, copy.device != device) == (device, True)
    round_trip(copy, national, stick)
    round_trip(branch, national, stick)
    round_trip(copy, national, stick)
    assert set(branch.cases()) == set(copy.cases())
    copy.close()


def test_two_values_reach_a_person_by_stick_too(branch: Pc, second: Pc, national: RunningServer, stick: Path) -> None:
    second.sync()
    case = case_named(branch, "Lò Thị Pâng")
    branch.note(case, "Của chi nhánh")
    second.note(case, "Của máy hai")
    second.sync()
    round_trip(branch, national, stick)
    (conflict,) = Conflicts(branch.session).every_open()
    assert (conflict.current["note"], conflict.conflict.incoming) == ("Của máy hai", {"note": "Của chi nhánh"})


def test_what_the_national_system_refuses_comes_back_in_words(branch: Pc, national: RunningServer, stick: Path) -> None:
    branch.take_in_what_is_refused("Vừ A Dơ")
    round_trip(branch, national, stick)
    assert {item.state for item in branch.service.queue()} == {EntryState.REJECTED}
    assert not branch.service.status().green


def spoilt(raw: bytes) -> dict[str, bytes]:
    """The same file after some accident, by what is said of it."""
    middle = len(raw) * 3 // 4
    return {
        "bundle_cut": raw[:middle],
        "bundle_damaged": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
        "bundle_unknown_file": b"PK" + raw,
        "bundle_too_new": raw.replace(b'"format":1', b'"format":9', 1),
    }


def test_a_file_that_suffered_is_named_and_nothing_of_it_is_taken(
    branch: Pc, second: Pc, national: RunningServer, stick: Path
) -> None:
    branch.take_in("Vừ A Dơ")
    written = Bundles(branch.session).export(stick)
    answer = answered(national, written.path)
    bad = stick / f"bad{SUFFIX}"
    for code, content in spoilt(written.path.read_bytes()).items():
        bad.write_bytes(content)
        with pytest.raises((NeedsUser, BundleError), match=code):
            Bundles(second.session).carry(bad)
    for code, content in spoilt(answer.read_bytes()).items():
        bad.write_bytes(content)
        with pytest.raises(BundleError, match=code):
            Bundles(branch.session).take_in(bad)
        assert branch.service.status().totals.pending == 3
    assert {path.name for path in stick.iterdir()} == {written.path.name, answer.name, bad.name}


def test_a_file_somebody_else_made_is_not_believed(branch: Pc, stick: Path, tmp_path: Path) -> None:
    with RunningServer(f"sqlite:///{tmp_path / 'foreign.db'}") as foreign:
        foreign.add_unit("CN1")
        _office, session = make_office(tmp_path / "foreign", clock=Clock())
        other = Pc(tmp_path / "foreign" / "office", session)
        other.service.enrol(foreign.base_url, foreign.enrol_code("CN1"))
        theirs = Bundles(other.session).export(stick)
        with pytest.raises(ServerError, match="bundle_other_key"):
            answer_file(foreign.database, files_of(foreign), SealKey.generate(), theirs.path)
        with theirs.path.open("rb") as source:
            header = file.header_of(source)
        with branch.session.database.read() as connection:
            own = seals.every(connection)
        forged = stick / f"forged{SUFFIX}"
        with forged.open("wb") as target:
            fake = msgspec.structs.replace(
                header, sender=SERVER, recipient=branch.device, recipient_key=next(iter(own))
            )
            file.BundleWriter(target, foreign.seal_key, fake).finish()
        with pytest.raises(BundleError, match="bundle_not_from_server"):
            Bundles(branch.session).take_in(forged)
        other.close()


def test_a_full_stick_keeps_what_was_on_it_and_nothing_half(
    branch: Pc, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch.take_in("Vừ A Dơ")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 100_000})())
    with pytest.raises(StoreError, match="disk_full"):
        Bundles(branch.session).export(stick)
    monkeypatch.undo()

    def broken(_self: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file.BundleWriter, "finish", broken)
    with pytest.raises(StoreError, match="disk_full"):
        Bundles(branch.session).export(stick)
    assert list(stick.iterdir()) == []
    assert branch.service.status().totals.on_stick == 0


def test_a_stick_that_was_pulled_out_is_named(branch: Pc, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        Bundles(branch.session).export(tmp_path / "gone")
    with pytest.raises(StoreError, match="missing"):
        Bundles(branch.session).take_in(tmp_path / "gone.tgpl-usb")


def test_the_code_of_another_unit_joins_nobody(village: Pc, second: Pc, national: RunningServer, stick: Path) -> None:
    national.add_unit("CN2")
    village.take_in("Lò Thị Pâng")
    invited(village, national, stick, unit="CN2")
    with pytest.raises(NeedsUser, match="other_unit"):
        Bundles(second.session).carry(Bundles(village.session).export(stick).path)
    assert not village.session.office.enrolled


@pytest.mark.parametrize("answer_lost", [False, True], ids=["before the first stick", "between two sticks"])
def test_a_branch_that_joins_by_stick_follows_a_merger_it_has_not_heard_of(
    village: Pc, national: RunningServer, stick: Path, *, answer_lost: bool
) -> None:
    national.add_unit("CN2", name="Chi nhánh số 2")
    village.take_in("Lò Thị Pâng")
    numbers = village.cases()
    invited(village, national, stick)
    if answer_lost:
        answered(national, Bundles(village.session).export(stick).path)
    national.merge("CN1", "CN2")
    village.note(case_named(village, "Lò Thị Pâng"), "ghi thêm")
    round_trip(village, national, stick)
    assert village.session.office.unit.code == "CN2"
    assert village.cases() == numbers
    village.take_in("Vừ A Dơ")
    round_trip(village, national, stick)
    assert village.service.status().green


def test_a_pc_that_was_invited_may_join_over_a_line_after_all(
    village: Pc, national: RunningServer, stick: Path
) -> None:
    village.take_in("Lò Thị Pâng")
    invited(village, national, stick)
    asked = Bundles(village.session).export(stick)
    village.service.enrol(national.base_url, national.enrol_code("CN1"))
    village.sync()
    assert not Bundles(village.session).joining
    Bundles(village.session).take_in(answered(national, asked.path))
    village.take_in("Vừ A Dơ")
    round_trip(village, national, stick)
    assert village.service.status().green
    (pc,) = shown(national)
    assert (pc.chain_breaks, pc.missing, pc.restored) == (0, 0, 0)


def test_an_invitation_proves_that_it_comes_with_the_code(village: Pc, national: RunningServer, stick: Path) -> None:
    key = SealKey.generate().public  # of somebody who would like to read along
    path = stick / "moi.tgpl-moi"
    proof = proof_of("AAAA-BBBB-CCCC", national.base_url, key)
    path.write_bytes(msgspec.json.encode(Invitation(server=national.base_url, key=key, proof=proof)))
    with pytest.raises(BundleError, match="invitation_wrong_code"):
        Bundles(village.session).accept_invitation(path, national.enrol_code("CN1"))
    path.write_bytes(b"[]")
    with pytest.raises(BundleError, match="invitation_unknown"):
        Bundles(village.session).accept_invitation(path, "code")
    with pytest.raises(DomainError, match="not_enrolled"):
        Bundles(village.session).export(stick)


def test_a_lost_pc_that_was_shut_out_gets_no_answer(
    branch: Pc, second: Pc, national: RunningServer, stick: Path
) -> None:
    written = Bundles(branch.session).export(stick)
    national.revoke(branch.device)
    with pytest.raises(NeedsUser, match="bundle_device_revoked"):
        Bundles(second.session).carry(written.path)
    second.sync()  # who carried it is as welcome as before


def test_what_the_server_said_before_it_was_restored_is_no_answer(
    branch: Pc, national: RunningServer, stick: Path
) -> None:
    branch.take_in("Vừ A Dơ")
    early = answered(national, Bundles(branch.session).export(stick).path)
    with branch.session.database.write() as connection:
        settings.put(connection, "epochs_left", [national.database.epoch()])
        settings.put(connection, "epoch", "the one after")
    with pytest.raises(BundleError, match="bundle_outdated"):
        Bundles(branch.session).take_in(early)


def test_one_change_that_makes_the_server_fail_holds_nothing_up_on_a_stick(
    branch: Pc,
    national: RunningServer,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log(r"ERROR sync\.server\.bundles: bundle: a step failed: ZeroDivisionError at \S+$")
    for name in ("Vừ A Dơ", "Độc Văn Hại", "Giàng Thị Mỷ"):
        branch.take_in(name)
    written = Bundles(branch.session).export(stick)
    whole = exchange.step

    def failing(database: Database, device: Device, request: ExchangeRequest) -> ExchangeResponse:
        if any("Độc".encode() in bytes(raw) for raw in request.entries):
            raise ZeroDivisionError
        return whole(database, device, request)

    monkeypatch.setattr(bundles, "step", failing)
    Bundles(branch.session).take_in(answered(national, written.path))
    assert {(item.state, item.error) for item in branch.service.queue()} == {(EntryState.REJECTED, "server_failed")}
    assert len(branch.service.queue()) == 3


def test_a_person_added_at_a_branch_without_a_line_becomes_known_by_stick(
    village: Pc, national: RunningServer, stick: Path
) -> None:
    invited(village, national, stick)
    round_trip(village, national, stick)
    new = NewUser(login="mai", full_name="Lù Thị Mai", role="van_thu_tiep_nhan", password=PASSWORD)
    village.office.add_user(village.session, PASSWORD, new)
    round_trip(village, national, stick)
    with village.session.database.read() as connection:
        assert users.without_account(connection) == []


def test_the_slips_say_what_was_written_and_what_came_back(branch: Pc, national: RunningServer, stick: Path) -> None:
    branch.take_in("Vừ A Dơ")
    written = Bundles(branch.session).export(stick)
    back = answered(national, written.path)
    Bundles(branch.session).take_in(back)
    newest, first = Bundles(branch.session).slips()
    assert (first.way, first.sent, newest.way, newest.sent) == (Way.TO_STICK, 3, Way.FROM_STICK, 3)
    assert first.hash == hashlib.sha256(written.path.read_bytes()).hexdigest()
    assert newest.size == back.stat().st_size
    text = bundle_words.slip(first, "Chi nhánh số 1")
    assert "Số thay đổi trong tệp: 3" in text
    assert first.hash[:8] in text


def test_what_came_by_stick_is_in_the_audit(branch: Pc, national: RunningServer, stick: Path) -> None:
    written = Bundles(branch.session).export(stick)
    answered(national, written.path)
    with national.database.read() as connection:
        acts = connection.execute(select(tables.audit).where(tables.audit.c.action == "bundle_answered")).all()
    assert [(act.actor, act.subject) for act in acts] == [(branch.device, branch.device)]
