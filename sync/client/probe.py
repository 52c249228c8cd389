"""Trying the line because somebody wants to know what is wrong with it: one harmless question to the server.

The same connection is used as for the exchange, so what is found here is what the exchange would run into; it is only
told apart more finely, because somebody is waiting for the answer and can do something.
"""

import socket
import time
from contextlib import closing
from urllib.parse import urlsplit

from sync.client.line import LineSettings, ProxyLogin, Reached, proxies_for
from sync.client.wire import Timeouts, Wire, judged
from sync.contract.errors import NeedsUser, Offline

#: Nobody waits longer before the screen; seconds.
_PATIENCE = Timeouts(connect=10, stall=15, whole=30)
_TIME = ("expired", "not yet valid")
_NAME = ("hostname mismatch", "ip address mismatch", "doesn't match", "not valid for")


def probe(line: LineSettings, login: ProxyLogin | None = None, *, timeouts: Timeouts = _PATIENCE) -> Reached:
    """Ask the server whether it is well.

    Raises:
        Offline: ``name_unknown`` with the ``host`` nobody knows; else as for the exchange, see `sync.client.faults`.
        NeedsUser: ``certificate_time``, ``certificate_name``, ``certificate_authority``; else as for the exchange.
    """
    started = time.monotonic()
    _look_up(line)
    wire = Wire(line.server, proxy=line.proxy, proxy_login=login, ca_file=line.ca_file, timeouts=timeouts)
    with closing(wire):
        try:
            judged(wire.request("GET", "/health"))
        except NeedsUser as error:
            raise _finer(error) from error
        return Reached(seconds=time.monotonic() - started, clock_off=wire.clock_off)


def _look_up(line: LineSettings) -> None:
    """Raise `Offline` ``name_unknown`` if the first machine on the way has no address; behind a proxy that is it."""
    target = urlsplit(line.server)
    first = urlsplit(proxies_for(line.proxy, line.server).get(target.scheme) or line.server)
    host = first.hostname or ""
    try:
        socket.getaddrinfo(host, first.port or target.scheme)
    except OSError:
        raise Offline("name_unknown", host=host) from None


def _finer(error: NeedsUser) -> NeedsUser:
    """Which of the things that can be wrong with a certificate is."""
    if error.code != "certificate":
        return error
    reason = str(error.values.get("reason", "")).lower()
    if any(words in reason for words in _TIME):
        return NeedsUser("certificate_time")
    if any(words in reason for words in _NAME):
        return NeedsUser("certificate_name")
    return NeedsUser("certificate_authority")
