"""Bodies on the wire: zstd going out; zstd, gzip or plain coming in, never unpacked past a limit."""

import io
import zlib

import zstandard

from sync.contract.errors import ProtocolViolation

ENCODING = "zstd"
ACCEPTED = "zstd, gzip"

#: Largest answer in bytes, packed and unpacked. 200 records of news at the longest their fields allow stay below it.
MAX_PACKED_BYTES = 8 << 20
MAX_ANSWER_BYTES = 32 << 20

_LEVEL = 11
#: The highest level takes another tenth off the bytes, and an old PC a second for a piece: worth it only where the line
#: takes several for it. Bytes a second.
_HIGHEST = 19
_SLOW_LINE = 16_000
_MAX_WINDOW_BYTES = 8 << 20
_GZIP_ONLY = 16 + zlib.MAX_WBITS


def pack(body: bytes, rate: float | None = None) -> bytes:
    """Compress a request's body; its size is in the frame, so that the server can refuse before unpacking.

    ``rate`` is what the line carries, in bytes a second, as far as that is known: a slow one is worth more work.
    """
    level = _HIGHEST if rate is not None and rate < _SLOW_LINE else _LEVEL
    return zstandard.ZstdCompressor(level=level).compress(body)


def unpack(packed: bytes, encoding: str) -> bytes:
    """Undo the ``Content-Encoding`` of an answer.

    Raises:
        ProtocolViolation: ``answer_too_large`` (a bomb), ``bad_answer`` (not what the encoding says).
    """
    try:
        body = _unpacked(packed, encoding.strip().lower())
    except (zstandard.ZstdError, zlib.error):
        raise ProtocolViolation("bad_answer") from None
    if len(body) > MAX_ANSWER_BYTES:
        raise ProtocolViolation("answer_too_large")
    return body


def _unpacked(packed: bytes, encoding: str) -> bytes:
    """At most one byte more than the limit."""
    match encoding:
        case "zstd":
            unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES)
            return unpacker.stream_reader(io.BytesIO(packed)).read(MAX_ANSWER_BYTES + 1)
        case "gzip":
            return zlib.decompressobj(_GZIP_ONLY).decompress(packed, MAX_ANSWER_BYTES + 1)
        case "" | "identity":
            return packed
        case _:
            raise ProtocolViolation("bad_answer")
