"""A PC stays signed in at the server through expiry, lost answers and restarts, and gives nothing secret away."""

import logging
import traceback

import pytest

from sync.client.http import HttpTransport
from sync.contract.errors import NeedsUser, Offline, SyncError
from sync.contract.messages import ExchangeRequest
from tests.fakes.proxy import ANSWER_LOST, FINE, Fault, FaultProxy, portal, said
from tests.integration.client.conftest import Connect, DiskFullError, TokensInMemory
from tests.integration.client.scripted import ScriptedServer, refusal

IDLE = ExchangeRequest(device="device", cursors={})


def test_an_access_token_that_is_over_is_renewed_unnoticed(
    transport: HttpTransport, server: ScriptedServer, tokens: TokensInMemory
) -> None:
    transport.exchange(IDLE)
    server.expire_access()
    assert transport.exchange(IDLE).epoch == "1"
    assert server.paths() == ["/v1/exchange", "/v1/exchange", "/v1/token", "/v1/exchange"]
    transport.exchange(IDLE)
    assert len(server.paths()) == 5
    assert len(tokens.kept) == 2


def test_a_token_known_to_be_over_is_not_shown_again(connect: Connect, server: ScriptedServer) -> None:
    passed = [0.0]
    transport = connect(server.url, clock=lambda: passed[0])
    server.expire_access()
    transport.exchange(IDLE)
    server.calls.clear()
    passed[0] += 900
    transport.exchange(IDLE)
    assert server.paths() == ["/v1/token", "/v1/exchange"]


def test_trap_22_a_lost_refresh_answer_does_not_lock_the_pc_out(
    transport: HttpTransport, line: FaultProxy, server: ScriptedServer, tokens: TokensInMemory
) -> None:
    server.expire_access()
    before = tokens.load()
    line.next(FINE, ANSWER_LOST)
    with pytest.raises(Offline, match="line_broke"):
        transport.exchange(IDLE)
    assert server.paths() == ["/v1/exchange", "/v1/token"]
    assert tokens.load() == before
    assert transport.exchange(IDLE).epoch == "1"
    assert tokens.load() != before


def test_trap_22_even_twice_and_across_a_restart(
    connect: Connect, line: FaultProxy, server: ScriptedServer, tokens: TokensInMemory
) -> None:
    server.expire_access()
    for _ in range(2):
        line.next(FINE, ANSWER_LOST)
        with pytest.raises(Offline):
            connect(line.url).exchange(IDLE)
    assert connect(line.url).exchange(IDLE).epoch == "1"
    assert connect(line.url).exchange(IDLE).epoch == "1"
    assert len(tokens.kept) == 2


def test_a_new_pair_is_kept_before_it_is_first_used(
    transport: HttpTransport, server: ScriptedServer, tokens: TokensInMemory
) -> None:
    server.expire_access()
    tokens.full = True
    with pytest.raises(DiskFullError):
        transport.exchange(IDLE)
    assert server.paths() == ["/v1/exchange", "/v1/token"], "a pair nobody kept was used"
    tokens.full = False
    assert transport.exchange(IDLE).epoch == "1"


def test_a_pc_that_never_joined_asks_nobody(
    transport: HttpTransport, server: ScriptedServer, tokens: TokensInMemory
) -> None:
    tokens.kept.clear()
    with pytest.raises(NeedsUser, match="enrolment_needed"):
        transport.exchange(IDLE)
    assert server.calls == []


@pytest.mark.parametrize("code", ["device_revoked", "token_reused"])
def test_a_pc_that_was_shut_out_is_told_so_at_once(transport: HttpTransport, server: ScriptedServer, code: str) -> None:
    server.say(refusal(401, code))
    with pytest.raises(NeedsUser, match=code):
        transport.exchange(IDLE)
    assert server.paths() == ["/v1/exchange"]


@pytest.mark.parametrize(
    ("said_of_it", "told"),
    [
        ("device_revoked", "device_revoked"),
        ("token_reused", "token_reused"),
        ("token_unknown", "enrolment_needed"),
        ("token_expired", "enrolment_needed"),
    ],
)
def test_a_refresh_token_that_is_refused_needs_a_person(
    transport: HttpTransport, server: ScriptedServer, tokens: TokensInMemory, said_of_it: str, told: str
) -> None:
    server.say(refusal(401, "token_unknown"), refusal(401, said_of_it))
    with pytest.raises(NeedsUser, match=told):
        transport.exchange(IDLE)
    assert server.paths() == ["/v1/exchange", "/v1/token"]
    assert len(tokens.kept) == 1


def test_a_server_that_takes_no_token_is_not_asked_for_ever(transport: HttpTransport, server: ScriptedServer) -> None:
    server.say(refusal(401, "token_unknown"), None, refusal(401, "token_unknown"))
    with pytest.raises(NeedsUser, match="enrolment_needed"):
        transport.exchange(IDLE)
    assert server.paths() == ["/v1/exchange", "/v1/token", "/v1/exchange"]


def test_no_secret_in_logs_or_errors(
    connect: Connect, line: FaultProxy, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever happens, tokens, proxy passwords and what is sent stay out of the log and of a crash's text."""
    caplog.set_level(logging.DEBUG)
    proxied = line.url.replace("//", "//an:proxy-secret@")
    personal = ExchangeRequest(device="device", cursors={"Giàng A Sử": 1})
    texts = []
    no_password = said("407 Proxy Authentication Required")
    ways = (connect(line.url), connect(server.url, proxy=proxied), connect("https://127.0.0.1:9", proxy=proxied))
    for transport, faults in zip(
        ways, [(FINE, ANSWER_LOST, Fault(stall=0), portal()), (FINE, no_password), (no_password,)], strict=True
    ):
        for fault in faults:
            line.next(fault)
            try:
                transport.exchange(personal)
            except SyncError as error:
                texts.append("".join(traceback.format_exception(error)))
            server.expire_access()
    texts += [record.getMessage() for record in caplog.records]
    everything = "\n".join(texts)
    assert "POST /v1/token" in everything, "the log was not looked at"
    for secret in ("access-secret", "refresh-secret", "proxy-secret", "Giàng A Sử", "Bearer"):
        assert secret not in everything
