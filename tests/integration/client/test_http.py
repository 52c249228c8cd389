"""Steps over a line, good and bad: one connection, compressed both ways, and going on where it stopped."""

import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from starlette.responses import Response

from sync.client import bodies
from sync.client.http import HttpTransport
from sync.client.wire import KEEP_ALIVE, Timeouts
from sync.contract.entry import key_of
from sync.contract.errors import Offline, ProtocolViolation
from sync.contract.messages import EnrolRequest, ExchangeRequest, ExchangeResponse, LocalUser, UsersRequest
from tests.fakes.proxy import ANSWER_LOST, Fault, FaultProxy
from tests.integration.client.conftest import Connect, TokensInMemory
from tests.integration.client.scripted import OURS, ScriptedServer

IDLE = ExchangeRequest(device="device", cursors={"unit": 7})


def step(*entries: bytes) -> ExchangeRequest:
    return ExchangeRequest(
        device="device", cursors={}, feed="unit", entries=tuple(msgspec.Raw(entry) for entry in entries)
    )


def entry(number: int, size: int = 100) -> bytes:
    """Stands for an entry: JSON that hardly compresses."""
    return msgspec.json.encode({"n": number, "text": random.Random(number).randbytes(size).hex()})


def test_an_idle_step_is_one_request(transport: HttpTransport, line: FaultProxy, server: ScriptedServer) -> None:
    response = transport.exchange(IDLE)
    assert response.epoch == "1"
    assert line.counts.requests == 1
    path, headers, body = server.calls[0]
    assert path == "/v1/exchange"
    assert headers["tgpl-protocol"] == "1"
    assert body["cursors"] == {"unit": 7}


def test_twenty_steps_use_one_connection(transport: HttpTransport, line: FaultProxy) -> None:
    for _ in range(20):
        transport.exchange(IDLE)
    assert line.counts.requests == 20
    assert line.counts.connections == 1


def test_a_connection_idle_for_long_is_not_trusted(connect: Connect, line: FaultProxy) -> None:
    passed = [0.0]
    transport = connect(line.url, clock=lambda: passed[0])
    transport.exchange(IDLE)
    passed[0] += KEEP_ALIVE - 1
    transport.exchange(IDLE)
    assert line.counts.connections == 1
    passed[0] += KEEP_ALIVE + 1
    transport.exchange(IDLE)
    assert line.counts.connections == 2


def test_people_are_introduced_over_the_same_connection(transport: HttpTransport, line: FaultProxy) -> None:
    transport.exchange(IDLE)
    hoa = LocalUser(id="hoa", login="hoa", full_name="Lò Thị Hoa", role="clerk")
    assert transport.send_users(UsersRequest(users=(hoa,))).accounts == {"hoa": "account"}
    assert line.counts.connections == 1


def test_enrolling_keeps_the_tokens(connect: Connect, server: ScriptedServer, tokens: TokensInMemory) -> None:
    tokens.kept.clear()
    transport = connect(server.url)
    joined = transport.enrol(EnrolRequest(code="ABCD", device="device", device_name="Máy 1", users=()))
    assert joined.unit.name == "Chi nhánh số 1"
    assert tokens.kept == [joined.tokens]
    assert "authorization" not in server.calls[0][1]
    transport.exchange(IDLE)


def test_requests_travel_compressed(transport: HttpTransport, line: FaultProxy, server: ScriptedServer) -> None:
    same = msgspec.json.encode({"text": "Trợ giúp pháp lý " * 4000})
    transport.exchange(step(same))
    assert server.taken == {key_of(same): 1}
    assert line.counts.up < len(same) / 20


def gzipped(plain: bytes) -> bytes:
    return zlib.compress(plain, wbits=31)


PACKERS: dict[str, Callable[[bytes], bytes]] = {"zstd": bodies.pack, "gzip": gzipped, "identity": bytes}


def test_a_batch_is_as_large_as_fills_a_piece_by_how_the_last_one_packed(transport: HttpTransport) -> None:
    assert transport.batch_bytes(600_000) == 600_000
    transport.exchange(step(*(entry(number, size=5_000) for number in range(10))))  # hexadecimal digits: about half
    assert 100_000 < transport.batch_bytes(600_000) < 150_000
    transport.exchange(IDLE)
    assert 100_000 < transport.batch_bytes(600_000) < 150_000
    transport.exchange(step(*(entry(1) for _ in range(1000))))
    assert transport.batch_bytes(600_000) == 1 << 20


