"""The address of bundles: who may bring a file, and what is said of one that is none."""

from collections.abc import Iterator

import msgspec
import pytest

from sync.contract.bundle import MAGIC, PATH
from sync.server import carried
from sync.server.database import Database
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined


@pytest.fixture
def hoa(server_database: Database) -> Iterator[Pc]:
    """Hoà's PC; what is asked here does not depend on the database."""
    with RunningServer(server_database) as running:
        running.add_unit("CN1")
        yield joined(running, "CN1", "hoa")


def test_only_a_pc_that_has_joined_may_bring_a_file_and_it_must_be_one(
    hoa: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body, code in ((b"not a bundle", "bundle_unknown_file"), (MAGIC, "bundle_cut"), (b"", "bundle_cut")):
        with pytest.raises(RefusedError, match=code):
            hoa.post(PATH, body, content_encoding="identity")
    monkeypatch.setattr(carried, "LARGEST", 10)
    with pytest.raises(RefusedError, match="body_too_large"):
        hoa.post(PATH, b"more than ten bytes", content_encoding="identity")
    hoa.tokens = msgspec.structs.replace(hoa.tokens, access="stranger")
    with pytest.raises(RefusedError, match="token_unknown"):
        hoa.post(PATH, b"", content_encoding="identity")
