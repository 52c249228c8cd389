"""Papers of a case: added here, sent after all text, fetched elsewhere, whole or not at all."""

import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desktop.domain.errors import DomainError
from desktop.services.attachments import Attachments, Whereabouts
from desktop.services.manner import Manner, keep_manner
from desktop.services.moving import Moving
from desktop.services.synchronise import Synchronise
from desktop.store.tables import attachment_files
from desktop.store.tokens import DeviceTokens
from desktop.store.vault import Vault
from desktop.words.papers import trouble, where
from sync.client.engine import Progress
from sync.client.files import FileBroken
from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.errors import Offline
from sync.server import epochs, tables
from sync.server.blobs import DiskBlobs
from tests.fakes.proxy import FINE, Fault, FaultProxy
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, office_pc
from tests.integration.services.papers import CONTENT, add, paper, sealed_file, the_case


@pytest.fixture
def name_pc(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda name: monkeypatch.setattr(platform, "node", lambda: name)


@pytest.fixture
def colleague(tmp_path: Path, server: RunningServer) -> Iterator[Pc]:
    """A second PC of the branch."""
    with office_pc(tmp_path / "second", numbering=False) as pc:
        pc.join(server, "CN1")
        pc.sync()
        yield pc


@pytest.fixture
def pc(tmp_path: Path, server: RunningServer) -> Iterator[Pc]:
    """A PC with one case that the server knows."""
    with office_pc(tmp_path) as pc:
        pc.join(server, "CN1")
        pc.take_in("Lò Thị Pâng")
        pc.sync()
        yield pc


def through(pc: Pc, line: FaultProxy | None = None, *, program: type[HttpTransport] = HttpTransport) -> Synchronise:
    """How this PC synchronises over a line."""
    database = pc.session.database
    return Synchronise(
        pc.session,
        lambda address, device: program(
            Wire(line.url if line else address.server), device, DeviceTokens(database, device)
        ),
    )


def port_of(server: RunningServer) -> int:
    return int(server.base_url.rpartition(":")[2])


def test_a_paper_added_here_is_sent_and_opened_elsewhere(pc: Pc, colleague: Pc, scan: Path) -> None:
    record = add(pc, scan)
    assert where(paper(pc, record)) == "Chờ gửi"
    assert not pc.service.status().green

    pc.sync()
    assert where(paper(pc, record)) == "Đã gửi"
    assert pc.service.status().green

    colleague.sync()
    assert where(paper(colleague, record)) == "Chưa tải về"
    Attachments(colleague.session).want(record)
    assert where(paper(colleague, record)) == "Chờ tải về"
    colleague.sync()
    copy = Attachments(colleague.session).open(record)
    assert copy.read_bytes() == CONTENT
    assert copy.name == "Giấy chứng nhận hộ nghèo.pdf"


def test_a_reference_without_bytes_says_which_pc_has_them(
    pc: Pc, colleague: Pc, scan: Path, name_pc: Callable[[str], None]
) -> None:
    name_pc("TIEP-DAN-2")
    record = add(pc, scan)
    keep_manner(pc.session, Manner(text_only=True))
    pc.sync()
    assert not pc.service.status().green
    colleague.sync()
    assert where(paper(colleague, record)) == "Trên máy TIEP-DAN-2"
    with pytest.raises(DomainError) as refused:
        Attachments(colleague.session).open(record)
    assert refused.value.values == {"pc": "TIEP-DAN-2"}
    assert colleague.service.status().green, "it is not this PC's to send"


def test_texts_go_before_files_and_between_their_pieces(pc: Pc, server: RunningServer, scan: Path) -> None:
    add(pc, scan)
    order: list[str] = []

    def watch(step: Progress) -> None:
        order.append("file" if step.file else "text")
        if (
            order == ["text", "text", "file"]
            or order.count("file") == 1 == order.index("file") - order.count("text") + 1
        ):
            pc.take_in("Giàng A Páo")

    cycle = pc.service.cycle(watch)
    assert cycle.complete
    first = order.index("file")
    assert "text" in order[:first]
    assert "text" in order[first:], "what was saved meanwhile did not wait for the file"
    assert pc.service.status().green


def test_a_line_that_is_reset_all_the_time_brings_a_file_through(pc: Pc, server: RunningServer, scan: Path) -> None:
    record = add(pc, scan)
    pc_line = FaultProxy(port_of(server))
    with pc_line as line:
        line.lives(lambda number: 20_000 + number * 7919 % 180_000)
        for _ in range(60):
            try:
                if through(pc, line).cycle().complete and pc.service.status().files.through:
                    break
            except Offline:
                continue
        sent = line.counts.up
    assert where(paper(pc, record)) == "Đã gửi"
    assert sent < 3 * len(CONTENT)


class Killed(BaseException):
    """The program ends here, as by kill -9: nothing after this runs."""


@pytest.mark.parametrize("place", ["before the piece", "after the piece"])
def test_a_program_killed_in_the_middle_goes_on_where_it_was(
    pc: Pc, server: RunningServer, scan: Path, place: str
) -> None:
    record = add(pc, scan)

    def kill(step: Progress) -> None:
        if step.file and step.file.moved > 100_000:
            raise Killed

    with FaultProxy(port_of(server)) as line:
        if place == "before the piece":
            with pytest.raises(Killed):
                through(pc, line).cycle(kill)
        else:  # the server has it, the answer never came
            line.each(lambda number: Fault(cut_answer=0) if number > 4 else FINE)
            with pytest.raises(Offline):
                through(pc, line).cycle()
            line.each(lambda _number: FINE)
        pc.close()
        pc.open()
        before = line.counts.up
        assert through(pc, line).cycle().complete
        again = line.counts.up - before
    assert where(paper(pc, record)) == "Đã gửi"
    assert again < len(CONTENT), "what the server had was not sent again"


def test_a_download_killed_in_the_middle_goes_on_where_it_was(
    pc: Pc, colleague: Pc, server: RunningServer, scan: Path
) -> None:
    record = add(pc, scan)
    pc.sync()
    colleague.sync()
    Attachments(colleague.session).want(record)

    def kill(step: Progress) -> None:
        if step.file and step.file.moved > 150_000:
            raise Killed

    with FaultProxy(port_of(server)) as line:
        with pytest.raises(Killed):
            through(colleague, line).cycle(kill)
        assert where(paper(colleague, record)).startswith("Đang tải về ")
        before = line.counts.down
        assert through(colleague, line).cycle().complete
        again = line.counts.down - before
    assert Attachments(colleague.session).open(record).read_bytes() == CONTENT
    assert again < 200_000


def test_the_last_answer_lost_costs_nothing(pc: Pc, server: RunningServer, scan: Path) -> None:
    record = add(pc, scan)
    with FaultProxy(port_of(server)) as line:
        line.each(lambda number: Fault(cut_answer=0) if number == 6 else FINE)
        assert through(pc, line).cycle().complete
        assert line.counts.up < len(CONTENT) * 1.3
    assert where(paper(pc, record)) == "Đã gửi"


@pytest.mark.parametrize(
    ("harm", "code"), [("changed", "file_damaged"), ("cut", "file_damaged"), ("gone", "file_vanished")]
)
def test_a_broken_file_is_set_aside_and_holds_up_no_other(
    pc: Pc, tmp_path: Path, scan: Path, harm: str, code: str
) -> None:
    record = add(pc, scan)
    path = sealed_file(pc)
    content = path.read_bytes()
    match harm:
        case "changed":
            path.write_bytes(content[:200_000] + b"\0" + content[200_001:])
        case "cut":
            path.write_bytes(content[: 24 + 2 * (12 + 65536 + 16)])
        case "gone":
            path.unlink()
    other = tmp_path / "khác.png"
    other.write_bytes(b"another paper")
    sound = add(pc, other)

    assert pc.service.cycle().complete
    assert paper(pc, record).trouble == code
    assert trouble(paper(pc, record))
    assert where(paper(pc, sound)) == "Đã gửi"
    status = pc.service.status()
    assert (status.files.aside, status.green) == (1, False)


def test_a_paper_added_before_its_case_moved_and_told_of_afterwards_comes_there_whole(
    pc: Pc, colleague: Pc, server: RunningServer, tmp_path: Path, scan: Path
) -> None:
    record, case = add(colleague, scan), the_case(pc)
    with office_pc(tmp_path / "third", numbering=False, unit_code="CN2") as third:
        third.join(server, "CN2")
        third.sync()
        (unit,) = [each for each in Moving(pc.session).destinations() if each.code == "CN2"]
        Moving(pc.session).ask(case, {"to_unit": unit.id, "on": "2026-11-25", "reason": "chuyển nhà"})
        pc.sync()

        colleague.sync()
        assert colleague.service.status().green

        third.sync()
        Attachments(third.session).want(record)
        third.sync()
        assert Attachments(third.session).open(record).read_bytes() == CONTENT
        Attachments(third.session).clear_away()


def test_a_paper_added_before_the_office_joined_comes_though_its_case_moved_before_the_bytes_went(
    tmp_path: Path, server: RunningServer, scan: Path
) -> None:
    """Then the copy that stays names bytes which lie here under the id that the office had by itself."""
    with office_pc(tmp_path) as pc:
        case = pc.take_in("Lò Thị Pâng")
        add(pc, scan)
        pc.join(server, "CN1")
        keep_manner(pc.session, Manner(text_only=True))
        pc.sync()
        moving = Moving(pc.session)
        moving.ask(case, {"to_unit": moving.destination("CN2").id, "on": "2026-11-25", "reason": "chuyển nhà"})
        pc.sync()

        keep_manner(pc.session, Manner())
        for _ in range(2):
            pc.sync()
        assert pc.service.status().green
        (stayed,) = Attachments(pc.session).of_case(the_case(pc))
        assert where(stayed) == "Đã gửi"
        assert Attachments(pc.session).open(stayed.record.id).read_bytes() == CONTENT
        Attachments(pc.session).clear_away()


def test_a_change_that_was_refused_keeps_no_paper_here(pc: Pc, scan: Path) -> None:
    record = add(pc, scan)
    pc.take_in_what_is_refused("Giàng A Páo")

    assert not pc.service.cycle().complete
    assert where(paper(pc, record)) == "Đã gửi"


def test_what_was_mended_goes_on(pc: Pc, scan: Path) -> None:
    record = add(pc, scan)
    path = sealed_file(pc)
    path.rename(path.with_suffix(".away"))
    pc.service.cycle()
    assert where(paper(pc, record)) == "Hỏng"
    path.with_suffix(".away").rename(path)
    Attachments(pc.session).retry(record)
    pc.sync()
    assert pc.service.status().green


def test_bytes_the_server_finds_wrong_are_sent_once_more_and_then_set_aside(
    pc: Pc, server: RunningServer, scan: Path
) -> None:
    """The record names other bytes: as if the disk had lied when they were read."""
    record = add(pc, scan)
    keep_manner(pc.session, Manner(text_only=True))
    pc.sync()
    keep_manner(pc.session, Manner())
    vault = Vault.beside(pc.session.database)
    with pc.session.database.write() as connection:
        row = connection.execute(select(attachment_files)).one()
    other = scan.with_suffix(".png")
    other.write_bytes(CONTENT[::-1])
    with other.open("rb") as source:
        kept = vault.put(row.kept_under, source)
    vault.path(row.kept_under, kept.sha256).replace(vault.path(row.kept_under, row.sha256))

    assert pc.service.cycle().complete
    assert paper(pc, record).trouble == "file_damaged"
    assert list(server.files.rglob("*.*")) == []


def test_a_server_without_room_is_waited_for(
    pc: Pc, server: RunningServer, scan: Path, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    record = add(pc, scan)
    expected_log("ERROR sync.server.files: no room")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(DiskBlobs, "append", full)
        with pytest.raises(Offline):
            pc.service.cycle()
    assert where(paper(pc, record)) in ("Chờ gửi", "Đang gửi 0%")
    pc.sync()
    assert pc.service.status().green


def test_two_papers_with_the_same_bytes_share_a_file_and_each_may_go(pc: Pc, scan: Path) -> None:
    first, second = add(pc, scan), add(pc, scan)
    assert sealed_file(pc)
    Attachments(pc.session).remove(first)
    pc.sync()
    assert Attachments(pc.session).open(second).read_bytes() == CONTENT


def test_a_file_broken_here_that_the_server_has_is_fetched_again(pc: Pc, scan: Path, tmp_path: Path) -> None:
    record = add(pc, scan)
    pc.sync()
    sealed_file(pc).write_bytes(b"noise")
    with pytest.raises(FileBroken):
        Attachments(pc.session).open(record)
    assert where(paper(pc, record)) == "Chưa tải về"
    Attachments(pc.session).want(record)
    pc.sync()
    assert Attachments(pc.session).open(record).read_bytes() == CONTENT


def test_what_is_unused_makes_room_and_what_is_pinned_stays(pc: Pc, scan: Path, tmp_path: Path) -> None:
    other = tmp_path / "ghim.pdf"
    other.write_bytes(b"pinned")
    unused, pinned = add(pc, scan), add(pc, other)
    Attachments(pc.session).pin(pinned, kept=True)
    pc.sync()
    with pc.session.database.write() as connection:
        connection.execute(update(attachment_files).values(used_at="2026-01-01T00:00:00+07:00"))
    pc.sync()
    assert where(paper(pc, unused)) == "Chưa tải về"
    assert where(paper(pc, pinned)) == "Đã gửi"
    Attachments(pc.session).want(unused)
    pc.sync()
    assert Attachments(pc.session).open(unused).read_bytes() == CONTENT


def test_what_was_never_sent_does_not_make_room(pc: Pc, scan: Path) -> None:
    record = add(pc, scan)
    keep_manner(pc.session, Manner(text_only=True))
    with pc.session.database.write() as connection:
        connection.execute(update(attachment_files).values(used_at="2020-01-01T00:00:00+07:00"))
    pc.sync()
    keep_manner(pc.session, Manner())
    pc.sync()
    assert where(paper(pc, record)) in ("Đã gửi", "Chưa tải về")
    assert pc.service.status().green


def test_a_server_restored_without_the_bytes_gets_them_again(pc: Pc, server: RunningServer, scan: Path) -> None:
    record = add(pc, scan)
    pc.sync()
    with server.database.write() as connection:
        connection.execute(tables.blob.delete())
        connection.execute(tables.upload.delete())
        epochs.begin(connection, epochs.Reason.RESTORED)
    server.hang_up()
    server.listen()
    pc.sync()
    assert where(paper(pc, record)) == "Đã gửi"
    with server.database.read() as connection:
        assert connection.scalar(select(tables.blob.c.size)) == len(CONTENT)


def test_nothing_is_green_beside_bytes_that_a_restored_server_may_have_lost(
    pc: Pc, server: RunningServer, scan: Path
) -> None:
    add(pc, scan)
    pc.sync()
    assert pc.service.status().green
    with server.database.write() as connection:
        epochs.begin(connection, epochs.Reason.RESTORED)
    server.hang_up()
    server.listen()
    keep_manner(pc.session, Manner(text_only=True))
    pc.sync()
    status = pc.service.status()
    assert (status.files.to_send, status.green) == (1, False)


def test_an_idle_cycle_of_an_office_with_papers_is_one_request(pc: Pc, server: RunningServer, scan: Path) -> None:
    add(pc, scan)
    pc.sync()
    with FaultProxy(port_of(server)) as line:
        assert through(pc, line).cycle().complete
        assert line.counts.requests == 1


def test_a_restored_backup_has_the_unsent_files(pc: Pc, scan: Path, tmp_path: Path) -> None:
    """A disk that is lost with all that was on it: only the folder of backups was copied away."""
    record = add(pc, scan)
    made = pc.back_up()
    for path in (pc.home / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    pc.restore(made)
    assert Attachments(pc.session).open(record).read_bytes() == CONTENT
    pc.sync()
    assert where(paper(pc, record)) == "Đã gửi"


def test_a_restored_pc_still_knows_what_it_added_since(pc: Pc, scan: Path) -> None:
    made = pc.back_up()
    record = add(pc, scan)
    pc.restore(made)
    pc.sync()
    assert where(paper(pc, record)) == "Đã gửi"
    assert paper(pc, record).where is Whereabouts.SENT
