"""The client's way and the real server together: what each was tried with alone must fit."""

from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest

from sync.client.http import HttpTransport
from sync.client.meter import worked
from sync.client.wire import Wire
from sync.contract.errors import NeedsUser, Offline
from sync.contract.identity import new_id
from sync.contract.messages import EnrolRequest, ExchangeRequest, LocalUser, UsersRequest
from sync.server.database import Database
from tests.fakes.proxy import ANSWER_LOST, FINE, FaultProxy
from tests.fakes.server import RunningServer
from tests.integration.client.conftest import TokensInMemory

DEVICE = new_id()
IDLE = ExchangeRequest(device=DEVICE, cursors={})


@pytest.fixture
def real(each_database: Database) -> Iterator[RunningServer]:
    """The real server with one branch."""
    with RunningServer(each_database) as running:
        running.add_unit("CN1")
        yield running


@pytest.fixture
def bad_line(real: RunningServer) -> Iterator[FaultProxy]:
    with FaultProxy(int(real.base_url.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def kept() -> TokensInMemory:
    return TokensInMemory()


@pytest.fixture
def pc(bad_line: FaultProxy, kept: TokensInMemory) -> Iterator[HttpTransport]:
    transport = HttpTransport(Wire(bad_line.url), DEVICE, kept)
    yield transport
    transport.close()


def run_out(kept: TokensInMemory) -> None:
    """Leave an access token the server does not take any more; the refresh token stays."""
    kept.kept[-1] = msgspec.structs.replace(kept.kept[-1], access="over")


def join(pc: HttpTransport, code: str) -> None:
    hoa = LocalUser(id=new_id(), login="hoa", full_name="Lò Thị Hoa", role="van_thu_tiep_nhan")
    joined = pc.enrol(EnrolRequest(code=code, device=DEVICE, device_name="Máy 1", users=(hoa,)))
    assert joined.unit.code == "CN1"


def test_a_pc_joins_and_works_over_one_connection(pc: HttpTransport, real: RunningServer, bad_line: FaultProxy) -> None:
    join(pc, real.enrol_code("CN1"))
    for _ in range(5):
        assert pc.exchange(IDLE).feeds
    an = LocalUser(id=new_id(), login="an", full_name="Đinh Văn An", role="nguoi_thuc_hien")
    assert an.id in pc.send_users(UsersRequest(users=(an,))).accounts
    assert bad_line.counts.requests == 7
    assert bad_line.counts.connections == 1
    assert pc.clock_off is None


def test_a_lost_answer_to_joining_does_not_use_the_code_up(
    pc: HttpTransport, real: RunningServer, bad_line: FaultProxy, kept: TokensInMemory
) -> None:
    code = real.enrol_code("CN1")
    bad_line.next(ANSWER_LOST)
    with pytest.raises(Offline):
        join(pc, code)
    assert kept.load() is None
    join(pc, code)
    assert pc.exchange(IDLE).feeds


def test_trap_22_with_the_real_server(
    pc: HttpTransport, real: RunningServer, bad_line: FaultProxy, kept: TokensInMemory
) -> None:
    join(pc, real.enrol_code("CN1"))
    pc.exchange(IDLE)
    run_out(kept)
    with closing(HttpTransport(Wire(bad_line.url), DEVICE, kept)) as restarted:
        for _ in range(2):
            bad_line.next(FINE, ANSWER_LOST)
            with pytest.raises(Offline):
                restarted.exchange(IDLE)
        assert restarted.exchange(IDLE).feeds
        assert restarted.exchange(IDLE).feeds


def test_a_lost_pc_is_shut_out(pc: HttpTransport, real: RunningServer) -> None:
    join(pc, real.enrol_code("CN1"))
    real.revoke(DEVICE)
    with pytest.raises(NeedsUser, match="device_revoked"):
        pc.exchange(IDLE)


def test_a_wrong_code_is_named(pc: HttpTransport) -> None:
    with pytest.raises(NeedsUser, match="code_unknown"):
        join(pc, "AAAA-BBBB-CCCC")


def test_a_token_of_a_copied_pc_is_noticed_and_the_first_goes_on(
    pc: HttpTransport, real: RunningServer, bad_line: FaultProxy, kept: TokensInMemory
) -> None:
    join(pc, real.enrol_code("CN1"))
    run_out(kept)
    stolen = TokensInMemory()
    stolen.kept.extend(kept.kept)
    with closing(HttpTransport(Wire(bad_line.url), DEVICE, kept)) as first:
        first.exchange(IDLE)
        with (
            closing(HttpTransport(Wire(bad_line.url), DEVICE, stolen)) as copy,
            pytest.raises(NeedsUser, match="token_reused"),
        ):
            copy.exchange(IDLE)
        assert first.exchange(IDLE).feeds


def test_the_server_says_how_long_it_worked_so_that_the_line_is_not_blamed(real: RunningServer) -> None:
    joining = EnrolRequest(code=real.enrol_code("CN1"), device=DEVICE, device_name="Máy 1", users=())
    with closing(Wire(real.base_url)) as wire:
        answer = wire.request("POST", "/v1/enrol", msgspec.json.encode(joining), {"Content-Type": "application/json"})
    assert answer.status == 200
    assert 0 < worked(answer.headers) < 5
