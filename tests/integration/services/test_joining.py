"""A PC joins an office over a line that loses the answer: the code it was given is not lost with it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from desktop.services import line as line_service
from desktop.services.joining import ATTEMPT_NAME, Newcomer, join
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store.home import holds_office, is_free
from sync.client.line import LineSettings
from sync.contract.errors import NeedsUser, Offline
from sync.server import tables
from tests.factories import CHEAP
from tests.fakes.office_proxy import OfficeProxy
from tests.fakes.proxy import ANSWER_LOST, FaultProxy
from tests.fakes.secrets import SecretsInMemory
from tests.fakes.server import RunningServer

PASSWORD = "bon con meo ngu"

#: Joins, and is killed when the server's answer has come, before anything of it is written down.
KILLED_AT_THE_ANSWER = """
import os, signal, sys
from pathlib import Path
from desktop.services.joining import Newcomer, join
from desktop.store.tokens import DeviceTokens
from tests.factories import CHEAP
DeviceTokens.keep = lambda self, tokens: os.kill(os.getpid(), signal.SIGKILL)
home, server, code, password = sys.argv[1:]
join(Path(home), Newcomer(server=server, code=code, login="duc", full_name="Duc", password=password), cost=CHEAP)
"""
ROOT = Path(__file__).parents[3]


@pytest.fixture
def line(server: RunningServer) -> Iterator[FaultProxy]:
    """A bad line before it."""
    with FaultProxy(urlsplit(server.base_url).port or 0) as line:
        yield line


def try_to_join(home: Path, address: str, code: str, **changes: Any) -> Session:
    values = {"login": "duc", "full_name": "Lê Minh Đức", "password": PASSWORD} | changes
    session, _recovery_key = join(home, Newcomer(server=address, code=code, **values), cost=CHEAP)
    session.database.close()
    return session


def devices(server: RunningServer) -> list[str]:
    with server.database.read() as connection:
        return list(connection.scalars(select(tables.device.c.id)))


def test_a_pc_behind_a_proxy_that_wants_a_password_joins_and_goes_on_through_it(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets, home = SecretsInMemory(), tmp_path / "office"
    monkeypatch.setattr(line_service, "KeyringSecrets", lambda _owner: secrets)
    with OfficeProxy("an", "Mật khẩu 1") as proxy:
        way = {"proxy": proxy.url, "proxy_user": "an"}
        with pytest.raises(NeedsUser, match="proxy_refused"):
            try_to_join(home, server.base_url, server.enrol_code("CN1"), **way, proxy_password="cũ")
        assert is_free(home)
        assert secrets.kept == {}
        try_to_join(home, server.base_url, server.enrol_code("CN1"), **way, proxy_password="Mật khẩu 1")
        session = Office.at(home, cost=CHEAP).sign_in("duc", PASSWORD)  # after a restart
        let_through = proxy.let_through
        Synchronise(session).cycle()
        assert proxy.let_through > let_through
    assert list(secrets.kept.values()) == ["Mật khẩu 1"]
    assert line_service.line_of(session) == LineSettings(server=server.base_url, **way)
    session.database.close()
    assert "Mật khẩu 1".encode() not in b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())


def test_the_answer_to_my_code_was_lost_and_the_same_code_still_lets_me_in(
    server: RunningServer, line: FaultProxy, tmp_path: Path
) -> None:
    home, code = tmp_path / "office", server.enrol_code("CN1")
    line.next(ANSWER_LOST)
    with pytest.raises(Offline):
        try_to_join(home, line.url, code)
    assert is_free(home), "no office without a name waits for a password"

    # somebody else at the keyboard, the code typed another way
    session = try_to_join(home, line.url, code.lower().replace("-", " "), login="lan", password="mat khau khac")

    assert session.office.unit.name == "Chi nhánh số 1"
    assert devices(server) == [session.office.device], "one PC, not two"
    assert not (home / ATTEMPT_NAME).exists()
    again = Office.at(home, cost=CHEAP).sign_in("lan", "mat khau khac")
    assert Synchronise(again).cycle().complete
    again.database.close()


def test_the_power_failed_when_the_answer_came_and_the_same_code_still_lets_me_in(
    server: RunningServer, tmp_path: Path
) -> None:
    home, code = tmp_path / "office", server.enrol_code("CN1")
    command = [sys.executable, "-c", KILLED_AT_THE_ANSWER, str(home), server.base_url, code, PASSWORD]
    assert subprocess.run(command, cwd=ROOT, timeout=60).returncode == -signal.SIGKILL
    assert len(devices(server)) == 1, "the server has let it in"
    assert not holds_office(home)

    session = try_to_join(home, server.base_url, code)

    assert devices(server) == [session.office.device]


def test_a_refused_code_leaves_nothing_and_a_right_one_lets_me_in(server: RunningServer, tmp_path: Path) -> None:
    home = tmp_path / "office"
    with pytest.raises(NeedsUser, match="code_unknown"):
        try_to_join(home, server.base_url, "SAI-MA")
    assert [path.name for path in home.iterdir()] == ["home.lock"]

    assert try_to_join(home, server.base_url, server.enrol_code("CN1")).office.enrolled


def test_after_a_lost_answer_a_code_of_another_office_is_a_new_beginning(
    server: RunningServer, line: FaultProxy, tmp_path: Path
) -> None:
    line.next(ANSWER_LOST)
    with pytest.raises(Offline):
        try_to_join(tmp_path / "office", line.url, server.enrol_code("CN1"))

    session = try_to_join(tmp_path / "office", line.url, server.enrol_code("CN2"))

    assert session.office.unit.name == "Chi nhánh số 2"


def test_a_code_that_was_used_by_another_pc_stays_used(server: RunningServer, tmp_path: Path) -> None:
    code = server.enrol_code("CN1")
    try_to_join(tmp_path / "first", server.base_url, code)
    with pytest.raises(NeedsUser, match="code_used"):
        try_to_join(tmp_path / "second", server.base_url, code)
