"""How good the line is, measured by the requests that are made anyway; nothing is sent to find out.

What small requests on a connection that stood take is the round trip. What larger bodies take beyond it, and beyond
the time the server says it worked (``Server-Timing``), gives the rate. A figure nothing was measured for stays unknown.
"""

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

import msgspec

#: What was measured longer ago says nothing of the line now; seconds.
_FRESH = 1800.0
_KEPT = 40  # requests
_SMALL = 4 * 1024  # bytes: what is smaller tells of the round trip, what is larger of the rate
_HANDSHAKES = 3  # round trips that a request on a new connection takes: TCP, TLS, itself
_SHORTEST = 0.001  # seconds: nothing is faster, whatever a buffer pretends
_WORKED = re.compile(r"\bapp;dur=(\d+(?:\.\d+)?)")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request that was answered; sizes in bytes as they travel, times in seconds.

    Attributes:
        raw: size of the body before it was packed.
        up, down: sizes of both bodies as they travel.
        first: until the head of the answer was here.
        whole: until all of it was; pauses of our own included, as in ``first``.
        worked: of these the server's own work, as far as it says.
        waited: of these spent waiting because of a limit.
        opened: on a connection that had to be opened for it.
    """

    raw: int
    up: int
    down: int
    first: float
    whole: float
    worked: float = 0.0
    waited: float = 0.0
    opened: bool = False


class LineQuality(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the line; None is not known.

    Attributes:
        tried, broken: requests of late, and how many of them the line broke or swallowed.
        round_trip: seconds.
        up, down: bytes a second the line itself carries.
        sending: bytes a second that went out while there was something to send, everything that held it up included.
        packing: size of what was sent as a share of what it was before packing.
    """

    tried: int = 0
    broken: int = 0
    round_trip: float | None = None
    up: float | None = None
    down: float | None = None
    sending: float | None = None
    packing: float | None = None


class Meter:
    """Keeps the latest requests. One thread tells it of them, any thread may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know nothing yet."""
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: deque[tuple[float, Request | None]] = deque(maxlen=_KEPT)

    def answered(self, request: Request) -> None:
        """A request came to its end."""
        self._keep(request)

    def broke(self) -> None:
        """The line broke during a request, or swallowed it."""
        self._keep(None)

    def quality(self) -> LineQuality:
        """What the latest requests say."""
        since = self._clock() - _FRESH
        with self._lock:
            seen = [request for at, request in self._seen if at >= since]
        answered = [request for request in seen if request is not None]
        round_trip = min((_before_answer(r) for r in answered if r.up < _SMALL and not r.opened), default=None)
        sent = [request for request in answered if request.up >= _SMALL]
        fetched = [request for request in answered if request.down >= _SMALL]
        return LineQuality(
            tried=len(seen),
            broken=len(seen) - len(answered),
            round_trip=round_trip,
            up=_rate(sum(r.up for r in sent), [_on_the_way(r, round_trip or 0.0) for r in sent]),
            down=_rate(sum(r.down for r in fetched), [r.whole - r.first for r in fetched]),
            sending=_rate(sum(r.up for r in sent), [r.whole for r in sent]),
            packing=sum(r.up for r in sent) / sum(r.raw for r in sent) if sent else None,
        )

    def _keep(self, request: Request | None) -> None:
        with self._lock:
            self._seen.append((self._clock(), request))


def worked(headers: Mapping[str, str]) -> float:
    """Seconds that the server says it worked on an answer; 0 where it does not say."""
    said = _WORKED.search(headers.get("Server-Timing", ""))
    return float(said.group(1)) / 1000 if said else 0.0


def _before_answer(request: Request) -> float:
    return max(request.first - request.worked - request.waited, _SHORTEST)


def _on_the_way(request: Request, round_trip: float) -> float:
    """Seconds for which the body was on its way up."""
    return _before_answer(request) - round_trip * (_HANDSHAKES if request.opened else 1)


def _rate(size: int, seconds: Sequence[float]) -> float | None:
    return size / sum(max(each, _SHORTEST) for each in seconds) if seconds else None
