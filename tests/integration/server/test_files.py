"""Bytes of attachments: in by tus, piece by piece, out by range, each unit's for itself."""

import hashlib
import io
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import delete, update
from tusclient.client import TusClient

from sync.contract.files import MAX_BYTES, checksum_of, metadata_of
from sync.contract.identity import new_id
from sync.contract.messages import HeldRequest, HeldResponse
from sync.server import files, tables
from sync.server.blobs import DiskBlobs
from tests.fakes.proxy import FaultProxy
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined

PAPER = os.urandom(300_000)


class Paper:
    """An attachment of a case, and its uploader."""

    def __init__(self, pc: Pc, content: bytes = PAPER, **fields: Any) -> None:
        self.pc, self.content, self.id, self.case = pc, content, new_id(), new_id()
        names = {
            "case": self.case,
            "title": "Giấy chứng nhận hộ nghèo",
            "name": "ho-ngheo.pdf",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        case = pc.edit("case", self.case, {"form": "tu_van_phap_luat", "content": "Tranh chấp đất đai"})
        (_case, answer) = pc.push(case, pc.edit("attachment", self.id, names | fields))
        assert answer.outcome == "applied"

    def ask(self, method: str, path: str, base: str = "", **options: Any) -> requests.Response:
        return ask(self.pc, method, path, base, **options)

    def begin(self, size: int | None = None) -> requests.Response:
        return begin(self.pc, self.id, len(self.content) if size is None else size)

    def uploaded(self) -> str:
        """Its address once every byte is there."""
        address = self.begin().headers["Location"]
        answer = patch(self.pc, address, 0, self.content)
        assert (answer.status_code, answer.text) == (204, "")
        return address

    def fetch(self, pc: Pc | None = None, **headers: Any) -> requests.Response:
        return ask(pc or self.pc, "GET", f"/v1/files/{self.id}", **headers)


def ask(pc: Pc, method: str, path: str, base: str = "", data: bytes = b"", **headers: Any) -> requests.Response:
    said = {"authorization": f"Bearer {pc.tokens.access}", "tus-resumable": "1.0.0"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(method, (base or pc.server.base_url) + path, data=data, headers=said, timeout=30)


def begin(pc: Pc, record: str, size: int) -> requests.Response:
    return ask(pc, "POST", "/v1/files", upload_length=str(size), upload_metadata=metadata_of(record))


def patch(
    pc: Pc, address: str, offset: int, piece: bytes, checksum: str | None = None, *, base: str = ""
) -> requests.Response:
    extra: dict[str, Any] = {"upload_checksum": checksum} if checksum else {}
    kind = "application/offset+octet-stream"
    return ask(pc, "PATCH", address, base, data=piece, upload_offset=str(offset), content_type=kind, **extra)


def offset_of(pc: Pc, address: str) -> int:
    return int(ask(pc, "HEAD", address).headers["Upload-Offset"])


def refusal(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def held(pc: Pc, *records: str) -> tuple[str, ...]:
    import msgspec

    body = pc.post("/v1/files/held", msgspec.json.encode(HeldRequest(records=records)))
    return msgspec.json.decode(body, type=HeldResponse).held


@pytest.fixture
def storage(server: RunningServer) -> Path:
    """The folder in which the server keeps bytes."""
    return server.files


def test_a_paper_goes_up_in_pieces_and_comes_down_whole(hoa: Pc, duc: Pc) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    assert paper.fetch().status_code == 404
    for start in range(0, len(PAPER), 100_000):
        piece = PAPER[start : start + 100_000]
        answer = patch(hoa, address, start, piece, checksum_of(hashlib.sha256(piece).digest()))
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(start + 100_000))

    assert paper.fetch(duc).content == PAPER
    assert held(duc, paper.id) == (paper.id,)


def test_another_peoples_tus_client_uploads(hoa: Pc) -> None:
    """`tuspy` knows nothing of ours but the address and what goes with every request."""
    paper = Paper(hoa)
    client = TusClient(f"{hoa.server.base_url}/v1/files", headers={"Authorization": f"Bearer {hoa.tokens.access}"})
    uploader = client.uploader(
        file_stream=io.BytesIO(PAPER), chunk_size=64_000, metadata={"record": paper.id}, upload_checksum=True
    )
    uploader.upload(stop_at=128_000)
    again = client.uploader(file_stream=io.BytesIO(PAPER), url=uploader.url, chunk_size=len(PAPER))
    assert again.offset == 128_000
    again.upload()

    assert paper.fetch().content == PAPER


def test_the_server_says_what_it_can_do(server: RunningServer) -> None:
    answer = requests.options(f"{server.base_url}/v1/files", timeout=30)
    assert answer.status_code == 204
    assert (answer.headers["Tus-Version"], answer.headers["Tus-Max-Size"]) == ("1.0.0", str(MAX_BYTES))
    assert answer.headers["Tus-Extension"] == "creation,checksum"


def test_a_download_goes_on_where_it_stopped(hoa: Pc) -> None:
    paper = Paper(hoa)
    paper.uploaded()
    rest = paper.fetch(range="bytes=250000-")
    assert (rest.status_code, rest.headers["Content-Range"]) == (206, f"bytes 250000-299999/{len(PAPER)}")
    assert rest.content == PAPER[250_000:]
    assert paper.fetch(range="bytes=10-19").content == PAPER[10:20]
    assert refusal(paper.fetch(range="bytes=300000-")) == (416, "range_unknown")


def test_a_piece_cut_off_on_its_way_counts_as_far_as_it_came(server: RunningServer, hoa: Pc) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    with FaultProxy(int(server.base_url.rpartition(":")[2])) as line:
        from tests.fakes.proxy import Fault

        line.next(Fault(cut_request=200_000, politely=True))
        with pytest.raises(requests.ConnectionError):
            patch(hoa, address, 0, PAPER, base=line.url)
    came = _settled(lambda: offset_of(hoa, address))
    assert 100_000 < came < 200_000
    patch(hoa, address, came, PAPER[came:])
    assert paper.fetch().content == PAPER


def _settled(look: Callable[[], int]) -> int:
    """A number that comes from another thread, once it is there."""
    import time

    deadline = time.monotonic() + 5
    while not look() and time.monotonic() < deadline:
        time.sleep(0.02)
    return look()


def test_a_piece_that_is_not_what_its_sender_said_is_dropped(hoa: Pc) -> None:
    address = Paper(hoa).begin().headers["Location"]
    wrong = checksum_of(hashlib.sha256(b"something else").digest())
    assert refusal(patch(hoa, address, 0, PAPER, wrong)) == (460, "checksum_differs")
    assert refusal(patch(hoa, address, 0, PAPER, "md5 AAAA")) == (400, "checksum_unknown")
    assert offset_of(hoa, address) == 0


def test_bytes_that_are_not_those_of_the_record_are_refused_and_forgotten(hoa: Pc, storage: Path) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    assert refusal(patch(hoa, address, 0, PAPER[::-1])) == (422, "file_damaged")
    assert ask(hoa, "HEAD", address).status_code == 404
    assert list(DiskBlobs(storage).keys()) == []
    paper.uploaded()
    assert paper.fetch().content == PAPER


def test_two_pieces_for_the_same_place_are_not_both_taken(hoa: Pc) -> None:
    """A PC that was killed comes back while its last piece still hangs on the line."""
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    answers: list[int] = []

    def send(length: int) -> None:
        answers.append(patch(hoa, address, 0, PAPER[:length]).status_code)

    threads = [threading.Thread(target=send, args=(length,)) for length in (150_000, 100_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [204, 409]
    came = offset_of(hoa, address)
    patch(hoa, address, came, PAPER[came:])
    assert paper.fetch().content == PAPER


def test_a_server_killed_before_its_last_commit_finishes_when_it_is_asked(
    hoa: Pc, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    expected_log("ERROR sync.server.routing")
    with monkeypatch.context() as killed:
        killed.setattr(files.Files, "_find", lambda *_: 1 / 0)
        assert patch(hoa, address, 0, PAPER).status_code == 500
    assert held(hoa, paper.id) == ()
    assert offset_of(hoa, address) == len(PAPER)
    assert held(hoa, paper.id) == (paper.id,)
    assert paper.fetch().content == PAPER


def test_two_requests_that_end_one_upload_at_once_both_see_it_whole(
    hoa: Pc, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    digest = DiskBlobs.digest
    seen: list[str] = []

    def slowly(blobs: DiskBlobs, key: str) -> str | None:
        found = digest(blobs, key)
        if not seen:  # the PC gave up waiting and asks again meanwhile
            seen.append(key)
            assert offset_of(hoa, address) == len(paper.content)
        return found

    monkeypatch.setattr(DiskBlobs, "digest", slowly)
    assert patch(hoa, address, 0, paper.content).status_code == 204
    assert paper.fetch().content == paper.content
    assert list(DiskBlobs(storage).keys()) == seen


def test_a_server_without_room_says_so_and_goes_on_later(
    hoa: Pc, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    paper = Paper(hoa)
    address = paper.begin().headers["Location"]
    expected_log("ERROR sync.server.files: no room")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        assert refusal(patch(hoa, address, 0, PAPER)) == (507, "disk_full")
    assert offset_of(hoa, address) == 0
    assert patch(hoa, address, 0, PAPER).status_code == 204
    assert paper.fetch().content == PAPER


def test_what_is_foreign_unknown_or_no_paper_gets_the_same_answer(server: RunningServer, hoa: Pc) -> None:
    paper = Paper(hoa)
    address = paper.uploaded()
    stranger = joined(server, "CN2", "van")
    answers = {
        (refusal(begin(stranger, record, len(PAPER))), refusal(ask(stranger, "GET", f"/v1/files/{record}")))
        for record in (paper.id, new_id(), paper.case, "'; --", "x" * 200)
    }
    assert answers == {((404, "file_unknown"), (404, "file_unknown"))}
    assert held(stranger, paper.id, new_id()) == ()
    for upload in (address, f"/v1/files/uploads/{new_id()}"):
        assert ask(stranger, "HEAD", upload).status_code == 404
        assert refusal(patch(stranger, upload, 0, b"x")) == (404, "upload_unknown")


def test_a_hash_is_no_permission(server: RunningServer, hoa: Pc) -> None:
    """Who names the hash of another unit's paper has to bring the bytes."""
    Paper(hoa).uploaded()
    stranger = joined(server, "CN2", "van")
    guess = Paper(stranger)
    assert guess.begin().headers["Upload-Offset"] == "0"
    assert refusal(guess.fetch()) == (404, "file_missing")


def test_the_same_paper_in_two_cases_of_a_unit_is_sent_once(hoa: Pc, duc: Pc, storage: Path) -> None:
    Paper(hoa).uploaded()
    again = Paper(duc)
    begun = again.begin()
    assert begun.headers["Upload-Offset"] == str(len(PAPER))
    assert offset_of(duc, begun.headers["Location"]) == len(PAPER)
    assert again.fetch().content == PAPER
    assert len(list(DiskBlobs(storage).keys())) == 1


def test_an_upload_belongs_to_the_pc_that_began_it(hoa: Pc, duc: Pc) -> None:
    address = Paper(hoa).begin().headers["Location"]
    assert ask(duc, "HEAD", address).status_code == 404


def test_the_centre_reads_the_papers_of_its_branches(hoa: Pc, centre: Pc) -> None:
    paper = Paper(hoa)
    paper.uploaded()
    assert paper.fetch(centre).content == PAPER


def test_what_is_too_large_or_not_what_the_record_says_is_not_begun(hoa: Pc) -> None:
    paper = Paper(hoa)
    assert refusal(paper.begin(MAX_BYTES + 1)) == (413, "file_too_large")
    assert refusal(paper.begin(5)) == (409, "file_differs")
    address = paper.begin().headers["Location"]
    assert refusal(patch(hoa, address, 0, PAPER + b"!")) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"tus_resumable": "0.2.2"}, (412, "tus_version")),
        ({"upload_length": "-1"}, (400, "request_malformed")),
        ({"upload_metadata": "record !!!"}, (400, "request_malformed")),
    ],
)
def test_what_is_not_tus_is_refused(hoa: Pc, headers: dict[str, str], answer: tuple[int, str]) -> None:
    sound: dict[str, Any] = {"upload_length": "5", "upload_metadata": metadata_of(new_id())}
    assert refusal(ask(hoa, "POST", "/v1/files", **(sound | headers))) == answer


def test_without_a_token_nothing_is_said(server: RunningServer, hoa: Pc) -> None:
    paper = Paper(hoa)
    for method, path in (("POST", "/v1/files"), ("GET", f"/v1/files/{paper.id}"), ("POST", "/v1/files/held")):
        assert requests.request(method, server.base_url + path, timeout=30).status_code == 401
    server.revoke(hoa.device)
    assert paper.fetch().status_code == 401


def test_bytes_nobody_names_are_collected_half_a_year_later(server: RunningServer, hoa: Pc, storage: Path) -> None:
    paper, kept = Paper(hoa), Paper(hoa, b"kept")
    paper.uploaded()
    kept.uploaded()
    disk = DiskBlobs(storage)
    assert files.collect(server.database, disk) == files.Collected(0, 0, 0)

    hoa.push(hoa.edit("attachment", paper.id, {"deleted": True}, seen=hoa.seen(paper.case)))
    assert files.collect(server.database, disk).unnamed == 1
    assert files.collect(server.database, disk, kept=timedelta(days=180)) == files.Collected(0, 0, 0)
    assert files.collect(server.database, disk, kept=timedelta(0)).dropped == 1
    assert len(list(disk.keys())) == 1
    assert kept.fetch().content == b"kept"


def test_bytes_a_restored_server_has_lost_are_taken_again(hoa: Pc, storage: Path) -> None:
    """The database was put back, the folder of files was not."""
    paper = Paper(hoa)
    paper.uploaded()
    disk = DiskBlobs(storage)
    for key in list(disk.keys()):
        disk.drop(key)
    assert held(hoa, paper.id) == ()
    assert refusal(paper.fetch()) == (404, "file_missing")
    paper.uploaded()
    assert paper.fetch().content == PAPER


def test_bytes_named_again_in_time_stay(server: RunningServer, hoa: Pc, storage: Path) -> None:
    paper = Paper(hoa)
    paper.uploaded()
    disk = DiskBlobs(storage)
    hoa.push(hoa.edit("attachment", paper.id, {"deleted": True}, seen=hoa.seen(paper.case)))
    files.collect(server.database, disk)
    hoa.push(hoa.edit("attachment", paper.id, {"deleted": False}))
    files.collect(server.database, disk, kept=timedelta(0))
    assert paper.fetch().content == PAPER


def test_a_database_put_back_from_a_backup_costs_no_bytes(server: RunningServer, hoa: Pc, storage: Path) -> None:
    """It does not know what came after the backup; for the time that what nobody names is kept, nothing is dropped."""
    Paper(hoa).uploaded()
    with server.database.write() as connection:
        connection.execute(delete(tables.blob))
    files.collect(server.database, DiskBlobs(storage))
    assert len(list(DiskBlobs(storage).keys())) == 1
    files.collect(server.database, DiskBlobs(storage), kept=timedelta(0))
    assert list(DiskBlobs(storage).keys()) == []


def test_an_upload_nobody_goes_on_with_is_given_up(server: RunningServer, hoa: Pc, storage: Path) -> None:
    address = Paper(hoa).begin().headers["Location"]
    patch(hoa, address, 0, PAPER[:1000])
    assert files.collect(server.database, DiskBlobs(storage)).uploads == 0
    with server.database.write() as connection:
        connection.execute(update(tables.upload).values(touched_at="2026-01-01T00:00:00.000000Z"))
    assert files.collect(server.database, DiskBlobs(storage)).uploads == 1
    assert list(DiskBlobs(storage).keys()) == []


def test_the_papers_of_a_restricted_case_go_only_to_those_who_may_read_it(server: RunningServer, hoa: Pc) -> None:
    paper = Paper(hoa)
    paper.uploaded()
    hoa.push(hoa.edit("case", paper.case, {"restricted": True}))
    performer, clerk = joined(server, "CN1", "an", role="nguoi_thuc_hien"), joined(server, "CN1", "lan")
    assert refusal(paper.fetch(performer)) == (404, "file_unknown")
    assert held(performer, paper.id) == ()
    assert performer.value("attachment", paper.id, "sha256") is None
    assert paper.fetch(clerk).content == PAPER
    hoa.push(hoa.edit("case", paper.case, {"restricted": False}))
    assert paper.fetch(performer).content == PAPER


@pytest.mark.parametrize("late", [False, True])
def test_the_bytes_follow_a_case_that_moves_even_when_they_come_late(
    server: RunningServer, hoa: Pc, late: bool
) -> None:
    mai = joined(server, "CN2", "mai")
    paper = Paper(hoa)
    if not late:
        paper.uploaded()
    hoa.push(hoa.edit("transfer", new_id(), {"case": paper.case, "to_unit": mai.feed, "on": "2026-11-20"}))
    mai.pull()
    if late:
        assert refusal(paper.fetch(mai)) == (404, "file_missing")
        assert refusal(paper.begin()) == (404, "file_unknown")
        (copy,) = [each for kind, each in hoa.records if kind == "attachment" and each != paper.id]
        address = begin(hoa, copy, len(PAPER)).headers["Location"]
        assert patch(hoa, address, 0, PAPER).status_code == 204
    assert paper.fetch(mai).content == PAPER


def test_papers_that_move_to_another_unit_take_their_bytes_along(server: RunningServer, hoa: Pc, storage: Path) -> None:
    Paper(hoa).uploaded()
    receiver = joined(server, "CN2", "van")
    moved = Paper(receiver)
    with server.database.write() as connection:
        files.carry(connection, hoa.feed, receiver.feed, [hashlib.sha256(PAPER).hexdigest()])
    assert moved.fetch().content == PAPER
    assert len(list(DiskBlobs(storage).keys())) == 1


def test_a_refused_request_takes_no_file(hoa: Pc) -> None:
    with pytest.raises(RefusedError, match="413"):
        held(hoa, *(new_id() for _ in range(501)))
