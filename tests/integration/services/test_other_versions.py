"""An update that is taken back, and old files beside new programs: clear words, nothing written, nothing lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.services.backups import Backups
from desktop.store import migrations
from desktop.store.backup import BEFORE_UPGRADE, DATABASE_NAME
from desktop.store.errors import StoreError
from desktop.words.errors import words_for
from sync.contract.version import PROGRAM_VERSION
from tests.factories import CHEAP, LOGIN, PASSWORD
from tests.integration.services.branch_pc import Pc

LATER = '''"""A column of a later program."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"

def upgrade():
    op.add_column("case_index", sa.Column("colour", sa.String))
    op.create_table("palette", sa.Column("name", sa.String))
'''
MUCH_LATER = LATER + '    op.execute("ALTER TABLE journal RENAME COLUMN raw TO bytes")\n'

Program = Callable[[str | None], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Installs another version: with a further revision, or this one."""

    def install(revision: str | None) -> None:
        monkeypatch.undo()
        if revision is not None:
            folder = tmp_path / f"later{len(revision)}" / "versions"
            if not folder.exists():
                shutil.copytree(migrations.VERSIONS, folder)
                (folder / "0002_colour.py").write_text(revision, encoding="utf-8")
            monkeypatch.setattr(migrations, "VERSIONS", folder)
            monkeypatch.setattr(migrations, "PROGRAM_VERSION", "0.2.0")

    return install


def test_an_old_file_copied_back_beside_a_newer_program_goes_on_under_a_new_id(
    branch: Pc, tmp_path: Path, program: Program
) -> None:
    branch.close()
    shutil.copy(branch.home / DATABASE_NAME, tmp_path / "old")
    program(LATER)
    branch.open()
    branch.take_in("Giàng A Páo")
    branch.sync()
    before = branch.device
    branch.close()
    shutil.copy(tmp_path / "old", branch.home / DATABASE_NAME)
    branch.open()
    branch.take_in("Vàng A Sử")
    branch.sync()
    assert branch.device != before
    assert branch.service.status().gone_back
    assert branch.cases().keys() == {"Lò Thị Pâng", "Giàng A Páo", "Vàng A Sử"}
    assert [made.kind for made in Backups(branch.office).every()] == [BEFORE_UPGRADE] * 2


def test_what_an_older_program_left_unsent_is_carried_into_a_restored_backup(branch: Pc, program: Program) -> None:
    made = branch.back_up()
    branch.take_in("Vàng A Sử")
    branch.close()
    replaced = (branch.home / DATABASE_NAME).read_bytes()
    program(LATER)
    (branch.home / f".{DATABASE_NAME}.older").write_bytes(b"left by a power cut")
    restored = Backups(branch.office).restore(made, LOGIN, PASSWORD, branch.clock())
    assert (restored.carried.entries, restored.carried.unreadable) == (3, None)
    assert (restored.aside / DATABASE_NAME).read_bytes() == replaced
    assert not list(branch.home.glob(".*older*"))
    branch.open()
    branch.sync()
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
    assert branch.service.status().green


def test_a_program_that_was_set_back_opens_nothing_and_says_which_is_needed(
    branch: Pc, program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    branch.close()
    program(LATER)
    branch.open()
    branch.take_in("Vàng A Sử")
    branch.close()
    program(None)
    file = (branch.home / DATABASE_NAME).read_bytes()
    with pytest.raises(StoreError, match="newer_file") as refused:
        branch.open()
    said = words_for(refused.value)
    assert f"do phiên bản 0.2.0 ghi, phần mềm đang mở là phiên bản {PROGRAM_VERSION}" in said.text
    assert "Cài phiên bản 0.2.0 hoặc mới hơn" in said.advice
    monkeypatch.setenv("TGPL_PASSWORD", PASSWORD)
    assert main(["--home", str(branch.home), "--json", "status"], clock=branch.clock, cost=CHEAP) == 1
    assert '"code":"newer_file"' in capsys.readouterr().out
    assert (branch.home / DATABASE_NAME).read_bytes() == file
    program(LATER)
    branch.open()
    assert "Vàng A Sử" in branch.cases()


def test_who_goes_back_to_the_older_program_and_its_backup_keeps_what_was_unsent(branch: Pc, program: Program) -> None:
    branch.close()
    program(LATER)
    branch.open()
    branch.take_in("Vàng A Sử")
    branch.close()
    program(None)
    (made,) = Backups(branch.office).every()  # which the upgrade has made
    restored = branch.restore(made)
    assert (restored.carried.entries, restored.carried.unreadable) == (3, None)
    branch.sync()
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
    assert branch.service.status().green


def test_what_an_older_program_cannot_read_of_a_newer_file_stays_in_it(branch: Pc, program: Program) -> None:
    made = branch.back_up()
    branch.close()
    program(MUCH_LATER)
    branch.office.sign_in(LOGIN, PASSWORD).database.close()
    program(None)
    restored = branch.restore(made)
    assert restored.carried.unreadable == "newer_file"
    assert (restored.aside / DATABASE_NAME).exists()
    branch.sync()
    assert branch.service.status().green
