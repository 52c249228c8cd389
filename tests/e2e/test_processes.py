"""Several processes of the server before one PostgreSQL: none knows anything that the others would miss."""

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import msgspec
import pytest
import requests

from sync.contract.identity import new_id
from sync.contract.messages import Outcome, RefreshRequest, Tokens
from tests.e2e.programs import Server, free_port
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError

OPERATOR = "of the operator"
PCS = 4
ROUNDS = 10


class Balancer:
    """Sends each request to the next process, whoever asks."""

    def __init__(self, *servers: Server) -> None:
        self._servers = servers
        self._turn = count()

    @property
    def base_url(self) -> str:
        return self._servers[next(self._turn) % len(self._servers)].url


@pytest.fixture
def office(postgresql_url: str) -> Iterator[RunningServer]:
    """What the administrator does; he has a process of his own."""
    with RunningServer(postgresql_url) as server:
        server.add_unit("TT", kind="trung_tam")
        server.add_unit("CN1", parent="TT")
        yield server


@pytest.fixture
def servers(postgresql_url: str, office: RunningServer, tmp_path: Path) -> Iterator[Balancer]:
    """Two processes, each with a port of its own, as behind a balancer."""
    pair = [Server(postgresql_url, free_port(), tmp_path) for _ in range(2)]
    pair[0].run("init")
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Server.start, pair))
        yield Balancer(*pair)
    finally:
        for server in pair:
            server.kill()


def test_a_pc_whose_every_step_meets_another_process_notices_nothing(office: RunningServer, servers: Balancer) -> None:
    """Codes, tokens, answers, the epoch and what is held against guessing are all in the database."""
    code = office.enrol_code("CN1")
    hoa = Pc(servers)
    epochs = {hoa.enrol(code).epoch, hoa.enrol(code).epoch}  # the answer was lost; the other process repeats it
    with pytest.raises(RefusedError, match="code_used"):
        Pc(servers).enrol(code)

    case = new_id()
    made = hoa.edit("case", case, {"note": "một"})
    first = hoa.push(made)
    assert hoa.push(made) == first
    hoa.push(hoa.edit("case", case, {"note": "hai"}))
    epochs |= {hoa.send().epoch, hoa.send().epoch}
    assert (hoa.value("case", case, "note"), len(epochs)) == ("hai", 1)

    old = hoa.tokens
    ask = msgspec.json.encode(RefreshRequest(device=hoa.device, refresh=old.refresh))
    hoa.post("/v1/token", ask)  # lost
    hoa.tokens = msgspec.json.decode(hoa.post("/v1/token", ask), type=Tokens)
    hoa.pull()
    with pytest.raises(RefusedError, match="token_reused"):
        hoa.post("/v1/token", ask)

    stranger = Pc(servers)
    refusals = [_refusal(stranger, "AAAA-BBBB-CCCC") for _ in range(11)]
    assert refusals == ["401 code_unknown"] * 10 + ["429 too_many_requests"]  # five of each would not be enough

    office.revoke(hoa.device)
    for _ in range(2):
        with pytest.raises(RefusedError, match="device_revoked"):
            hoa.send()


def test_processes_that_write_to_one_feed_at_once_lose_no_commit(office: RunningServer, servers: Balancer) -> None:
    code = office.enrol_code("CN1", uses=PCS)
    pcs = [Pc(servers, f"user{number}") for number in range(PCS)]
    for pc in pcs:
        pc.enrol(code)

    def work(pc: Pc) -> list[Outcome]:
        entries = [pc.edit("case", new_id(), {"note": "x"}) for _ in range(ROUNDS)]
        return [pc.send(entry, cursors={}).answers[0].outcome for entry in entries]

    with ThreadPoolExecutor(PCS) as pool:
        outcomes = [outcome for each in pool.map(work, pcs) for outcome in each]
    assert outcomes == [Outcome.APPLIED] * PCS * ROUNDS
    for pc in pcs:
        pc.pull()
    assert all(pc.records == pcs[0].records for pc in pcs)
    assert pcs[0].heads[pcs[0].feed] == 1 + PCS * ROUNDS  # a position each, none twice, none left out


def test_several_processes_behind_one_port_tell_the_sum_of_what_they_counted(
    office: RunningServer, tmp_path: Path
) -> None:
    """`tgpl-server serve --processes 2`: whichever answers, nothing of the other is missing."""
    url = office.database.engine.url.render_as_string(hide_password=False)
    server = Server(url, free_port(), tmp_path, subprocess.PIPE, TGPL_SERVER_METRICS_TOKEN=OPERATOR)
    server.run("init")
    server.start("--processes", "2")
    try:
        before = _answered(server.url)
        for _ in range(40):
            requests.get(f"{server.url}/health", timeout=30)
        assert _answered(server.url) == before + 40
    finally:
        log = server.stop()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {line["level"] for line in lines} == {"INFO"}
    assert sum(line.get("route") == "/health" for line in lines) >= 40


def _refusal(pc: Pc, code: str) -> str:
    with pytest.raises(RefusedError) as refused:
        pc.enrol(code)
    return str(refused.value)


def _answered(url: str) -> float:
    text = requests.get(f"{url}/metrics", headers={"authorization": f"Bearer {OPERATOR}"}, timeout=30).text
    counted = 'tgpl_requests_total{code="",route="/health"'
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(counted))
