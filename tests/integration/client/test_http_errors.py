"""What can stand between a PC and the server, each named by its code so that people know what to do."""

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.responses import Response

from sync.client.http import HttpTransport
from sync.client.line import DIRECT
from sync.contract.errors import NeedsUser, Offline, ProtocolViolation, StepFailed, SyncError
from sync.contract.messages import EnrolRequest, ExchangeRequest
from tests.fakes.proxy import Fault, FaultProxy, portal, said
from tests.integration.client.conftest import Connect, TokensInMemory
from tests.integration.client.scripted import OURS, ScriptedServer, refusal

IDLE = ExchangeRequest(device="device", cursors={})
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there


def meaning(transport: HttpTransport) -> tuple[type[SyncError], str]:
    """Family and code of what one step runs into."""
    with pytest.raises(SyncError) as caught:
        transport.exchange(IDLE)
    return type(caught.value), caught.value.code


def first_line(value: object) -> str | None:
    """Name a test after the answer it is about."""
    return value.answer.decode().splitlines()[0] if isinstance(value, Fault) and value.answer else None


def test_nobody_answers(connect: Connect) -> None:
    assert meaning(connect(NOBODY)) == (Offline, "no_line")


def test_the_name_is_not_known(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert meaning(connect("https://dongbo.example.vn")) == (Offline, "no_line")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(cut_request=1), "line_broke"),
        (Fault(cut_request=300), "line_broke"),
        (Fault(cut_answer=0), "line_broke"),
        (Fault(cut_answer=40), "line_broke"),
        (Fault(cut_answer=200), "line_broke"),
        (Fault(stall=0), "timed_out"),
        (Fault(stall=200), "timed_out"),
        (Fault(delay=5), "timed_out"),
    ],
)
def test_the_line_breaks_or_falls_silent(transport: HttpTransport, line: FaultProxy, fault: Fault, code: str) -> None:
    line.next(fault)
    assert meaning(transport) == (Offline, code)


@pytest.mark.parametrize("length", ["Content-Length: 64", "Transfer-Encoding: chunked"])
def test_an_answer_that_ends_early_is_not_read_as_whole(
    transport: HttpTransport, line: FaultProxy, length: str
) -> None:
    answer = f"HTTP/1.1 200 OK\r\nTGPL-Protocol: 1\r\nContent-Type: application/json\r\n{length}\r\n\r\n40\r\n{{}}"
    line.next(Fault(answer=answer.encode(), cut_answer=len(answer), politely=True))
    assert meaning(transport) == (Offline, "line_broke")


@pytest.mark.parametrize(
    ("answer", "family", "code"),
    [
        (said("500 Internal Server Error"), StepFailed, "server_failed"),
        (said("502 Bad Gateway", "<html>nginx</html>", Content_Type="text/html"), StepFailed, "server_failed"),
        (said("413 Payload Too Large"), StepFailed, "too_large"),
        (said("429 Too Many Requests"), Offline, "server_busy"),
        (said("503 Service Unavailable"), Offline, "server_busy"),
        (said("407 Proxy Authentication Required"), NeedsUser, "proxy_auth"),
        (
            said("426 Upgrade Required", TGPL_Protocol="2", Content_Type="application/json"),
            NeedsUser,
            "program_too_old",
        ),
    ],
    ids=first_line,
)
def test_a_status_speaks_for_itself_whoever_says_it(
    transport: HttpTransport, line: FaultProxy, answer: Fault, family: type[SyncError], code: str
) -> None:
    line.next(answer)
    assert meaning(transport) == (family, code)


@pytest.mark.parametrize(
    "answer",
    [
        portal(),
        portal("511 Network Authentication Required"),
        portal("403 Forbidden"),
        portal("404 Not Found"),
        said("302 Found", Location="http://wifi.example.vn/login"),
        said("307 Temporary Redirect", Location="/v1/exchange"),
        said("200 OK", '{"epoch": "1", "time": "", "feeds": {}}', Content_Type="application/json"),
        said("200 OK"),
        said("204 No Content"),
    ],
    ids=first_line,
)
def test_trap_9_a_captive_portal_is_never_taken_for_the_server(
    transport: HttpTransport, line: FaultProxy, server: ScriptedServer, answer: Fault
) -> None:
    line.next(answer)
    assert meaning(transport) == (NeedsUser, "captive_portal")
    assert server.calls == []
    assert transport.exchange(IDLE).epoch == "1"  # logged in: the same step goes through


def test_a_portal_leaves_no_cookie(transport: HttpTransport, line: FaultProxy, server: ScriptedServer) -> None:
    line.next(said("200 OK", "<html></html>", Content_Type="text/html", Set_Cookie="track=1; Path=/"))
    meaning(transport)
    transport.exchange(IDLE)
    assert "cookie" not in server.calls[0][1]


@pytest.mark.parametrize(
    ("status", "code", "family"),
    [
        (403, "other_device", NeedsUser),
        (409, "device_enrolled_elsewhere", NeedsUser),
        (400, "request_malformed", ProtocolViolation),
        (500, "server_failed", StepFailed),
    ],
)
def test_the_server_says_no(
    transport: HttpTransport, server: ScriptedServer, status: int, code: str, family: type[SyncError]
) -> None:
    server.say(refusal(status, code))
    assert meaning(transport) == (family, code)


@pytest.mark.parametrize(("status", "code"), [(426, "anything"), (400, "protocol_too_old")])
def test_the_program_is_too_old(transport: HttpTransport, server: ScriptedServer, status: int, code: str) -> None:
    server.say(refusal(status, code))
    assert meaning(transport) == (NeedsUser, "program_too_old")


