"""The log helps whoever runs the server, and names nobody."""

import logging
from collections.abc import Callable

import pytest

from sync.contract.identity import new_id
from sync.server import tables
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError

#: Planted wherever a person could have typed it.
NAME = "Lường Thị Ính"


def test_no_name_reaches_the_log(
    server: RunningServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    """Not by joining, not by an entry taken, refused, contested or broken, and not by a failure of the database."""
    caplog.set_level(logging.INFO)  # as `tgpl-server serve` sets it
    pc = Pc(server, NAME)
    pc.enrol(server.enrol_code("CN1"))
    person = new_id()
    made = pc.edit("person", person, {"full_name": NAME})
    pc.push(made, pc.edit("case", new_id(), {"content": NAME, "law_field": "kinh_doanh_thuong_mai"}))
    pc.push(pc.edit("person", person, {"full_name": f"{NAME} khác"}, base={}))
    pc.push(pc.edit("person", new_id(), {"full_name": [NAME]}), pc.edit("x", person, {NAME: NAME}))
    with pytest.raises(RefusedError):
        pc.post("/v1/users", f'{{"users":["{NAME}"]}}'.encode())
    with pytest.raises(RefusedError):
        pc.post("/v1/exchange", b"{}", authorization=f"Bearer {NAME}".encode().decode("latin-1"))

    expected_log(r"ERROR sync\.server\.judge: entry [0-9a-f]{64} failed: ")
    monkeypatch.setattr("sync.server.judge.rules.check", lambda *_: int(NAME))
    pc.push(pc.edit("person", new_id(), {"full_name": NAME}))
    monkeypatch.undo()
    caplog.set_level(logging.INFO)

    expected_log(r"ERROR sync\.server\.routing: /v1/exchange failed: (IntegrityError|NotNullViolation) at ")
    monkeypatch.setattr(
        "sync.server.storage.record_row", lambda state: {**dict.fromkeys(tables.record.c.keys()), "doc": NAME.encode()}
    )
    with pytest.raises(RefusedError, match="500 server_failed"):
        pc.push(pc.edit("person", new_id(), {"full_name": NAME}))
    assert caplog.records
    assert all(NAME not in line and NAME.encode().decode("latin-1") not in line for line in caplog.text.splitlines())
