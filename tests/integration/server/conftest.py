"""A server with a small tree of units: a department above a centre above two branches, and a stranger beside them."""

from collections.abc import Iterator

import pytest

from sync.server.database import Database
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined


@pytest.fixture
def server(each_database: Database) -> Iterator[RunningServer]:
    """A running server with the units STP › TT › CN1, CN2, and TT2 of another province."""
    with RunningServer(each_database) as running:
        running.add_unit("STP", kind="so_tu_phap")
        running.add_unit("TT", kind="trung_tam", parent="STP")
        running.add_unit("CN1", parent="TT")
        running.add_unit("CN2", parent="TT")
        running.add_unit("TT2", kind="trung_tam")
        yield running


@pytest.fixture
def hoa(server: RunningServer) -> Pc:
    """Hoà's PC at the first branch."""
    return joined(server, "CN1", "hoa")


@pytest.fixture
def duc(server: RunningServer) -> Pc:
    """Đức's PC at the same branch."""
    return joined(server, "CN1", "duc")


@pytest.fixture
def centre(server: RunningServer) -> Pc:
    """Lan's PC at the centre, which sees its branches."""
    return joined(server, "TT", "lan", role="lanh_dao_trung_tam")