def test_a_refusal_is_a_code_and_nothing_else(transport: HttpTransport, server: ScriptedServer) -> None:
    server.say(refusal(403, "<script>"))
    assert meaning(transport) == (ProtocolViolation, "bad_answer")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", {}),
        (b"", {}),
        (b'{"epoch": 1}', {}),
        (b"\xff", {}),
        (b"not packed", {"Content-Encoding": "zstd"}),
        (b"not packed", {"Content-Encoding": "gzip"}),
        (b"{}", {"Content-Encoding": "br"}),
        (b"<html></html>", {"Content-Type": "text/html"}),
    ],
    ids=str,
)
def test_the_server_talks_nonsense(
    transport: HttpTransport, server: ScriptedServer, body: bytes, headers: dict[str, str]
) -> None:
    server.say(Response(body, headers={**OURS, **headers}))
    assert meaning(transport) == (ProtocolViolation, "bad_answer")


@pytest.mark.parametrize(("asked", "understood"), [("30", 30), ("", None), ("soon", None)])
def test_a_busy_server_says_when_to_come_back(
    transport: HttpTransport, server: ScriptedServer, asked: str, understood: float | None
) -> None:
    server.say(refusal(429, "too_many_requests", **{"Retry-After": asked}))
    with pytest.raises(Offline) as caught:
        transport.exchange(IDLE)
    assert caught.value.values == {"retry_after": understood}


def test_a_wrong_enrolment_code_is_named(connect: Connect, server: ScriptedServer, tokens: TokensInMemory) -> None:
    tokens.kept.clear()
    server.say(refusal(401, "code_used"))
    request = EnrolRequest(code="ABCD", device="device", device_name="Máy 1", users=())
    with pytest.raises(NeedsUser, match="code_used"):
        connect(server.url).enrol(request)
    assert tokens.kept == []


def test_requests_go_through_the_offices_proxy(connect: Connect, server: ScriptedServer, line: FaultProxy) -> None:
    connect(server.url, proxy=line.url).exchange(IDLE)
    assert line.counts.requests == 1


def test_the_systems_proxy_is_used_unless_told_otherwise(
    connect: Connect, server: ScriptedServer, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", line.url)
    transport = connect(server.url)
    transport.exchange(IDLE)
    connect(server.url, proxy=DIRECT).exchange(IDLE)
    assert line.counts.requests == 1
    monkeypatch.delenv("http_proxy")  # the laptop has gone home
    transport.exchange(IDLE)
    assert line.counts.requests == 1


def test_the_proxy_asks_for_a_password(connect: Connect, line: FaultProxy) -> None:
    line.each(lambda _number: said("407 Proxy Authentication Required"))
    assert meaning(connect("http://127.0.0.1:9", proxy=line.url)) == (NeedsUser, "proxy_auth")
    assert meaning(connect("https://127.0.0.1:9", proxy=line.url)) == (NeedsUser, "proxy_auth")


@pytest.mark.parametrize(
    ("answer", "family", "code"),
    [
        (said("403 Forbidden"), NeedsUser, "captive_portal"),
        (said("502 Bad Gateway"), StepFailed, "server_failed"),
    ],
)
def test_the_proxy_does_not_let_an_encrypted_line_through(
    connect: Connect, line: FaultProxy, answer: Fault, family: type[SyncError], code: str
) -> None:
    line.next(answer)
    assert meaning(connect("https://127.0.0.1:9", proxy=line.url)) == (family, code)


def test_the_proxy_is_not_there(connect: Connect, server: ScriptedServer) -> None:
    assert meaning(connect(server.url, proxy=NOBODY)) == (Offline, "proxy_unreachable")


def test_a_kind_of_proxy_we_do_not_speak(connect: Connect, server: ScriptedServer) -> None:
    assert meaning(connect(server.url, proxy="socks5://127.0.0.1:9")) == (NeedsUser, "proxy_address_invalid")


def test_a_certificate_nobody_vouches_for(connect: Connect, tokens: TokensInMemory, certificate: Path) -> None:
    with ScriptedServer(certificate=certificate) as server:
        tokens.keep(server.new_pair())
        assert meaning(connect(server.url)) == (NeedsUser, "certificate")
        with closing(connect(server.url, ca_file=str(certificate))) as trusting:
            assert trusting.exchange(IDLE).epoch == "1"


def test_a_certificate_for_another_name(connect: Connect, tokens: TokensInMemory, certificate: Path) -> None:
    with ScriptedServer(certificate=certificate) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        assert meaning(connect(url, ca_file=str(certificate))) == (NeedsUser, "certificate")


def test_a_server_that_does_not_encrypt_where_it_should(
    connect: Connect, server: ScriptedServer, expected_log: Callable[[str], None]
) -> None:
    expected_log("WARNING uvicorn.error: Invalid HTTP request received")
    assert meaning(connect(server.url.replace("http:", "https:"))) == (NeedsUser, "certificate")


def test_a_line_cut_while_greeting_is_no_wrong_certificate(connect: Connect) -> None:
    with FaultProxy() as line:
        line.lives(lambda _number: 0)
        assert meaning(connect(line.url.replace("http:", "https:"))) == (Offline, "line_broke")


def test_the_offices_authority_cannot_be_read(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("missing.pem", "ca.pem"):
        with pytest.raises(NeedsUser, match="ca_file_unusable"):
            connect("https://127.0.0.1:9", ca_file=str(tmp_path / name))
