"""Papers of a branch that never has a line: they travel on the stick, behind the texts, and come back on it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desktop.services.attachments import Attachments
from desktop.services.bundles import Bundles
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import hold, release
from desktop.store.stick_shelf import StickShelf
from desktop.store.tokens import DeviceTokens
from desktop.words import bundle as bundle_words
from desktop.words.papers import where
from sync.client.engine import Progress
from sync.client.files import FileRefused
from sync.client.http import HttpTransport
from sync.client.http_files import HttpFiles
from sync.client.wire import Wire
from sync.contract.bundle import PIECE_BYTES, SUFFIX
from sync.contract.errors import BundleError, Offline
from sync.server import files, tables
from sync.server.blobs import DiskBlobs
from tests.fakes.proxy import FaultProxy
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered, invitation
from tests.integration.services.branch_pc import Pc, office_pc, round_trip
from tests.integration.services.papers import CONTENT, add, paper, sealed_file


@pytest.fixture
def village(tmp_path: Path, national: RunningServer, stick: Path) -> Iterator[Pc]:
    """A PC of the branch that never has a line and was invited, with one case."""
    with office_pc(tmp_path / "village") as pc:
        pc.take_in("Lò Thị Pâng")
        path, code = invitation(national, stick)
        Bundles(pc.session).accept_invitation(path, code)
        yield pc


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "Quyết định.png"
    path.write_bytes(CONTENT[::-1])
    return path


def bytes_at(server: RunningServer) -> int:
    with server.database.read() as connection:
        return sum(connection.scalars(select(tables.blob.c.size)))


def test_a_paper_of_a_branch_without_a_line_goes_and_comes_by_stick(
    village: Pc, branch: Pc, national: RunningServer, *, stick: Path, scan: Path, other: Path
) -> None:
    mine = add(village, scan)
    theirs = add(branch, other)
    branch.sync()

    written = Bundles(village.session).export(stick)
    assert (written.receipt.papers, CONTENT[:64] in written.path.read_bytes()) == (1, False)
    assert "Số giấy tờ kèm theo: 1" in bundle_words.slip(written.receipt, "Chi nhánh số 1")
    assert not village.service.status().green
    Bundles(village.session).take_in(answered(national, written.path))
    assert where(paper(village, mine)) == "Đã gửi"
    assert where(paper(village, theirs)) == "Chưa tải về", "the answer that tells of it says that the bytes are there"
    assert village.service.status().green

    branch.sync()
    Attachments(branch.session).want(mine)
    branch.sync()
    assert Attachments(branch.session).open(mine).read_bytes() == CONTENT

    Attachments(village.session).want(theirs)
    back = Bundles(village.session).take_in(answered(national, Bundles(village.session).export(stick).path))
    assert back.receipt.papers == 1
    assert Attachments(village.session).open(theirs).read_bytes() == CONTENT[::-1]
    assert village.service.status().green


def test_a_stick_that_comes_twice_or_beside_the_line_changes_nothing(
    branch: Pc, national: RunningServer, stick: Path, scan: Path
) -> None:
    record = add(branch, scan)
    written = Bundles(branch.session).export(stick)
    branch.sync()  # overtakes it
    assert where(paper(branch, record)) == "Đã gửi"
    answers = [answered(national, written.path).rename(stick / f"{number}{SUFFIX}") for number in range(2)]
    for answer in (*answers, *answers):
        Bundles(branch.session).take_in(answer)
    assert bytes_at(national) == len(CONTENT)
    assert where(paper(branch, record)) == "Đã gửi"
    assert branch.service.status().green


def test_the_line_sends_no_byte_that_a_stick_has_brought(
    branch: Pc, national: RunningServer, stick: Path, scan: Path
) -> None:
    record = add(branch, scan)
    answered(national, Bundles(branch.session).export(stick).path)  # and the answer is lost
    assert where(paper(branch, record)) == "Chờ gửi"
    branch.sync()
    assert where(paper(branch, record)) == "Đã gửi"
    assert bytes_at(national) == len(CONTENT)


def test_what_does_not_fit_stays_for_the_next_stick_and_what_was_not_asked_for_does_not_go(
    branch: Pc, national: RunningServer, stick: Path, scan: Path, tmp_path: Path
) -> None:
    small = tmp_path / "nhỏ.png"
    small.write_bytes(b"small")
    large, tiny = add(branch, scan), add(branch, small)
    waiting = Bundles(branch.session).papers_waiting()
    assert (waiting.files, waiting.bytes) == (2, len(CONTENT) + 5)
    assert "2 tệp" in bundle_words.with_papers(waiting.files, waiting.bytes)

    assert Bundles(branch.session).export(stick, papers=0).receipt.papers == 0
    round_trip(branch, national, stick, papers=1000)
    assert (where(paper(branch, tiny)), where(paper(branch, large))) == ("Đã gửi", "Chờ gửi")
    assert not branch.service.status().green
    round_trip(branch, national, stick)
    assert where(paper(branch, large)) == "Đã gửi"


def test_an_answer_is_no_larger_than_there_is_room_for(
    village: Pc, branch: Pc, national: RunningServer, stick: Path, scan: Path
) -> None:
    record = add(branch, scan)
    branch.sync()
    round_trip(village, national, stick)
    Attachments(village.session).pin(record, kept=True)
    round_trip(village, national, stick, papers=len(CONTENT) - 1)
    assert not paper(village, record).here
    round_trip(village, national, stick)
    assert paper(village, record).here


class Killed(BaseException):
    """The program ends here, as by kill -9: nothing after this runs."""


def test_a_kill_while_papers_are_taken_in_costs_nothing_here_or_there(
    village: Pc,
    branch: Pc,
    national: RunningServer,
    *,
    stick: Path,
    scan: Path,
    other: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine, theirs = add(village, scan), add(branch, other)
    branch.sync()
    round_trip(village, national, stick, papers=0)
    Attachments(village.session).want(theirs)
    written = Bundles(village.session).export(stick)

    append = files.Files.append

    def dies(*arguments: object) -> int:
        if arguments[3] != 0:
            raise Killed
        return append(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as power:
        power.setattr(files.Files, "append", dies)
        with pytest.raises(Killed):
            answered(national, written.path)
    answer = answered(national, written.path)
    assert len(CONTENT) > PIECE_BYTES
    with pytest.raises(Killed):
        Bundles(village.session).take_in(answer, _kill_at_the_second_piece(theirs))
    village.close()
    village.open()
    assert where(paper(village, mine)) == "Đã gửi"
    Bundles(village.session).take_in(answer)
    assert Attachments(village.session).open(theirs).read_bytes() == CONTENT[::-1]


def _kill_at_the_second_piece(record: str) -> Callable[[Progress], None]:
    seen: list[Progress] = []

    def kill(step: Progress) -> None:
        if step.changed == {("attachment", record)}:
            seen.append(step)
        if len(seen) > 1:
            raise Killed

    return kill


def test_a_paper_broken_here_is_set_aside_and_holds_up_no_other(
    branch: Pc, national: RunningServer, stick: Path, scan: Path, tmp_path: Path
) -> None:
    broken = add(branch, scan)
    path = sealed_file(branch)
    path.write_bytes(path.read_bytes()[:-20])
    other = tmp_path / "khác.png"
    other.write_bytes(b"another paper")
    sound = add(branch, other)
    round_trip(branch, national, stick)
    assert paper(branch, broken).trouble == "file_damaged"
    assert where(paper(branch, sound)) == "Đã gửi"


def test_a_paper_that_was_changed_on_the_way_is_not_believed(
    branch: Pc, national: RunningServer, stick: Path, scan: Path
) -> None:
    add(branch, scan)
    written = Bundles(branch.session).export(stick)
    raw = bytearray(written.path.read_bytes())
    raw[-100] ^= 1
    written.path.write_bytes(raw)
    with pytest.raises(BundleError, match="bundle_damaged"):
        answered(national, written.path)
    written.path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(BundleError, match="bundle_cut"):
        answered(national, written.path)
    assert bytes_at(national) == 0


def test_what_is_held_back_travels_in_no_bundle_nor_do_its_papers(
    branch: Pc, national: RunningServer, stick: Path, scan: Path
) -> None:
    record = add(branch, scan)
    entry = next(item.key for item in branch.service.queue() if item.record == record)
    hold(branch.session, [entry])
    assert Bundles(branch.session).papers_waiting().files == 0
    written = Bundles(branch.session).export(stick)
    assert (written.receipt.sent, written.receipt.papers) == (0, 0)
    release(branch.session, [entry])
    round_trip(branch, national, stick)
    assert where(paper(branch, record)) == "Đã gửi"


def test_a_paper_of_another_unit_is_given_to_nobody_who_asks_by_stick(
    branch: Pc, national: RunningServer, *, stick: Path, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    national.add_unit("CN2")
    with office_pc(tmp_path / "stranger", unit_code="CN2") as stranger:
        stranger.join(national, "CN2")
        stranger.take_in("Giàng A Páo")
        secret = add(stranger, scan)
        stranger.sync()
        for asked, larger in ((stranger, True), (branch, False)):
            monkeypatch.setattr(StickShelf, "to_bring", lambda _shelf: [secret])
            answer = answered(national, Bundles(asked.session).export(stick).path)
            assert (answer.stat().st_size > len(CONTENT)) == larger


def carries(pc: Pc, line: FaultProxy) -> Bundles:
    """What a PC does over this line."""
    database = pc.session.database
    line_of = lambda _address, device: HttpTransport(Wire(line.url), device, DeviceTokens(database, device))  # noqa: E731
    return Bundles(pc.session, Synchronise(pc.session, line_of))


@pytest.fixture
def large(village: Pc, branch: Pc, national: RunningServer, stick: Path, scan: Path, *, other: Path) -> Path:
    """A bundle with a paper in it; another comes with the answer."""
    theirs = add(branch, other)
    branch.sync()
    round_trip(village, national, stick)
    Attachments(village.session).want(theirs)
    add(village, scan)
    return Bundles(village.session).export(stick).path


def test_a_bundle_is_carried_over_a_line_that_is_reset_all_the_time(
    village: Pc, branch: Pc, national: RunningServer, large: Path
) -> None:
    with FaultProxy(int(national.base_url.rpartition(":")[2])) as line:
        line.lives(lambda number: 20_000 + number * 7919 % 180_000)
        for _ in range(60):
            try:
                answer = carries(branch, line).carry(large)
                break
            except Offline:
                continue
        assert line.counts.up < 2.5 * large.stat().st_size
        assert line.counts.down < 4 * len(CONTENT)
    Bundles(village.session).take_in(answer.path)
    assert village.service.status().green
    assert village.service.status().files.through


def test_whoever_carries_a_bundle_again_after_a_kill_sends_nothing_twice(
    village: Pc, branch: Pc, national: RunningServer, large: Path
) -> None:
    with FaultProxy(int(national.base_url.rpartition(":")[2])) as line:
        send, sent = HttpFiles.send, list[int]()

        def dies(files: HttpFiles, address: str, offset: int, piece: bytes) -> int:
            if sent:
                raise Killed
            sent.append(len(piece))
            return send(files, address, offset, piece)

        with pytest.MonkeyPatch.context() as power:
            power.setattr(HttpFiles, "send", dies)
            with pytest.raises(Killed):
                carries(branch, line).carry(large)
        before = line.counts.up
        answer = carries(branch, line).carry(large)
        assert line.counts.up - before < large.stat().st_size - sum(sent) + 20_000
        again = line.counts.up
        doubled = carries(branch, line).carry(large)
        assert line.counts.up - again < 20_000
    assert doubled.receipt.hash == answer.receipt.hash
    Bundles(village.session).take_in(answer.path)
    assert village.service.status().green


def test_the_answer_to_a_bundle_is_for_the_pc_that_brought_it_and_not_for_ever(
    village: Pc, branch: Pc, national: RunningServer, large: Path, tmp_path: Path
) -> None:
    Bundles(branch.session).carry(large)
    with national.database.read() as connection:
        (upload,) = connection.scalars(select(tables.upload.c.id).where(tables.upload.c.record == "answer"))
    with (
        office_pc(tmp_path / "third", login="mai", numbering=False) as third,
        closing(
            HttpTransport(Wire(national.base_url), third.device, DeviceTokens(third.session.database, third.device))
        ) as stranger,
    ):
        third.join(national, "CN1")
        with pytest.raises(FileRefused, match="file_unknown"):
            stranger.files().fetch(upload, 0, 10)
    blobs = DiskBlobs(national.files)
    with national.database.write() as connection:
        connection.execute(update(tables.upload).values(touched_at="2026-01-01T00:00:00.000000Z"))
    files.collect(national.database, blobs)
    assert upload not in set(blobs.keys())
