"""What the tests of the store share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.store.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An open office with nothing in it."""
    desk = Desk(tmp_path)
    yield desk
    desk.database.close()
