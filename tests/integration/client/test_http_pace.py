"""A limit on the line holds for real requests and answers, and is no fault of the line."""

import time

from starlette.responses import Response

from sync.client.pace import Pace
from sync.client.wire import Timeouts
from tests.integration.client.conftest import Connect
from tests.integration.client.scripted import OURS, ScriptedServer
from tests.integration.client.test_http import IDLE, entry, step


def test_what_is_sent_keeps_to_the_limit(connect: Connect, server: ScriptedServer) -> None:
    transport = connect(server.url, pace=Pace(40_000))
    started = time.monotonic()
    transport.exchange(step(entry(1, size=24_000)))  # about 26 KB packed
    assert time.monotonic() - started > 0.3


def test_what_is_fetched_keeps_to_the_limit_however_long_that_takes(connect: Connect, server: ScriptedServer) -> None:
    transport = connect(server.url, pace=Pace(40_000), timeouts=Timeouts(connect=2, stall=0.4, whole=0.3))
    answer = b'{"epoch":"1","time":"","feeds":{},"padding":"%s"}' % (b"x" * 26_000)
    server.say(Response(answer, headers=OURS))
    started = time.monotonic()
    assert transport.exchange(IDLE).epoch == "1"
    assert time.monotonic() - started > 0.3
