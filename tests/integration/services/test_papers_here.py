"""Papers on one PC: encrypted beside the database, opened and saved elsewhere, whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.services.attachments import Attachments
from desktop.services.cases import Cases
from desktop.store import shelf_room
from desktop.store.errors import StoreError
from desktop.store.vault import Vault
from sync.client.files import FileBroken
from tests.integration.services.branch_pc import Pc, office_pc
from tests.integration.services.papers import CONTENT, add, sealed_file, the_case


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Pc]:
    """A PC that is in no national system, with one case."""
    with office_pc(tmp_path) as pc:
        pc.take_in("Lò Thị Pâng")
        yield pc


def everything_in(folder: Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_lies_on_the_disk_tells_nothing(pc: Pc, scan: Path) -> None:
    record = add(pc, scan)
    digest = hashlib.sha256(CONTENT).hexdigest()
    left = everything_in(pc.home)
    for telling in (CONTENT[:64], CONTENT[150_000:150_064], "hộ nghèo".encode(), digest.encode(), record.encode()):
        assert telling not in left
    assert bytes.fromhex(digest) not in left


def test_a_full_disk_here_leaves_nothing_behind(pc: Pc, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("desktop.store.sealed.os.fsync", full)
        with pytest.raises(StoreError, match="disk_full"):
            add(pc, scan)
    assert [path for path in (pc.home / "files").rglob("*") if path.is_file()] == []
    assert Attachments(pc.session).of_case(the_case(pc)) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("thư.exe", b"MZ", "file_type_refused"),
        ("giấy.pdf", b"MZ\x90\x00", "file_is_program"),
        ("trống.pdf", b"", "file_empty"),
        ("không đuôi", b"x", "file_type_refused"),
    ],
)
def test_what_is_no_paper_is_refused_with_words(pc: Pc, tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DomainError, match=code):
        add(pc, path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(pc: Pc, tmp_path: Path) -> None:
    path = tmp_path / "phim.mp4"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024 + 1)
    with pytest.raises(DomainError, match="file_too_large"):
        add(pc, path)


def test_opened_copies_are_wiped(pc: Pc, scan: Path) -> None:
    papers = Attachments(pc.session)
    copy = papers.open(add(pc, scan))
    assert pc.home in copy.parents
    assert copy.parent.stat().st_mode & 0o077 == 0
    assert papers.copies
    papers.clear_away()
    assert not copy.exists()
    assert not papers.copies


def test_a_name_from_elsewhere_leads_nowhere(pc: Pc, scan: Path) -> None:
    record = add(pc, scan)
    Cases(pc.session).edit("attachment", record, {"title": "../../khác\\tệp", "name": "virus.exe"})
    copy = Attachments(pc.session).open(record)
    assert copy.parent.parent == pc.home / "opened"
    assert copy.suffix == ".bin"


def test_saving_elsewhere_is_whole_or_not_at_all(pc: Pc, scan: Path, tmp_path: Path) -> None:
    record = add(pc, scan)
    target = tmp_path / "ra ngoài.pdf"
    Attachments(pc.session).save_as(record, target)
    assert target.read_bytes() == CONTENT
    path = sealed_file(pc)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileBroken):
        Attachments(pc.session).save_as(record, target)
    assert target.read_bytes() == CONTENT
    assert sorted(tmp_path.glob(".*.new")) == []


def test_a_lost_unit_takes_its_files_along(pc: Pc, scan: Path) -> None:
    add(pc, scan)
    vault = Vault.beside(pc.session.database)
    unit = pc.session.office.unit.id
    with pc.session.database.write() as connection:
        assert shelf_room.unsent_of(connection, unit) == 1
        assert shelf_room.forget_unit(connection, vault, unit) == 1
    assert [path for path in (pc.home / "files").rglob("*") if path.is_file()] == []


def test_what_a_kill_left_of_a_copy_is_wiped_at_a_later_start(
    pc: Pc, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(pc, scan)
    chosen = tmp_path / "nơi đã chọn"
    chosen.mkdir()

    def killed(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as gone:
        gone.setattr(Path, "unlink", lambda *_args, **_named: Path("/khong-co").stat())  # nothing is tidied up any more
        with pytest.raises(KeyboardInterrupt):
            Attachments(pc.session).save_as(record, chosen / "giấy.pdf", killed)
    (left,) = chosen.iterdir()
    pc.close()
    pc.open()
    Attachments(pc.session).clear_away()
    assert left.exists()  # another program may be at work on it
    os.utime(left, (0, 0))
    Attachments(pc.session).clear_away()
    assert list(chosen.iterdir()) == []
    Attachments(pc.session).save_as(record, chosen / "giấy.pdf")
    assert (chosen / "giấy.pdf").read_bytes() == CONTENT


def test_the_same_bytes_in_two_papers_wait_once(pc: Pc, scan: Path) -> None:
    for _twice in range(2):
        add(pc, scan)
    files = pc.service.status().files
    assert (files.to_send, files.bytes_to_send) == (2, len(CONTENT))
