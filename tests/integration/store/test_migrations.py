"""Older files brought up to date, newer ones refused, nothing left half-way. Real encrypted files throughout."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from desktop.store import migrations
from desktop.store.engine import Database
from desktop.store.errors import StoreError

KEY = b"k" * 32
FIRST = """
revision, down_revision = "0001", None

def upgrade():
    op.create_table("note", sa.Column("text", sa.String))
"""
SECOND = """
revision, down_revision = "0002", "0001"

def upgrade():
    op.add_column("note", sa.Column("folded", sa.String))
    op.execute("UPDATE note SET folded = lower(text)")
"""
BROKEN = """
revision, down_revision = "0003", "0002"

def upgrade():
    op.add_column("note", sa.Column("third", sa.String))
    op.execute("DELETE FROM note")
    raise KeyError("broken half-way")
"""
START = """
import sys
from pathlib import Path
from desktop.store import migrations
from desktop.store.engine import Database
database = Database.open(Path(sys.argv[1]), b"k" * 32)
assert not migrations.upgrade(database, lambda: None, Path(sys.argv[2]))
sys.exit("alembic" in sys.modules)
"""
HEADER = '"""A revision."""\nimport sqlalchemy as sa\nfrom alembic import op\n'


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    folder = tmp_path / "Chương trình 100%, bản 2" / "versions"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Revisions."""\n')
    publish(folder, "0001_first.py", FIRST)
    return folder


def publish(versions: Path, name: str, code: str) -> None:
    (versions / name).write_text(HEADER + code)


class Backups:
    """Stands for the backup: counts how often it was asked for, and may fail."""

    def __init__(self, error: StoreError | None = None) -> None:
        self.made = 0
        self.error = error

    def __call__(self) -> None:
        if self.error is not None:
            raise self.error
        self.made += 1


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.create(tmp_path / "office.db", KEY)
    yield database
    database.close()


def revision(database: Database) -> str | None:
    with database.read() as connection:
        return migrations.current_revision(connection)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def add(database: Database, text: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO note (text) VALUES (?)", (text,))


def test_a_new_file_is_brought_to_the_newest_revision_without_a_backup(database: Database, versions: Path) -> None:
    publish(versions, "0002_folded.py", SECOND)
    backups = Backups()
    assert migrations.upgrade(database, backups, versions)
    assert revision(database) == "0002"
    assert backups.made == 0
    assert rows(database, "SELECT text, folded FROM note") == []


def test_an_older_file_is_backed_up_and_keeps_its_rows(database: Database, versions: Path) -> None:
    migrations.upgrade(database, Backups(), versions)
    add(database, "Việc")
    publish(versions, "0002_folded.py", SECOND)
    backups = Backups()
    assert migrations.upgrade(database, backups, versions)
    assert backups.made == 1
    assert rows(database, "SELECT text, folded FROM note") == [("Việc", "việc")]


def test_a_file_that_is_up_to_date_is_left_alone(database: Database, versions: Path) -> None:
    migrations.upgrade(database, Backups(), versions)
    backups = Backups()
    assert not migrations.upgrade(database, backups, versions)
    assert backups.made == 0


def test_a_file_of_a_newer_program_is_refused_untouched(database: Database, versions: Path) -> None:
    publish(versions, "0002_folded.py", SECOND)
    migrations.upgrade(database, Backups(), versions)
    (versions / "0002_folded.py").unlink()
    with pytest.raises(StoreError, match="newer_file"):
        migrations.upgrade(database, Backups(), versions)
    assert revision(database) == "0002"


def test_a_revision_that_breaks_half_way_leaves_the_file_as_it_was(database: Database, versions: Path) -> None:
    migrations.upgrade(database, Backups(), versions)
    add(database, "Việc")
    publish(versions, "0002_folded.py", SECOND)
    publish(versions, "0003_broken.py", BROKEN)
    with pytest.raises(KeyError):
        migrations.upgrade(database, Backups(), versions)
    assert revision(database) == "0001"
    assert rows(database, "SELECT * FROM note") == [("Việc",)]


def test_without_a_backup_there_is_no_upgrade(database: Database, versions: Path) -> None:
    migrations.upgrade(database, Backups(), versions)
    publish(versions, "0002_folded.py", SECOND)
    with pytest.raises(StoreError, match="disk_full"):
        migrations.upgrade(database, Backups(StoreError("disk_full")), versions)
    assert revision(database) == "0001"


def test_a_damaged_file_is_found_before_it_is_backed_up_and_migrated(tmp_path: Path, versions: Path) -> None:
    database = Database.create(tmp_path / "damaged.db", KEY)
    migrations.upgrade(database, Backups(), versions)
    with database.write() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " INSERT INTO note (text) SELECT printf('%0500d', i) FROM n"
        )
    database.close()
    content = bytearray(database.path.read_bytes())
    content[4096 * 20 + 100] ^= 1
    database.path.write_bytes(content)
    publish(versions, "0002_folded.py", SECOND)
    damaged = Database.open(database.path, KEY)
    backups = Backups()
    with pytest.raises(StoreError, match="corrupt"):
        migrations.upgrade(damaged, backups, versions)
    assert (backups.made, revision(damaged)) == (0, "0001")
    damaged.close()


def test_an_up_to_date_start_does_not_load_alembic(database: Database, versions: Path) -> None:
    migrations.upgrade(database, Backups(), versions)
    database.close()
    assert subprocess.run([sys.executable, "-c", START, str(database.path), str(versions)]).returncode == 0


def test_every_shipped_revision_is_named_after_itself_and_stands_in_one_line() -> None:
    scripts = ScriptDirectory(str(migrations.VERSIONS.parent), version_locations=[str(migrations.VERSIONS)])
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert in_order == migrations.revisions()
    assert len(scripts.get_heads()) <= 1
