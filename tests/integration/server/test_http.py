"""Bodies: packed both ways, refused when they are bombs or rubbish, and every refusal is a code."""

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import requests
import zstandard
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from sync.server import http
from sync.server.bulk import insert_many
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined


def refused(pc: Pc, body: bytes, encoding: str = "", path: str = "/v1/exchange") -> tuple[int, str]:
    """What the server says to a body of this PC."""
    headers = {"content-encoding": encoding, "authorization": f"Bearer {pc.tokens.access}"}
    answer = requests.post(pc.server.base_url + path, data=body, headers=headers, timeout=30)
    return answer.status_code, answer.json()["code"]


def test_the_server_says_that_it_is_well(server: RunningServer) -> None:
    health = requests.get(server.base_url + "/health", timeout=30).json()
    assert (health["status"], health["protocol"]) == ("ok", 1)


def test_a_plain_client_may_use_gzip_or_nothing(hoa: Pc) -> None:
    request = {"device": hoa.device, "cursors": {}}
    bodies = {"gzip": gzip.compress(json.dumps(request).encode()), "identity": json.dumps(request).encode()}
    for encoding, body in bodies.items():
        headers = {
            "content-encoding": encoding,
            "accept-encoding": encoding,
            "authorization": f"Bearer {hoa.tokens.access}",
        }
        answer = requests.post(f"{hoa.server.base_url}/v1/exchange", data=body, headers=headers, timeout=30)
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert answer.json()["feeds"] == hoa.heads


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb_is_refused_while_it_is_small(hoa: Pc, encoding: str) -> None:
    zeros = bytes(http.STEP.unpacked * 4)
    bomb = gzip.compress(zeros) if encoding == "gzip" else zstandard.compress(zeros)
    assert len(bomb) < http.STEP.packed
    assert refused(hoa, bomb, encoding) == (413, "body_too_large")


@pytest.mark.parametrize("authorization", ["", "Basic eA==", "Bearer x"])
@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/users"])
def test_a_stranger_is_turned_away_before_the_body_is_unpacked(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, path: str, authorization: str
) -> None:
    """A bomb of an anonymous sender costs one look at its header, and the line can be used again."""
    unpacked: list[bytes] = []
    monkeypatch.setattr(http, "unpack", lambda body, *_: unpacked.append(body))
    bomb = zstandard.compress(bytes(http.STEP.unpacked * 4))
    headers = {"content-encoding": "zstd", "authorization": authorization}
    with requests.Session() as line:
        for _ in range(2):
            answer = line.post(server.base_url + path, data=bomb, headers=headers, timeout=30)
            assert answer.status_code == 401
    assert unpacked == []


def test_a_stranger_is_turned_away_before_the_body_has_arrived(server: RunningServer) -> None:
    host, port = server.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{")
        assert line.recv(100).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("path", ["/v1/enrol", "/v1/token"])
def test_who_is_not_yet_known_may_say_little(server: RunningServer, path: str) -> None:
    long, bomb = bytes(http.PEOPLE.packed + 1), zstandard.compress(bytes(http.PEOPLE.unpacked + 1))
    for body, encoding in ((long, ""), (bomb, "zstd")):
        answer = requests.post(server.base_url + path, data=body, headers={"content-encoding": encoding}, timeout=30)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_frame_that_asks_for_too_much_memory_is_refused(hoa: Pc) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    frame = packer.compress(b"{}") + packer.flush()
    assert refused(hoa, frame, "zstd") == (400, "body_damaged")


def test_a_body_larger_than_a_piece_is_refused(hoa: Pc) -> None:
    assert refused(hoa, bytes(http.STEP.packed + 1)) == (413, "body_too_large")


def test_a_body_of_unknown_length_is_counted_as_it_comes(server: RunningServer) -> None:
    pieces = (bytes(64 * 1024) for _ in range(8))
    try:
        answer = requests.post(server.base_url + "/v1/enrol", data=pieces, timeout=30)
    except requests.ConnectionError:
        return  # the server hung up in the middle: refused all the same
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (b"rubbish", "zstd", (400, "body_damaged")),
        (b"rubbish", "gzip", (400, "body_damaged")),
        (gzip.compress(b"{}", mtime=0)[:-4], "gzip", (400, "body_damaged")),
        (zlib.compress(b"{}"), "br", (415, "encoding_unknown")),
        (b"{", "", (400, "request_malformed")),
        (b'{"device":"x"}', "", (400, "request_malformed")),
        (b'{"device":"x","cursors":{},"entries":[{"broken":[1,2}]}', "", (400, "request_malformed")),
        (b"\xff\xfe", "", (400, "request_malformed")),
    ],
)
def test_rubbish_is_refused_with_a_code(hoa: Pc, body: bytes, encoding: str, expected: tuple[int, str]) -> None:
    assert refused(hoa, body, encoding) == expected


