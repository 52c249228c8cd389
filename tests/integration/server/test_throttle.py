"""Who guesses is slowed down; the rest of the branch, behind the same address, is not."""

import msgspec
import pytest

from sync.contract.messages import RefreshRequest, Tokens
from sync.server.refusals import Refused
from sync.server.throttle import ADDRESS, Allowance, Failures
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError

FEW = Allowance("test", burst=3, seconds=10)


def test_a_neighbour_who_guesses_does_not_keep_the_branch_out(server: RunningServer, hoa: Pc) -> None:
    """Ten different wrong codes and a stale token in a loop: joining, refreshing and working go on."""
    neighbour = Pc(server)
    for number in range(20):
        with pytest.raises(RefusedError, match="401 code_unknown"):
            neighbour.enrol(f"AAAA-BBBB-{number:04}")
    stale = msgspec.json.encode(RefreshRequest(device=hoa.device, refresh="stale"))
    codes = [_refused(hoa, stale) for _ in range(12)]
    assert codes == ["token_unknown"] * 10 + ["too_many_requests"] * 2

    fresh = msgspec.json.encode(RefreshRequest(device=hoa.device, refresh=hoa.tokens.refresh))
    hoa.tokens = msgspec.json.decode(hoa.post("/v1/token", fresh), type=Tokens)
    hoa.pull()
    assert Pc(server).enrol(server.enrol_code("CN1")).unit.code == "CN1"


def test_an_address_that_guesses_without_end_is_slowed_down(server: RunningServer) -> None:
    here = (ADDRESS, "127.0.0.1")
    for _ in range(ADDRESS.burst):
        Failures(server.database).note(here)
    with pytest.raises(RefusedError, match="429 too_many_requests"):
        Pc(server).enrol(server.enrol_code("CN1"))


def test_what_was_used_up_comes_back_with_time(server: RunningServer) -> None:
    clock = [1000.0]
    failures = Failures(server.database, lambda: clock[0])
    mine, other = (FEW, "mine"), (FEW, "other")
    for _ in range(3):
        failures.check(mine)
        failures.note(mine)
    with pytest.raises(Refused):
        failures.check(mine, other)
    failures.check(other)
    clock[0] += FEW.seconds + 1
    failures.check(mine)
    failures.note(mine)
    with pytest.raises(Refused):
        failures.check(mine)
    clock[0] += 3 * FEW.seconds + 1
    failures.note(other)  # tidies up
    with server.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM failure").scalar() == 1


def test_no_address_is_kept(server: RunningServer) -> None:
    Failures(server.database).note((FEW, "192.0.2.7"))
    with server.database.read() as connection:
        (key,) = connection.exec_driver_sql("SELECT key FROM failure").scalars()
    assert "192" not in key
    assert len(key) == 64


def _refused(pc: Pc, body: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        pc.post("/v1/token", body)
    return refused.value.code
