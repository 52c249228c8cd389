"""An update that is taken back, and old files beside new programs: clear words, nothing written, nothing lost."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.conflicts import Choice, Conflicts, Side
from desktop.store import migrations
from desktop.store.backup import BEFORE_UPGRADE, DATABASE_NAME
from desktop.store.errors import StoreError
from desktop.words.errors import words_for
from sync.contract.errors import Invalid, NeedsUser
from sync.contract.version import PROGRAM_VERSION
from sync.server import routing
from tests.factories import CHEAP, LOGIN, PASSWORD
from tests.fakes.former import NEWEST, speaking
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, office_pc
from tests.integration.services.papers import the_case

LATER = f'''"""A column of a later program."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{migrations.revisions()[-1]}"

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
                (folder / "9999_colour.py").write_text(revision, encoding="utf-8")
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


@pytest.fixture
def newer(branch: Pc, national: RunningServer, tmp_path: Path) -> Iterator[Pc]:
    """A second PC of the branch, which always has the newest program."""
    with office_pc(tmp_path / "newer", numbering=False, login="duc", full_name="Lê Minh Đức") as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


def set_back(pc: Pc) -> None:
    """Start the former program; call it within `speaking`."""
    pc.close()
    pc.open()


def test_what_an_older_program_kept_and_could_not_show_is_there_when_it_is_updated(branch: Pc, newer: Pc) -> None:
    case = the_case(branch)
    Cases(newer.session).edit("case", case, {"result": "Hòa giải thành"})
    Cases(newer.session).add("hearing", {"case": case, "at": "2026-11-30T08:00:00+07:00", "body": "Tòa án khu vực 2"})
    newer.sync()
    with speaking(former=True):
        set_back(branch)
        branch.sync()
        assert Cases(branch.session).page(case).hearings == ()
        branch.note(case, "Đã gọi điện")
        branch.sync()
        branch.close()
    branch.open()
    page = Cases(branch.session).page(case)
    assert (page.case.result, [each.body for each in page.hearings]) == ("Hòa giải thành", ["Tòa án khu vực 2"])
    Cases(branch.session).edit("case", case, {"result": "Hòa giải thành, đã thi hành"})
    branch.sync()
    newer.sync()
    assert Cases(newer.session).page(case).case.result == "Hòa giải thành, đã thi hành"
    assert newer.service.status().conflicts_open == branch.service.status().conflicts_open == 0


def test_nobody_decides_between_values_that_only_a_newer_program_shows(branch: Pc, newer: Pc) -> None:
    case = the_case(branch)
    Cases(newer.session).edit("case", case, {"result": "Hòa giải thành"})
    newer.sync()
    Cases(branch.session).edit("case", case, {"result": "Đang chờ tòa"})
    branch.sync()
    with speaking(former=True):
        set_back(branch)
        (shown,) = Conflicts(branch.session).every_open()
        assert shown.current == {"result": "Hòa giải thành"}
        with pytest.raises(Invalid, match="newer_version_needed") as refused:
            Conflicts(branch.session).resolve(shown, {"result": Choice(side=Side.CURRENT)})
        assert words_for(refused.value).advice == "Cài phiên bản mới."
        branch.close()
    branch.open()
    (shown,) = Conflicts(branch.session).every_open()
    Conflicts(branch.session).resolve(shown, {"result": Choice(side=Side.INCOMING)})
    branch.sync()
    assert Cases(branch.session).page(case).case.result == "Đang chờ tòa"


def test_who_could_not_see_all_of_a_case_does_not_put_it_in_the_bin_for_good(branch: Pc, newer: Pc) -> None:
    case = the_case(branch)
    Cases(newer.session).edit("case", case, {"result": "Hòa giải thành"})
    newer.sync()
    with speaking(former=True):
        set_back(branch)
        branch.sync()
        Cases(branch.session).delete(case)
        branch.sync()
        branch.close()
    branch.open()
    assert "Lò Thị Pâng" in branch.cases()
    (shown,) = Conflicts(branch.session).every_open()
    assert shown.conflict.kind == "deleted"


def test_a_program_too_old_for_the_server_is_told_to_update_and_loses_nothing(
    branch: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(former=True), monkeypatch.context() as later:
        set_back(branch)
        later.setattr(routing, "OLDEST_PROTOCOL", NEWEST)
        branch.take_in("Vàng A Sử")
        with pytest.raises(NeedsUser, match="program_too_old") as refused:
            branch.sync()
        assert words_for(refused.value).advice == "Cài phiên bản mới."
        assert not branch.service.status().green
        branch.close()
    branch.open()
    branch.sync()
    assert branch.service.status().green
    assert branch.cases().keys() == {"Lò Thị Pâng", "Vàng A Sử"}
