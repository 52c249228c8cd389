"""Bodies and refusals: compressed both ways, never larger than allowed once unpacked, never too often.

A body is read only once its sender was let in, unpacked piece by piece, and dropped the moment it grows beyond the
limit, so a small bomb stays small.
"""

import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import msgspec
import zstandard
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync.contract.messages import Refusal
from sync.contract.version import PROTOCOL_HEADER, PROTOCOL_VERSION
from sync.server.refusals import Refused

#: Levels of zstd for a good line, a slow one and a very slow one. A full piece takes 5, 12 and 320 ms of work, and of a
#: hundred bytes of the first 92 and 83 are left by the others.
USUAL, HARD, HARDEST = 6, 11, 19
#: Bytes a second below which a line is slow, or very slow.
_SLOW, _VERY_SLOW = 128_000, 16_000
_MEGABIT = 125_000  # bytes
_GZIP_LEVEL = 6
_SMALL = 256  # bytes below which packing only adds
_STEP = 64 * 1024

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


class Limits(msgspec.Struct, frozen=True):
    """Largest body in bytes: as it travels, and once unpacked."""

    packed: int
    unpacked: int


#: One step of the exchange; a client's piece is a quarter of it (SYNC §3).
STEP = Limits(256 * 1024, 16 * 1024 * 1024)
#: The people of one PC, some hundreds of them.
PEOPLE = Limits(16 * 1024, 64 * 1024)
#: A token and who shows it.
TOKEN = Limits(4 * 1024, 4 * 1024)


async def body_of(request: Request, limits: Limits) -> bytes:
    """The body as it travelled. Raise `Refused` 413 ``body_too_large``, 400 ``body_cut``."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limits.packed:
        raise Refused(413, "body_too_large")
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limits.packed:
                raise Refused(413, "body_too_large")
    except ClientDisconnect:
        raise Refused(400, "body_cut") from None
    return bytes(body)


def unpack(body: bytes, encoding: str, limits: Limits) -> bytes:
    """Undo the content encoding.

    Raises:
        Refused: 415 ``encoding_unknown``, 413 ``body_too_large``, 400 ``body_damaged``.
    """
    pieces = {"": _plain, "identity": _plain, "zstd": _unzstd, "gzip": _ungzip}.get(encoding)
    if pieces is None:
        raise Refused(415, "encoding_unknown")
    unpacked = bytearray()
    try:
        for piece in pieces(body):
            unpacked += piece
            if len(unpacked) > limits.unpacked:
                raise Refused(413, "body_too_large")
    except (zlib.error, zstandard.ZstdError):
        raise Refused(400, "body_damaged") from None
    return bytes(unpacked)


def read(body: bytes, encoding: str, kind: type[T], limits: Limits) -> T:
    """Unpack a body and read the message. Raise `Refused` as `unpack` does and 400 ``request_malformed``."""
    try:
        return msgspec.json.decode(unpack(body, encoding, limits), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, "request_malformed") from None


def level_for(request: Request) -> int:
    """How hard to pack an answer, by what a PC says its line carries: ``Downlink``, in megabits a second."""
    try:
        rate = float(request.headers.get("downlink", "inf")) * _MEGABIT
    except ValueError:
        return USUAL
    return HARDEST if rate < _VERY_SLOW else HARD if rate < _SLOW else USUAL


def plain(body: bytes, content_type: str) -> Response:
    """A text as it is."""
    return Response(body, headers={"content-type": content_type, "cache-control": "no-store"})


def answer(message: msgspec.Struct, accepted: str, *, status: int = 200, level: int = USUAL) -> Response:
    """A response in the best encoding the client accepts; ``level`` is that of zstd."""
    body = msgspec.json.encode(message)
    headers = {
        "content-type": "application/json",
        "cache-control": "no-store",
        PROTOCOL_HEADER: str(PROTOCOL_VERSION),
    }
    offered = {name.partition(";")[0].strip() for name in accepted.lower().split(",")}
    if len(body) >= _SMALL and "zstd" in offered:
        body, headers["content-encoding"] = zstandard.compress(body, level), "zstd"
    elif len(body) >= _SMALL and "gzip" in offered:
        packer = zlib.compressobj(_GZIP_LEVEL, wbits=16 + zlib.MAX_WBITS)
        body, headers["content-encoding"] = packer.compress(body) + packer.flush(), "gzip"
    return Response(body, status, headers)


def refusal(refused: Refused) -> Response:
    """The answer to what is not answered."""
    response = answer(Refusal(code=refused.code, unit=refused.unit), "", status=refused.status)
    if refused.status in (429, 503):
        response.headers["retry-after"] = "30"
    return response


class Throttle:
    """So many acts at once, and so many a second afterwards, for each key.

    Kept in memory: it spares this process. What must hold for all of them together is `sync.server.throttle`.
    """

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow ``burst`` acts at once and ``per_second`` later on."""
        self._burst = burst
        self._rate = per_second
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Raise `Refused` 429 ``too_many_requests`` if nothing is left for this key."""
        with self._lock:
            if self._now_left(key) < 1:
                raise Refused(429, "too_many_requests")

    def spend(self, key: str) -> None:
        """Take one of what is left."""
        with self._lock:
            if len(self._left) > 10_000:
                self._left = {each: left for each, left in self._left.items() if self._now_left(each) < self._burst}
            self._left[key] = (self._now_left(key) - 1, self._clock())

    def _now_left(self, key: str) -> float:
        left, since = self._left.get(key, (float(self._burst), self._clock()))
        return min(float(self._burst), left + (self._clock() - since) * self._rate)


def _plain(body: bytes) -> Iterator[bytes]:
    yield body


def _unzstd(body: bytes) -> Iterator[bytes]:
    # A frame may ask for a window far larger than its content: that memory is refused too.
    unpacker = zstandard.ZstdDecompressor(max_window_size=STEP.unpacked)
    with unpacker.stream_reader(body) as reader:
        while piece := reader.read(_STEP):
            yield piece


def _ungzip(body: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    while body:
        yield unpacker.decompress(body, _STEP)
        body = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise zlib.error("the body ends early")
