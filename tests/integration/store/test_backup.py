"""Backups of a real encrypted file: made while people work, carried to another PC, restored with a way back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection

from desktop.store import backup as backups
from desktop.store.engine import Database
from desktop.store.errors import StoreError
from desktop.store.keys import Cost, KeyFile

QUICK = Cost(memory_kib=8, passes=1, lanes=1)
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=7)))


class Office:
    """A home with an open database and one user, hoa."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.home = home
        self.backups = home / "backups"
        self.keys, self.data_key, self.recovery_key = KeyFile.create(
            home / backups.KEYS_NAME, "hoa", "mật khẩu", cost=QUICK
        )
        self.database = Database.create(home / backups.DATABASE_NAME, self.data_key)
        with self.database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE note (text TEXT)")

    def add(self, text: str) -> None:
        with self.database.write() as connection:
            connection.exec_driver_sql("INSERT INTO note VALUES (?)", (text,))

    def make(self, now: datetime = NOW, kind: str = backups.REGULAR) -> backups.Backup:
        return backups.make_backup(self.database, self.keys.path, self.backups, now, kind=kind)


def notes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())


def notes_at(home: Path, data_key: bytes) -> int:
    database = Database.open(home / backups.DATABASE_NAME, data_key)
    with database.read() as connection:
        found = notes(connection)
    database.close()
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "office")
    office.add("việc đầu tiên")
    yield office
    office.database.close()


def test_a_backup_is_made_while_people_work_and_lists_itself(office: Office) -> None:
    with office.database.read() as connection:
        made = office.make()
        assert notes(connection) == 1
    assert backups.list_backups(office.backups) == [made]
    assert made.made_at == NOW.astimezone(UTC)
    assert made.folder.name == "20261122T103000Z-regular"
    assert sorted(file.name for file in made.folder.iterdir()) == ["office.db", "office.keys"]
    assert made.size == sum(file.stat().st_size for file in made.folder.iterdir())


def test_nothing_in_a_backup_can_be_read_without_a_key(office: Office) -> None:
    made = office.make()
    content = b"".join(file.read_bytes() for file in made.folder.iterdir())
    assert "việc đầu tiên".encode() not in content
    assert b"CREATE TABLE" not in content


def test_the_preview_tells_what_is_inside(office: Office) -> None:
    made = office.make()
    office.add("sau bản sao lưu")
    seen = backups.preview(made, office.data_key, notes)
    assert (seen.made_at, seen.logins, seen.cases) == (made.made_at, ["hoa"], 1)
    assert seen.size == made.size


def test_a_restore_brings_back_that_day_and_keeps_what_was_replaced(office: Office) -> None:
    made = office.make()
    office.add("sau bản sao lưu")
    office.keys.change_password("hoa", "mật khẩu", "mật khẩu mới")
    office.database.close()
    aside = backups.restore(made, office.data_key, office.home, NOW + timedelta(hours=1))
    assert notes_at(office.home, office.data_key) == 1
    assert notes_at(aside, office.data_key) == 2
    assert KeyFile.load(office.home / "office.keys").unlock_with_password("hoa", "mật khẩu") == office.data_key
    assert KeyFile.load(aside / "office.keys").unlock_with_password("hoa", "mật khẩu mới") == office.data_key


@pytest.mark.parametrize("way", ["password", "recovery key"])
def test_a_backup_restores_on_another_pc(office: Office, tmp_path: Path, way: str) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(office.make().folder, stick / "20261122T103000Z-regular")
    (carried,) = backups.list_backups(stick)
    keys = KeyFile.load(carried.keys)
    key = (
        keys.unlock_with_password("hoa", "mật khẩu")
        if way == "password"
        else keys.unlock_with_recovery(office.recovery_key)
    )
    home = tmp_path / "new pc"
    home.mkdir()
    backups.restore(carried, key, home, NOW)
    assert notes_at(home, key) == 1


