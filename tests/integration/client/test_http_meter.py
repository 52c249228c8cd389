"""The line is measured by real requests over a real slow line."""

import pytest

from sync.client.meter import Meter
from sync.contract.errors import Offline
from tests.fakes.proxy import ANSWER_LOST, Fault, FaultProxy
from tests.integration.client.conftest import Connect
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


def test_a_line_that_breaks_is_counted(connect: Connect, line: FaultProxy) -> None:
    meter = Meter()
    transport = connect(line.url, meter=meter)
    line.next(ANSWER_LOST)
    with pytest.raises(Offline):
        transport.exchange(IDLE)
    transport.exchange(IDLE)
    assert (meter.quality().tried, meter.quality().broken) == (2, 1)
