"""The encrypted file under readers and the writer, with wrong keys, damage and a full disk. Real files throughout."""

import sqlite3
import threading
from pathlib import Path

import pytest

from desktop.store.engine import PLAIN_HEADER, Database
from desktop.store.errors import StoreError

KEY = b"k" * 32
SECRET_TEXT = "Nguyễn Thị Bí Mật"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Hồ sơ #1 100%.db"


@pytest.fixture
def database(path: Path) -> Database:
    database = Database.create(path, KEY)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT UNIQUE)")
    return database


def add(database: Database, text: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES (?)", (text,))


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())


def fill(database: Database, rows: int) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO note SELECT printf('%0200d', i) FROM n",
            (rows,),
        )


def test_what_was_saved_is_there_after_closing(database: Database, path: Path) -> None:
    add(database, SECRET_TEXT)
    database.close()
    again = Database.open(path, KEY)
    assert count(again) == 1
    again.close()


def test_what_can_be_had_again_is_not_waited_for_and_what_follows_is(database: Database) -> None:
    """Whether the disk is waited for is what SQLite is told: 2 is FULL, 1 is NORMAL in its words."""
    told = []
    for lasting in (True, False, True):
        with database.write(lasting=lasting) as connection:
            told.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
            connection.exec_driver_sql("INSERT INTO note VALUES (?)", (str(len(told)),))
    with pytest.raises(ZeroDivisionError), database.write(lasting=False):
        raise ZeroDivisionError
    with database.write() as connection:
        told.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
    assert told == [2, 1, 2, 2]
    assert count(database) == 3


def test_an_empty_new_file_opens_again(path: Path) -> None:
    Database.create(path, KEY).close()
    Database.open(path, KEY).close()


def test_nothing_can_be_read_from_the_files_without_the_key(database: Database, path: Path) -> None:
    add(database, SECRET_TEXT)
    stored = b"".join(file.read_bytes() for file in path.parent.iterdir())
    database.close()
    stored += path.read_bytes()
    assert SECRET_TEXT.encode() not in stored
    assert PLAIN_HEADER not in stored
    assert b"CREATE TABLE" not in stored


def test_closing_leaves_one_file(database: Database, path: Path) -> None:
    add(database, "a")
    database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_reader_keeps_its_view_while_another_writes(database: Database) -> None:
    add(database, "a")
    with database.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one()
        add(database, "b")
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one() == before
    assert count(database) == 2
    database.close()


def test_a_failed_save_leaves_nothing_behind(database: Database) -> None:
    def fail_half_way() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO note VALUES ('half')")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert count(database) == 0
    add(database, "whole")
    assert count(database) == 1
    database.close()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="read_only"), database.read() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('a')")
    database.close()


def test_the_window_and_the_sync_thread_write_at_the_same_time(database: Database) -> None:
    def work(name: str) -> None:
        for number in range(50):
            add(database, f"{name} {number}")
            count(database)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("window", "sync", "backup")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 150
    database.close()


def test_another_program_that_keeps_writing_is_reported_as_busy(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.engine._EVERY_CONNECTION", ("PRAGMA busy_timeout=50",))
    other = Database(path, KEY)
    with database.write(), pytest.raises(StoreError, match="busy"):
        add(other, "a")
    other.close()
    database.close()


def test_a_write_inside_a_write_is_a_defect_not_a_wait(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write():
        add(database, "a")
    database.close()


def test_a_wrong_key_is_told_from_a_file_that_is_not_ours(database: Database, path: Path, tmp_path: Path) -> None:
    database.close()
    with pytest.raises(StoreError, match="wrong_key"):
        Database.open(path, b"x" * 32)
    plain = tmp_path / "plain.db"
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE note (text TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="not_a_database"):
        Database.open(plain, KEY)
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="not_a_database"):
        Database.open(tmp_path / "empty.db", KEY)


def test_a_missing_file_is_not_created(path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        Database.open(path, KEY)
    assert not path.exists()


def test_an_existing_file_is_not_created_anew(database: Database, path: Path) -> None:
    add(database, "a")
    database.close()
    with pytest.raises(StoreError, match="exists"):
        Database.create(path, KEY)
    again = Database.open(path, KEY)
    assert count(again) == 1
    again.close()


def test_a_file_whose_log_cannot_be_made_is_told_from_a_read_only_disk(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    path.with_name(f"{path.name}-wal").mkdir()
    with pytest.raises(StoreError, match="cannot_open"):
        Database.open(path, KEY)
    monkeypatch.setattr("os.access", lambda _path, _mode: False)  # as on a disk mounted read-only
    with pytest.raises(StoreError, match="read_only"):
        Database.open(path, KEY)


def test_one_flipped_bit_is_found(database: Database, path: Path) -> None:
    fill(database, 1000)
    database.check()
    database.close()
    content = bytearray(path.read_bytes())
    content[4096 * 20 + 100] ^= 1
    path.write_bytes(content)
    damaged = Database.open(path, KEY)
    with pytest.raises(StoreError, match="corrupt"):
        damaged.check()
    damaged.close()


def test_a_full_disk_is_named_and_loses_nothing_saved_before(database: Database) -> None:
    add(database, "saved")
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # SQLite answers as on a full disk
    with pytest.raises(StoreError, match="disk_full"):
        fill(database, 1000)
    assert count(database) == 1
    database.close()


def test_a_constraint_broken_by_the_program_stays_a_defect(database: Database) -> None:
    add(database, "a")
    with pytest.raises(Exception, match="UNIQUE") as caught:
        add(database, "a")
    assert not isinstance(caught.value, StoreError)
    database.close()


def test_a_copy_made_while_others_write_is_whole_and_encrypted(database: Database, tmp_path: Path) -> None:
    fill(database, 20_000)
    stop = threading.Event()

    def write_on() -> None:
        number = 0
        while not stop.is_set():
            add(database, f"meanwhile {number}")
            number += 1

    seen: list[tuple[int, int]] = []
    writer = threading.Thread(target=write_on)
    writer.start()
    database.copy_to(tmp_path / "copy.db", lambda done, total: seen.append((done, total)))
    stop.set()
    writer.join()
    database.close()
    copy = Database.open(tmp_path / "copy.db", KEY)
    copy.check()
    assert count(copy) >= 20_000
    copy.close()
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_copy_that_is_stopped_leaves_no_file(database: Database, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.copy_to(tmp_path / "copy.db", stop)
    assert not (tmp_path / "copy.db").exists()
    with pytest.raises(StoreError, match="exists"):
        database.copy_to(database.path)
    database.close()