def test_a_line_that_breaks_in_the_middle_of_a_request_harms_nobody(server: RunningServer, hoa: Pc) -> None:
    host, port = server.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(b'POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{"device":')
    hoa.pull()


def test_no_letter_can_reach_the_database_that_it_cannot_keep(server: RunningServer) -> None:
    pc = Pc(server, "ho\0a", "duc")
    assert list(pc.enrol(server.enrol_code("CN1")).accounts) == [pc.users["duc"]]


def test_a_runaway_pc_is_slowed_down(server: RunningServer, hoa: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    server.hang_up()
    throttle = http.Throttle
    monkeypatch.setattr(http, "Throttle", lambda burst, per_second: throttle(min(burst, 20), 0))
    server.listen()
    for _ in range(20):
        hoa.send()
    with pytest.raises(RefusedError, match="429 too_many_requests"):
        hoa.send()


def test_a_server_that_comes_back_goes_on_where_it_was(server: RunningServer, hoa: Pc) -> None:
    """Processes keep nothing of their own: a restart loses neither credentials nor answers."""
    entry = hoa.edit("case", "01a201b9-0000-7000-8000-000000000001", {"note": "x"})
    answers = hoa.push(entry)
    server.hang_up()
    server.listen()
    assert hoa.push(entry) == answers


def test_a_database_out_of_reach_is_nobodys_fault(
    hoa: Pc, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    """The PC comes back later instead of looking for a culprit in its batch."""

    def out_of_reach(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {"note": "bí mật"}, ConnectionError("bí mật"))

    monkeypatch.setattr("sync.server.feeds.storage.save", out_of_reach)
    expected_log(r"ERROR sync\.server\.routing: /v1/exchange: database out of reach: ConnectionError$")
    entry = hoa.edit("case", "01a201b9-0000-7000-8000-000000000001", {"note": "x"})
    with pytest.raises(RefusedError, match="503 database_unreachable"):
        hoa.send(entry)
    monkeypatch.undo()
    assert hoa.push(entry)[0].outcome == "applied"


def test_a_database_that_goes_away_while_it_writes_is_nobodys_fault(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    """PostgreSQL takes new rows by a way of its own driver, whose failures are told apart all the same."""

    def lose_connection(connection: Connection, *rest: Any) -> None:
        monkeypatch.undo()
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with server.database.read() as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        insert_many(connection, *rest)

    with RunningServer(postgresql_url) as server:
        server.add_unit("CN1")
        hoa = joined(server, "CN1")
        monkeypatch.setattr("sync.server.storage.insert_many", lose_connection)
        expected_log(r"ERROR sync\.server\.routing: /v1/exchange: database out of reach: OperationalError$")
        entry = hoa.edit("case", "01a201b9-0000-7000-8000-000000000001", {"note": "x"})
        with pytest.raises(RefusedError, match="503 database_unreachable"):
            hoa.send(entry)
        assert hoa.push(entry)[0].outcome == "applied"


def test_an_address_that_does_not_exist_is_refused_with_a_code(hoa: Pc) -> None:
    assert refused(hoa, b"{}", path="/v2/exchange") == (404, "not_found")
    answer = requests.get(hoa.server.base_url + "/v1/exchange", timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
