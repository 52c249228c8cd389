"""A branch PC that numbers its Sổ, and the server it belongs to."""

import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.server.database import Database
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, office_pc
from tests.integration.services.papers import CONTENT


@pytest.fixture
def national(each_database: Database) -> Iterator[RunningServer]:
    with RunningServer(each_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        yield running


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """The national server with two branches."""
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        running.add_unit("CN2", name="Chi nhánh số 2")
        yield running


@pytest.fixture
def branch(tmp_path: Path, national: RunningServer) -> Iterator[Pc]:
    """A PC that numbers the Sổ, with one case that the server knows."""
    with office_pc(tmp_path) as pc:
        pc.join(national, "CN1")
        pc.take_in("Lò Thị Pâng")
        pc.sync()
        yield pc


@pytest.fixture
def counting(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """A PC of the same branch on which somebody only counts: what restricted cases say of people is withheld there."""
    national.add_account("dem", "CN1", role="thong_ke")
    with office_pc(tmp_path / "counting", login="dem", numbering=False) as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


@pytest.fixture
def name_pc(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What the PC is called, for tests with more than one."""
    return lambda name: monkeypatch.setattr(platform, "node", lambda: name)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Giấy chứng nhận hộ nghèo.pdf"
    path.write_bytes(CONTENT)
    return path