@pytest.mark.parametrize("encoding", PACKERS)
def test_answers_are_read_however_they_are_packed(
    transport: HttpTransport, line: FaultProxy, server: ScriptedServer, encoding: str
) -> None:
    plain = msgspec.json.encode(ExchangeResponse(epoch="1" * 100_000, time="", feeds={}))
    packed = PACKERS[encoding](plain)
    server.say(Response(packed, headers={**OURS, "Content-Encoding": encoding}))
    assert transport.exchange(IDLE).epoch == "1" * 100_000
    assert line.counts.down == pytest.approx(len(packed), abs=500)


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_bomb_is_not_unpacked(transport: HttpTransport, server: ScriptedServer, encoding: str) -> None:
    plain = b" " * (bodies.MAX_ANSWER_BYTES + 1)
    packed = PACKERS[encoding](plain)
    server.say(Response(packed, headers={**OURS, "Content-Encoding": encoding}))
    with pytest.raises(ProtocolViolation, match="answer_too_large"):
        transport.exchange(IDLE)
    assert transport.exchange(IDLE).epoch == "1"


def test_a_slow_line_is_given_all_the_time_it_needs(connect: Connect, line: FaultProxy, server: ScriptedServer) -> None:
    transport = connect(line.url, timeouts=Timeouts(connect=2, stall=0.4, whole=30))
    line.next(Fault(rate=20_000, delay=0.1))
    started = datetime.now(UTC)
    big = entry(1, size=12_000)
    transport.exchange(step(big))
    assert datetime.now(UTC) - started > timedelta(seconds=0.5)  # longer than any one silence may last
    assert server.taken == {key_of(big): 1}


def test_an_answer_that_drips_without_end_is_given_up(connect: Connect, line: FaultProxy) -> None:
    transport = connect(line.url, timeouts=Timeouts(connect=2, stall=0.4, whole=0.3))
    line.next(Fault(dribble=0.003))
    with pytest.raises(Offline, match="timed_out"):
        transport.exchange(IDLE)


def test_an_answer_lost_after_the_server_committed_comes_again(
    transport: HttpTransport, line: FaultProxy, server: ScriptedServer
) -> None:
    request = step(entry(1))
    line.next(ANSWER_LOST)
    with pytest.raises(Offline, match="line_broke"):
        transport.exchange(request)
    assert server.taken == {key_of(entry(1)): 1}
    assert [answer.key for answer in transport.exchange(request).answers] == [key_of(entry(1))]


def test_after_every_break_the_next_step_goes_on_over_a_fresh_connection(
    transport: HttpTransport, line: FaultProxy, server: ScriptedServer
) -> None:
    """Connections die at random; each step that was answered counts and is never sent again."""
    chance = random.Random(7)
    line.lives(lambda _number: chance.randint(5_000, 60_000))
    tries = 0
    for number in range(30):
        answered = False
        while not answered:
            tries += 1
            try:
                transport.exchange(step(entry(number, size=4_000)))
                answered = True
            except Offline:
                continue
    assert len(server.taken) == 30
    assert tries > 30, "the line never broke"
    assert sum(server.taken.values()) <= tries < 60
    assert line.counts.connections < 30


def test_it_works_again_once_the_line_is_back(transport: HttpTransport, line: FaultProxy) -> None:
    transport.exchange(IDLE)
    with line.down(), pytest.raises(Offline):
        transport.exchange(IDLE)
    transport.exchange(IDLE)


@pytest.mark.parametrize(
    "fault",
    [Fault(cut_request=60), Fault(cut_answer=30), Fault(stall=30)],
    ids=["request cut", "answer cut", "silence"],
)
def test_a_step_that_failed_can_be_sent_again_at_once(transport: HttpTransport, line: FaultProxy, fault: Fault) -> None:
    line.next(fault)
    with pytest.raises(Offline):
        transport.exchange(IDLE)
    assert transport.exchange(IDLE).epoch == "1"


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(timedelta(days=-800), True), (timedelta(minutes=-6), True), (timedelta(minutes=4), False), (timedelta(0), False)],
    ids=str,
)
def test_a_clock_that_lies_is_remembered_and_never_refused(
    connect: Connect, server: ScriptedServer, ahead: timedelta, told: bool
) -> None:
    transport = connect(server.url, now=lambda: datetime.now(UTC) + ahead)
    assert transport.exchange(IDLE).epoch == "1"
    if told:
        assert transport.clock_off is not None
        assert abs(transport.clock_off - ahead) < timedelta(minutes=1)
    else:
        assert transport.clock_off is None


def test_a_clock_set_right_is_forgotten(connect: Connect, server: ScriptedServer) -> None:
    ahead = iter([timedelta(hours=7), timedelta(0)])
    transport = connect(server.url, now=lambda: datetime.now(UTC) + next(ahead))
    seen = []
    for _ in range(2):
        transport.exchange(IDLE)
        seen.append(transport.clock_off is not None)
    assert seen == [True, False]
