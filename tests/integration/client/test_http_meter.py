"""The line is measured by real requests over a real slow line."""

import msgspec
import pytest
from starlette.responses import Response

from sync.client.meter import Meter
from sync.contract.errors import Offline
from sync.contract.messages import ExchangeResponse
from tests.fakes.proxy import ANSWER_LOST, Fault, FaultProxy
from tests.integration.client.conftest import Connect
from tests.integration.client.scripted import OURS, ScriptedServer
from tests.integration.client.test_http import IDLE, entry, step


def test_a_slow_line_is_known_after_one_piece(connect: Connect, line: FaultProxy) -> None:
    meter = Meter()
    transport = connect(line.url, meter=meter)
    transport.exchange(IDLE)
    assert meter.quality().round_trip is None  # the connection had to be opened
    line.each(lambda _number: Fault(rate=40_000, delay=0.05))
    transport.exchange(IDLE)
    transport.exchange(step(entry(1, size=12_000)))
    quality = meter.quality()
    assert quality.round_trip is not None
    assert 0.05 <= quality.round_trip < 0.3
    assert quality.up == pytest.approx(40_000, rel=0.35)
    assert quality.packing is not None
    assert 0.4 < quality.packing < 0.6  # hexadecimal digits


def test_the_server_is_told_how_fast_its_answers_come_once_that_is_known(
    connect: Connect, line: FaultProxy, server: ScriptedServer
) -> None:
    transport = connect(line.url, meter=Meter())
    line.each(lambda _number: Fault(rate=40_000))
    feeds = {f"{number:064}": number for number in range(400)}
    server.say(Response(msgspec.json.encode(ExchangeResponse(epoch="e", time="t", feeds=feeds)), 200, OURS))
    transport.exchange(IDLE)
    transport.exchange(IDLE)
    told = [headers.get("downlink") for _path, headers, _body in server.calls[-2:]]
    assert told[0] is None
    assert float(told[1] or 0) == pytest.approx(0.32, rel=0.35)  # megabits a second


def test_a_line_that_breaks_is_counted(connect: Connect, line: FaultProxy) -> None:
    meter = Meter()
    transport = connect(line.url, meter=meter)
    line.next(ANSWER_LOST)
    with pytest.raises(Offline):
        transport.exchange(IDLE)
    transport.exchange(IDLE)
    assert (meter.quality().tried, meter.quality().broken) == (2, 1)
