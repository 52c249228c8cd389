"""Trying the line says what is wrong with it: the name, the proxy, the certificate, the clock, a log-in page."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.line import LineSettings, ProxyLogin, Reached
from sync.client.probe import probe
from sync.client.wire import Timeouts
from sync.contract.errors import SyncError
from sync.server.database import Database
from tests.fakes.office_proxy import OfficeProxy
from tests.fakes.proxy import FaultProxy, portal, said
from tests.fakes.server import RunningServer
from tests.integration.client.scripted import ScriptedServer

AN = ProxyLogin("an", "Mật khẩu 1")
SOON = Timeouts(connect=2, stall=0.4, whole=5)


@pytest.fixture
def national(server_database: Database) -> Iterator[RunningServer]:
    with RunningServer(server_database) as running:
        yield running


def tried(login: ProxyLogin | None = None, **line: str) -> Reached | str:
    """What is found: an answer, or the code of what is wrong."""
    try:
        return probe(LineSettings(**line), login, timeouts=SOON)
    except SyncError as error:
        return error.code


def test_a_good_line_is_called_so(national: RunningServer) -> None:
    found = tried(server=national.base_url)
    assert isinstance(found, Reached)
    assert found.seconds < 2
    assert found.clock_off is None


def test_a_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert tried(server="https://tgpl.example.vn") == "name_unknown"


def test_nobody_answers() -> None:
    assert tried(server="http://127.0.0.1:9") == "no_line"


def test_through_a_proxy(national: RunningServer) -> None:
    with OfficeProxy(AN.user, AN.password) as proxy:
        assert tried(server=national.base_url, proxy=proxy.url) == "proxy_auth"
        assert tried(ProxyLogin("an", "cũ"), server=national.base_url, proxy=proxy.url) == "proxy_refused"
        assert isinstance(tried(AN, server=national.base_url, proxy=proxy.url), Reached)
    assert tried(server=national.base_url, proxy="http://127.0.0.1:9") == "proxy_unreachable"


def test_a_captive_portal_and_a_clock() -> None:
    with FaultProxy() as line:
        line.next(portal())
        assert tried(server=line.url) == "captive_portal"
        line.next(
            said(
                "200 OK",
                "{}",
                Content_Type="application/json",
                TGPL_Protocol="1",
                Date="Sun, 01 Jan 2023 00:00:00 GMT",
            )
        )
        found = tried(server=line.url)
        assert isinstance(found, Reached)
        assert found.clock_off is not None
        assert found.clock_off.days > 365


def test_certificates(certificate: Path) -> None:
    with ScriptedServer(certificate=certificate) as server:
        assert tried(server=server.url) == "certificate_authority"
        other_name = server.url.replace("127.0.0.1", "localhost")
        assert tried(server=other_name, ca_file=str(certificate)) == "certificate_name"
