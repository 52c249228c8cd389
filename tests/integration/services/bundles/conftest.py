"""A national system and a stick, for PCs that have no line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.database import Database
from tests.fakes.server import RunningServer


@pytest.fixture
def national(server_database: Database) -> Iterator[RunningServer]:
    """On SQLite alone: what differs between the databases lies below the steps, which a bundle only repeats."""
    with RunningServer(server_database) as running:
        running.add_unit("CN1", name="Chi nhánh số 1")
        yield running


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