def test_the_log_of_a_killed_program_is_kept_and_never_replayed_into_the_restored_file(office: Office) -> None:
    made = office.make()
    office.add("trong nhật ký, chưa vào tệp")
    for name in ("office.db", "office.db-wal", "office.db-shm"):
        shutil.copy(office.home / name, office.home.parent / name)  # as the killed program leaves them
    office.database.close()
    for name in ("office.db", "office.db-wal", "office.db-shm"):
        shutil.copy(office.home.parent / name, office.home / name)
    aside = backups.restore(made, office.data_key, office.home, NOW)
    assert notes_at(office.home, office.data_key) == 1
    assert notes_at(aside, office.data_key) == 2


def test_a_damaged_backup_is_refused_and_the_home_stays_as_it_was(office: Office) -> None:
    with office.database.write() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " INSERT INTO note SELECT printf('%0500d', i) FROM n"
        )
    made = office.make()
    office.add("sau bản sao lưu")
    office.database.close()
    content = bytearray(made.database.read_bytes())
    content[4096 * 20 + 100] ^= 1
    made.database.write_bytes(content)
    before = {file.name: file.read_bytes() for file in office.home.iterdir() if file.is_file()}
    with pytest.raises(StoreError, match="corrupt"):
        backups.restore(made, office.data_key, office.home, NOW)
    assert {file.name: file.read_bytes() for file in office.home.iterdir() if file.is_file()} == before
    assert not (office.home / "replaced").exists()


def test_a_key_of_another_office_does_not_restore(office: Office) -> None:
    made = office.make()
    office.database.close()
    with pytest.raises(StoreError, match="wrong_key"):
        backups.restore(made, b"x" * 32, office.home, NOW)
    assert notes_at(office.home, office.data_key) == 1


def test_a_key_file_of_another_office_is_not_backed_up(office: Office, tmp_path: Path) -> None:
    foreign, _, _ = KeyFile.create(tmp_path / "foreign.keys", "hoa", "mật khẩu", cost=QUICK)
    with pytest.raises(StoreError, match="wrong_key"):
        backups.make_backup(office.database, foreign.path, office.backups, NOW)
    assert list(office.backups.iterdir()) == []


def test_a_stopped_backup_leaves_nothing_behind(office: Office) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backups.make_backup(office.database, office.keys.path, office.backups, NOW, progress=stop)
    assert list(office.backups.iterdir()) == []


def test_what_crashes_left_half_made_is_gone_after_the_next_backup(office: Office) -> None:
    yesterday, now, by_a_wrong_clock = "20261121T103000Z", "20261122T102500Z", "20991122T103000Z"
    for moment in (yesterday, now, by_a_wrong_clock):
        (office.backups / f".{moment}-regular.part").mkdir(parents=True)
        (office.backups / f".{moment}-regular.part" / "office.db").write_bytes(b"half of it")
    (office.backups / ".của tôi.part").mkdir()

    made = office.make()

    left = {path.name for path in office.backups.iterdir()}
    at_work = f".{now}-regular.part"  # perhaps of a program that is making it
    assert left == {made.folder.name, at_work, ".của tôi.part"}


def test_two_backups_in_one_second_do_not_overwrite_each_other(office: Office) -> None:
    office.make()
    with pytest.raises(StoreError, match="exists"):
        office.make()


def test_old_backups_go_and_those_before_an_upgrade_stay_longer(office: Office) -> None:
    upgrades = [office.make(NOW - timedelta(days=400 + day), backups.BEFORE_UPGRADE) for day in range(4)]
    morning = office.make(NOW - timedelta(hours=8))
    evening = office.make(NOW)
    (office.backups / "của tôi").mkdir()
    gone = backups.rotate(office.backups, NOW)
    assert sorted(gone, key=lambda backup: backup.made_at) == [upgrades[3], morning]
    assert backups.list_backups(office.backups) == [evening, *upgrades[:3]]
    assert (office.backups / "của tôi").exists()


def test_a_home_without_backups_lists_none(tmp_path: Path) -> None:
    assert backups.list_backups(tmp_path / "none") == []
