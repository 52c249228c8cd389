"""Trap 11: who leaves, what is replaced and which password is lost, nothing that has not been sent goes with it."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from desktop.services.cases import Cases
from desktop.services.history import history_of_case
from desktop.services.office import NewUser, Office
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import migrations
from desktop.store.lists import CaseFilter
from tests.factories import CHEAP, LOGIN, NOW, PASSWORD, new_office, sample_intake
from tests.fakes.server import RunningServer

LANS_PASSWORD, NEW_PASSWORD = "bon con meo ngu", "nam con meo thuc"

#: What a later version of the program might bring.
LATER = f'''"""A revision."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{migrations.revisions()[-1]}"

def upgrade():
    op.add_column("case_index", sa.Column("colour", sa.String))
'''


def queue_of(session: Session) -> list[tuple[str, str]]:
    """Key and author of everything unsent."""
    return [(item.key, item.author) for item in Synchronise(session).queue()]


def later_version(folder: Path) -> Path:
    """The revisions of this program and one more."""
    shutil.copytree(migrations.VERSIONS, folder)
    (folder / "9999_colour.py").write_text(LATER)
    return folder


@pytest.fixture
def office(tmp_path: Path) -> tuple[Office, str]:
    """An office of two people who have each taken in a case and signed out, and its recovery key."""
    home = tmp_path / "office"
    session, recovery_key = Office.create(home, new_office(), lambda: NOW, CHEAP)
    office = Office.at(home, lambda: NOW, CHEAP)
    lan = NewUser(login="lan", full_name="Trần Thị Lan", role="van_thu_tiep_nhan", password=LANS_PASSWORD)
    office.add_user(session, PASSWORD, lan)
    Cases(session).take_in(sample_intake("Lò Thị Pâng"))
    session.database.close()
    session = office.sign_in("lan", LANS_PASSWORD)
    Cases(session).take_in(sample_intake("Giàng A Páo"))
    session.database.close()
    return office, recovery_key


def test_trap_11_sign_out_update_and_a_lost_password_keep_unsent_work(
    office: tuple[Office, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home, recovery_key = office
    session = at_home.sign_in(LOGIN, PASSWORD)
    queued = queue_of(session)
    assert {author for _key, author in queued} == {"Vũ Thị Hòa", "Trần Thị Lan"}

    at_home.remove_user(session, "lan")
    assert queue_of(session) == queued
    session.database.close()

    newer = partial(migrations.upgrade, versions=later_version(tmp_path / "later"))
    monkeypatch.setattr("desktop.services.office.upgrade", newer)
    session = at_home.recover(recovery_key, LOGIN, NEW_PASSWORD)
    assert queue_of(session) == queued

    with RunningServer(f"sqlite:///{tmp_path / 'server.db'}") as server:
        server.add_unit("CN1", name="Chi nhánh số 1")
        synchronise = Synchronise(session)
        synchronise.enrol(server.base_url, server.enrol_code("CN1"))
        synchronise.cycle()
    assert queue_of(session) == []
    cases = Cases(session)
    rows = cases.rows(cases.numbers(CaseFilter()))
    authors = {line.author for row in rows for line in history_of_case(session, row.id)}
    assert authors == {"Vũ Thị Hòa", "Trần Thị Lan"}
    session.database.close()
